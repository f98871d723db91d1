//! Who may do what (`docs/ARCHITECTURE.md`, *Roles*).
//!
//! Owns the roles and the caller; never decodes a token.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::time::Timestamp;

/// What a token allows its bearer to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// A person: own things only.
    User,
    /// A server: credits, rewards, events.
    Service,
    /// Points of their students.
    Teacher,
    /// Reports and sanctions.
    Moderator,
    /// Cleanup, status, locks, adjustments, rules, monitor.
    Admin,
}

/// Who is calling, as the authorizer established it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The `sub` claim.
    pub user: UserId,
    /// The `roles` claim; unknown roles are dropped.
    pub roles: Vec<Role>,
    /// When the token was issued; `None` where it does not say.
    pub issued_at: Option<Timestamp>,
    /// When the token ends; `None` where whoever established the caller did not say.
    pub expires_at: Option<Timestamp>,
}

impl Caller {
    /// A caller with these roles, and without a beginning and an end.
    pub fn new(user: UserId, roles: &[Role]) -> Self {
        Self { user, roles: roles.to_vec(), issued_at: None, expires_at: None }
    }

    /// Whether the token still holds at `now`.
    pub fn holds_at(&self, now: Timestamp) -> bool {
        self.expires_at.is_none_or(|end| now < end)
    }

    /// Whether the token may have been issued at `instant` or earlier. Issuers tell
    /// whole seconds.
    pub fn is_issued_by(&self, instant: Timestamp) -> bool {
        self.issued_at.is_none_or(|issued| issued <= instant)
    }

    /// Whether the caller carries `role`.
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_is_what_the_token_says_and_nothing_else() {
        let caller = Caller::new("ann".parse().unwrap(), &[Role::User, Role::Teacher]);
        let is = [Role::User, Role::Service, Role::Teacher, Role::Admin].map(|role| caller.is(role));
        assert_eq!(is, [true, false, true, false]);
    }
}

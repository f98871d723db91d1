//! Who may do what (`docs/ARCHITECTURE.md`, *Roles*).
//!
//! Owns the roles and the caller; never decodes a token.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;

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
}

impl Caller {
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
        let caller = Caller { user: "ann".parse().unwrap(), roles: vec![Role::User, Role::Teacher] };
        let is = [Role::User, Role::Service, Role::Teacher, Role::Admin].map(|role| caller.is(role));
        assert_eq!(is, [true, false, true, false]);
    }
}

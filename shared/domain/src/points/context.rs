//! Who changes points, in which capacity, when and under which key.

use crate::ids::UserId;
use crate::points::{PointsAccount, Refusal};
use crate::time::Timestamp;

/// In which capacity somebody changes points.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// As a teacher: of their own students only.
    Teacher,
    /// As a server or an admin: of anybody.
    Unbounded,
}

/// The circumstances of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Who orders it.
    pub operator: UserId,
    /// In which capacity.
    pub standing: Standing,
    /// The idempotency key it came with.
    pub idempotency_key: Option<String>,
    /// The injected present.
    pub now: Timestamp,
}

impl Context {
    /// Refuses whoever may not change `account`.
    pub(super) fn check(&self, account: &PointsAccount) -> Result<(), Refusal> {
        match self.standing {
            Standing::Teacher if !account.is_taught_by(&self.operator) => Err(Refusal::Forbidden),
            Standing::Teacher | Standing::Unbounded => Ok(()),
        }
    }
}

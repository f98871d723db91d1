//! The record of what somebody did to an account beside its entries.
//!
//! Never says what can be done: each kind of account names its own actions.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::ledger::AccountId;
use crate::time::Timestamp;

/// What somebody did to an account. Never changed or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audit<A> {
    /// To which account.
    pub account: AccountId,
    /// The version that the account got by it; one record for each at most.
    pub version: u64,
    /// Who did it.
    pub operator: UserId,
    /// What was done.
    pub action: A,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// When.
    pub at: Timestamp,
}

//! Why a change is refused, beside the outcomes of an apply.

use serde::{Deserialize, Serialize};

use crate::ledger::LedgerError;
use crate::problem::FieldProblem;
use crate::time::Timestamp;

/// Why an operation is refused. A refused operation changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// The device was never bound to this user.
    #[error("the device is not bound to this user")]
    BindingNotFound,
    /// The rule is for services to report by.
    #[error("only a service may report this")]
    ReportedByServices,
    /// The user is suspended.
    #[error("the account is suspended")]
    Suspended {
        /// When that ends; never if absent.
        until: Option<Timestamp>,
    },
    /// The user has as many devices as one may.
    #[error("a user has at most {limit} devices")]
    TooManyDevices {
        /// The setting `devices_per_user`.
        limit: u32,
    },
    /// The binding took up as many events as it may in a minute.
    #[error("a device takes at most {limit} events a minute")]
    TooManyEvents {
        /// How many.
        limit: usize,
    },
    /// A batch is longer than it may be.
    #[error("a batch has at most {limit} adjustments")]
    TooManyAdjustments {
        /// The setting `batch_adjustments`.
        limit: u32,
    },
    /// There is no such grant.
    #[error("no such grant")]
    GrantNotFound,
    /// The binding's log takes no further entry.
    #[error("the log can take no further entry")]
    LogFull,
    /// The input is invalid, in at least one field.
    #[error("invalid input")]
    Invalid {
        /// Each with its pointer.
        problems: Vec<FieldProblem>,
    },
}

impl From<LedgerError> for Refusal {
    /// A value lies far within what a ledger can hold: only its numbers run out.
    fn from(_: LedgerError) -> Self {
        Self::LogFull
    }
}

/// Refuses a text that is empty or longer than `most` characters.
pub(super) fn check_text(pointer: &str, text: &str, most: usize) -> Result<(), Refusal> {
    if (1..=most).contains(&text.chars().count()) && !text.trim().is_empty() {
        return Ok(());
    }
    let detail = format!("must have 1 to {most} characters");
    Err(Refusal::Invalid { problems: vec![FieldProblem { pointer: pointer.to_owned(), detail }] })
}

//! Why points do not change.
//!
//! Owns the refusals of all operations; never phrases them for HTTP.

use serde::{Deserialize, Serialize};

use crate::ids::DocumentName;
use crate::ledger::{LedgerError, MAX_MINOR, ReverseError};
use crate::problem::FieldProblem;

/// Why an operation is refused. A refused operation changes nothing.
///
/// Serialisable, so that the answer of a batch can be recorded and repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// Not this caller's student, or none at all.
    #[error("not allowed")]
    Forbidden,
    /// Points would fall lower than the plan allows.
    #[error("{required} points are required and {available} available")]
    InsufficientPoints {
        /// What may be taken.
        available: i64,
        /// What was to be taken.
        required: i64,
        /// How low points may fall.
        floor: i64,
    },
    /// An import of this account is not finished.
    #[error("an import of the account is not finished")]
    Importing {
        /// Which.
        import_id: String,
    },
    /// The import does not go on where it stopped.
    #[error("the import goes on with row {expected}")]
    ImportOutOfStep {
        /// The row that comes next.
        expected: u64,
    },
    /// Only an account without transactions can be imported into.
    #[error("the account has transactions already")]
    NotEmpty {
        /// How many.
        transactions: u64,
    },
    /// There is no such rule.
    #[error("there is no rule {rule_key}")]
    RuleNotFound {
        /// What was asked for.
        rule_key: DocumentName,
    },
    /// There is no such plan.
    #[error("there is no plan {plan}")]
    PlanNotFound {
        /// What was asked for.
        plan: DocumentName,
    },
    /// The account takes part in as many capped rules as it may.
    #[error("an account takes part in at most {limit} capped rules at a time")]
    TooManyCaps {
        /// So many.
        limit: usize,
    },
    /// There is no such transaction.
    #[error("no such transaction")]
    TransactionNotFound,
    /// The transaction was taken back, or is what took another back.
    #[error("transaction {seq} is already reversed by transaction {by}")]
    AlreadyReversed {
        /// The transaction that was taken back.
        seq: u64,
        /// The transaction that took it back.
        by: u64,
    },
    /// The transaction is of a type that is not taken back.
    #[error("transaction {seq} cannot be reversed")]
    NotReversible {
        /// Which.
        seq: u64,
    },
    /// The points would lie beyond what is exact.
    #[error("the points would lie beyond {limit}")]
    BalanceLimit {
        /// [`MAX_MINOR`].
        limit: i64,
    },
    /// The ledger has run out of numbers.
    #[error("the ledger can take no further transaction")]
    LedgerFull,
    /// The input is invalid, in at least one field.
    #[error("invalid input")]
    Invalid {
        /// Each with its pointer.
        problems: Vec<FieldProblem>,
    },
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::BalanceLimit => Self::BalanceLimit { limit: MAX_MINOR },
            LedgerError::Full => Self::LedgerFull,
        }
    }
}

impl From<ReverseError> for Refusal {
    fn from(error: ReverseError) -> Self {
        match error {
            ReverseError::AlreadyReversed { seq, by } => Self::AlreadyReversed { seq, by },
            ReverseError::NotReversible { seq } => Self::NotReversible { seq },
        }
    }
}

impl Refusal {
    /// Refuses the input if anything was noted.
    pub(super) fn unless_empty(problems: Vec<FieldProblem>) -> Result<(), Self> {
        if problems.is_empty() { Ok(()) } else { Err(Self::Invalid { problems }) }
    }
}

/// A problem of one field.
pub(super) fn field(pointer: &str, detail: impl Into<String>) -> FieldProblem {
    FieldProblem { pointer: pointer.to_owned(), detail: detail.into() }
}

//! Why a wallet refuses an operation.
//!
//! Owns the refusals of all operations; never phrases them for HTTP.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::ledger::{LedgerError, MAX_MINOR, ReverseError};
use crate::problem::FieldProblem;
use crate::time::Timestamp;
use crate::wallet::{Currency, HoldStatus, Lease};

/// Why an operation is refused. A refused operation changes nothing.
///
/// Serialisable, so that the answer of a batch can be recorded and repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum Refusal {
    /// More was asked for than is available.
    #[error("{required} are required and {available} available")]
    InsufficientFunds {
        /// Balance less what is held, in minor units.
        available: i64,
        /// What the operation needs, in minor units.
        required: i64,
    },
    /// Nothing moves in the wallet of this user.
    #[error("the wallet of {user_id} is frozen")]
    WalletFrozen {
        /// Whose wallet.
        user_id: UserId,
    },
    /// Money may only come into this user's wallet.
    #[error("withdrawals from the wallet of {user_id} are blocked")]
    WithdrawalsBlocked {
        /// Whose wallet.
        user_id: UserId,
    },
    /// Another writer holds the wallet. The one refusal that is worth waiting
    /// for.
    #[error("the wallet is locked by {}", lease.owner)]
    Locked {
        /// By whom and until when.
        lease: Lease,
    },
    /// The lease under which the caller writes has ended or was taken over.
    #[error("lease {fencing} is lost")]
    LeaseLost {
        /// The caller's fencing number.
        fencing: u64,
    },
    /// There is no lease to release.
    #[error("the wallet is not locked")]
    NotLocked,
    /// The wallet has no such hold.
    #[error("no such hold")]
    HoldNotFound,
    /// The hold was captured or voided, or has expired.
    #[error("the hold is not open")]
    HoldNotOpen {
        /// What became of it, where that is known.
        status: Option<HoldStatus>,
    },
    /// More was to be captured than is held.
    #[error("{required} are more than the {held} held")]
    CaptureExceedsHold {
        /// The hold's amount, in minor units.
        held: i64,
        /// What was to be captured, in minor units.
        required: i64,
    },
    /// The wallet has as many open holds as it may.
    #[error("a wallet has at most {limit} open holds")]
    TooManyHolds {
        /// The setting `open_holds`.
        limit: u32,
    },
    /// The wallet has no such entry.
    #[error("no such entry")]
    EntryNotFound,
    /// The entry was taken back, or is what took another back.
    #[error("entry {seq} is already reversed by entry {by}")]
    AlreadyReversed {
        /// The entry that was taken back.
        seq: u64,
        /// The entry that took it back.
        by: u64,
    },
    /// The entry cannot be taken back: its other side is not to be found.
    #[error("entry {seq} cannot be reversed")]
    NotReversible {
        /// Which entry.
        seq: u64,
    },
    /// An entry has the reference already that was to stand once.
    #[error("an entry has this reference already")]
    ReferenceUsed {
        /// Which, where it is one of the same wallet.
        seq: Option<u64>,
    },
    /// The two have nothing to do with each other: it is not told which of them blocked
    /// the other.
    #[error("you may not do this, or there is no such thing")]
    Barred,
    /// The sender is suspended.
    #[error("the account is suspended")]
    Suspended {
        /// When that ends; never if absent.
        until: Option<Timestamp>,
    },
    /// Both sides of a transfer are the same user.
    #[error("a transfer needs two users")]
    SelfTransfer,
    /// The two wallets hold different currencies.
    #[error("the wallets hold {from} and {to}")]
    CurrencyMismatch {
        /// The sender's.
        from: Currency,
        /// The receiver's.
        to: Currency,
    },
    /// No wallet may hold this currency.
    #[error("there is no currency {currency}")]
    CurrencyUnknown {
        /// What was asked for.
        currency: Currency,
        /// What there is.
        known: Vec<Currency>,
    },
    /// A balance would lie beyond what is exact.
    #[error("the balance would lie beyond {limit}")]
    BalanceLimit {
        /// [`MAX_MINOR`].
        limit: i64,
    },
    /// The wallet's ledger has run out of numbers.
    #[error("the ledger can take no further entry")]
    LedgerFull,
    /// A batch is longer than it may be.
    #[error("a batch has at most {limit} operations")]
    TooManyOperations {
        /// The setting `batch_operations`, or `rewards_at_once`.
        limit: u32,
    },
    /// Operations that take effect together do not fit into one transaction.
    #[error("{writes} writes do not fit into one transaction of {limit}")]
    TooManyWrites {
        /// How many they need.
        writes: usize,
        /// How many there may be.
        limit: usize,
    },
    /// Another operation that this one stands or falls with was refused.
    #[error("operation {index} was refused")]
    NotApplied {
        /// The place of that operation in the order sent.
        index: usize,
    },
    /// The job that was to do it was cancelled first.
    #[error("the job was cancelled")]
    JobCancelled,
    /// The input is invalid, in at least one field.
    #[error("invalid input")]
    Invalid {
        /// Each with its pointer.
        problems: Vec<FieldProblem>,
    },
}

impl Refusal {
    /// The code of the problem that a caller sees.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::InsufficientFunds { .. } => "insufficient_funds",
            Self::WalletFrozen { .. } => "wallet_frozen",
            Self::WithdrawalsBlocked { .. } => "withdrawals_blocked",
            Self::Locked { .. } => "wallet_locked",
            Self::LeaseLost { .. } => "lease_lost",
            Self::NotLocked => "not_locked",
            Self::HoldNotFound => "hold_not_found",
            Self::HoldNotOpen { .. } => "hold_not_open",
            Self::CaptureExceedsHold { .. } => "capture_exceeds_hold",
            Self::TooManyHolds { .. } => "too_many_holds",
            Self::EntryNotFound => "entry_not_found",
            Self::AlreadyReversed { .. } => "already_reversed",
            Self::NotReversible { .. } => "not_reversible",
            Self::ReferenceUsed { .. } => "reference_used",
            Self::Barred => "forbidden",
            Self::Suspended { .. } => "suspended",
            Self::SelfTransfer => "self_transfer",
            Self::CurrencyMismatch { .. } | Self::CurrencyUnknown { .. } => "unknown_currency",
            Self::BalanceLimit { .. } => "balance_limit",
            Self::LedgerFull => "ledger_full",
            Self::TooManyOperations { .. } => "too_many_operations",
            Self::TooManyWrites { .. } => "too_many_writes",
            Self::NotApplied { .. } => "not_applied",
            Self::JobCancelled => "job_cancelled",
            Self::Invalid { .. } => "invalid_request",
        }
    }
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

/// Refuses a text longer than `most` characters, or an empty one.
pub(super) fn check_text(problems: &mut Vec<FieldProblem>, pointer: &str, text: Option<&str>, most: usize) {
    if text.is_some_and(|text| text.is_empty() || text.chars().count() > most) {
        let detail = format!("must have 1 to {most} characters");
        problems.push(FieldProblem { pointer: pointer.to_owned(), detail });
    }
}

/// Refuses the input if anything was noted.
pub(super) fn accept_unless(problems: Vec<FieldProblem>) -> Result<(), Refusal> {
    if problems.is_empty() { Ok(()) } else { Err(Refusal::Invalid { problems }) }
}

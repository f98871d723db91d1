//! The refusals of wallets, in the words of the error table.

use heartlink_domain::safety::Barred;
use heartlink_domain::wallet::{Currency, Refusal};
use heartlink_store::wallet::{OperationError, WalletError};
use serde_json::{Value, json};

use crate::{Code, Problem};

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = sentence(&refusal);
        let new = |code| Self::new(code, detail.clone());
        match refusal {
            Refusal::InsufficientFunds { available, required } => {
                new(Code::InsufficientFunds).with("available", available).with("required", required)
            }
            Refusal::WalletFrozen { .. } => new(Code::WalletFrozen),
            Refusal::WithdrawalsBlocked { .. } => new(Code::WithdrawalsBlocked),
            Refusal::Locked { lease } => Self::new(Code::WalletLocked, "Another writer holds the wallet.")
                .with("expires_at", json!(lease.expires_at)),
            Refusal::LeaseLost { fencing } => new(Code::LeaseLost).with("fencing", fencing),
            Refusal::NotLocked => new(Code::NotLocked),
            Refusal::HoldNotFound => new(Code::HoldNotFound),
            Refusal::HoldNotOpen { status } => new(Code::HoldNotOpen).with("hold_status", json!(status)),
            Refusal::CaptureExceedsHold { held, required } => {
                new(Code::CaptureExceedsHold).with("held", held).with("required", required)
            }
            Refusal::TooManyHolds { limit } => new(Code::TooManyHolds).with("limit", limit),
            Refusal::EntryNotFound => new(Code::EntryNotFound),
            Refusal::AlreadyReversed { seq, by } => {
                new(Code::AlreadyReversed).with("seq", seq).with("reversed_by", by)
            }
            Refusal::NotReversible { seq } => new(Code::NotReversible).with("seq", seq),
            Refusal::ReferenceUsed { seq: Some(seq) } => new(Code::ReferenceUsed).with("seq", seq),
            Refusal::ReferenceUsed { seq: None } => new(Code::ReferenceUsed),
            Refusal::Barred => Self::forbidden(),
            Refusal::Suspended { until } => Barred::Suspended { until }.into(),
            Refusal::SelfTransfer => new(Code::SelfTransfer),
            Refusal::CurrencyMismatch { from, to } => {
                new(Code::UnknownCurrency).with("from", from.as_str()).with("to", to.as_str())
            }
            Refusal::CurrencyUnknown { known, .. } => {
                let known: Vec<Value> = known.iter().map(Currency::as_str).map(Value::from).collect();
                new(Code::UnknownCurrency).with("known", known)
            }
            Refusal::BalanceLimit { limit } => new(Code::BalanceLimit).with("limit", limit),
            Refusal::LedgerFull => new(Code::LedgerFull),
            Refusal::TooManyOperations { limit } => new(Code::TooManyOperations).with("limit", limit),
            Refusal::TooManyWrites { writes, limit } => {
                new(Code::TooManyWrites).with("writes", writes).with("limit", limit)
            }
            Refusal::NotApplied { index } => new(Code::NotApplied).with("index", index),
            Refusal::JobCancelled => new(Code::JobCancelled),
            Refusal::Invalid { problems } => Self::invalid(problems),
        }
    }
}

/// The refusal's own words, as a sentence.
pub(super) fn sentence(refusal: &impl std::fmt::Display) -> String {
    let text = refusal.to_string();
    let mut letters = text.chars();
    let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}.", letters.as_str())
}

impl From<WalletError> for Problem {
    fn from(error: WalletError) -> Self {
        match error {
            WalletError::Refused(refusal) => refusal.into(),
            WalletError::Store(error) => error.into(),
        }
    }
}

impl<R: Into<Problem>> From<OperationError<R>> for Problem {
    fn from(error: OperationError<R>) -> Self {
        match error {
            OperationError::Refused(refusal) => refusal.into(),
            OperationError::Busy => Self::new(Code::SystemBusy, "Nothing was changed. Try again shortly."),
            OperationError::Timeout => {
                Self::new(Code::RequestTimeout, "Ask again with the same Idempotency-Key.")
            }
            OperationError::Failed(text) => Self::internal(text),
        }
    }
}

impl Problem {
    /// Why a lease was neither given nor released: whoever may ask for one is
    /// told whose stands in the way.
    pub fn of_lease(error: WalletError) -> Self {
        match error {
            WalletError::Refused(Refusal::Locked { lease }) => {
                Self::new(Code::LeaseTaken, format!("The wallet is locked by {}.", lease.owner))
                    .with("owner", lease.owner)
                    .with("expires_at", json!(lease.expires_at))
                    .with("fencing", lease.fencing)
            }
            error => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lack_of_funds_is_told_with_both_figures() {
        let problem = Problem::from(Refusal::InsufficientFunds { available: 3, required: 4 });
        let document = problem.document("/v1/wallets/me/withdraw", "r1");
        assert_eq!(document["status"], 409);
        assert_eq!(document["code"], "insufficient_funds");
        assert_eq!((&document["available"], &document["required"]), (&json!(3), &json!(4)));
        assert_eq!(document["detail"], "4 are required and 3 available.");
    }

    #[test]
    fn the_figures_name_refusals_as_the_problems_do() {
        let refusals = [
            Refusal::InsufficientFunds { available: 0, required: 1 },
            Refusal::NotLocked,
            Refusal::HoldNotFound,
            Refusal::HoldNotOpen { status: None },
            Refusal::CaptureExceedsHold { held: 1, required: 2 },
            Refusal::TooManyHolds { limit: 1 },
            Refusal::EntryNotFound,
            Refusal::AlreadyReversed { seq: 1, by: 2 },
            Refusal::NotReversible { seq: 1 },
            Refusal::ReferenceUsed { seq: None },
            Refusal::SelfTransfer,
            Refusal::Barred,
            Refusal::Suspended { until: None },
            Refusal::BalanceLimit { limit: 1 },
            Refusal::LedgerFull,
            Refusal::JobCancelled,
            Refusal::TooManyOperations { limit: 1 },
            Refusal::TooManyWrites { writes: 2, limit: 1 },
            Refusal::NotApplied { index: 0 },
            Refusal::LeaseLost { fencing: 1 },
            Refusal::Invalid { problems: Vec::new() },
            Refusal::WalletFrozen { user_id: "ann".parse().unwrap() },
            Refusal::WithdrawalsBlocked { user_id: "ann".parse().unwrap() },
            Refusal::CurrencyUnknown { currency: "GEM".parse().unwrap(), known: Vec::new() },
        ];
        for refusal in refusals {
            let code = refusal.code();
            assert_eq!(Problem::from(refusal).code.as_str(), code);
        }
    }

    #[test]
    fn a_lease_in_the_way_is_a_conflict_for_a_lease_and_a_lock_for_a_writer() {
        let at = heartlink_domain::time::Timestamp::from_unix_millis(0);
        let lease = heartlink_domain::wallet::Lease {
            owner: "ops".into(),
            holder: None,
            purpose: None,
            acquired_at: at,
            expires_at: at,
            fencing: 7,
        };
        let refused = || WalletError::Refused(Refusal::Locked { lease: lease.clone() });
        let (writer, second) = (Problem::from(refused()), Problem::of_lease(refused()));
        assert_eq!((writer.code.as_str(), writer.code.status()), ("wallet_locked", 423));
        assert_eq!(Refusal::Locked { lease: lease.clone() }.code(), writer.code.as_str());
        assert_eq!((second.code.as_str(), second.code.status()), ("wallet_locked", 409));
        assert_eq!(second.figures["owner"], "ops");
    }
}

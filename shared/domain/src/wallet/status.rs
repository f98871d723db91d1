//! Changing what may move in a wallet, and the record of what an admin did.
//!
//! Owns what is recorded of it. Never asks who may: that is up to the caller's role.

use serde::{Deserialize, Serialize};

use crate::ledger::Audit;
use crate::wallet::refusal::{accept_unless, check_text};
use crate::wallet::{Context, Lease, Refusal, Wallet, WalletStatus};

/// Longest reason of an admin's doing, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// What can be done to a wallet by an admin alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum WalletAction {
    /// The status was set.
    StatusSet {
        /// Before.
        from: WalletStatus,
        /// After.
        to: WalletStatus,
    },
    /// Somebody's lease was ended.
    LeaseForced {
        /// The lease.
        lease: Lease,
    },
}

/// The record of what `context` does to `wallet`, as it was read.
pub(super) fn audit(
    wallet: &Wallet,
    action: WalletAction,
    reason: Option<String>,
    context: &Context,
) -> Audit<WalletAction> {
    Audit {
        account: wallet.account.id.clone(),
        version: wallet.version.saturating_add(1),
        operator: context.operator.clone(),
        action,
        reason,
        at: context.now,
    }
}

/// A status that was set; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusChanged {
    /// On the version that was read.
    pub wallet: Wallet,
    /// Which must not be stored yet.
    pub audit: Audit<WalletAction>,
}

/// Sets the status, also to what it is already. No lease stands in the way: to
/// stop a wallet must not wait for whoever holds it.
///
/// # Errors
/// [`Refusal::Invalid`] without a reason.
pub fn set_status(
    wallet: &Wallet,
    status: WalletStatus,
    reason: &str,
    context: &Context,
) -> Result<StatusChanged, Refusal> {
    let mut problems = Vec::new();
    check_text(&mut problems, "/reason", Some(reason.trim()), MAX_REASON_CHARS);
    accept_unless(problems)?;
    let action = WalletAction::StatusSet { from: wallet.status, to: status };
    let audit = audit(wallet, action, Some(reason.to_owned()), context);
    Ok(StatusChanged { wallet: Wallet { status, ..wallet.touched(context.now) }, audit })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wallet::fixture::{at, context, leased, user, wallet};

    #[test]
    fn a_status_is_set_with_a_record_of_who_why_and_what_it_was() {
        let ann = Wallet { version: 7, ..wallet("ann", 5) };
        let changed = set_status(&ann, WalletStatus::Frozen, "fraud", &context(3)).unwrap();
        assert_eq!(changed.wallet.status, WalletStatus::Frozen);
        assert_eq!(changed.wallet.account, ann.account, "the ledger is untouched");
        let expected = Audit {
            account: ann.account.id,
            version: 8,
            operator: user("shop"),
            action: WalletAction::StatusSet { from: WalletStatus::Active, to: WalletStatus::Frozen },
            reason: Some("fraud".into()),
            at: at(3),
        };
        assert_eq!(changed.audit, expected);
    }

    #[test]
    fn a_status_needs_a_reason() {
        for reason in ["", "  ", &"r".repeat(501)] {
            let refused = set_status(&wallet("ann", 5), WalletStatus::Frozen, reason, &context(3));
            assert!(matches!(refused, Err(Refusal::Invalid { .. })));
        }
    }

    #[test]
    fn a_locked_wallet_can_be_stopped() {
        assert!(set_status(&leased("ann", 5), WalletStatus::Frozen, "fraud", &context(3)).is_ok());
    }
}

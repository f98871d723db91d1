//! Credit, reward, withdraw; and the one gate that every change of a balance
//! goes through.
//!
//! Owns the order of the checks: status, lease, funds, limits.

use crate::ledger::{Draft, Entry, append};
use crate::settings::WalletSettings;
use crate::wallet::{Amount, Context, Kind, Note, Refusal, Wallet, WalletStatus, check_writer};

/// A balance that changed, with its entry; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// On the version that was read.
    pub wallet: Wallet,
    /// Which must not be stored yet.
    pub entry: Entry,
}

/// Money comes in from outside.
///
/// # Errors
/// [`Refusal::WalletFrozen`], [`Refusal::Locked`], [`Refusal::LeaseLost`],
/// [`Refusal::BalanceLimit`], [`Refusal::Invalid`].
pub fn credit(
    wallet: &Wallet,
    amount: Amount,
    note: &Note,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Moved, Refusal> {
    note.check(settings)?;
    enter(wallet, note.signed(Kind::Credit, 1, amount, context), context)
}

/// Money comes in as a reward.
///
/// # Errors
/// Those of [`credit`].
pub fn reward(
    wallet: &Wallet,
    amount: Amount,
    note: &Note,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Moved, Refusal> {
    note.check(settings)?;
    enter(wallet, note.signed(Kind::Reward, 1, amount, context), context)
}

/// Money goes out.
///
/// # Errors
/// Those of [`credit`], [`Refusal::WithdrawalsBlocked`] and
/// [`Refusal::InsufficientFunds`].
pub fn withdraw(
    wallet: &Wallet,
    amount: Amount,
    note: &Note,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Moved, Refusal> {
    note.check(settings)?;
    enter(wallet, note.signed(Kind::Withdraw, -1, amount, context), context)
}

/// What an operation does to a wallet, as its status and lease see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Flow {
    /// Money comes in, or is released.
    In,
    /// Money goes out, or is kept back.
    Out,
}

/// Refuses what the status or somebody's lease does not let through. The
/// status comes first: what is refused for good should not wait for a lease.
pub(super) fn check_open(wallet: &Wallet, flow: Flow, context: &Context) -> Result<(), Refusal> {
    let user_id = || wallet.user_id.clone();
    match (wallet.status, flow) {
        (WalletStatus::Frozen, _) => return Err(Refusal::WalletFrozen { user_id: user_id() }),
        (WalletStatus::NoWithdraw, Flow::Out) => {
            return Err(Refusal::WithdrawalsBlocked { user_id: user_id() });
        }
        (WalletStatus::Active, _) | (WalletStatus::NoWithdraw, Flow::In) => {}
    }
    check_writer(wallet, context)
}

/// Refuses what is not available.
pub(super) fn check_funds(wallet: &Wallet, required: i64, context: &Context) -> Result<(), Refusal> {
    let available = wallet.available(context.now);
    if required > available {
        return Err(Refusal::InsufficientFunds { available, required });
    }
    Ok(())
}

/// The wallet with `draft` as its next entry: the only place where a balance
/// changes.
pub(super) fn enter(wallet: &Wallet, draft: Draft, context: &Context) -> Result<Moved, Refusal> {
    let flow = if draft.amount < 0 { Flow::Out } else { Flow::In };
    check_open(wallet, flow, context)?;
    if flow == Flow::Out {
        check_funds(wallet, draft.amount.saturating_neg(), context)?;
    }
    let (account, entry) = append(&wallet.account, draft, context.now)?;
    Ok(Moved { wallet: Wallet { account, ..wallet.touched(context.now) }, entry })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::MAX_MINOR;
    use crate::wallet::fixture::{amount, at, context, frozen, no_withdraw, note, user, wallet};

    fn settings() -> WalletSettings {
        WalletSettings::default()
    }

    #[test]
    fn a_credit_raises_the_balance_and_says_who_why_and_under_which_key() {
        let before = wallet("ann", 0);
        let moved = credit(&before, amount(5), &note("pocket money"), &context(1), &settings()).unwrap();
        assert_eq!(moved.wallet.account.balance, 5);
        assert_eq!(moved.wallet.version, before.version, "committed on the version that was read");
        assert_eq!(moved.wallet.updated_at, Some(at(1)));
        assert_eq!(moved.entry.amount, 5);
        assert_eq!(Kind::of(&moved.entry), Some(Kind::Credit));
        assert_eq!(moved.entry.description.as_deref(), Some("pocket money"));
        assert_eq!(moved.entry.operator, Some(user("shop")));
        assert_eq!(moved.entry.idempotency_key.as_deref(), Some("key"));
        assert_eq!(moved.entry.at, at(1));
    }

    #[test]
    fn a_reward_is_a_credit_under_its_own_name() {
        let moved = reward(&wallet("ann", 0), amount(5), &note("prize"), &context(1), &settings()).unwrap();
        assert_eq!((moved.wallet.account.balance, Kind::of(&moved.entry)), (5, Some(Kind::Reward)));
    }

    #[test]
    fn a_withdrawal_takes_what_is_available_and_not_one_more() {
        let rich = wallet("ann", 10);
        let moved = withdraw(&rich, amount(10), &Note::default(), &context(1), &settings()).unwrap();
        assert_eq!((moved.wallet.account.balance, moved.entry.amount), (0, -10));
        let refused = withdraw(&rich, amount(11), &Note::default(), &context(1), &settings());
        assert_eq!(refused, Err(Refusal::InsufficientFunds { available: 10, required: 11 }));
    }

    #[test]
    fn a_wallet_that_is_full_takes_no_more() {
        let full = wallet("ann", MAX_MINOR);
        let refused = credit(&full, amount(1), &Note::default(), &context(1), &settings());
        assert_eq!(refused, Err(Refusal::BalanceLimit { limit: MAX_MINOR }));
    }

    #[test]
    fn nothing_moves_in_a_frozen_wallet() {
        let refused = Err(Refusal::WalletFrozen { user_id: user("ann") });
        let frozen = frozen("ann", 10);
        assert_eq!(credit(&frozen, amount(1), &Note::default(), &context(1), &settings()), refused);
        assert_eq!(withdraw(&frozen, amount(1), &Note::default(), &context(1), &settings()), refused);
    }

    #[test]
    fn where_withdrawals_are_blocked_money_still_comes_in() {
        let blocked = no_withdraw("ann", 10);
        assert!(credit(&blocked, amount(1), &Note::default(), &context(1), &settings()).is_ok());
        let refused = withdraw(&blocked, amount(1), &Note::default(), &context(1), &settings());
        assert_eq!(refused, Err(Refusal::WithdrawalsBlocked { user_id: user("ann") }));
    }

    #[test]
    fn texts_are_measured_in_characters_and_every_one_that_does_not_fit_is_named() {
        let fits = Note { description: Some("愛".repeat(200)), reference: Some("r".repeat(128)) };
        assert!(credit(&wallet("ann", 0), amount(1), &fits, &context(1), &settings()).is_ok());
        for unfit in [
            Note { description: Some("愛".repeat(201)), reference: Some("r".repeat(129)) },
            Note { description: Some(String::new()), reference: Some(String::new()) },
        ] {
            let Err(Refusal::Invalid { problems }) =
                credit(&wallet("ann", 0), amount(1), &unfit, &context(1), &settings())
            else {
                panic!("accepted");
            };
            let pointers: Vec<_> = problems.into_iter().map(|problem| problem.pointer).collect();
            assert_eq!(pointers, ["/description", "/reference"]);
        }
    }
}

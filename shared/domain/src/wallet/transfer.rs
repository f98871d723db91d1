//! Moving money from one user to another.
//!
//! Owns that both sides change together and name each other.

use std::collections::BTreeMap;

use crate::ledger::Draft;
use crate::settings::WalletSettings;
use crate::wallet::movement::enter;
use crate::wallet::reverse::COUNTERPARTY_SEQ;
use crate::wallet::{Amount, Context, Kind, Moved, Note, Refusal, Wallet};

/// Both sides of a transfer; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transferred {
    /// The sender's.
    pub debit: Moved,
    /// The receiver's.
    pub credit: Moved,
}

/// `amount` goes from one wallet to another of the same currency.
///
/// # Errors
/// [`Refusal::SelfTransfer`], [`Refusal::CurrencyMismatch`]; for the sender
/// those of a withdrawal, for the receiver those of a credit.
pub fn transfer(
    from: &Wallet,
    to: &Wallet,
    amount: Amount,
    note: &Note,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Transferred, Refusal> {
    if from.user_id == to.user_id {
        return Err(Refusal::SelfTransfer);
    }
    if from.currency != to.currency {
        let (from, to) = (from.currency.clone(), to.currency.clone());
        return Err(Refusal::CurrencyMismatch { from, to });
    }
    note.check(settings)?;
    let debit = note.signed(Kind::TransferOut, -1, amount, context);
    let credit = note.signed(Kind::TransferIn, 1, amount, context);
    let (debit, credit) = enter_both([(from, debit), (to, credit)], context)?;
    Ok(Transferred { debit, credit })
}

/// Enters both drafts, each naming the other's wallet and entry.
pub(super) fn enter_both(sides: [(&Wallet, Draft); 2], context: &Context) -> Result<(Moved, Moved), Refusal> {
    let [(one, first), (other, second)] = sides;
    let facing = |draft: Draft, wallet: &Wallet| {
        let seq = wallet.account.last_seq.saturating_add(1).to_string();
        let attributes = BTreeMap::from([(COUNTERPARTY_SEQ.to_owned(), seq)]);
        Draft { counterparty: Some(wallet.user_id.clone()), attributes, ..draft }
    };
    Ok((enter(one, facing(first, other), context)?, enter(other, facing(second, one), context)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::MAX_MINOR;
    use crate::wallet::fixture::{
        amount, context, fence, frozen, leased, no_withdraw, note, user, wallet, wallet_in,
    };
    use crate::wallet::{Counterpart, counterpart};

    fn attempt(from: &Wallet, to: &Wallet, minor: i64) -> Result<Transferred, Refusal> {
        transfer(from, to, amount(minor), &note("rent"), &context(1), &WalletSettings::default())
    }

    #[test]
    fn both_sides_change_together_and_name_each_other() {
        let Transferred { debit, credit } = attempt(&wallet("ann", 10), &wallet("bob", 1), 4).unwrap();
        assert_eq!((debit.wallet.account.balance, credit.wallet.account.balance), (6, 5));
        assert_eq!((debit.entry.amount, credit.entry.amount), (-4, 4));
        assert_eq!(Kind::of(&debit.entry), Some(Kind::TransferOut));
        assert_eq!(Kind::of(&credit.entry), Some(Kind::TransferIn));
        let names = |user_id, seq| Some(Counterpart { user_id, seq });
        assert_eq!(counterpart(&debit.entry), names(user("bob"), credit.entry.seq));
        assert_eq!(counterpart(&credit.entry), names(user("ann"), debit.entry.seq));
    }

    #[test]
    fn nobody_transfers_to_themselves_or_into_another_currency() {
        assert_eq!(attempt(&wallet("ann", 10), &wallet("ann", 10), 1), Err(Refusal::SelfTransfer));
        let gems = wallet_in("bob", "GEM", 0);
        let (from, to) = ("CREDIT".parse().unwrap(), "GEM".parse().unwrap());
        assert_eq!(attempt(&wallet("ann", 10), &gems, 1), Err(Refusal::CurrencyMismatch { from, to }));
    }

    #[test]
    fn the_sender_needs_the_funds_and_the_receiver_the_room() {
        let refused = Err(Refusal::InsufficientFunds { available: 3, required: 4 });
        assert_eq!(attempt(&wallet("ann", 3), &wallet("bob", 0), 4), refused);
        let refused = Err(Refusal::BalanceLimit { limit: MAX_MINOR });
        assert_eq!(attempt(&wallet("ann", 3), &wallet("bob", MAX_MINOR), 1), refused);
    }

    #[test]
    fn the_status_of_either_side_counts() {
        let frozen_one = |name| Err(Refusal::WalletFrozen { user_id: user(name) });
        assert_eq!(attempt(&frozen("ann", 9), &wallet("bob", 0), 1), frozen_one("ann"));
        assert_eq!(attempt(&wallet("ann", 9), &frozen("bob", 0), 1), frozen_one("bob"));
        let blocked = Err(Refusal::WithdrawalsBlocked { user_id: user("ann") });
        assert_eq!(attempt(&no_withdraw("ann", 9), &wallet("bob", 0), 1), blocked);
        assert!(attempt(&wallet("ann", 9), &no_withdraw("bob", 0), 1).is_ok());
    }

    #[test]
    fn the_lease_of_either_side_counts_for_those_who_do_not_hold_it() {
        let free = wallet("bob", 9);
        let locked = leased("ann", 9);
        for (from, to) in [(&locked, &free), (&free, &locked)] {
            assert!(matches!(attempt(from, to, 1), Err(Refusal::Locked { .. })));
            let holder = Context { fences: vec![fence(&locked)], ..context(1) };
            let settings = WalletSettings::default();
            assert!(transfer(from, to, amount(1), &note("rent"), &holder, &settings).is_ok());
        }
    }
}

//! Taking an entry back.
//!
//! Owns that a transfer is taken back on both sides or on neither. What the
//! reversal takes out must be available, and status and lease count as for any
//! other movement.

use crate::ids::UserId;
use crate::ledger::{Draft, Entry, ReversalMark, reversal};
use crate::settings::WalletSettings;
use crate::wallet::movement::enter;
use crate::wallet::transfer::enter_both;
use crate::wallet::{Context, Kind, Moved, Note, Refusal, Wallet};

/// Attribute of an entry that has another side: the number of the other entry.
pub const COUNTERPARTY_SEQ: &str = "counterparty_seq";

/// An entry to be taken back, as it was read.
#[derive(Debug, Clone, Copy)]
pub struct Reversible<'a> {
    /// Its wallet.
    pub wallet: &'a Wallet,
    /// The entry, if there is one.
    pub entry: Option<&'a Entry>,
    /// Its mark, if it was taken back before. Read no earlier than the wallet.
    pub mark: Option<&'a ReversalMark>,
}

/// An entry taken back; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reversed {
    /// The wallet with the entry that takes back.
    pub moved: Moved,
    /// Which must not be stored yet.
    pub mark: ReversalMark,
    /// The other side, where the entry is one of a transfer's.
    pub other: Option<(Moved, ReversalMark)>,
}

/// The other side of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterpart {
    /// Whose wallet, in the same currency.
    pub user_id: UserId,
    /// Which entry.
    pub seq: u64,
}

/// The other side of `entry`, which is to be read before it is taken back;
/// `None` for all but transfers.
pub fn counterpart(entry: &Entry) -> Option<Counterpart> {
    let seq = entry.attributes.get(COUNTERPARTY_SEQ)?.parse().ok()?;
    Some(Counterpart { user_id: entry.counterparty.clone()?, seq })
}

/// Takes `this` back; with `other`, its [`counterpart`], where it has one.
///
/// # Errors
/// [`Refusal::EntryNotFound`], [`Refusal::AlreadyReversed`],
/// [`Refusal::NotReversible`] where the other side does not match, and those of
/// a credit and a withdrawal.
pub fn reverse(
    this: Reversible<'_>,
    other: Option<Reversible<'_>>,
    note: &Note,
    context: &Context,
    settings: &WalletSettings,
) -> Result<Reversed, Refusal> {
    note.check(settings)?;
    let (entry, draft) = prepare(this, note, context)?;
    let transfer = matches!(Kind::of(entry), Some(Kind::TransferOut | Kind::TransferIn));
    if !transfer {
        let moved = enter(this.wallet, draft, context)?;
        let mark = marked(&moved)?;
        return Ok(Reversed { moved, mark, other: None });
    }
    let broken = Refusal::NotReversible { seq: entry.seq };
    let other = other.ok_or_else(|| broken.clone())?;
    if !faces(this, other) || !faces(other, this) {
        return Err(broken);
    }
    let (_, other_draft) = prepare(other, note, context)?;
    let (moved, other_moved) = enter_both([(this.wallet, draft), (other.wallet, other_draft)], context)?;
    let (mark, other_mark) = (marked(&moved)?, marked(&other_moved)?);
    Ok(Reversed { moved, mark, other: Some((other_moved, other_mark)) })
}

/// The entry and the draft that takes it back.
fn prepare<'a>(side: Reversible<'a>, note: &Note, context: &Context) -> Result<(&'a Entry, Draft), Refusal> {
    let own = |entry: &&Entry| entry.account == side.wallet.account.id;
    let entry = side.entry.filter(own).ok_or(Refusal::EntryNotFound)?;
    let Draft { amount, reverses, .. } = reversal(entry, side.mark, Kind::Reversal.as_str())?;
    Ok((entry, Draft { amount, reverses, ..note.draft(Kind::Reversal, context) }))
}

/// Whether the entry of `one` names that of `other`, with the opposite amount.
fn faces(one: Reversible<'_>, other: Reversible<'_>) -> bool {
    let (Some(entry), Some(facing)) = (one.entry, other.entry) else { return false };
    let named = Counterpart { user_id: other.wallet.user_id.clone(), seq: facing.seq };
    one.wallet.currency == other.wallet.currency
        && counterpart(entry) == Some(named)
        && entry.amount.checked_add(facing.amount) == Some(0)
}

fn marked(moved: &Moved) -> Result<ReversalMark, Refusal> {
    ReversalMark::of(&moved.entry).ok_or(Refusal::NotReversible { seq: moved.entry.seq })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wallet::fixture::{amount, context, frozen, held, no_withdraw, note, user, wallet, wallet_in};
    use crate::wallet::{Transferred, capture, credit, transfer, withdraw};

    fn settings() -> WalletSettings {
        WalletSettings::default()
    }

    fn undo(moved: &Moved, mark: Option<&ReversalMark>) -> Result<Reversed, Refusal> {
        let this = Reversible { wallet: &moved.wallet, entry: Some(&moved.entry), mark };
        reverse(this, None, &note("mistake"), &context(2), &settings())
    }

    fn credited(name: &str, minor: i64) -> Moved {
        credit(&wallet(name, 0), amount(minor), &Note::default(), &context(1), &settings()).unwrap()
    }

    fn transferred() -> Transferred {
        let [ann, bob] = [("ann", 10), ("bob", 1)].map(|(name, minor)| wallet(name, minor));
        transfer(&ann, &bob, amount(4), &Note::default(), &context(1), &settings()).unwrap()
    }

    fn side(moved: &Moved) -> Reversible<'_> {
        Reversible { wallet: &moved.wallet, entry: Some(&moved.entry), mark: None }
    }

    fn undo_both(this: Reversible<'_>, other: Option<Reversible<'_>>) -> Result<Reversed, Refusal> {
        reverse(this, other, &Note::default(), &context(2), &settings())
    }

    #[test]
    fn a_reversal_names_its_entry_and_leaves_a_mark() {
        let done = undo(&credited("ann", 5), None).unwrap();
        assert_eq!((done.moved.wallet.account.balance, done.moved.entry.amount), (0, -5));
        assert_eq!(done.moved.entry.reverses, Some(1));
        assert_eq!(done.moved.entry.description.as_deref(), Some("mistake"));
        assert_eq!((done.mark.seq, done.mark.by), (1, 2));
        assert_eq!(done.other, None);
    }

    #[test]
    fn money_that_went_out_comes_back_also_out_of_a_hold() {
        let out = withdraw(&wallet("ann", 9), amount(4), &Note::default(), &context(1), &settings()).unwrap();
        assert_eq!(undo(&out, None).unwrap().moved.wallet.account.balance, 9);
        let made = held(&wallet("ann", 9), "h1", 4);
        let captured =
            capture(&made.wallet, Some(&made.hold), None, &Note::default(), &context(1), &settings());
        assert_eq!(undo(&captured.unwrap().moved, None).unwrap().moved.wallet.account.balance, 9);
    }

    #[test]
    fn an_entry_is_reversed_once_and_a_reversal_never() {
        let moved = credited("ann", 5);
        let done = undo(&moved, None).unwrap();
        let again = Moved { wallet: done.moved.wallet.clone(), ..moved };
        let refused = Err(Refusal::AlreadyReversed { seq: 1, by: 2 });
        assert_eq!(undo(&again, Some(&done.mark)), refused);
        assert_eq!(undo(&done.moved, None), refused);
    }

    #[test]
    fn what_was_spent_or_is_held_since_cannot_be_taken_back() {
        let moved = credited("ann", 5);
        let spent = withdraw(&moved.wallet, amount(3), &Note::default(), &context(1), &settings()).unwrap();
        let kept = held(&moved.wallet, "h1", 3);
        for wallet in [spent.wallet, kept.wallet] {
            let refused = undo(&Moved { wallet, ..moved.clone() }, None);
            assert_eq!(refused, Err(Refusal::InsufficientFunds { available: 2, required: 5 }));
        }
    }

    #[test]
    fn an_entry_that_is_not_this_wallets_is_not_found() {
        let (ann, bob) = (credited("ann", 5), credited("bob", 5));
        let foreign = Moved { entry: bob.entry, ..ann.clone() };
        assert_eq!(undo(&foreign, None), Err(Refusal::EntryNotFound));
        let missing = Reversible { wallet: &ann.wallet, entry: None, mark: None };
        assert_eq!(undo_both(missing, None), Err(Refusal::EntryNotFound));
    }

    #[test]
    fn a_transfer_is_reversed_on_both_sides_whichever_is_named() {
        let Transferred { debit, credit } = transferred();
        for (this, other) in [(&debit, &credit), (&credit, &debit)] {
            let done = undo_both(side(this), Some(side(other))).unwrap();
            let (other_moved, other_mark) = done.other.unwrap();
            let mut balances = [done.moved.wallet.account.balance, other_moved.wallet.account.balance];
            balances.sort_unstable();
            assert_eq!(balances, [1, 10]);
            assert_eq!((done.mark.seq, other_mark.seq), (this.entry.seq, other.entry.seq));
            let named = counterpart(&done.moved.entry).unwrap();
            assert_eq!((named.user_id, named.seq), (other.wallet.user_id.clone(), other_moved.entry.seq));
        }
    }

    #[test]
    fn a_transfer_that_was_reversed_from_one_side_is_not_reversed_from_the_other() {
        let Transferred { debit, credit } = transferred();
        let done = undo_both(side(&debit), Some(side(&credit))).unwrap();
        let (other_moved, other_mark) = done.other.unwrap();
        let this = Reversible { wallet: &other_moved.wallet, mark: Some(&other_mark), ..side(&credit) };
        let other = Reversible { wallet: &done.moved.wallet, mark: Some(&done.mark), ..side(&debit) };
        let refused = Err(Refusal::AlreadyReversed { seq: other_mark.seq, by: other_mark.by });
        assert_eq!(undo_both(this, Some(other)), refused);
    }

    #[test]
    fn a_mark_on_the_other_side_alone_is_enough_to_refuse() {
        let Transferred { debit, credit } = transferred();
        let mark = ReversalMark { account: credit.entry.account.clone(), seq: 2, by: 3, at: credit.entry.at };
        let other = Reversible { mark: Some(&mark), ..side(&credit) };
        let refused = Err(Refusal::AlreadyReversed { seq: credit.entry.seq, by: 3 });
        assert_eq!(undo_both(side(&debit), Some(other)), refused);
    }

    #[test]
    fn a_transfer_whose_other_side_does_not_match_is_not_reversed() {
        let Transferred { debit, credit } = transferred();
        let refused = Err(Refusal::NotReversible { seq: debit.entry.seq });
        assert_eq!(undo_both(side(&debit), None), refused);
        let other_amount = Moved { entry: Entry { amount: 5, ..credit.entry.clone() }, ..credit.clone() };
        let other_user = Moved { wallet: wallet("eve", 9), ..credit.clone() };
        let other_currency = Moved { wallet: wallet_in("bob", "GEM", 9), ..credit.clone() };
        let nameless =
            Moved { entry: Entry { attributes: Default::default(), ..credit.entry.clone() }, ..credit };
        for wrong in [&other_amount, &other_user, &other_currency, &nameless, &debit] {
            assert_eq!(undo_both(side(&debit), Some(side(wrong))), refused);
        }
        let missing = Reversible { entry: None, ..side(&other_amount) };
        assert_eq!(undo_both(side(&debit), Some(missing)), refused);
    }

    #[test]
    fn the_status_counts_for_what_the_reversal_moves() {
        let moved = credited("ann", 5);
        let with = |status| Moved { wallet: Wallet { status, ..moved.wallet.clone() }, ..moved.clone() };
        let [blocked, frozen] = [no_withdraw("x", 0).status, frozen("x", 0).status].map(with);
        let refused = Refusal::WithdrawalsBlocked { user_id: user("ann") };
        assert_eq!(undo(&blocked, None), Err(refused), "a credit taken back goes out");
        assert_eq!(undo(&frozen, None), Err(Refusal::WalletFrozen { user_id: user("ann") }));
    }
}

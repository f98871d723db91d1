//! Taking a transaction back.
//!
//! Owns that points return to the lots they were taken from, and that what is
//! taken back comes out of the lot it went into. Points that have expired are
//! neither taken again, out of others, nor given back.

use crate::ledger::{Draft, Entry, ReversalMark, reversal};
use crate::points::change::{EXPIRES_AT, Effect, drafted, enter, taken_from};
use crate::points::lots::Lot;
use crate::points::refusal::field;
use crate::points::{Changed, Context, PointsAccount, PointsPlan, Refusal, TransactionType};
use crate::settings::PointsSettings;
use crate::time::Timestamp;

/// Takes `entry` back; `mark` is what is stored for it, read no earlier than the
/// account. Commit the mark of the new entry with it.
///
/// # Errors
/// [`Refusal::TransactionNotFound`], [`Refusal::AlreadyReversed`],
/// [`Refusal::NotReversible`], and those of taking points.
pub fn reverse(
    account: &PointsAccount,
    (entry, mark): (Option<&Entry>, Option<&ReversalMark>),
    reason: Option<&str>,
    plan: &PointsPlan,
    context: &Context,
    settings: &PointsSettings,
) -> Result<Changed, Refusal> {
    context.check(account)?;
    let most = usize::try_from(settings.reason_chars).unwrap_or(usize::MAX);
    if reason.is_some_and(|reason| reason.is_empty() || reason.chars().count() > most) {
        let problems = vec![field("/reason", format!("must have 1 to {most} characters"))];
        return Err(Refusal::Invalid { problems });
    }
    let own = |entry: &&Entry| entry.account == account.account.id;
    let entry = entry.filter(own).ok_or(Refusal::TransactionNotFound)?;
    let fixed = [TransactionType::EXPIRE, TransactionType::CORRECTION].contains(&entry.kind.as_str());
    let Draft { amount, reverses, kind, .. } = reversal(entry, mark, TransactionType::REVERSE)?;
    if fixed {
        return Err(Refusal::NotReversible { seq: entry.seq });
    }
    let (amount, effect) =
        if amount < 0 { taken_back(entry, context.now) } else { given_back(entry, context.now) };
    let description = reason.map(str::to_owned);
    let draft = Draft { amount, reverses, kind, description, ..drafted(context) };
    enter(account, draft, effect, plan, context)
}

/// Takes the points of `entry` out of the lot that they went into. Where that has
/// expired they are gone, spent or expired: only what paid off a debt, and so was
/// in no lot, is taken.
fn taken_back(entry: &Entry, now: Timestamp) -> (i64, Effect) {
    let secs = entry.attributes.get(EXPIRES_AT).and_then(|secs| secs.parse::<i64>().ok());
    let lot = secs.map(|secs| Timestamp::from_unix_millis(secs.saturating_mul(1_000)));
    let in_lot = entry.amount.min(entry.balance_after.max(0));
    let gone = if lot.is_some_and(|expires_at| expires_at <= now) { in_lot } else { 0 };
    (gone.saturating_sub(entry.amount), Effect::Spend { first: lot })
}

/// Gives the points of `entry` back to the lots that they came from, but for those
/// that would have expired there.
fn given_back(entry: &Entry, now: Timestamp) -> (i64, Effect) {
    let (live, gone): (Vec<Lot>, Vec<Lot>) =
        taken_from(&entry.attributes).into_iter().partition(|lot| lot.expires_at > now);
    let gone = gone.iter().fold(0_i64, |sum, lot| sum.saturating_add(lot.points));
    (entry.amount.saturating_neg().saturating_sub(gone).max(0), Effect::Restore(live))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::fixture::{account, at, changed, context, expiring, settings};
    use crate::points::{Lots, expire};

    fn undo(account: &PointsAccount, entry: &Entry, plan: &PointsPlan) -> Result<Changed, Refusal> {
        reverse(account, (Some(entry), None), Some("mistake"), plan, &context(2), &settings())
    }

    #[test]
    fn a_reversal_names_its_transaction_and_brings_the_points_back() {
        let plan = PointsPlan::default();
        let done = changed(&account("ann", 10), -4, &plan);
        let back = undo(&done.account, &done.entries[0], &plan).unwrap();
        let entry = &back.entries[0];
        assert_eq!((back.account.points(at(2)), entry.reverses), (10, Some(done.entries[0].seq)));
        assert_eq!((entry.kind.as_str(), entry.description.as_deref()), ("reverse", Some("mistake")));
        let mark = ReversalMark::of(entry).unwrap();
        let again = reverse(
            &back.account,
            (Some(&done.entries[0]), Some(&mark)),
            None,
            &plan,
            &context(3),
            &settings(),
        );
        assert_eq!(again, Err(Refusal::AlreadyReversed { seq: 2, by: 3 }));
        assert!(matches!(undo(&back.account, entry, &plan), Err(Refusal::AlreadyReversed { .. })));
    }

    #[test]
    fn points_taken_come_back_to_the_lots_they_came_from() {
        let mut before = account("ann", 10);
        before.lots = Lots::of(&[(at(10_000), 2), (at(20_000), 5)]);
        let plan = PointsPlan::default();
        let done = changed(&before, -4, &plan);
        assert_eq!(done.account.lots, Lots::of(&[(at(20_000), 3)]));
        let back = undo(&done.account, &done.entries[0], &plan).unwrap();
        assert_eq!(back.account.lots, before.lots);
    }

    #[test]
    fn points_given_are_taken_out_of_their_own_lot() {
        let mut before = account("ann", 10);
        before.lots = Lots::of(&[(at(10_000), 2)]);
        let plan = expiring(5);
        let done = changed(&before, 4, &plan);
        assert_eq!(done.account.lots.as_slice().len(), 2);
        let back = undo(&done.account, &done.entries[0], &plan).unwrap();
        assert_eq!(back.account.lots, before.lots);
    }

    /// Long after the lots of a plan of a day.
    fn undo_late(account: &PointsAccount, entry: &Entry) -> Changed {
        let late = Context { now: at(300_000), ..context(2) };
        reverse(account, (Some(entry), None), None, &expiring(1), &late, &settings()).unwrap()
    }

    #[test]
    fn points_that_have_expired_are_not_taken_again_out_of_others() {
        let given = changed(&account("ann", 0), 10, &expiring(1));
        let spent = changed(&given.account, -4, &expiring(1));
        for before in [&given.account, &spent.account] {
            let other = changed(&expire(before, at(300_000)).unwrap().unwrap().account, 7, &expiring(9));
            let back = undo_late(&other.account, &given.entries[0]);
            assert_eq!(back.account.points(at(300_000)), 7);
            let entry = back.entries.last().unwrap();
            assert_eq!((entry.amount, entry.reverses), (0, Some(given.entries[0].seq)));
        }
    }

    #[test]
    fn what_paid_off_a_debt_is_taken_back_though_the_rest_expired() {
        let plan = PointsPlan { floor: Some(-50), ..expiring(1) };
        let owing = changed(&account("ann", 0), -4, &plan);
        let given = changed(&owing.account, 10, &plan);
        let late = Context { now: at(300_000), ..context(2) };
        let back = reverse(&given.account, (Some(&given.entries[0]), None), None, &plan, &late, &settings());
        let told: Vec<_> = back.unwrap().entries.iter().map(|entry| entry.amount).collect();
        assert_eq!(told, [-6, -4]);
    }

    #[test]
    fn a_spending_gives_back_what_has_not_expired_meanwhile() {
        let mut before = account("ann", 10);
        before.lots = Lots::of(&[(at(100), 2), (at(900_000), 5)]);
        let spent = changed(&before, -8, &PointsPlan::default());
        let back = undo_late(&spent.account, &spent.entries[0]);
        let entry = back.entries.last().unwrap();
        assert_eq!((entry.amount, entry.balance_after), (6, 8));
        assert_eq!(back.account.points(at(300_000)), entry.balance_after, "what is said is what is read");
        assert_eq!(back.account.lots, Lots::of(&[(at(900_000), 5)]));
    }

    #[test]
    fn what_was_spent_since_is_not_taken_back_below_the_floor() {
        let plan = PointsPlan::default();
        let given = changed(&account("ann", 0), 5, &plan);
        let spent = changed(&given.account, -3, &plan);
        let refused = Err(Refusal::InsufficientPoints { available: 2, required: 5, floor: 0 });
        assert_eq!(undo(&spent.account, &given.entries[0], &plan), refused);
    }

    #[test]
    fn what_expired_or_was_corrected_stays() {
        let mut before = account("ann", 10);
        before.lots = Lots::of(&[(at(1), 2)]);
        let gone = expire(&before, at(1)).unwrap().unwrap();
        let refused = Err(Refusal::NotReversible { seq: 2 });
        assert_eq!(undo(&gone.account, &gone.entries[0], &PointsPlan::default()), refused);
    }

    #[test]
    fn a_transaction_of_somebody_else_is_not_found() {
        let plan = PointsPlan::default();
        let bob = changed(&account("bob", 0), 5, &plan);
        let refused = Err(Refusal::TransactionNotFound);
        assert_eq!(undo(&account("ann", 9), &bob.entries[0], &plan), refused);
        let none = reverse(&account("ann", 9), (None, None), None, &plan, &context(2), &settings());
        assert_eq!(none, refused);
    }
}

//! Taking a transaction back.
//!
//! Owns that points return to the lots they were taken from, and that what is
//! taken back comes out of the lot it went into.

use crate::ledger::{Draft, Entry, ReversalMark, reversal};
use crate::points::change::{EXPIRES_AT, Effect, drafted, enter, taken_from};
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
    let description = reason.map(str::to_owned);
    let draft = Draft { amount, reverses, kind, description, ..drafted(context) };
    let effect = if amount < 0 {
        let secs = entry.attributes.get(EXPIRES_AT).and_then(|secs| secs.parse::<i64>().ok());
        let first = secs.map(|secs| Timestamp::from_unix_millis(secs.saturating_mul(1_000)));
        Effect::Spend { first }
    } else {
        Effect::Restore(taken_from(&entry.attributes))
    };
    enter(account, draft, effect, plan, context)
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

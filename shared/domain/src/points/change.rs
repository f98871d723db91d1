//! The one gate that every change of points goes through, and the orders of
//! teachers and servers.
//!
//! Owns the order of the checks: who, import, expiry, floor, limits.

use std::collections::BTreeMap;

use crate::ids::UserId;
use crate::ledger::{Draft, Entry, MAX_MINOR, append};
use crate::points::lots::Lot;
use crate::points::refusal::field;
use crate::points::{Context, PointsAccount, PointsPlan, Refusal, TransactionType};
use crate::settings::PointsSettings;
use crate::time::Timestamp;

/// Attribute of a transaction: the teacher in whose name a server ordered it.
pub const TEACHER_ID: &str = "teacher_id";
/// Attribute of points earned: when they expire, in seconds since 1970.
pub(super) const EXPIRES_AT: &str = "expires_at";
/// Attribute of points taken: which lots they came from.
pub(super) const FROM_LOTS: &str = "from_lots";

/// An account that changed; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// On the version that was read.
    pub account: PointsAccount,
    /// Which must not be stored yet. The last one is what was ordered; one
    /// before it is of points that had expired.
    pub entries: Vec<Entry>,
}

/// Points that somebody gives or takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsOrder {
    /// How many; negative takes away.
    pub points: i64,
    /// Of which type.
    pub kind: TransactionType,
    /// Why.
    pub reason: String,
    /// In which teacher's name; the caller's if absent.
    pub teacher_id: Option<UserId>,
}

impl PointsOrder {
    fn check(&self, context: &Context, settings: &PointsSettings) -> Result<(), Refusal> {
        let other = self.teacher_id.as_ref().is_some_and(|teacher| *teacher != context.operator);
        if other && context.standing == crate::points::Standing::Teacher {
            return Err(Refusal::Forbidden);
        }
        let mut problems = Vec::new();
        if self.points == 0 || !(-MAX_MINOR..=MAX_MINOR).contains(&self.points) {
            let detail = format!("must be from {} to {MAX_MINOR}, and not 0", -MAX_MINOR);
            problems.push(field("/points_change", detail));
        } else if let Some(detail) = self.kind.misfit(self.points) {
            problems.push(field("/points_change", detail));
        }
        if self.kind.is_reserved() {
            problems.push(field("/transaction_type", "is a type that only the system itself writes"));
        }
        let most = usize::try_from(settings.reason_chars).unwrap_or(usize::MAX);
        if self.reason.trim().is_empty() || self.reason.chars().count() > most {
            problems.push(field("/reason", format!("must have 1 to {most} characters")));
        }
        Refusal::unless_empty(problems)
    }
}

/// Gives or takes points.
///
/// # Errors
/// [`Refusal::Forbidden`], [`Refusal::Invalid`], [`Refusal::Importing`],
/// [`Refusal::InsufficientPoints`], [`Refusal::BalanceLimit`].
pub fn apply(
    account: &PointsAccount,
    order: &PointsOrder,
    plan: &PointsPlan,
    context: &Context,
    settings: &PointsSettings,
) -> Result<Changed, Refusal> {
    context.check(account)?;
    order.check(context, settings)?;
    let other = order.teacher_id.as_ref().filter(|teacher| **teacher != context.operator);
    let attributes = other.map(|teacher| (TEACHER_ID.to_owned(), teacher.to_string()));
    let draft = Draft {
        amount: order.points,
        kind: order.kind.to_string(),
        description: Some(order.reason.clone()),
        attributes: attributes.into_iter().collect(),
        ..drafted(context)
    };
    let effect = if order.points < 0 { Effect::Spend { first: None } } else { Effect::Earn };
    enter(account, draft, effect, plan, context)
}

/// Takes the points that have expired; `None` if there are none.
///
/// # Errors
/// [`Refusal::LedgerFull`].
pub fn expire(account: &PointsAccount, now: Timestamp) -> Result<Option<Changed>, Refusal> {
    let expired = account.lots.expired(now);
    if expired == 0 || account.importing.is_some() {
        return Ok(None);
    }
    let draft = Draft {
        amount: expired.saturating_neg(),
        kind: TransactionType::EXPIRE.to_owned(),
        ..Draft::default()
    };
    let (head, entry) = append(&account.account, draft, now)?;
    let account = PointsAccount {
        account: head,
        lots: account.lots.live(now),
        updated_at: Some(now),
        ..account.clone()
    };
    Ok(Some(Changed { account, entries: vec![entry] }))
}

/// What a change does to the lots.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// A lot by the plan, where it lets points expire.
    Earn,
    /// Points come back to where they were taken from.
    Restore(Vec<Lot>),
    /// From the lot that expires at `first`, then oldest first, then from those
    /// that never expire.
    Spend { first: Option<Timestamp> },
}

/// What every draft of `context` says.
pub(super) fn drafted(context: &Context) -> Draft {
    Draft {
        operator: Some(context.operator.clone()),
        idempotency_key: context.idempotency_key.clone(),
        ..Draft::default()
    }
}

/// The account with `draft` as its next entry, after whatever has expired.
pub(super) fn enter(
    account: &PointsAccount,
    mut draft: Draft,
    effect: Effect,
    plan: &PointsPlan,
    context: &Context,
) -> Result<Changed, Refusal> {
    if let Some(importing) = &account.importing {
        return Err(Refusal::Importing { import_id: importing.id.clone() });
    }
    let Changed { mut account, mut entries } = expire(account, context.now)?
        .unwrap_or_else(|| Changed { account: account.clone(), entries: Vec::new() });
    let balance = account.account.balance;
    if draft.amount < 0 {
        let (required, floor) = (draft.amount.saturating_neg(), plan.lowest());
        let available = balance.saturating_sub(floor).max(0);
        if required > available {
            return Err(Refusal::InsufficientPoints { available, required, floor });
        }
    }
    settle_lots(&mut account, &mut draft, effect, plan.expiry(context.now));
    let (head, entry) = append(&account.account, draft, context.now)?;
    entries.push(entry);
    account.account = head;
    account.updated_at = Some(context.now);
    account.counters.forget_past(context.now);
    Ok(Changed { account, entries })
}

/// Fills or empties the lots, and notes in `draft` what must be known to take
/// it back. Lots never hold more than the balance: what pays off a negative one
/// does not expire.
fn settle_lots(account: &mut PointsAccount, draft: &mut Draft, effect: Effect, expiry: Option<Timestamp>) {
    let after = account.account.balance.saturating_add(draft.amount).max(0);
    let lots = &mut account.lots;
    match effect {
        Effect::Earn => {
            let part = draft.amount.min(after.saturating_sub(lots.total()));
            if let Some(expires_at) = expiry.filter(|_| part > 0) {
                lots.add(expires_at, part);
                draft.attributes.insert(EXPIRES_AT.to_owned(), expires_at.unix_secs().to_string());
            }
        }
        Effect::Restore(taken) => {
            for lot in taken {
                let part = lot.points.min(after.saturating_sub(lots.total()));
                lots.add(lot.expires_at, part);
            }
        }
        Effect::Spend { first } => {
            let required = draft.amount.saturating_neg();
            let named =
                first.map(|expires_at| Lot { expires_at, points: lots.take_from(expires_at, required) });
            let mut taken: Vec<Lot> = named.into_iter().filter(|lot| lot.points > 0).collect();
            let left = taken.iter().fold(required, |left, lot| left.saturating_sub(lot.points));
            taken.extend(lots.take(left));
            if !taken.is_empty() {
                draft.attributes.insert(FROM_LOTS.to_owned(), written(&taken));
            }
        }
    }
}

/// Lots as an attribute tells them.
fn written(lots: &[Lot]) -> String {
    let lots: Vec<String> =
        lots.iter().map(|lot| format!("{}:{}", lot.expires_at.unix_secs(), lot.points)).collect();
    lots.join(" ")
}

/// The lots that an entry's points were taken from.
pub(super) fn taken_from(attributes: &BTreeMap<String, String>) -> Vec<Lot> {
    let text = attributes.get(FROM_LOTS).map(String::as_str).unwrap_or_default();
    let lot = |text: &str| {
        let (secs, points) = text.split_once(':')?;
        Some(Lot::from((secs.parse().ok()?, points.parse().ok()?)))
    };
    text.split(' ').filter_map(lot).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::Standing;
    use crate::points::fixture::{account, at, context, expiring, given, order, settings, teacher, user};

    fn attempt(account: &PointsAccount, points: i64) -> Result<Changed, Refusal> {
        apply(account, &order(points), &PointsPlan::default(), &context(1), &settings())
    }

    #[test]
    fn points_are_given_and_say_who_why_and_under_which_key() {
        let before = account("ann", 0);
        let changed = attempt(&before, 5).unwrap();
        assert_eq!((changed.account.points(at(1)), changed.account.version), (5, before.version));
        let [entry] = changed.entries.as_slice() else { panic!("{changed:?}") };
        assert_eq!((entry.amount, entry.balance_after, entry.kind.as_str()), (5, 5, "add_points"));
        assert_eq!(entry.description.as_deref(), Some("homework"));
        assert_eq!(entry.operator, Some(user("miss-lee")));
        assert_eq!(entry.idempotency_key.as_deref(), Some("key"));
        assert_eq!(changed.account.updated_at, Some(at(1)));
    }

    #[test]
    fn points_do_not_fall_below_the_floor_of_the_plan() {
        let ten = account("ann", 10);
        let refused = Err(Refusal::InsufficientPoints { available: 10, required: 11, floor: 0 });
        assert_eq!(attempt(&ten, -11), refused);
        assert_eq!(attempt(&ten, -10).unwrap().account.points(at(1)), 0);
        let owing = PointsPlan { floor: Some(-5), ..PointsPlan::default() };
        let deduct = |points| apply(&ten, &order(points), &owing, &context(1), &settings());
        assert_eq!(deduct(-15).unwrap().account.points(at(1)), -5);
        let refused = Err(Refusal::InsufficientPoints { available: 15, required: 16, floor: -5 });
        assert_eq!(deduct(-16), refused);
        let bottomless = PointsPlan { floor: None, ..PointsPlan::default() };
        assert!(apply(&ten, &order(-1_000), &bottomless, &context(1), &settings()).is_ok());
    }

    #[test]
    fn a_named_teacher_and_no_other_changes_the_points() {
        let taught = PointsAccount { teachers: vec![user("mr-wu")], ..account("ann", 10) };
        assert_eq!(attempt(&taught, 1), Err(Refusal::Forbidden));
        let by = |operator: &str, standing| Context { operator: user(operator), standing, ..context(1) };
        let try_by = |context: &Context| {
            apply(&taught, &order(1), &PointsPlan::default(), context, &settings()).map(drop)
        };
        assert_eq!(try_by(&by("mr-wu", Standing::Teacher)), Ok(()));
        assert_eq!(try_by(&by("school", Standing::Unbounded)), Ok(()));
    }

    #[test]
    fn only_a_server_acts_in_the_name_of_a_teacher() {
        let named = PointsOrder { teacher_id: Some(user("mr-wu")), ..order(1) };
        let with = |context: &Context| {
            apply(&account("ann", 0), &named, &PointsPlan::default(), context, &settings())
        };
        assert_eq!(with(&teacher("miss-lee")), Err(Refusal::Forbidden));
        assert!(with(&teacher("mr-wu")).is_ok());
        let changed = with(&Context { standing: Standing::Unbounded, ..context(1) }).unwrap();
        assert_eq!(changed.entries[0].attributes[TEACHER_ID], "mr-wu");
    }

    #[test]
    fn every_wrong_field_is_named() {
        for (points, kind, reason, pointers) in [
            (0, "add_points", "", vec!["/points_change", "/reason"]),
            (-1, "add_points", "x", vec!["/points_change"]),
            (1, "deduct_points", "x", vec!["/points_change"]),
            (1, "expire", "  ", vec!["/transaction_type", "/reason"]),
            (MAX_MINOR + 1, "adjust", &"愛".repeat(201), vec!["/points_change", "/reason"]),
        ] {
            let order =
                PointsOrder { points, kind: kind.parse().unwrap(), reason: reason.into(), teacher_id: None };
            let refused = apply(&account("ann", 9), &order, &PointsPlan::default(), &context(1), &settings());
            let Err(Refusal::Invalid { problems }) = refused else { panic!("{refused:?}") };
            let found: Vec<_> = problems.into_iter().map(|problem| problem.pointer).collect();
            assert_eq!(found, pointers);
        }
    }

    #[test]
    fn expired_points_are_an_entry_of_their_own_before_the_change() {
        let mut before = account("ann", 10);
        before.lots = crate::points::Lots::of(&[(at(5), 4)]);
        let late = Context { now: at(5), ..context(1) };
        let changed = apply(&before, &order(1), &PointsPlan::default(), &late, &settings()).unwrap();
        let told: Vec<_> = changed.entries.iter().map(|entry| (entry.kind.as_str(), entry.amount)).collect();
        assert_eq!(told, [("expire", -4), ("add_points", 1)]);
        assert_eq!(changed.account.points(at(5)), 7);
        let short = apply(&before, &order(-7), &PointsPlan::default(), &late, &settings());
        assert_eq!(short, Err(Refusal::InsufficientPoints { available: 6, required: 7, floor: 0 }));
    }

    #[test]
    fn the_run_takes_what_has_expired_and_nothing_else() {
        let mut before = account("ann", 10);
        before.lots = crate::points::Lots::of(&[(at(5), 4), (at(9), 3)]);
        assert_eq!(expire(&before, at(4)), Ok(None));
        let changed = expire(&before, at(5)).unwrap().unwrap();
        assert_eq!((changed.account.points(at(5)), changed.entries[0].amount), (6, -4));
        assert_eq!(expire(&changed.account, at(5)), Ok(None));
    }

    #[test]
    fn what_pays_off_a_debt_does_not_expire() {
        let plan = PointsPlan { floor: Some(-5), ..expiring(1) };
        let owing = apply(&account("ann", 0), &order(-5), &plan, &context(1), &settings()).unwrap().account;
        let paid = apply(&owing, &order(8), &plan, &context(1), &settings()).unwrap().account;
        assert_eq!((paid.points(at(1)), paid.lots.total()), (3, 3));
    }

    #[test]
    fn nothing_changes_while_an_import_is_not_finished() {
        let importing = crate::points::Importing { id: "file".into(), done: 1, total: 2 };
        let half = PointsAccount { importing: Some(importing), ..given(&account("ann", 0), 5, &expiring(1)) };
        assert_eq!(attempt(&half, 1), Err(Refusal::Importing { import_id: "file".into() }));
        assert_eq!(expire(&half, at(10_000_000)), Ok(None));
    }
}

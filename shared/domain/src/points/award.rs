//! Points by a rule, up to its caps.
//!
//! Owns how much of what a rule gives is granted and why the rest is not. An
//! event has its effect once: the caller commits the outcome under its name.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::calendar::Period;
use crate::ids::DocumentName;
use crate::ledger::Draft;
use crate::points::change::{Effect, drafted, enter};
use crate::points::{Changed, Context, PointsAccount, PointsPlan, PointsRule, Refusal, TransactionType};
use crate::time::Timestamp;

/// Attribute of a transaction by a rule: which.
pub const RULE_KEY: &str = "rule_key";
/// Attribute of a transaction by a rule: for which event.
pub const EVENT_ID: &str = "event_id";

/// Why less was applied than was requested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CapReason {
    /// The rule gives nothing at present.
    RuleDisabled,
    /// The day's cap is used up, or is with this.
    DailyCap,
    /// The week's.
    WeeklyCap,
    /// The month's.
    MonthlyCap,
}

impl From<Period> for CapReason {
    fn from(period: Period) -> Self {
        match period {
            Period::Day => Self::DailyCap,
            Period::Week => Self::WeeklyCap,
            Period::Month => Self::MonthlyCap,
        }
    }
}

/// What came of an event. Recorded whole: a repetition is answered with it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventOutcome {
    /// What the rule gives.
    pub requested: i64,
    /// What was given.
    pub applied: i64,
    /// Why that is less; `null` if it is not.
    pub reason: Option<CapReason>,
    /// What the tightest cap leaves after this; `null` without a cap.
    pub remaining: Option<i64>,
    /// When that cap begins anew.
    pub resets_at: Option<Timestamp>,
    /// The number of the transaction; `null` where nothing was given.
    pub seq: Option<u64>,
    /// The points after it.
    pub points: i64,
}

/// An event decided on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Awarded {
    /// What to commit; `None` where nothing was given.
    pub changed: Option<Changed>,
    /// The answer.
    pub outcome: EventOutcome,
}

/// What one cap leaves.
struct Room {
    period: Period,
    resets_at: Timestamp,
    left: i64,
}

/// Gives what `rule` grants for an event.
///
/// # Errors
/// [`Refusal::Importing`], [`Refusal::BalanceLimit`], [`Refusal::TooManyCaps`].
pub fn award(
    account: &PointsAccount,
    (rule_key, rule): (&DocumentName, &PointsRule),
    event_id: &str,
    plan: &PointsPlan,
    context: &Context,
) -> Result<Awarded, Refusal> {
    let rooms: Vec<Room> =
        rule.caps.each().map(|cap| room(account, rule_key, rule, cap, context.now)).collect();
    let tightest = rooms.iter().min_by_key(|room| (room.left, std::cmp::Reverse(room.period)));
    let requested = rule.points;
    let granted = tightest.map_or(requested, |room| room.left.min(requested));
    let (applied, reason) = if rule.enabled {
        let reason = tightest.filter(|_| granted < requested).map(|room| room.period.into());
        (granted, reason)
    } else {
        (0, Some(CapReason::RuleDisabled))
    };
    let mut outcome = EventOutcome {
        requested,
        applied,
        reason,
        remaining: tightest.map(|room| room.left.saturating_sub(applied)),
        resets_at: tightest.map(|room| room.resets_at),
        seq: None,
        points: account.points(context.now),
    };
    if applied == 0 {
        return Ok(Awarded { changed: None, outcome });
    }
    let mut counted = account.clone();
    for room in &rooms {
        counted.counters.count(rule_key, room.period, (rule.timezone, context.now), applied)?;
    }
    let kind = rule.transaction_type.as_ref().map_or(TransactionType::ADD, TransactionType::as_str);
    let draft = Draft {
        amount: applied,
        kind: kind.to_owned(),
        description: Some(rule.description.clone().unwrap_or_else(|| rule_key.to_string())),
        attributes: BTreeMap::from([
            (RULE_KEY.to_owned(), rule_key.to_string()),
            (EVENT_ID.to_owned(), event_id.to_owned()),
        ]),
        ..drafted(context)
    };
    let changed = enter(&counted, draft, Effect::Earn, plan, context)?;
    outcome.points = changed.account.points(context.now);
    outcome.seq = Some(changed.account.account.last_seq);
    Ok(Awarded { changed: Some(changed), outcome })
}

fn room(
    account: &PointsAccount,
    rule_key: &DocumentName,
    rule: &PointsRule,
    (period, cap): (Period, i64),
    now: Timestamp,
) -> Room {
    let (used, resets_at) = account.counters.used(rule_key, period, rule.timezone, now);
    Room { period, resets_at, left: cap.saturating_sub(used).max(0) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::Zone;
    use crate::points::Caps;
    use crate::points::fixture::{account, context, name, time};

    const HOUR: i64 = 3_600_000;
    const ZONES: [&str; 5] = ["Asia/Tokyo", "UTC", "Pacific/Kiritimati", "Etc/GMT+12", "America/St_Johns"];

    fn rule(points: i64, caps: Caps) -> PointsRule {
        PointsRule {
            points,
            caps,
            timezone: "Europe/Berlin".parse().unwrap(),
            enabled: true,
            description: None,
            transaction_type: None,
        }
    }

    fn event(account: &PointsAccount, rule: &PointsRule, at: &str) -> Awarded {
        let context = Context { now: time(at), ..context(1) };
        award(account, (&name("chat"), rule), "e1", &PointsPlan::default(), &context).unwrap()
    }

    fn day(cap: i64) -> Caps {
        Caps { day: Some(cap), ..Caps::default() }
    }

    #[test]
    fn without_a_cap_all_is_given() {
        let Awarded { changed, outcome } =
            event(&account("ann", 3), &rule(5, Caps::default()), "2026-11-21T12:00:00Z");
        assert_eq!((outcome.requested, outcome.applied, outcome.reason), (5, 5, None));
        assert_eq!((outcome.remaining, outcome.resets_at, outcome.points), (None, None, 8));
        let entry = &changed.unwrap().entries[0];
        assert_eq!(
            (entry.attributes[RULE_KEY].as_str(), entry.attributes[EVENT_ID].as_str()),
            ("chat", "e1")
        );
        assert_eq!((entry.kind.as_str(), outcome.seq), ("add_points", Some(entry.seq)));
    }

    #[test]
    fn what_a_cap_leaves_is_given_and_the_rest_explained() {
        let rule = rule(5, day(8));
        let first = event(&account("ann", 0), &rule, "2026-11-21T12:00:00Z");
        assert_eq!((first.outcome.applied, first.outcome.remaining), (5, Some(3)));
        let second = event(&first.changed.unwrap().account, &rule, "2026-11-21T13:00:00Z");
        assert_eq!((second.outcome.applied, second.outcome.reason), (3, Some(CapReason::DailyCap)));
        assert_eq!(second.outcome.remaining, Some(0));
        assert_eq!(second.outcome.resets_at, Some(time("2026-11-21T23:00:00Z")));
        let full = second.changed.unwrap().account;
        let third = event(&full, &rule, "2026-11-21T22:59:59Z");
        assert_eq!((third.changed, third.outcome.applied), (None, 0));
        let next_day = event(&full, &rule, "2026-11-21T23:00:00Z");
        assert_eq!(next_day.outcome.applied, 5);
    }

    #[test]
    fn the_tightest_of_several_caps_decides() {
        let caps = Caps { day: Some(10), week: Some(12), month: Some(100) };
        let rule = rule(8, caps);
        let first = event(&account("ann", 0), &rule, "2026-11-20T12:00:00Z").changed.unwrap().account;
        let second = event(&first, &rule, "2026-11-21T12:00:00Z").outcome;
        assert_eq!((second.applied, second.reason), (4, Some(CapReason::WeeklyCap)));
        assert_eq!(second.resets_at, Some(time("2026-11-22T23:00:00Z")));
    }

    #[test]
    fn the_day_of_the_clock_change_has_one_cap() {
        let rule = rule(5, day(5));
        let first = event(&account("ann", 0), &rule, "2026-10-24T22:00:00Z");
        assert_eq!(first.outcome.resets_at, Some(time("2026-10-25T23:00:00Z")), "25 hours");
        let given = first.changed.unwrap().account;
        assert_eq!(event(&given, &rule, "2026-10-25T22:59:59Z").outcome.applied, 0);
        assert_eq!(event(&given, &rule, "2026-10-25T23:00:00Z").outcome.applied, 5);
    }

    #[test]
    fn no_change_of_the_zone_gives_a_second_cap_in_one_day() {
        let rule_in = |zone: &str| PointsRule { timezone: zone.parse().unwrap(), ..rule(10, day(10)) };
        let mut ann =
            event(&account("ann", 0), &rule_in("UTC"), "2026-11-21T12:00:00Z").changed.unwrap().account;
        for zone in ["Pacific/Kiritimati", "Etc/GMT+12", "Asia/Tokyo", "America/New_York", "Etc/GMT-13"] {
            let none = event(&ann, &rule_in(zone), "2026-11-21T16:00:00Z");
            assert_eq!((none.changed, none.outcome.applied), (None, 0), "{zone}");
            assert!(none.outcome.resets_at.unwrap() > time("2026-11-21T16:00:00Z"), "{zone}");
        }
        // It was given at 02:00 of the 22nd in Kiritimati, and counts until that is over.
        let still = event(&ann, &rule_in("Pacific/Kiritimati"), "2026-11-21T23:59:59Z").outcome;
        assert_eq!((still.applied, still.resets_at), (0, Some(time("2026-11-22T10:00:00Z"))));
        ann = event(&ann, &rule_in("Pacific/Kiritimati"), "2026-11-22T10:00:00Z").changed.unwrap().account;
        assert_eq!(ann.points(time("2026-11-22T10:00:00Z")), 20);
    }

    /// Events of 4 points at a cap of 10 a day, each in a zone and some hours after
    /// the one before; when they were, and what they gave.
    fn given(steps: &[(usize, i64)]) -> Vec<(Timestamp, i64)> {
        let (mut ann, mut now, mut given) = (account("ann", 0), time("2026-11-21T00:00:00Z"), Vec::new());
        for (zone, hours) in steps {
            now = Timestamp::from_unix_millis(now.unix_millis() + hours * HOUR);
            let rule = PointsRule { timezone: ZONES[*zone].parse().unwrap(), ..rule(4, day(10)) };
            let awarded = event(&ann, &rule, &now.to_string());
            given.push((now, awarded.outcome.applied));
            ann = awarded.changed.map_or(ann, |changed| changed.account);
        }
        given
    }

    fn sum(given: &[(Timestamp, i64)], start: Timestamp, end: Timestamp) -> i64 {
        given.iter().filter(|(at, _)| start <= *at && *at < end).map(|(_, points)| points).sum()
    }

    proptest! {
        #[test]
        fn the_day_of_either_zone_in_which_the_zone_is_changed_has_its_cap_once(
            (old, new) in (0..ZONES.len(), 0..ZONES.len()),
            (before, after) in (prop::collection::vec(0..30_i64, 1..12), prop::collection::vec(0..9_i64, 1..12)),
        ) {
            let zoned = |zone| move |hours: &i64| (zone, *hours);
            let steps: Vec<_> = before.iter().map(zoned(old)).chain(after.iter().map(zoned(new))).collect();
            let given = given(&steps);
            // The change comes right after the last event of the old zone.
            let at = given[before.len() - 1].0;
            let [old, new] = [old, new].map(|zone| ZONES[zone].parse::<Zone>().unwrap().span(Period::Day, at));
            prop_assert!(sum(&given, old.start, old.end) <= 10);
            // Two days of the old zone in one of the new had a cap each before the change.
            prop_assert!(sum(&given, old.start.max(new.start), new.end) <= 10);
        }

        #[test]
        fn however_often_the_zone_is_changed_24_hours_see_two_days_caps_at_most(
            steps in prop::collection::vec((0..ZONES.len(), 0..20_i64), 1..60),
        ) {
            let given = given(&steps);
            for (start, _) in &given {
                let end = Timestamp::from_unix_millis(start.unix_millis() + 24 * HOUR);
                prop_assert!(sum(&given, *start, end) <= 20);
            }
        }
    }

    #[test]
    fn a_rule_that_is_switched_off_gives_nothing_and_says_so() {
        let off = PointsRule { enabled: false, ..rule(5, Caps::default()) };
        let Awarded { changed, outcome } = event(&account("ann", 3), &off, "2026-11-21T12:00:00Z");
        assert_eq!((changed, outcome.applied, outcome.reason), (None, 0, Some(CapReason::RuleDisabled)));
    }
}

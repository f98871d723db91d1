//! Properties of points against simple models.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::calendar::{Period, Zone};
use crate::ledger::Verifier;
use crate::points::fixture::{account, context, expiring, name, order, settings};
use crate::points::{Caps, Context, PointsPlan, PointsRule, Refusal, apply, award, expire};
use crate::time::Timestamp;

const HOUR: i64 = 3_600_000;

/// What somebody does, or the time.
#[derive(Debug, Clone, Copy)]
enum Step {
    Earn(i64),
    Spend(i64),
    /// The expiry run.
    Run,
    /// Hours that pass.
    Pass(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (1..20_i64).prop_map(Step::Earn),
        4 => (1..30_i64).prop_map(Step::Spend),
        1 => Just(Step::Run),
        3 => (1..40_i64).prop_map(Step::Pass),
    ];
    proptest::collection::vec(step, 1..60)
}

/// Points as single coins, each with its expiry, oldest in front.
#[derive(Default)]
struct Coins(Vec<Timestamp>);

impl Coins {
    fn pass(&mut self, now: Timestamp) {
        self.0.retain(|expires_at| *expires_at > now);
    }

    fn spend(&mut self, points: i64) -> bool {
        let count = usize::try_from(points).unwrap();
        if count > self.0.len() {
            return false;
        }
        self.0.drain(..count);
        true
    }
}

proptest! {
    #[test]
    fn expiry_and_partial_spends_are_those_of_single_coins(steps in steps(), days in 1..9_u32) {
        let plan = expiring(days);
        let (mut account, mut coins) = (account("ann", 0), Coins::default());
        let mut verifier = Verifier::full(&account.account.id);
        let mut now = Timestamp::from_unix_millis(1_790_000_000_000);
        for step in steps {
            let context = Context { now, ..context(0) };
            let points = match step {
                Step::Pass(hours) => {
                    now = Timestamp::from_unix_millis(now.unix_millis() + hours * HOUR);
                    coins.pass(now);
                    None
                }
                Step::Run => None,
                Step::Earn(points) => Some(points),
                Step::Spend(points) => Some(-points),
            };
            let changed = match points {
                None if matches!(step, Step::Run) => expire(&account, now).unwrap(),
                None => None,
                Some(points) => {
                    let done = apply(&account, &order(points), &plan, &context, &settings());
                    let fits = if points > 0 {
                        coins.0.extend(vec![plan.expiry(now).unwrap(); usize::try_from(points).unwrap()]);
                        true
                    } else {
                        coins.spend(-points)
                    };
                    prop_assert_eq!(done.is_ok(), fits, "{:?} with {:?}", step, &account.lots);
                    done.ok()
                }
            };
            if let Some(changed) = changed {
                changed.entries.iter().for_each(|entry| verifier.entry(entry));
                account = changed.account;
            }
            prop_assert_eq!(account.points(now), i64::try_from(coins.0.len()).unwrap());
            prop_assert!(account.lots.total() <= account.account.balance.max(0));
            let mut expiries: BTreeMap<Timestamp, i64> = BTreeMap::new();
            coins.0.iter().for_each(|coin| *expiries.entry(*coin).or_default() += 1);
            let live = account.lots.live(now);
            let lots: BTreeMap<_, _> = live.as_slice().iter().map(|lot| (lot.expires_at, lot.points)).collect();
            prop_assert_eq!(lots, expiries, "each lot has its day");
        }
        let found = verifier.finish(&account.account);
        prop_assert!(found.consistent, "{:?}", found.problems);
    }

    #[test]
    fn no_sequence_of_events_exceeds_a_cap(
        points in 1..9_i64, day in 1..20_i64, week in 1..60_i64,
        gaps in proptest::collection::vec(0..20_i64, 1..80),
    ) {
        let zone: Zone = "Europe/Berlin".parse().unwrap();
        let rule = PointsRule {
            points,
            caps: Caps { day: Some(day), week: Some(week), month: None },
            timezone: zone,
            enabled: true,
            description: None,
            transaction_type: None,
        };
        let mut account = account("ann", 0);
        let mut given: BTreeMap<(Period, Timestamp), i64> = BTreeMap::new();
        // From two days before daylight saving ends.
        let mut now = Timestamp::from_unix_millis(1_792_756_800_000);
        for gap in gaps {
            now = Timestamp::from_unix_millis(now.unix_millis() + gap * HOUR / 2);
            let context = Context { now, ..context(0) };
            let awarded = award(&account, (&name("r"), &rule), "e", &PointsPlan::default(), &context).unwrap();
            let mut room = i64::MAX;
            for (period, cap) in rule.caps.each() {
                let sum = given.entry((period, zone.span(period, now).start)).or_default();
                room = room.min(cap - *sum);
                *sum += awarded.outcome.applied;
                prop_assert!(*sum <= cap, "{:?} {} of {}", period, sum, cap);
            }
            prop_assert_eq!(awarded.outcome.applied, points.min(room), "neither more nor less");
            if let Some(changed) = awarded.changed {
                account = changed.account;
            }
        }
    }

    #[test]
    fn points_never_leave_the_range_of_the_plan(
        floor in proptest::option::of(-50..=0_i64), changes in proptest::collection::vec(-40..40_i64, 1..40),
    ) {
        let plan = PointsPlan { floor, expires_after_days: Some(3), ..PointsPlan::default() };
        let (mut account, mut model) = (account("ann", 0), 0_i64);
        for points in changes.into_iter().filter(|points| *points != 0) {
            match apply(&account, &order(points), &plan, &context(1), &settings()) {
                Ok(changed) => {
                    account = changed.account;
                    model += points;
                }
                Err(Refusal::InsufficientPoints { available, required, .. }) => {
                    prop_assert_eq!((available, required), (model - plan.lowest(), -points));
                }
                Err(other) => panic!("{other:?}"),
            }
            prop_assert_eq!(account.points(context(1).now), model);
            prop_assert!(floor.is_none_or(|floor| model >= floor));
        }
    }
}

//! Rules that earn points, and what counts against their caps.

use serde::{Deserialize, Serialize};

use crate::calendar::{Period, Zone};
use crate::documents::Document;
use crate::ids::DocumentName;
use crate::ledger::MAX_MINOR;
use crate::points::refusal::field;
use crate::points::{Refusal, TransactionType};
use crate::problem::FieldProblem;
use crate::time::Timestamp;

/// Counters that an account has at most.
const MAX_COUNTERS: usize = 200;
/// Longest description, in characters.
const MAX_DESCRIPTION_CHARS: usize = 200;

/// Points for an event, up to caps. Edited by admins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsRule {
    /// For each event.
    pub points: i64,
    /// Most points by this rule.
    #[serde(default)]
    pub caps: Caps,
    /// Whose days, weeks and months.
    #[serde(default)]
    pub timezone: Zone,
    /// Whether it gives points.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// What its transactions are for, as students read it; the name of the rule
    /// if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The type of its transactions; `add_points` if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transaction_type: Option<TransactionType>,
}

/// Most points by a rule in a day, from Monday to Monday, and in a month. What
/// is absent is not limited.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Caps {
    /// In a day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<i64>,
    /// In a week.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub week: Option<i64>,
    /// In a month.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<i64>,
}

fn yes() -> bool {
    true
}

impl Caps {
    /// Each cap with its period.
    pub fn each(&self) -> impl Iterator<Item = (Period, i64)> {
        [(Period::Day, self.day), (Period::Week, self.week), (Period::Month, self.month)]
            .into_iter()
            .filter_map(|(period, cap)| Some((period, cap?)))
    }
}

impl Document for PointsRule {
    const KIND: &'static str = "points_rule";

    fn check(&self) -> Vec<FieldProblem> {
        let range = 1..=MAX_MINOR;
        let mut problems = Vec::new();
        let figures = [
            ("/points", Some(self.points)),
            ("/caps/day", self.caps.day),
            ("/caps/week", self.caps.week),
            ("/caps/month", self.caps.month),
        ];
        for (pointer, figure) in figures {
            if figure.is_some_and(|figure| !range.contains(&figure)) {
                problems.push(field(pointer, format!("must be 1 to {MAX_MINOR}")));
            }
        }
        let length = self.description.as_ref().map(|text| text.chars().count());
        if length.is_some_and(|length| !(1..=MAX_DESCRIPTION_CHARS).contains(&length)) {
            problems
                .push(field("/description", format!("must have 1 to {MAX_DESCRIPTION_CHARS} characters")));
        }
        if let Some(kind) = &self.transaction_type
            && (kind.is_reserved() || kind.misfit(1).is_some())
        {
            problems.push(field("/transaction_type", "is not a type of points that are given"));
        }
        problems
    }
}

/// What a rule gave in a period: its name, the period, when it gave last, how much,
/// and when the period ends in the zone that counted it (both in seconds of Unix
/// time). Stored as a short list, to be small. Of a list of four, as older builds
/// write them, the time is that of the period's beginning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Counter(DocumentName, Period, i64, i64, #[serde(default)] i64);

impl Counter {
    /// When the period counted is over in `zone` and in the zones that counted it.
    fn ends(&self, zone: Zone) -> Timestamp {
        let Self(_, period, last, _, until) = self;
        zone.span(*period, seconds(*last)).end.max(seconds(*until))
    }
}

fn seconds(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(secs.saturating_mul(1_000))
}

/// What capped rules gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counters(Vec<Counter>);

impl Counters {
    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `rule` gave in the `period` of `zone` that `now` lies in, and when that
    /// begins anew. Where the zone was changed, what was given in the old zone's period
    /// counts until that is over and until the new zone's is in which it was given
    /// last, so that no change gives a second cap; where another machine's clock is
    /// ahead, its period is meant.
    pub(super) fn used(
        &self,
        rule: &DocumentName,
        period: Period,
        zone: Zone,
        now: Timestamp,
    ) -> (i64, Timestamp) {
        match self.current(rule, period, zone, now) {
            Some(counter) => (counter.3, counter.ends(zone)),
            None => (0, zone.span(period, now).end),
        }
    }

    fn current(&self, rule: &DocumentName, period: Period, zone: Zone, now: Timestamp) -> Option<&Counter> {
        let known = self.0.iter().find(|Counter(name, of, ..)| name == rule && *of == period);
        known.filter(|counter| now < counter.ends(zone))
    }

    /// Counts `points` more in the `period` of `zone` that `now` lies in.
    pub(super) fn count(
        &mut self,
        rule: &DocumentName,
        period: Period,
        (zone, now): (Zone, Timestamp),
        points: i64,
    ) -> Result<(), Refusal> {
        let (present, end) = (now.unix_secs(), zone.span(period, now).end.unix_secs());
        let counter = match self.current(rule, period, zone, now) {
            Some(Counter(_, _, last, used, until)) => Counter(
                rule.clone(),
                period,
                present.max(*last),
                used.saturating_add(points),
                end.max(*until),
            ),
            None => Counter(rule.clone(), period, present, points, end),
        };
        self.0.retain(|Counter(name, of, ..)| name != rule || *of != period);
        if self.0.len() >= MAX_COUNTERS {
            return Err(Refusal::TooManyCaps { limit: MAX_COUNTERS });
        }
        self.0.push(counter);
        Ok(())
    }

    /// Forgets periods that are over in every time zone.
    pub(super) fn forget_past(&mut self, now: Timestamp) {
        self.0.retain(|Counter(_, period, last, ..)| {
            let days = match period {
                Period::Day => 3,
                Period::Week => 9,
                Period::Month => 33,
            };
            now.unix_secs().saturating_sub(*last) < days * 24 * 3_600
        });
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::points::fixture::{at, name, time};

    #[test]
    fn a_rule_needs_only_its_points() {
        let rule: PointsRule = serde_json::from_str(r#"{"points": 5}"#).unwrap();
        assert!(rule.enabled && rule.caps.each().next().is_none());
        assert_eq!(rule.check(), []);
    }

    #[test]
    fn a_rule_that_makes_no_sense_is_told_every_place() {
        let rule: PointsRule = serde_json::from_str(
            r#"{"points": 0, "caps": {"day": -1, "month": 0}, "description": "",
                "transaction_type": "expire"}"#,
        )
        .unwrap();
        let pointers: Vec<_> = rule.check().into_iter().map(|problem| problem.pointer).collect();
        assert_eq!(pointers, ["/points", "/caps/day", "/caps/month", "/description", "/transaction_type"]);
    }

    #[test]
    fn a_counter_starts_anew_with_its_period_and_never_goes_back() {
        let mut counters = Counters::default();
        let (rule, midnight) = (name("chat"), time("2026-11-21T00:00:00Z"));
        let day = Duration::from_secs(24 * 3_600);
        counters.count(&rule, Period::Day, (Zone::UTC, midnight + day / 2), 3).unwrap();
        counters.count(&rule, Period::Day, (Zone::UTC, midnight), 2).unwrap();
        let used = |name: &DocumentName, period, now| counters.used(name, period, Zone::UTC, now);
        let almost = time("2026-11-21T23:59:59.999Z");
        assert_eq!(used(&rule, Period::Day, almost), (5, midnight + day));
        assert_eq!(used(&rule, Period::Week, almost).0, 0);
        assert_eq!(used(&name("other"), Period::Day, almost), (0, midnight + day));
        assert_eq!(used(&rule, Period::Day, midnight + day), (0, midnight + day * 2));
        let behind = time("2026-11-20T23:00:00Z");
        assert_eq!(used(&rule, Period::Day, behind), (5, midnight + day), "a clock behind counts on");
    }

    #[test]
    fn a_counter_that_an_older_build_stored_is_read() {
        let midnight = time("2026-11-21T00:00:00Z");
        let stored = serde_json::json!([["chat", "day", midnight.unix_secs(), 5]]);
        let counters: Counters = serde_json::from_value(stored).unwrap();
        let used = |now| counters.used(&name("chat"), Period::Day, Zone::UTC, time(now));
        assert_eq!(used("2026-11-21T23:59:59Z"), (5, time("2026-11-22T00:00:00Z")));
        assert_eq!(used("2026-11-22T00:00:00Z").0, 0);
    }

    #[test]
    fn counters_are_bounded_and_forgotten() {
        let mut counters = Counters::default();
        for n in 0..MAX_COUNTERS {
            counters.count(&name(&format!("r{n}")), Period::Day, (Zone::UTC, at(0)), 1).unwrap();
        }
        let refused = counters.count(&name("more"), Period::Day, (Zone::UTC, at(0)), 1);
        assert_eq!(refused, Err(Refusal::TooManyCaps { limit: MAX_COUNTERS }));
        counters.forget_past(at(2 * 24 * 3_600));
        assert!(!counters.is_empty());
        counters.forget_past(at(3 * 24 * 3_600));
        assert!(counters.is_empty());
    }
}

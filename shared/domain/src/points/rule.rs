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

/// What a rule gave in a period. Stored as a short list, to be small.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Counter(DocumentName, Period, i64, i64);

/// What capped rules gave.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Counters(Vec<Counter>);

impl Counters {
    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What `rule` gave in the period that began at `start`, and when that period
    /// began: a later one, where another machine's clock is ahead.
    pub(super) fn used(&self, rule: &DocumentName, period: Period, start: Timestamp) -> (i64, Timestamp) {
        let known = self.0.iter().find(|Counter(name, of, ..)| name == rule && *of == period);
        match known {
            Some(Counter(_, _, began, used)) if *began >= start.unix_secs() => {
                (*used, Timestamp::from_unix_millis(began.saturating_mul(1_000)))
            }
            _ => (0, start),
        }
    }

    /// Counts `points` more in the period that began at `start`.
    pub(super) fn count(
        &mut self,
        rule: &DocumentName,
        period: Period,
        start: Timestamp,
        points: i64,
    ) -> Result<(), Refusal> {
        let (used, start) = self.used(rule, period, start);
        self.0.retain(|Counter(name, of, ..)| name != rule || *of != period);
        if self.0.len() >= MAX_COUNTERS {
            return Err(Refusal::TooManyCaps { limit: MAX_COUNTERS });
        }
        self.0.push(Counter(rule.clone(), period, start.unix_secs(), used.saturating_add(points)));
        Ok(())
    }

    /// Forgets periods that are over in every time zone.
    pub(super) fn forget_past(&mut self, now: Timestamp) {
        self.0.retain(|Counter(_, period, start, _)| {
            let days = match period {
                Period::Day => 3,
                Period::Week => 9,
                Period::Month => 33,
            };
            now.unix_secs().saturating_sub(*start) < days * 24 * 3_600
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::points::fixture::{at, name};

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
        let (rule, day) = (name("chat"), 24 * 3_600);
        counters.count(&rule, Period::Day, at(0), 3).unwrap();
        counters.count(&rule, Period::Day, at(0), 2).unwrap();
        assert_eq!(counters.used(&rule, Period::Day, at(0)), (5, at(0)));
        assert_eq!(counters.used(&rule, Period::Week, at(0)), (0, at(0)));
        assert_eq!(counters.used(&name("other"), Period::Day, at(0)), (0, at(0)));
        assert_eq!(counters.used(&rule, Period::Day, at(day)), (0, at(day)));
        assert_eq!(counters.used(&rule, Period::Day, at(-day)), (5, at(0)), "a clock behind counts on");
    }

    #[test]
    fn counters_are_bounded_and_forgotten() {
        let mut counters = Counters::default();
        for n in 0..MAX_COUNTERS {
            counters.count(&name(&format!("r{n}")), Period::Day, at(0), 1).unwrap();
        }
        let refused = counters.count(&name("more"), Period::Day, at(0), 1);
        assert_eq!(refused, Err(Refusal::TooManyCaps { limit: MAX_COUNTERS }));
        counters.forget_past(at(2 * 24 * 3_600));
        assert!(!counters.is_empty());
        counters.forget_past(at(3 * 24 * 3_600));
        assert!(counters.is_empty());
    }
}

//! Plans: how low points may fall, and whether and when they expire.

use serde::{Deserialize, Serialize};

use crate::calendar::Zone;
use crate::documents::Document;
use crate::ledger::MAX_MINOR;
use crate::points::refusal::field;
use crate::problem::FieldProblem;
use crate::time::Timestamp;

/// Longest life of points, in days.
const MAX_DAYS: u32 = 3_660;

/// What holds for the accounts on a plan. Edited by admins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsPlan {
    /// How low points may fall: 0 or less, or `null` for as low as they will.
    #[serde(default = "zero")]
    pub floor: Option<i64>,
    /// Points earned expire at the end of the day so many days after; never if
    /// absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_after_days: Option<u32>,
    /// Whose days.
    #[serde(default)]
    pub timezone: Zone,
}

#[expect(clippy::unnecessary_wraps, reason = "the type of the field that it is the default of")]
fn zero() -> Option<i64> {
    Some(0)
}

impl Default for PointsPlan {
    /// The plan of accounts that are on none: not below 0, and nothing expires.
    fn default() -> Self {
        Self { floor: zero(), expires_after_days: None, timezone: Zone::UTC }
    }
}

impl PointsPlan {
    /// How low points may fall.
    pub fn lowest(&self) -> i64 {
        self.floor.unwrap_or(-MAX_MINOR)
    }

    /// When points earned at `now` expire.
    pub fn expiry(&self, now: Timestamp) -> Option<Timestamp> {
        let days = self.expires_after_days?;
        Some(self.timezone.days_after(now, days.saturating_add(1)))
    }
}

impl Document for PointsPlan {
    const KIND: &'static str = "points_plan";

    fn check(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        if self.floor.is_some_and(|floor| !(-MAX_MINOR..=0).contains(&floor)) {
            problems.push(field("/floor", format!("must be 0 or less, and not below {}", -MAX_MINOR)));
        }
        if self.expires_after_days.is_some_and(|days| !(1..=MAX_DAYS).contains(&days)) {
            problems.push(field("/expires_after_days", format!("must be 1 to {MAX_DAYS}")));
        }
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(json: &str) -> PointsPlan {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn without_a_word_points_do_not_fall_below_zero_and_null_means_no_floor() {
        assert_eq!(plan("{}"), PointsPlan::default());
        assert_eq!(plan("{}").lowest(), 0);
        assert_eq!(plan(r#"{"floor": -5}"#).lowest(), -5);
        assert_eq!(plan(r#"{"floor": null}"#).lowest(), -MAX_MINOR);
        let stored = serde_json::to_string(&plan(r#"{"floor": null}"#)).unwrap();
        assert_eq!(plan(&stored).floor, None, "no floor is stored as no floor");
    }

    #[test]
    fn points_expire_at_the_end_of_a_day_of_the_zone() {
        let plan = plan(r#"{"expires_after_days": 1, "timezone": "Asia/Shanghai"}"#);
        let at = |text: &str| serde_json::from_value::<Timestamp>(text.into()).unwrap();
        assert_eq!(plan.expiry(at("2026-11-21T15:00:00Z")), Some(at("2026-11-22T16:00:00Z")));
        assert_eq!(plan.expiry(at("2026-11-21T16:00:00Z")), Some(at("2026-11-23T16:00:00Z")));
        assert_eq!(PointsPlan::default().expiry(at("2026-11-21T16:00:00Z")), None);
    }

    #[test]
    fn a_plan_that_makes_no_sense_is_told_where() {
        for (json, pointer) in [
            (r#"{"floor": 1}"#, "/floor"),
            (r#"{"expires_after_days": 0}"#, "/expires_after_days"),
            (r#"{"expires_after_days": 3661}"#, "/expires_after_days"),
        ] {
            assert_eq!(plan(json).check()[0].pointer, pointer);
        }
        assert_eq!(plan(r#"{"floor": -100, "expires_after_days": 365}"#).check(), []);
    }
}

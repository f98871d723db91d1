//! The settings of affinity that admins edit as data.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::affinity::rule::MAX_FIGURE;
use crate::calendar::Zone;
use crate::documents::Document;
use crate::problem::FieldProblem;

/// Longest span of idleness before the decay, in hours: a year.
pub const MAX_IDLE_HOURS: u32 = 8_760;

/// What holds for all bindings. A field that is left out has its default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AffinitySettings {
    /// The highest value. One that lies above when it is lowered stays until
    /// something takes away from it.
    pub max_affinity: i64,
    /// What rules may raise a value by in a natural day, all of them together.
    pub global_daily_cap: i64,
    /// Whose natural days are counted.
    pub timezone: Zone,
    /// Whether owners are told of changes.
    pub enable_notify: bool,
    /// What idleness costs.
    pub decay: DecaySettings,
}

/// When a value decays: by the rule `decay`, without which nothing does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecaySettings {
    /// Whether it does.
    pub enabled: bool,
    /// Hours without a change by an event after which it begins.
    pub idle_hours: u32,
}

impl DecaySettings {
    /// The span of idleness after which it begins.
    pub fn idle(&self) -> Duration {
        Duration::from_secs(u64::from(self.idle_hours) * 3_600)
    }
}

impl Default for AffinitySettings {
    fn default() -> Self {
        Self {
            max_affinity: 1_000,
            global_daily_cap: 100,
            timezone: Zone::SHANGHAI,
            enable_notify: true,
            decay: DecaySettings::default(),
        }
    }
}

impl Default for DecaySettings {
    fn default() -> Self {
        Self { enabled: true, idle_hours: 72 }
    }
}

impl Document for AffinitySettings {
    const KIND: &'static str = "affinity_settings";

    fn check(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut check = |holds: bool, pointer: &str, low: i64, high: i64| {
            if !holds {
                let detail = format!("must be {low} to {high}");
                problems.push(FieldProblem { pointer: pointer.to_owned(), detail });
            }
        };
        let figure = |low: i64, figure: i64| (low..=MAX_FIGURE).contains(&figure);
        check(figure(1, self.max_affinity), "/max_affinity", 1, MAX_FIGURE);
        check(figure(0, self.global_daily_cap), "/global_daily_cap", 0, MAX_FIGURE);
        let idle = (1..=MAX_IDLE_HOURS).contains(&self.decay.idle_hours);
        check(idle, "/decay/idle_hours", 1, i64::from(MAX_IDLE_HOURS));
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_has_its_default() {
        let settings: AffinitySettings =
            serde_json::from_str(r#"{"max_affinity": 50, "decay": {"idle_hours": 24}}"#).unwrap();
        assert_eq!((settings.max_affinity, settings.decay.idle_hours), (50, 24));
        assert!(settings.decay.enabled && settings.enable_notify);
        assert_eq!(settings.timezone.to_string(), "Asia/Shanghai");
        assert_eq!(AffinitySettings::default().check(), Vec::new());
    }

    #[test]
    fn settings_that_do_not_hold_together_are_told_each_of_their_faults() {
        let wrong = AffinitySettings {
            max_affinity: 0,
            global_daily_cap: -1,
            decay: DecaySettings { enabled: true, idle_hours: 0 },
            ..AffinitySettings::default()
        };
        let pointers: Vec<_> = wrong.check().into_iter().map(|problem| problem.pointer).collect();
        assert_eq!(pointers, ["/max_affinity", "/global_daily_cap", "/decay/idle_hours"]);
        for text in [r#"{"timezone": "Mars/Base"}"#, r#"{"colour": "red"}"#] {
            assert!(serde_json::from_str::<AffinitySettings>(text).is_err(), "{text}");
        }
    }
}

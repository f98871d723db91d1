//! Rules: what an event is worth. Owns their form; never applies them.

use serde::{Deserialize, Serialize};

use crate::chance::Chance;
use crate::documents::Document;
use crate::ids::DocumentName;
use crate::problem::FieldProblem;

/// Names a rule.
pub type RuleKey = DocumentName;

/// Furthest from zero that any figure of a rule may lie.
pub const MAX_FIGURE: i64 = 1_000_000_000;
/// Longest cooldown, in seconds: a year.
pub const MAX_COOLDOWN_SECS: u64 = 31_536_000;

/// What an event is worth, how often and how much of it a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The least that is drawn; negative takes away.
    pub min_change: i64,
    /// The most that is drawn.
    pub max_change: i64,
    /// What is drawn goes no further from zero than this.
    pub single_cap: i64,
    /// What the rule may change in a natural day, up and down added up.
    pub daily_cap: i64,
    /// Seconds after a change in which the rule does nothing.
    #[serde(default)]
    pub cooldown_seconds: u64,
    /// Whether it is in force.
    #[serde(default = "yes")]
    pub enabled: bool,
    /// Who may report what it is for. Left out where it is the default, for the
    /// builds that do not know it.
    #[serde(default, skip_serializing_if = "Reporter::is_service")]
    pub reported_by: Reporter,
}

/// Who reports an event.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reporter {
    /// A service only, which knows that it happened.
    #[default]
    Service,
    /// The owner too, who may as well have made it up.
    User,
}

impl Reporter {
    /// Whether it is a service.
    pub fn is_service(&self) -> bool {
        *self == Self::Service
    }
}

fn yes() -> bool {
    true
}

impl Rule {
    /// What one event asks for.
    pub fn draw(&self, chance: &mut Chance) -> i64 {
        chance.integer(self.min_change, self.max_change).clamp(-self.single_cap, self.single_cap)
    }
}

impl Document for Rule {
    const KIND: &'static str = "affinity_rule";

    fn check(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut check = |holds: bool, pointer: &str, detail: String| {
            if !holds {
                problems.push(FieldProblem { pointer: pointer.to_owned(), detail });
            }
        };
        let within = |low: i64, figure: i64| (low..=MAX_FIGURE).contains(&figure);
        let between = |low: i64| format!("must be {low} to {MAX_FIGURE}");
        check(within(-MAX_FIGURE, self.min_change), "/min_change", between(-MAX_FIGURE));
        check(within(-MAX_FIGURE, self.max_change), "/max_change", between(-MAX_FIGURE));
        check(self.min_change <= self.max_change, "/max_change", "must not be below min_change".to_owned());
        check(within(1, self.single_cap), "/single_cap", between(1));
        check(within(0, self.daily_cap), "/daily_cap", between(0));
        let most = format!("must be at most {MAX_COOLDOWN_SECS}");
        check(self.cooldown_seconds <= MAX_COOLDOWN_SECS, "/cooldown_seconds", most);
        problems
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::rule;

    #[test]
    fn a_rule_that_does_not_hold_together_is_told_each_of_its_faults() {
        assert_eq!(rule(1, 3).check(), Vec::new());
        let wrong = Rule {
            min_change: 4,
            max_change: 3,
            single_cap: 0,
            daily_cap: -1,
            cooldown_seconds: MAX_COOLDOWN_SECS + 1,
            enabled: true,
            reported_by: Reporter::Service,
        };
        let pointers: Vec<_> = wrong.check().into_iter().map(|problem| problem.pointer).collect();
        assert_eq!(pointers, ["/max_change", "/single_cap", "/daily_cap", "/cooldown_seconds"]);
        let far = Rule { min_change: i64::MIN, max_change: i64::MAX, ..rule(1, 3) };
        assert_eq!(far.check().len(), 2);
    }

    #[test]
    fn a_draw_is_uniform_between_its_ends_and_clamped() {
        let mut chance = Chance::from_seed(7);
        let rule = Rule { single_cap: 5, ..rule(-2, 9) };
        let mut counts = std::collections::BTreeMap::<i64, u32>::new();
        for _ in 0..12_000 {
            *counts.entry(rule.draw(&mut chance)).or_default() += 1;
        }
        assert_eq!(counts.keys().copied().collect::<Vec<_>>(), (-2..=5).collect::<Vec<_>>());
        assert!(counts.values().all(|count| *count > 800), "{counts:?}");
        assert!(counts[&5] > 4_500, "what lies beyond the cap becomes the cap: {counts:?}");
    }
}

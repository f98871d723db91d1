//! Levels: names for ranges of the value, and what reaching them is worth.
//!
//! A level is known by its number: the first is 1, and 0 is below all. Never
//! grants or pays.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::affinity::rule::MAX_FIGURE;
use crate::documents::Document;
use crate::problem::FieldProblem;
use crate::wallet::{Amount, Currency};

/// Levels at most.
pub const MAX_LEVELS: usize = 50;
/// Rewards of one level at most.
pub const MAX_REWARDS: usize = 5;
/// Longest name of a level, and longest tag, in characters.
pub const MAX_NAME_CHARS: usize = 60;

/// All levels, the lowest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// In the order of their thresholds.
    pub levels: Vec<Level>,
}

/// A level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// The least value that has it.
    pub threshold: i64,
    /// For people to read.
    pub name: String,
    /// What reaching it grants, once in the life of a binding.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rewards: Vec<Reward>,
}

/// What reaching a level grants.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub enum Reward {
    /// Money for the user's wallet.
    Wallet {
        /// The default currency if absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        currency: Option<Currency>,
        /// In minor units.
        amount: Amount,
    },
    /// Points for the user.
    Points {
        /// How many.
        amount: Amount,
    },
    /// A mark that the grant itself carries.
    Tag {
        /// Which.
        tag: String,
    },
}

impl Levels {
    /// Whether any level pays points.
    pub fn pay_points(&self) -> bool {
        let rewards = || self.levels.iter().flat_map(|level| &level.rewards);
        rewards().any(|reward| matches!(reward, Reward::Points { .. }))
    }

    /// The number of the level that `value` has.
    pub fn level_of(&self, value: i64) -> u32 {
        number(self.levels.partition_point(|level| level.threshold <= value))
    }

    /// The level of this number; `None` for 0 and beyond the highest.
    pub fn get(&self, level: u32) -> Option<&Level> {
        self.levels.get(usize::try_from(level).ok()?.checked_sub(1)?)
    }

    /// How far `value` has come from its own level to the next, 0 to 1; 1 at
    /// the highest.
    pub fn progress(&self, value: i64) -> f64 {
        let level = self.level_of(value);
        let floor = self.get(level).map_or(0, |level| level.threshold);
        let Some(next) = self.get(level.saturating_add(1)) else { return 1.0 };
        let (gone, whole) = (value.saturating_sub(floor), next.threshold.saturating_sub(floor));
        gone as f64 / whole.max(1) as f64
    }

    /// Levels above `after` up to `to` that grant something, with their numbers.
    pub fn granting(&self, after: u32, to: u32) -> impl Iterator<Item = (u32, &Level)> {
        let numbered = (1..).map(number).zip(&self.levels);
        numbered.filter(move |(level, of)| *level > after && *level <= to && !of.rewards.is_empty())
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Document for Levels {
    const KIND: &'static str = "affinity_levels";

    fn check(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut check = |holds: bool, pointer: String, detail: String| {
            if !holds {
                problems.push(FieldProblem { pointer, detail });
            }
        };
        check(self.levels.len() <= MAX_LEVELS, "/levels".into(), format!("must be at most {MAX_LEVELS}"));
        let mut below = -1;
        for (place, level) in self.levels.iter().enumerate() {
            let at = |field: &str| format!("/levels/{place}/{field}");
            let rises = level.threshold > below;
            check(rises, at("threshold"), format!("must be above {below}: thresholds rise"));
            below = below.max(level.threshold);
            let most = format!("must be at most {MAX_FIGURE}");
            check(level.threshold <= MAX_FIGURE, at("threshold"), most);
            let named = fits(&level.name);
            check(named, at("name"), format!("must have 1 to {MAX_NAME_CHARS} characters"));
            let few = level.rewards.len() <= MAX_REWARDS;
            check(few, at("rewards"), format!("must be at most {MAX_REWARDS}"));
            let reached = level.threshold > 0 || level.rewards.is_empty();
            check(reached, at("rewards"), "must be none: nobody has to reach this level".to_owned());
            let mut tags = BTreeSet::new();
            for (reward, of) in level.rewards.iter().enumerate() {
                let Reward::Tag { tag } = of else { continue };
                let detail = format!("must have 1 to {MAX_NAME_CHARS} characters, once a level");
                check(fits(tag) && tags.insert(tag), at(&format!("rewards/{reward}/tag")), detail);
            }
        }
        problems
    }
}

fn fits(text: &str) -> bool {
    (1..=MAX_NAME_CHARS).contains(&text.chars().count())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::{levels, tag};

    #[test]
    fn a_value_has_the_highest_level_whose_threshold_it_reaches() {
        let levels = levels(&[0, 10, 30]);
        let found: Vec<_> = [0, 9, 10, 29, 30, 999].map(|value| levels.level_of(value)).into();
        assert_eq!(found, [1, 1, 2, 2, 3, 3]);
        assert_eq!(Levels::default().level_of(5), 0);
        assert_eq!(levels.get(0), None);
        assert_eq!(levels.get(3).unwrap().threshold, 30);
        assert_eq!(levels.get(4), None);
    }

    #[test]
    fn progress_goes_from_one_threshold_to_the_next() {
        let levels = levels(&[10, 30]);
        assert_eq!([5, 10, 15, 30, 31].map(|value| levels.progress(value)), [0.5, 0.0, 0.25, 1.0, 1.0]);
        assert_eq!(Levels::default().progress(5), 1.0);
    }

    #[test]
    fn levels_that_do_not_hold_together_are_told_each_of_their_faults() {
        assert_eq!(levels(&[0, 10]).check(), Vec::new());
        let mut wrong = levels(&[0, 10, 10]);
        wrong.levels[0].rewards = vec![tag("badge")];
        wrong.levels[1].name = String::new();
        wrong.levels[1].rewards = vec![tag("a"), tag("a"), tag("")];
        wrong.levels[2].rewards = vec![tag("x"); 6];
        let pointers: Vec<_> = wrong.check().into_iter().map(|problem| problem.pointer).collect();
        for expected in [
            "/levels/0/rewards",
            "/levels/1/name",
            "/levels/1/rewards/1/tag",
            "/levels/1/rewards/2/tag",
            "/levels/2/threshold",
            "/levels/2/rewards",
        ] {
            assert!(pointers.iter().any(|pointer| pointer == expected), "{expected}: {pointers:?}");
        }
        assert_eq!(levels(&(0..51).collect::<Vec<_>>()).check().len(), 1);
    }

    #[test]
    fn rewards_read_as_they_are_written() {
        for text in [
            r#"{"type":"wallet","currency":"CREDIT","amount":5}"#,
            r#"{"type":"points","amount":5}"#,
            r#"{"type":"tag","tag":"badge"}"#,
        ] {
            let reward: Reward = serde_json::from_str(text).unwrap();
            assert_eq!(serde_json::to_string(&reward).unwrap(), text);
        }
        assert!(serde_json::from_str::<Reward>(r#"{"type":"points","amount":0}"#).is_err());
    }
}

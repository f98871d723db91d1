//! Levels: names for ranges of the value, and what reaching them is worth.
//!
//! The first level is number 1, and 0 is below all. A number is a place, which
//! changes as levels are put in and taken out; what a binding was granted goes
//! by the level's id, which never changes. Never grants or pays.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::affinity::Binding;
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

/// Levels taken out whose names are kept.
pub const MAX_REMOVED: usize = 200;
/// Highest id of a level.
pub const MAX_ID: u32 = 999_999_999;

/// All levels, the lowest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Levels {
    /// In the order of their thresholds.
    pub levels: Vec<Level>,
    /// Ids and names of levels that were taken out: an id is never given twice, and
    /// one put in again by its name is the same level.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub removed: BTreeMap<u32, String>,
}

/// A level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// What it is known by for good; its number where none is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<u32>,
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

impl Level {
    /// Whether it pays money or points.
    fn pays(&self) -> bool {
        self.rewards.iter().any(|reward| !matches!(reward, Reward::Tag { .. }))
    }
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

    /// All levels up to number `to`, each as its number, its id and itself.
    pub fn up_to(&self, to: u32) -> impl Iterator<Item = (u32, u32, &Level)> {
        let numbered = (1..=to).zip(&self.levels);
        numbered.map(|(number, level)| (number, level.id.unwrap_or(number), level))
    }

    /// The levels that `binding` has reached, each as its number, its id and itself.
    /// One that pays is reached by what services reported: users could make it up.
    pub fn reached(&self, binding: &Binding) -> impl Iterator<Item = (u32, u32, &Level)> {
        let vouched = binding.vouched();
        let levels = self.up_to(self.level_of(binding.value()));
        levels.filter(move |(_, _, level)| level.threshold <= vouched || !level.pays())
    }

    /// The id of each level where `before` was in force until now: the one that is
    /// said, else that of the level of the same name, else that of one which stood
    /// at the same threshold and is named no more, else a new one.
    fn ids_after(&self, before: &Levels) -> Vec<u32> {
        let old: Vec<(u32, &Level)> = before.up_to(u32::MAX).map(|(_, id, level)| (id, level)).collect();
        let mut ids: Vec<Option<u32>> = self.levels.iter().map(|level| level.id).collect();
        let mut given: BTreeSet<u32> = ids.iter().flatten().copied().collect();
        let mut give = |place: usize, mut candidates: Box<dyn Iterator<Item = u32> + '_>| {
            if ids[place].is_none() {
                ids[place] = candidates.find(|id| given.insert(*id));
            }
        };
        for (place, level) in self.levels.iter().enumerate() {
            let named = old.iter().filter(|(_, old)| old.name == level.name).map(|(id, _)| *id);
            let removed = before.removed.iter().filter(|(_, name)| **name == level.name);
            give(place, Box::new(named.chain(removed.map(|(id, _)| *id))));
        }
        for (place, level) in self.levels.iter().enumerate() {
            let there = old.iter().filter(|(_, old)| old.threshold == level.threshold);
            give(place, Box::new(there.map(|(id, _)| *id)));
        }
        let known = old.iter().map(|(id, _)| *id).chain(before.removed.keys().copied());
        let mut known: BTreeSet<u32> = known.chain(given).collect();
        let new = |id: Option<u32>| {
            id.unwrap_or_else(|| {
                let above = known.last().map_or(1, |last| last.saturating_add(1));
                // Beyond the highest there may be: the lowest that no level has or had.
                let lowest = || (1..MAX_ID).find(|id| !known.contains(id)).unwrap_or(MAX_ID);
                let id = if above <= MAX_ID { above } else { lowest() };
                known.insert(id);
                id
            })
        };
        ids.into_iter().map(new).collect()
    }
}

fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

impl Document for Levels {
    const KIND: &'static str = "affinity_levels";

    fn following(mut self, before: Option<&Self>) -> Self {
        let nothing = Self::default();
        let before = before.unwrap_or(&nothing);
        let ids = self.ids_after(before);
        let old = before.up_to(u32::MAX).map(|(_, id, level)| (id, level.name.clone()));
        self.removed = before.removed.clone().into_iter().chain(old).collect();
        self.removed.retain(|id, _| !ids.contains(id));
        while self.removed.len() > MAX_REMOVED {
            // The newest stay, so that no new level is given the id of one.
            self.removed.pop_first();
        }
        let are_numbers = (1..).zip(&ids).all(|(number, id)| number == *id);
        for (level, id) in self.levels.iter_mut().zip(ids) {
            // What earlier versions can read, as long as it says the same.
            level.id = Some(id).filter(|_| !are_numbers);
        }
        self
    }

    fn check(&self) -> Vec<FieldProblem> {
        let mut problems = Vec::new();
        let mut check = |holds: bool, pointer: String, detail: String| {
            if !holds {
                problems.push(FieldProblem { pointer, detail });
            }
        };
        check(self.levels.len() <= MAX_LEVELS, "/levels".into(), format!("must be at most {MAX_LEVELS}"));
        let mut below = -1;
        let mut ids = BTreeSet::new();
        for (place, level) in self.levels.iter().enumerate() {
            let at = |field: &str| format!("/levels/{place}/{field}");
            let fresh = level.id.is_none_or(|id| (1..=MAX_ID).contains(&id) && ids.insert(id));
            check(fresh, at("id"), format!("must be 1 to {MAX_ID}, and no other level's"));
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
    fn a_new_level_has_an_id_that_can_be_sent_back_whatever_ids_there_are() {
        let mut highest = named(&[("low", 0), ("high", 10)]);
        highest.levels[1].id = Some(MAX_ID);
        let first = highest.following(None);
        assert_eq!(ids(&first), [1, MAX_ID]);
        let more =
            named(&[("low", 0), ("high", 10), ("higher", 20), ("highest", 30)]).following(Some(&first));
        assert_eq!(ids(&more), [1, MAX_ID, 2, 3]);
        assert_eq!(more.check(), []);
    }

    fn named(levels: &[(&str, i64)]) -> Levels {
        let level = |(name, threshold): &(&str, i64)| Level {
            id: None,
            threshold: *threshold,
            name: (*name).to_owned(),
            rewards: Vec::new(),
        };
        Levels { levels: levels.iter().map(level).collect(), ..Levels::default() }
    }

    fn ids(levels: &Levels) -> Vec<u32> {
        levels.up_to(u32::MAX).map(|(_, id, _)| id).collect()
    }

    #[test]
    fn a_level_keeps_its_id_whatever_is_put_in_taken_out_or_renamed() {
        let first = named(&[("New", 0), ("Friend", 100), ("Close", 200)]).following(None);
        assert_eq!(ids(&first), [1, 2, 3]);
        assert!(first.levels.iter().all(|level| level.id.is_none()), "as earlier versions store it");
        for (next, expected) in [
            (named(&[("New", 0), ("Mate", 50), ("Friend", 100), ("Close", 200)]), &[1, 4, 2, 3][..]),
            (named(&[("New", 0), ("Close", 200)]), &[1, 3]),
            (named(&[("New", 0), ("Buddy", 100), ("Close", 300)]), &[1, 2, 3]),
            (named(&[("New", 0), ("Close", 100), ("Friend", 200)]), &[1, 3, 2]),
            (named(&[("New", 0), ("Other", 150)]), &[1, 4]),
            (named(&[("New", 0), ("New", 100)]), &[1, 2]),
        ] {
            assert_eq!(ids(&next.clone().following(Some(&first))), expected, "{next:?}");
        }
    }

    #[test]
    fn what_was_taken_out_comes_back_as_what_it_was_and_no_id_is_given_twice() {
        let first = named(&[("New", 0), ("Friend", 100), ("Close", 200)]);
        let without = named(&[("New", 0)]).following(Some(&first));
        assert_eq!(without.removed, [(2, "Friend".to_owned()), (3, "Close".to_owned())].into());
        let back = named(&[("New", 0), ("Other", 100), ("Close", 250)]).following(Some(&without));
        assert_eq!((ids(&back), back.removed.len()), (vec![1, 4, 3], 1));
        let mut many = first;
        for n in 0..MAX_REMOVED + 9 {
            many = named(&[(&format!("only {n}"), 1_000 + i64::try_from(n).unwrap())]).following(Some(&many));
        }
        assert_eq!(many.removed.len(), MAX_REMOVED);
        assert_eq!(ids(&many), [u32::try_from(MAX_REMOVED + 9 + 3).unwrap()]);
    }

    #[test]
    fn an_id_that_is_said_holds_and_no_two_levels_have_one() {
        let first = named(&[("New", 0), ("Friend", 100)]);
        let mut next = named(&[("Friend", 0), ("Old friend", 500)]);
        next.levels[1].id = Some(2);
        assert_eq!(ids(&next.clone().following(Some(&first))), [1, 2]);
        next.levels[1].id = Some(7);
        assert_eq!(ids(&next.clone().following(None)), [8, 7]);
        next.levels[0].id = Some(7);
        let pointers: Vec<_> = next.check().into_iter().map(|problem| problem.pointer).collect();
        assert_eq!(pointers, ["/levels/1/id"]);
        next.levels[0].id = Some(0);
        assert_eq!(next.check()[0].pointer, "/levels/0/id");
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

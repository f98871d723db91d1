//! Whom to pair with whom when many wait.
//!
//! Owns the choice among the pairs that the rules allow: as many pairs as it
//! can find, then the best total score. Never pairs anybody: what it plans is
//! carried out, or refused, by [`mod@crate::matching::pair`].

mod window;

use std::collections::HashSet;

use crate::chance::Chance;
use crate::ids::UserId;
use crate::matching::pair::check_match;
use crate::matching::{Person, Relations, Score, check_ready, score};
use crate::settings::Settings;
use crate::time::Timestamp;

/// Passes over the windows at most; whoever is left then is paired greedily.
const MAX_PASSES: usize = 8;

/// Two people of a pool who are to be paired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedPair {
    /// Index of the one who asked later.
    pub asker: usize,
    /// Index of the one who asked earlier, whom the score is about.
    pub waiting: usize,
    /// Why the two.
    pub score: Score,
}

/// The pairs to make of `pool`, by index: nobody twice, each pair allowed by
/// the rules, and no two people left over who could be paired.
///
/// The total score is near the best possible for a pool of up to
/// `pairing_window` people; a larger one is weighed in windows of that size.
pub fn best_pairs(
    pool: &[Person],
    relations: &Relations,
    now: Timestamp,
    settings: &Settings,
    chance: &mut Chance,
) -> Vec<PlannedPair> {
    let people: Vec<&Person> = pool.iter().collect();
    Planner { people, relations, now, settings }.plan(chance)
}

/// The best partner for `asker` out of `window`, by index, others' chances
/// considered: with whom `asker` is paired when all are paired at their best,
/// or, if somebody must be left over and it is `asker`, the one of the highest
/// score. `None` if nobody in `window` can be paired with `asker`.
pub fn best_partner(
    asker: &Person,
    window: &[Person],
    relations: &Relations,
    now: Timestamp,
    settings: &Settings,
    chance: &mut Chance,
) -> Option<(usize, Score)> {
    // First, so that a stale copy of the asker in the window counts for nothing.
    let people: Vec<&Person> = [asker].into_iter().chain(window).collect();
    let planner = Planner { people, relations, now, settings };
    check_ready(asker, now, settings).ok()?;
    let line = planner.line();
    let weighed = line.into_iter().filter_map(|other| planner.weigh(0, other, chance));
    let candidates: Vec<PlannedPair> = weighed.collect();
    let partner = |pair: PlannedPair| (pair.asker.max(pair.waiting) - 1, pair.score);
    if candidates.len() > 1 {
        let planned = planner.plan(chance).into_iter().find(|pair| pair.asker.min(pair.waiting) == 0);
        if let Some(pair) = planned {
            return Some(partner(pair));
        }
    }
    candidates.into_iter().max_by_key(|pair| pair.score.total).map(partner)
}

/// A pool and what is known of it.
struct Planner<'a> {
    people: Vec<&'a Person>,
    relations: &'a Relations,
    now: Timestamp,
    settings: &'a Settings,
}

impl Planner<'_> {
    fn plan(&self, chance: &mut Chance) -> Vec<PlannedPair> {
        let most = usize::try_from(self.settings.matching.pairing_window).unwrap_or(usize::MAX).max(2);
        let mut left = self.line();
        let mut planned = Vec::with_capacity(left.len() / 2);
        for _ in 0..MAX_PASSES {
            if left.len() < 2 {
                break;
            }
            let before = left.len();
            for window in windows(&left, most) {
                planned.extend(self.pair_window(&window, chance));
            }
            left = without(left, &planned);
            if left.len() == before || before <= most {
                break;
            }
        }
        planned.extend(self.pair_greedily(&left, chance));
        planned
    }

    /// Those who are ready to be paired, each once, in the order of their asking.
    fn line(&self) -> Vec<usize> {
        let mut seen: HashSet<&UserId> = HashSet::with_capacity(self.people.len());
        let ready = |index: &usize| {
            let person = self.people[*index];
            check_ready(person, self.now, self.settings).is_ok() && seen.insert(&person.user_id)
        };
        let mut line: Vec<usize> = (0..self.people.len()).filter(ready).collect();
        line.sort_by_key(|index| self.place(*index));
        line
    }

    /// The place in the line of somebody who is ready.
    fn place(&self, index: usize) -> (Option<Timestamp>, &UserId) {
        let person = self.people[index];
        (person.request.as_ref().map(|request| request.created_at), &person.user_id)
    }

    /// The pair of two people who are ready; `None` if they cannot be paired.
    fn weigh(&self, a: usize, b: usize, chance: &mut Chance) -> Option<PlannedPair> {
        let (waiting, asker) = if self.place(a) <= self.place(b) { (a, b) } else { (b, a) };
        let [candidate, who] = [self.people[waiting], self.people[asker]];
        let blocked = self.relations.is_blocked(&who.user_id, &candidate.user_id);
        check_match(who, candidate, blocked, self.now, self.settings).ok()?;
        let last_matched_at = self.relations.last_matched_at(&who.user_id, &candidate.user_id);
        let score = score(who, candidate, last_matched_at, self.now, self.settings, chance);
        Some(PlannedPair { asker, waiting, score })
    }

    /// Pairs each with the best of those left, first come, first paired.
    fn pair_greedily(&self, line: &[usize], chance: &mut Chance) -> Vec<PlannedPair> {
        let mut planned = Vec::new();
        let mut taken = vec![false; self.people.len()];
        for (place, first) in line.iter().enumerate() {
            if taken[*first] {
                continue;
            }
            let others = line[place + 1..].iter().filter(|other| !taken[**other]);
            let pairs = others.filter_map(|other| self.weigh(*first, *other, chance));
            if let Some(pair) = pairs.max_by_key(|pair| pair.score.total) {
                taken[pair.asker] = true;
                taken[pair.waiting] = true;
                planned.push(pair);
            }
        }
        planned
    }
}

/// Splits the line evenly into windows of at most `most`. Each takes every
/// n-th of the line, so that those who came early meet those who came late.
fn windows(line: &[usize], most: usize) -> Vec<Vec<usize>> {
    let count = line.len().div_ceil(most);
    (0..count).map(|first| line.iter().skip(first).step_by(count).copied().collect()).collect()
}

/// `line` without those who are `planned`.
fn without(line: Vec<usize>, planned: &[PlannedPair]) -> Vec<usize> {
    let taken: HashSet<usize> = planned.iter().flat_map(|pair| [pair.asker, pair.waiting]).collect();
    line.into_iter().filter(|index| !taken.contains(index)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::{at, preferences, room_id, user, waiting};
    use crate::matching::{Filters, MatchPreferences, Relation};

    const NOW: i64 = 100;

    /// Settings without chance, so that the best plan is the only one.
    fn certain() -> Settings {
        let mut settings = Settings::default();
        settings.score.random = 0;
        settings
    }

    fn someone(name: &str, interests: &str) -> Person {
        waiting(name, NOW, preferences(interests, ""))
    }

    fn plan_with(pool: &[Person], relations: &Relations) -> Vec<[usize; 2]> {
        let planned = best_pairs(pool, relations, at(NOW), &certain(), &mut Chance::from_seed(1));
        let mut pairs: Vec<[usize; 2]> =
            planned.iter().map(|pair| [pair.asker.min(pair.waiting), pair.asker.max(pair.waiting)]).collect();
        pairs.sort_unstable();
        pairs
    }

    fn plan(pool: &[Person]) -> Vec<[usize; 2]> {
        plan_with(pool, &Relations::default())
    }

    fn partner_of(asker: &Person, window: &[Person]) -> Option<usize> {
        let relations = Relations::default();
        let chance = &mut Chance::from_seed(1);
        best_partner(asker, window, &relations, at(NOW), &certain(), chance).map(|(index, _)| index)
    }

    #[test]
    fn nobody_and_one_alone_make_no_pair() {
        assert_eq!(plan(&[]), [[0; 2]; 0]);
        assert_eq!(plan(&[someone("ann", "")]), [[0; 2]; 0]);
        assert_eq!(partner_of(&someone("ann", ""), &[]), None);
    }

    #[test]
    fn the_best_total_wins_over_first_come_first_paired() {
        // First come, first paired would make the best pair, 0 and 1 with three
        // interests, and leave 2 and 3 with none.
        let pool = [
            someone("a", "art go tea"),
            someone("b", "art go tea jazz food"),
            someone("c", "go tea"),
            someone("d", "jazz food"),
        ];
        assert_eq!(plan(&pool), [[0, 2], [1, 3]]);
    }

    #[test]
    fn more_pairs_win_over_a_better_score() {
        let only = |name: &str, interests: &str, wanted: &str| {
            let filters = Filters { interests: preferences(wanted, "").interests, ..Filters::default() };
            waiting(name, NOW, MatchPreferences { filters, ..preferences(interests, "") })
        };
        let pool = [
            only("a", "red", "red"),
            only("b", "red art go tea", ""),
            only("c", "blue art go tea", ""),
            only("d", "blue", "blue"),
        ];
        let mut settings = certain();
        settings.score.base = 0;
        settings.score.active = 0;
        settings.score.activity_max = 0;
        // One pair of 30 points, or two of 10.
        let chance = &mut Chance::from_seed(1);
        let planned = best_pairs(&pool, &Relations::default(), at(NOW), &settings, chance);
        assert_eq!(planned.iter().map(|pair| pair.score.total).collect::<Vec<_>>(), [10, 10]);
    }

    #[test]
    fn the_score_is_about_the_one_who_asked_earlier() {
        let pool = [
            waiting("late", 90, MatchPreferences::default()),
            waiting("early", 0, MatchPreferences::default()),
        ];
        let chance = &mut Chance::from_seed(1);
        let planned = best_pairs(&pool, &Relations::default(), at(NOW), &certain(), chance);
        assert_eq!((planned[0].asker, planned[0].waiting), (0, 1));
        assert_eq!(planned[0].score.parts.waiting, 10);
    }

    #[test]
    fn a_block_and_a_former_match_are_considered() {
        let pool = ["a", "b", "c", "d"].map(|name| someone(name, ""));
        let strangers = |a: &str, b: &str| Relation::new(user(a), user(b));
        let mut relations = Relations::default();
        relations.insert(&Relation { blocks: true, ..strangers("a", "b") });
        relations.insert(&Relation { last_matched_at: Some(at(0)), ..strangers("d", "a") });
        assert_eq!(plan_with(&pool, &relations), [[0, 2], [1, 3]]);
    }

    #[test]
    fn who_is_not_ready_is_left_out() {
        let in_room = Person { room_id: Some(room_id("room")), ..someone("b", "") };
        let inactive = Person { last_activity_at: Some(at(NOW - 300)), ..someone("c", "") };
        let never_asked = Person { request: None, ..someone("d", "") };
        let pool = [someone("a", ""), in_room, inactive, never_asked, someone("e", "")];
        assert_eq!(plan(&pool), [[0, 4]]);
    }

    #[test]
    fn a_person_read_twice_is_paired_once() {
        let pool = ["a", "b", "a", "c"].map(|name| someone(name, ""));
        assert_eq!(plan(&pool).len(), 1);
    }

    #[test]
    fn each_window_holds_every_sort_of_wait_and_windows_differ_by_one_at_most() {
        let line: Vec<usize> = (0..7).collect();
        assert_eq!(windows(&line, 3), [vec![0, 3, 6], vec![1, 4], vec![2, 5]]);
        assert_eq!(windows(&line, 7), [[0, 1, 2, 3, 4, 5, 6]]);
        assert_eq!(windows(&[], 7), [[0; 0]; 0]);
    }

    #[test]
    fn a_partner_is_chosen_with_a_view_to_what_is_left_for_the_others() {
        // The asker and 0 suit each other best, but only the asker suits 1.
        let filters = Filters { interests: preferences("red", "").interests, ..Filters::default() };
        let picky = waiting("picky", NOW, MatchPreferences { filters, ..preferences("red", "") });
        let window = [someone("a", "art go tea"), picky, someone("b", "")];
        let asker = someone("asker", "red art go tea");
        assert_eq!(partner_of(&asker, &window), Some(1));
        assert_eq!(partner_of(&asker, &window[..1]), Some(0));
    }

    #[test]
    fn an_asker_who_would_be_left_over_takes_the_best_candidate() {
        let asker = waiting("asker", NOW, preferences("tea", ""));
        let window = [someone("a", "art go jazz"), someone("b", "art go jazz tea")];
        assert_eq!(plan(&[asker.clone(), window[0].clone(), window[1].clone()]), [[1, 2]]);
        assert_eq!(partner_of(&asker, &window), Some(1));
    }

    #[test]
    fn the_asker_is_never_paired_with_a_copy_of_their_own_nor_kept_out_by_it() {
        let asker = someone("asker", "");
        assert_eq!(partner_of(&asker, std::slice::from_ref(&asker)), None);
        assert_eq!(partner_of(&asker, &[asker.clone(), someone("a", "")]), Some(1));
        let stale = Person { request: None, ..asker.clone() };
        assert_eq!(partner_of(&stale, &[asker, someone("a", "")]), None);
    }

    #[test]
    fn the_same_seed_makes_the_same_plan() {
        let pool: Vec<Person> = (0..60).map(|index| someone(&format!("user-{index}"), "")).collect();
        let planned = |seed| {
            let chance = &mut Chance::from_seed(seed);
            best_pairs(&pool, &Relations::default(), at(NOW), &Settings::default(), chance)
        };
        assert_eq!(planned(5), planned(5));
    }
}

//! What holds for any people whatever: properties that span the rules.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::chance::Chance;
use crate::ids::{RoomId, UserId};
use crate::matching::fixture::{any_person, any_pool, any_preferences, at, user, waiting};
use crate::matching::{
    Answered, Asked, MatchPreferences, Pairing, Person, Relation, Relations, RequestStatus, Score,
    Unpairable, accept, ask, best_pairs, best_partner, cancel, decline, estimated_wait_seconds,
    expire_proposal, pair, score, sweep_request,
};
use crate::rooms::{Room, RoomStatus};
use crate::settings::Settings;

/// When the people of a pool wait.
const NOW: i64 = 1_000;

/// What the first of two people says about the second, and the other way round.
fn between(a: &Person, b: &Person, relations: &Relations) -> [Relation; 2] {
    [(a, b), (b, a)].map(|(one, other)| Relation {
        last_matched_at: relations.last_matched_at(&one.user_id, &other.user_id),
        blocks: relations.is_blocked(&one.user_id, &other.user_id),
        ..Relation::new(one.user_id.clone(), other.user_id.clone())
    })
}

fn paired(
    a: &Person,
    b: &Person,
    relations: &Relations,
    score: Score,
    settings: &Settings,
) -> Result<Pairing, Unpairable> {
    let [ours, theirs] = between(a, b, relations);
    let room_id = RoomId::generate(at(NOW), &mut Chance::from_seed(1));
    pair(a, b, [&ours, &theirs], score, room_id, at(NOW), settings)
}

/// Some blocks and former matches among the people of a pool of up to `most`.
fn any_relations(most: usize) -> impl Strategy<Value = Relations> {
    let one = (0..most, 0..most, proptest::option::of(0..NOW), any::<bool>());
    proptest::collection::vec(one, 0..most).prop_map(|all| {
        let mut relations = Relations::default();
        for (a, b, matched, blocks) in all {
            let [a, b] = [a, b].map(|index| user(&format!("user-{index}")));
            let last_matched_at = matched.map(at);
            relations.insert(&Relation { blocks, last_matched_at, ..Relation::new(a, b) });
        }
        relations
    })
}

/// The settings with windows of at most `window`.
fn windowed(window: u32) -> Settings {
    let mut settings = Settings::default();
    settings.matching.pairing_window = window;
    settings
}

proptest! {
    #[test]
    fn a_plan_pairs_nobody_twice_only_whom_the_rules_allow_and_leaves_no_pair_over(
        pool in any_pool(24), relations in any_relations(24), window in 2..30_u32, seed in any::<u64>(),
    ) {
        let settings = windowed(window);
        let planned = best_pairs(&pool, &relations, at(NOW), &settings, &mut Chance::from_seed(seed));
        let mut taken = BTreeSet::new();
        for pair in planned {
            let [asker, waiting] = [&pool[pair.asker], &pool[pair.waiting]];
            prop_assert!(taken.insert(pair.asker) && taken.insert(pair.waiting));
            let asked = |person: &Person| person.request.as_ref().unwrap().created_at;
            prop_assert!(asked(waiting) <= asked(asker));
            prop_assert_eq!(pair.score.total, pair.score.parts.sum());
            let made = paired(asker, waiting, &relations, pair.score, &settings).unwrap();
            prop_assert_ne!(&made.room.members[0], &made.room.members[1]);
        }
        let left = (0..pool.len()).filter(|index| !taken.contains(index)).map(|index| &pool[index]);
        let left: Vec<&Person> = left.collect();
        for a in &left {
            for b in &left {
                prop_assert!(paired(a, b, &relations, Score::default(), &settings).is_err());
            }
        }
    }

    #[test]
    fn n_compatible_people_make_half_as_many_pairs_whatever_the_window(
        count in 0..80_usize, window in 2..100_u32, seed in any::<u64>(),
    ) {
        let pool: Vec<Person> =
            (0..count).map(|index| waiting(&format!("user-{index}"), NOW, MatchPreferences::default())).collect();
        let chance = &mut Chance::from_seed(seed);
        let planned = best_pairs(&pool, &Relations::default(), at(NOW), &windowed(window), chance);
        prop_assert_eq!(planned.len(), count / 2);
    }

    #[test]
    fn whoever_has_a_candidate_finds_a_partner_that_the_rules_allow(
        asker in any_person("asker".into(), any_preferences()), window in any_pool(12),
        relations in any_relations(12), seed in any::<u64>(),
    ) {
        let settings = Settings::default();
        let chance = &mut Chance::from_seed(seed);
        let allowed = |other: &Person| paired(&asker, other, &relations, Score::default(), &settings).is_ok();
        match best_partner(&asker, &window, &relations, at(NOW), &settings, chance) {
            Some((index, _)) => prop_assert!(allowed(&window[index])),
            None => prop_assert!(!window.iter().any(allowed)),
        }
    }

    #[test]
    fn a_score_is_the_sum_of_parts_of_which_none_exceeds_its_row(
        asker in any_person("a".into(), any_preferences()), candidate in any_person("b".into(), any_preferences()),
        matched in proptest::option::of(-40 * 86_400..NOW), now in 0..5_000_i64, seed in any::<u64>(),
    ) {
        let chance = &mut Chance::from_seed(seed);
        let settings = Settings::default();
        let Score { total, parts } = score(&asker, &candidate, matched.map(at), at(now), &settings, chance);
        prop_assert_eq!(total, parts.sum());
        prop_assert!((30..=400).contains(&total), "{}", total);
        prop_assert_eq!(parts.base, 100);
        prop_assert!([0, 25, 50].contains(&parts.active) && [0, 20].contains(&parts.language));
        prop_assert!((-20..=20).contains(&parts.random) && (-50..=0).contains(&parts.rematch));
        for (points, most) in [
            (parts.activities, 50), (parts.matches, 30), (parts.waiting, 60),
            (parts.interests, 40), (parts.distance, 30),
        ] {
            prop_assert!((0..=most).contains(&points), "{points} of {most}");
        }
    }

    #[test]
    fn the_estimate_never_rises_with_the_wait(
        p50 in proptest::option::of(0..10_000_000_u64), waited in 0..10_000_u64, more in 0..10_000_u64,
    ) {
        let estimate = |secs| {
            estimated_wait_seconds(p50, std::time::Duration::from_secs(secs), &Settings::default())
        };
        prop_assert!(estimate(waited + more) <= estimate(waited));
    }

    #[test]
    fn whatever_people_do_nobody_is_in_two_rooms_nor_a_room_without_its_two(
        acceptance in any::<bool>(), seed in any::<u64>(),
        steps in proptest::collection::vec((0..8_u8, 0..4_usize, 0..4_usize, 0..15_i64), 1..120),
    ) {
        let mut world = Simulation::new(acceptance, seed);
        for (verb, who, other, pause) in steps {
            world.now += pause;
            world.step(verb, who, other);
            world.check()?;
        }
    }
}

/// Four people who do anything in any order, and the rooms they come by.
struct Simulation {
    now: i64,
    people: Vec<Person>,
    rooms: BTreeMap<RoomId, Room>,
    settings: Settings,
    chance: Chance,
}

impl Simulation {
    fn new(acceptance: bool, seed: u64) -> Self {
        let mut settings = Settings::default();
        settings.matching.acceptance = acceptance;
        settings.matching.pending_secs = 60;
        settings.matching.pending_total_secs = 150;
        settings.activity.active_secs = 90;
        let people = (0..4).map(|index| Person::new(user(&format!("user-{index}")))).collect();
        Self { now: NOW, people, rooms: BTreeMap::new(), settings, chance: Chance::from_seed(seed) }
    }

    /// Does `verb`, or nothing where the rules refuse it.
    fn step(&mut self, verb: u8, who: usize, other: usize) {
        let now = at(self.now);
        let me = self.people[who].clone();
        match verb {
            0 => self.people[who].last_activity_at = Some(now),
            1 | 2 => {
                self.people[who].last_activity_at = Some(now);
                let asked = ask(
                    &self.people[who],
                    MatchPreferences::default(),
                    now,
                    &self.settings,
                    &mut self.chance,
                );
                if let Asked::Fresh(person) = asked {
                    self.people[who] = person;
                }
            }
            3 => self.pair(who, other),
            4 => {
                if let Ok(cancelled) = cancel(&me) {
                    self.people[who] = cancelled.person;
                }
            }
            5 => {
                if let Some((person, _)) = sweep_request(&me, now, &self.settings) {
                    self.people[who] = person;
                }
            }
            _ => self.answer(verb, who),
        }
    }

    fn pair(&mut self, who: usize, other: usize) {
        let [me, you] = [self.people[who].clone(), self.people[other].clone()];
        let [ours, theirs] = between(&me, &you, &Relations::default());
        let room_id = RoomId::generate(at(self.now), &mut self.chance);
        let made = pair(&me, &you, [&ours, &theirs], Score::default(), room_id, at(self.now), &self.settings);
        if let Ok(Pairing { people: [me, you], room, .. }) = made {
            self.people[who] = me;
            self.people[other] = you;
            self.rooms.insert(room.id.clone(), room);
        }
    }

    /// Accepts or declines what is proposed to `who`; expires the proposal where it is too late.
    fn answer(&mut self, verb: u8, who: usize) {
        let me = self.people[who].clone();
        let Some(claim) = me.request.as_ref().and_then(|request| request.claim.clone()) else { return };
        let other = self.index_of(&claim.partner);
        let you = self.people[other].clone();
        let room = self.rooms[&claim.room_id].clone();
        let [ours, theirs] = between(&me, &you, &Relations::default());
        let now = at(self.now);
        let expired = || expire_proposal([&me, &you], &room, now);
        let answered = match verb {
            6 => accept(&me, &you, &room, [&ours, &theirs], now, &self.settings).ok(),
            _ => decline(&me, &you, &room, now).ok(),
        };
        assert_eq!(answered.is_some(), expired().is_none(), "a claim is answered until it expires");
        if let Some(Answered { people: [me, you], room, .. }) = answered.or_else(expired) {
            self.people[who] = me;
            self.people[other] = you;
            self.rooms.insert(room.id.clone(), room);
        }
    }

    fn index_of(&self, id: &UserId) -> usize {
        self.people.iter().position(|person| person.user_id == *id).unwrap()
    }

    fn check(&self) -> Result<(), TestCaseError> {
        let live = |room: &&Room| matches!(room.status, RoomStatus::Active | RoomStatus::Proposed);
        let mut held = BTreeSet::new();
        for room in self.rooms.values().filter(live) {
            for member in &room.members {
                prop_assert!(held.insert(member), "{member} is in two rooms");
                let person = &self.people[self.index_of(member)];
                let request = person.request.as_ref().unwrap();
                let claimed = request.claim.as_ref().map(|claim| &claim.room_id);
                let expected = match room.status {
                    RoomStatus::Active => (RequestStatus::Matched, Some(&room.id), None),
                    _ => (RequestStatus::Matching, None, Some(&room.id)),
                };
                prop_assert_eq!((request.status, person.room_id.as_ref(), claimed), expected);
            }
        }
        for person in self.people.iter().filter(|person| !held.contains(&person.user_id)) {
            prop_assert_eq!(&person.room_id, &None);
            let claim = person.request.as_ref().and_then(|request| request.claim.as_ref());
            prop_assert_eq!(claim, None);
        }
        Ok(())
    }
}

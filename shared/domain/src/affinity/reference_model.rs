//! The ten steps told a second time, naively: counters are summed up from all
//! that ever happened, levels are counted. Same commands, same chance, same
//! clock; every field of every answer is compared. Shares no rule with what it
//! checks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;
use proptest::prelude::*;

use crate::affinity::simulation::{Command, LEVELS, PLACES, RULES, Simulation, ZONES, any_commands};
use crate::affinity::{ApplyResult, Outcome, Reporter, Rule, Source};
use crate::chance::Chance;
use crate::time::Timestamp;

/// Something that changed a value by a rule.
struct Happened {
    rule: usize,
    event: Option<u8>,
    at: i64,
    date: NaiveDate,
    change: i64,
    cooling_until: i64,
}

struct Place {
    bound: bool,
    known: bool,
    value: i64,
    /// What of it the owner reported.
    own: i64,
    entries: u64,
    happened: Vec<Happened>,
    granted: BTreeSet<u32>,
    grants: BTreeSet<u32>,
    decay_from: i64,
    decayed_on: Option<NaiveDate>,
}

#[derive(Clone)]
struct Level {
    name: u8,
    threshold: i64,
    id: u32,
}

struct Model {
    now: i64,
    zone: Tz,
    max: i64,
    global: i64,
    levels: Vec<Level>,
    /// Every level that ever was, by the name it had last.
    known: BTreeMap<u8, u32>,
    rules: BTreeMap<usize, Rule>,
    places: Vec<Place>,
}

/// What an answer says, in plain figures.
#[derive(Debug, PartialEq)]
struct Expected {
    outcome: Outcome,
    requested: i64,
    change: i64,
    values: (i64, i64),
    levels: (u32, u32),
    log_id: Option<String>,
    rewards: BTreeSet<u32>,
    remaining: Option<i64>,
    next_eligible: Option<i64>,
    resets_at: Option<i64>,
    error: Option<String>,
}

impl Expected {
    fn of(result: ApplyResult, rewards: BTreeSet<u32>) -> Self {
        assert_eq!(result.rewards_granted.len() + result.rewards_failed.len(), 0, "those are the store's");
        Self {
            outcome: result.outcome,
            requested: result.requested,
            change: result.change_value,
            values: (result.before_value, result.after_value),
            levels: (result.old_level, result.new_level),
            log_id: result.log_id,
            rewards,
            remaining: result.remaining_today,
            next_eligible: result.next_eligible_at.map(Timestamp::unix_millis),
            resets_at: result.resets_at.map(Timestamp::unix_millis),
            error: result.error,
        }
    }
}

const MINUTE: i64 = 60_000;
/// The default setting, in milliseconds.
const IDLE: i64 = 72 * 60 * MINUTE;

impl Model {
    fn new(now: Timestamp) -> Self {
        let world = Simulation::new(now);
        let place = |_| Place {
            bound: false,
            known: false,
            value: 0,
            own: 0,
            entries: 0,
            happened: Vec::new(),
            granted: BTreeSet::new(),
            grants: BTreeSet::new(),
            decay_from: now.unix_millis(),
            decayed_on: None,
        };
        Self {
            now: now.unix_millis(),
            zone: Tz::Asia__Shanghai,
            max: 60,
            global: 25,
            levels: LEVELS.map(|(name, threshold)| Level { name, threshold, id: name.into() }).into(),
            known: LEVELS.map(|(name, _)| (name, name.into())).into(),
            rules: [(0, world.rules["chat"].clone()), (3, world.rules["decay"].clone())].into(),
            places: PLACES.iter().map(place).collect(),
        }
    }

    fn date(&self, millis: i64) -> NaiveDate {
        let utc = DateTime::<Utc>::from_timestamp_millis(millis).unwrap();
        utc.with_timezone(&self.zone).date_naive()
    }

    fn midnight_after(&self, date: NaiveDate) -> i64 {
        let midnight = (date + Days::new(1)).and_time(NaiveTime::MIN);
        self.zone.from_local_datetime(&midnight).unwrap().timestamp_millis()
    }

    /// The date that counts: never one before that of the last change.
    fn counted(&self, place: usize, date: NaiveDate) -> NaiveDate {
        self.places[place].happened.last().map_or(date, |last| last.date.max(date))
    }

    fn used(&self, place: usize, date: NaiveDate, rule: Option<usize>) -> i64 {
        let that_day = self.places[place].happened.iter().filter(|happened| happened.date == date);
        match rule {
            Some(rule) => that_day.filter(|done| done.rule == rule).map(|done| done.change.abs()).sum(),
            None => that_day.map(|done| done.change.max(0)).sum(),
        }
    }

    fn level(&self, value: i64) -> u32 {
        self.levels.iter().filter(|level| level.threshold <= value).count() as u32
    }

    fn cooling(&self, place: usize, rule: usize) -> Option<i64> {
        let of_rule = self.places[place].happened.iter().filter(|done| done.rule == rule);
        of_rule.map(|done| done.cooling_until).filter(|until| self.now < *until).max()
    }

    /// Moves the value and grants what is reached for the first time.
    fn change(&mut self, place: usize, change: i64, reporter: Reporter) -> BTreeSet<u32> {
        let value = self.places[place].value + change;
        let reached = if change > 0 { self.level(value) } else { 0 };
        let spot = &mut self.places[place];
        if spot.value == 0 {
            spot.decay_from = spot.decay_from.max(self.now);
        }
        spot.value = value;
        if reporter == Reporter::User && change > 0 {
            spot.own += change;
        }
        spot.own = spot.own.min(value);
        spot.entries += 1;
        let mut granted = BTreeSet::new();
        for number in 1..=reached {
            let level = &self.levels[number as usize - 1];
            if level.threshold > 0 && level.threshold > value - spot.own {
                continue;
            }
            if spot.granted.insert(level.id) && level.threshold > 0 {
                assert!(spot.grants.insert(level.id), "level {} granted twice", level.name);
                granted.insert(number);
            }
        }
        granted
    }

    /// A level is the one of its name, else the one that stood there under a name
    /// that is gone, else a new one.
    fn set_levels(&mut self, levels: &[(u8, i64)]) {
        let before = self.levels.clone();
        let renamed = |name: u8, at: i64| {
            let gone = |old: &&Level| levels.iter().all(|(name, _)| *name != old.name);
            let there = before.iter().filter(|_| !self.known.contains_key(&name));
            there.filter(gone).find(|old| old.threshold == at).cloned()
        };
        let renamed: Vec<Option<Level>> = levels.iter().map(|(name, at)| renamed(*name, *at)).collect();
        let mut last = self.known.values().copied().max().unwrap_or(0);
        self.levels.clear();
        for ((name, threshold), renamed) in levels.iter().zip(renamed) {
            let known = renamed.and_then(|old| self.known.remove(&old.name));
            let id = *self.known.entry(*name).or_insert_with(|| {
                known.unwrap_or_else(|| {
                    last += 1;
                    last
                })
            });
            self.levels.push(Level { name: *name, threshold: *threshold, id });
        }
    }

    fn event(
        &mut self,
        place: usize,
        rule: usize,
        event: Option<u8>,
        date: NaiveDate,
        chance: &mut Chance,
        source: (Source, Reporter),
    ) -> Expected {
        let before = self.places[place].value;
        let (outcome, requested, rewards) = match self.steps(place, rule, event, date, chance) {
            Err(stopped) => (stopped.0, stopped.1, BTreeSet::new()),
            Ok((requested, change)) => {
                let date = self.counted(place, date);
                let cooling_until = self.now + self.rules[&rule].cooldown_seconds as i64 * 1_000;
                let rewards = self.change(place, change, source.1);
                let (at, spot) = (self.now, &mut self.places[place]);
                spot.happened.push(Happened { rule, event, at, date, change, cooling_until });
                if source.0 != Source::Decay {
                    spot.decay_from = at;
                }
                (Outcome::Applied, requested, rewards)
            }
        };
        let applied = outcome == Outcome::Applied;
        let spot = &self.places[place];
        let values = (before, spot.value);
        let mut expected = Expected {
            outcome,
            requested,
            change: values.1 - values.0,
            values,
            levels: (self.level(values.0), self.level(values.1)),
            log_id: applied.then(|| spot.entries.to_string()),
            rewards,
            remaining: None,
            next_eligible: None,
            resets_at: None,
            error: (outcome == Outcome::Error).then(|| "binding_not_found".to_owned()),
        };
        if let Some(of) = self.rules.get(&rule).filter(|of| of.enabled) {
            let date = self.counted(place, date);
            let left = (of.daily_cap - self.used(place, date, Some(rule))).max(0);
            let of_all = (self.global - self.used(place, date, None)).max(0);
            expected.remaining = Some(if of.min_change < 0 { left } else { left.min(of_all) });
            expected.next_eligible = self.cooling(place, rule);
            expected.resets_at = Some(self.midnight_after(date));
        }
        expected
    }

    /// The first eight steps, in their order.
    fn steps(
        &self,
        place: usize,
        rule: usize,
        event: Option<u8>,
        date: NaiveDate,
        chance: &mut Chance,
    ) -> Result<(i64, i64), (Outcome, i64)> {
        let spot = &self.places[place];
        let mut seen = spot.happened.iter().filter(|done| done.event.is_some() && done.event == event);
        if seen.any(|done| self.now - done.at < MINUTE) {
            return Err((Outcome::NoopEventDuplicate, 0));
        }
        let Some(of) = self.rules.get(&rule).filter(|of| of.enabled) else {
            return Err((Outcome::NoopNoRule, 0));
        };
        if self.cooling(place, rule).is_some() {
            return Err((Outcome::NoopCooldown, 0));
        }
        if !spot.bound {
            return Err((Outcome::Error, 0));
        }
        let drawn = chance.integer(of.min_change, of.max_change);
        let requested = drawn.max(-of.single_cap).min(of.single_cap);
        if requested == 0 {
            return Err((Outcome::NoopValueBoundary, requested));
        }
        let date = self.counted(place, date);
        let left = of.daily_cap - self.used(place, date, Some(rule));
        if left <= 0 {
            return Err((Outcome::NoopRuleDailyCap, requested));
        }
        let mut change = if requested > 0 { requested.min(left) } else { requested.max(-left) };
        if change > 0 {
            let left = self.global - self.used(place, date, None);
            if left <= 0 {
                return Err((Outcome::NoopGlobalDailyCap, requested));
            }
            change = change.min(left);
        }
        // One step at a time, as far as the scale goes.
        let mut value = spot.value;
        for _ in 0..change.abs() {
            if change > 0 && value < self.max {
                value += 1;
            } else if change < 0 && value > 0 {
                value -= 1;
            }
        }
        if value == spot.value {
            return Err((Outcome::NoopValueBoundary, requested));
        }
        Ok((requested, value - spot.value))
    }

    fn adjust(&mut self, place: usize, delta: i64) -> Expected {
        let before = self.places[place].value;
        let highest = self.max.max(before);
        let after =
            (before + delta).clamp(0, highest).min(if delta > 0 { self.max.max(before) } else { highest });
        let (outcome, rewards) = match after - before {
            _ if !self.places[place].bound => (Outcome::Error, BTreeSet::new()),
            0 => (Outcome::NoopValueBoundary, BTreeSet::new()),
            change => (Outcome::Applied, self.change(place, change, Reporter::Service)),
        };
        let spot = &self.places[place];
        Expected {
            outcome,
            requested: delta,
            change: spot.value - before,
            values: (before, spot.value),
            levels: (self.level(before), self.level(spot.value)),
            log_id: (outcome == Outcome::Applied).then(|| spot.entries.to_string()),
            rewards,
            remaining: None,
            next_eligible: None,
            resets_at: None,
            error: (outcome == Outcome::Error).then(|| "binding_not_found".to_owned()),
        }
    }

    fn decay(&mut self, place: usize, seed: u64) {
        let due_at = self.places[place].decay_from + IDLE;
        let in_force = self.rules.get(&3).is_some_and(|rule| rule.enabled);
        if !in_force || !self.places[place].bound || self.now < due_at {
            return;
        }
        let mut chance = Chance::from_seed(seed);
        let last = self.places[place].decayed_on;
        let mut date = self.date(due_at);
        for _ in 0..30 {
            while last.is_some_and(|last| date <= last) {
                date = date + Days::new(1);
            }
            if date > self.date(self.now) || self.places[place].value == 0 {
                return;
            }
            let expected = self.event(place, 3, None, date, &mut chance, (Source::Decay, Reporter::Service));
            if expected.outcome == Outcome::NoopCooldown {
                return;
            }
            self.places[place].decayed_on = Some(date);
            self.places[place].decay_from = self.midnight_after(date) - IDLE;
            date = date + Days::new(1);
        }
    }

    fn step(&mut self, command: &Command) -> Option<Expected> {
        match command {
            Command::Event { place, rule, event, seed, reporter } => {
                let of = self.rules.get(rule).filter(|of| of.enabled);
                if *reporter == Reporter::User && of.is_some_and(|of| of.reported_by == Reporter::Service) {
                    return None;
                }
                let (date, source) = (self.date(self.now), (Source::DeviceEvent, *reporter));
                let mut chance = Chance::from_seed(*seed);
                return Some(self.event(*place, *rule, *event, date, &mut chance, source));
            }
            Command::Adjust(place, delta) => return Some(self.adjust(*place, *delta)),
            Command::Bind(place) if !self.places[*place].bound => {
                let value = self.places[*place].value;
                let spot = &mut self.places[*place];
                (spot.bound, spot.known, spot.decay_from) = (true, true, self.now);
                let own = spot.own;
                let reached = self.levels.iter().filter(|level| level.threshold <= value);
                let reached = reached.filter(|level| level.threshold == 0 || level.threshold <= value - own);
                spot.granted.extend(reached.map(|level| level.id));
            }
            Command::Bind(_) => {}
            Command::Unbind(place) => self.places[*place].bound = false,
            Command::Decay(place, seed) => self.decay(*place, *seed),
            Command::Rule(place, Some(rule)) => drop(self.rules.insert(*place, rule.clone())),
            Command::Rule(place, None) => drop(self.rules.remove(place)),
            Command::Levels(levels) => self.set_levels(levels),
            Command::Caps { max, global } => (self.max, self.global) = (*max, *global),
            Command::Zone(zone) => self.zone = ZONES[*zone].parse().unwrap(),
            Command::Advance(secs) => self.now += secs * 1_000,
        }
        None
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, ..ProptestConfig::default() })]
    #[test]
    fn every_answer_and_every_figure_is_that_of_the_model(
        // Around the days on which New York changes its clocks, and any other.
        start in prop_oneof![
            1_772_800_000_000_i64..1_773_200_000_000,
            1_793_300_000_000_i64..1_793_700_000_000,
            1_780_000_000_000_i64..1_790_000_000_000,
        ],
        commands in any_commands(120),
    ) {
        let start = Timestamp::from_unix_millis(start);
        let (mut world, mut model) = (Simulation::new(start), Model::new(start));
        for command in &commands {
            let known: BTreeSet<String> = world.grants.keys().cloned().collect();
            let expected = world.step(command).map(|result| {
                let fresh = world.grants.iter().filter(|(id, _)| !known.contains(*id));
                Expected::of(result, fresh.map(|(_, grant)| grant.level()).collect())
            });
            prop_assert_eq!(expected, model.step(command), "{:?}", command);
            for (place, spot) in model.places.iter().enumerate() {
                let binding = &world.bindings[place];
                prop_assert_eq!((binding.value(), binding.bound), (spot.value, spot.bound), "{:?}", command);
                let granted = (1..=binding.granted_level).chain(binding.granted.iter().copied());
                prop_assert_eq!((binding.version > 0, granted.collect()), (spot.known, spot.granted.clone()));
                prop_assert_eq!(world.entries[place].len() as u64, spot.entries);
            }
        }
        let grants: usize = model.places.iter().map(|place| place.grants.len()).sum();
        prop_assert_eq!(world.grants.len(), grants);
    }
}

#[test]
fn the_rules_of_the_model_have_the_places_it_names() {
    assert_eq!((RULES[0], RULES[3]), ("chat", "decay"));
}

//! Two users, two devices, a store in memory, and random commands, for the
//! properties of this module. Never part of a build.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;

use crate::affinity::fixture::{adjustment, context_at, device, key, money, rule, tag, user};
use crate::affinity::{
    Adjustment, AffinityEvent, AffinitySettings, ApplyResult, Binding, Changed, Context, Devices, EventId,
    Grant, Level, Levels, Refusal, Reporter, Rule, RuleContext, Source, adjust, apply, bind, decay, unbind,
};
use crate::chance::Chance;
use crate::documents::Document;
use crate::ledger::{Entry, Verifier};
use crate::time::Timestamp;

pub const PLACES: [(&str, &str); 3] = [("ann", "cat"), ("ann", "dog"), ("bob", "cat")];
pub const RULES: [&str; 4] = ["chat", "gift", "mood", "decay"];
pub const ZONES: [&str; 4] = ["Asia/Shanghai", "America/New_York", "Pacific/Kiritimati", "Pacific/Pago_Pago"];

/// What somebody orders. Places and rules are named by number; what does not
/// exist is ordered all the same.
#[derive(Debug, Clone)]
pub enum Command {
    Bind(usize),
    Unbind(usize),
    Event {
        place: usize,
        rule: usize,
        event: Option<u8>,
        seed: u64,
        reporter: Reporter,
    },
    Adjust(usize, i64),
    Decay(usize, u64),
    Rule(usize, Option<Rule>),
    /// Names and thresholds.
    Levels(Vec<(u8, i64)>),
    Caps {
        max: i64,
        global: i64,
    },
    Zone(usize),
    Advance(i64),
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let cooldown = prop_oneof![Just(0), 1..200_u64];
    (-4..8_i64, 0..8_i64, 1..8_i64, 0..25_i64, cooldown, prop::bool::weighted(0.9), any_reporter()).prop_map(
        |(min, span, single_cap, daily_cap, cooldown_seconds, enabled, reported_by)| Rule {
            min_change: min,
            max_change: min + span,
            single_cap,
            daily_cap,
            cooldown_seconds,
            enabled,
            reported_by,
        },
    )
}

fn any_reporter() -> impl Strategy<Value = Reporter> {
    prop_oneof![Just(Reporter::Service), Just(Reporter::User)]
}

pub fn any_commands(most: usize) -> impl Strategy<Value = Vec<Command>> {
    let place = || 0..PLACES.len();
    let advance = prop_oneof![3 => 0..50_i64, 2 => 50..4_000_i64, 2 => 20_000..200_000_i64];
    let command = prop_oneof![
        2 => place().prop_map(Command::Bind),
        1 => place().prop_map(Command::Unbind),
        16 => (place(), 0..RULES.len() - 1, proptest::option::of(0..4_u8), any::<u64>(), any_reporter()).prop_map(
            |(place, rule, event, seed, reporter)| Command::Event { place, rule, event, seed, reporter }
        ),
        2 => (place(), -40..60_i64).prop_map(|(place, delta)| Command::Adjust(place, delta)),
        3 => (place(), any::<u64>()).prop_map(|(place, seed)| Command::Decay(place, seed)),
        2 => (0..RULES.len(), proptest::option::weighted(0.9, any_rule()))
            .prop_map(|(rule, of)| Command::Rule(rule, of)),
        1 => proptest::collection::btree_map(0..60_i64, 1..8_u8, 0..5).prop_map(|levels| {
            let mut named = BTreeSet::new();
            let levels = levels.into_iter().filter(|(_, name)| named.insert(*name));
            Command::Levels(levels.map(|(threshold, name)| (name, threshold)).collect())
        }),
        1 => (1..80_i64, 0..40_i64).prop_map(|(max, global)| Command::Caps { max, global }),
        1 => (0..ZONES.len()).prop_map(Command::Zone),
        6 => advance.prop_map(Command::Advance),
    ];
    proptest::collection::vec(command, 0..most)
}

/// The store: what was committed.
pub struct Simulation {
    pub bindings: Vec<Binding>,
    pub entries: Vec<Vec<Entry>>,
    pub grants: BTreeMap<String, Grant>,
    pub devices: BTreeMap<String, Devices>,
    pub rules: BTreeMap<&'static str, Rule>,
    pub levels: Levels,
    pub settings: AffinitySettings,
    pub now: Timestamp,
}

/// Names and thresholds to begin with.
pub const LEVELS: [(u8, i64); 3] = [(1, 0), (2, 10), (3, 20)];

/// Rewards, so that grants can be counted: money on every level but a first at 0.
pub fn rewarded(levels: &[(u8, i64)]) -> Levels {
    let level = |(name, threshold): &(u8, i64)| Level {
        id: None,
        threshold: *threshold,
        name: format!("level {name}"),
        rewards: if *threshold == 0 { Vec::new() } else { vec![tag("t"), money((*name).into())] },
    };
    Levels { levels: levels.iter().map(level).collect(), ..Levels::default() }
}

impl Simulation {
    pub fn new(now: Timestamp) -> Self {
        let bindings = PLACES.map(|(who, what)| Binding::new(user(who), device(what), now));
        let devices = ["ann", "bob"].map(|name| (name.to_owned(), Devices::new(user(name))));
        let chat = Rule { daily_cap: 12, reported_by: Reporter::User, ..rule(1, 4) };
        Self {
            bindings: bindings.into(),
            entries: vec![Vec::new(); PLACES.len()],
            grants: BTreeMap::new(),
            devices: devices.into(),
            rules: [("chat", chat), ("decay", rule(-3, -1))].into(),
            levels: rewarded(&LEVELS),
            settings: AffinitySettings {
                max_affinity: 60,
                global_daily_cap: 25,
                ..AffinitySettings::default()
            },
            now,
        }
    }

    fn context(&self) -> Context {
        context_at(self.now)
    }

    fn book(&self, rule: &str) -> RuleContext<'_> {
        RuleContext { rule: self.rules.get(rule), levels: &self.levels, settings: &self.settings }
    }

    /// Runs `command`; the answer of an apply or adjustment.
    pub fn step(&mut self, command: &Command) -> Option<ApplyResult> {
        match command {
            Command::Event { place, rule, event, seed, reporter } => {
                return self.event(*place, *rule, *event, *seed, *reporter);
            }
            Command::Adjust(place, delta) => return Some(self.adjust(*place, *delta)),
            Command::Bind(place) => self.bind(*place),
            Command::Unbind(place) => {
                let owner = PLACES[*place].0;
                if let Ok(Some((devices, binding))) =
                    unbind(&self.devices[owner], &self.bindings[*place], self.now)
                {
                    self.devices.insert(owner.to_owned(), devices);
                    self.put(*place, binding);
                }
            }
            Command::Decay(place, seed) => self.decay(*place, *seed),
            Command::Rule(place, Some(rule)) => drop(self.rules.insert(RULES[*place], rule.clone())),
            Command::Rule(place, None) => drop(self.rules.remove(RULES[*place])),
            Command::Levels(levels) => self.levels = rewarded(levels).following(Some(&self.levels)),
            Command::Caps { max, global } => {
                (self.settings.max_affinity, self.settings.global_daily_cap) = (*max, *global);
            }
            Command::Zone(zone) => self.settings.timezone = ZONES[*zone].parse().unwrap(),
            Command::Advance(secs) => {
                self.now = self.now + std::time::Duration::from_secs(secs.unsigned_abs());
            }
        }
        None
    }

    /// `None` if the rule is not for this reporter.
    fn event(
        &mut self,
        place: usize,
        rule: usize,
        event: Option<u8>,
        seed: u64,
        reporter: Reporter,
    ) -> Option<ApplyResult> {
        let cause = AffinityEvent {
            rule_key: key(RULES[rule]),
            source: Source::DeviceEvent,
            event_id: event.map(|event| EventId::new(format!("e{event}")).unwrap()),
            metadata: None,
            reporter,
        };
        let mut chance = Chance::from_seed(seed);
        let binding = &self.bindings[place];
        match apply(binding, &cause, &self.book(RULES[rule]), &self.context(), &mut chance) {
            Err(Refusal::ReportedByServices) => None,
            decided => {
                let decided = decided.unwrap();
                self.commit(place, decided.changed);
                Some(decided.result)
            }
        }
    }

    fn adjust(&mut self, place: usize, delta: i64) -> ApplyResult {
        let order = Adjustment { delta, ..adjustment(0) };
        let source = Source::AdminAdjustSingle;
        let decided = adjust(&self.bindings[place], &order, source, &self.book(""), &self.context()).unwrap();
        self.commit(place, decided.changed);
        decided.result
    }

    fn bind(&mut self, place: usize) {
        let owner = PLACES[place].0;
        let devices = &self.devices[owner];
        let bound = bind(devices, &self.bindings[place], None, &self.levels, 10, self.now).unwrap();
        self.devices.insert(owner.to_owned(), bound.devices);
        if let Some(binding) = bound.binding {
            self.put(place, binding);
        }
    }

    fn decay(&mut self, place: usize, seed: u64) {
        let (rule, since) = (key("decay"), Timestamp::from_unix_millis(0));
        let context = Context { operator: None, ..self.context() };
        let mut chance = Chance::from_seed(seed);
        let book = self.book("decay");
        let decayed = decay(&self.bindings[place], &rule, &book, since, &context, &mut chance).unwrap();
        self.commit(place, decayed.map(|decayed| decayed.changed));
    }

    fn commit(&mut self, place: usize, changed: Option<Changed>) {
        let Some(Changed { binding, entries, grants }) = changed else { return };
        self.put(place, binding);
        self.entries[place].extend(entries);
        for grant in grants {
            let id = grant.id.to_string();
            assert!(self.grants.insert(id.clone(), grant).is_none(), "{id} twice");
        }
    }

    fn put(&mut self, place: usize, binding: Binding) {
        assert_eq!(binding.version, self.bindings[place].version, "decided on another version");
        self.bindings[place] = Binding { version: binding.version + 1, ..binding };
    }

    pub fn assert_chain(&self, place: usize) {
        let head = &self.bindings[place].account;
        let mut verifier = Verifier::full(&head.id);
        self.entries[place].iter().for_each(|entry| verifier.entry(entry));
        let found = verifier.finish(head);
        assert!(found.consistent, "{:?}", found.problems);
    }
}

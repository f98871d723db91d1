//! What holds for any bindings whatever, and each outcome by example.

use proptest::prelude::*;

use crate::affinity::fixture::{
    at, binding, book, context, context_at, device, key, levels, rule, settings, user,
};
use crate::affinity::simulation::{Command, PLACES, Simulation, any_commands, rewarded};
use crate::affinity::{
    AffinityEvent, AffinitySettings, Binding, Decided, EventId, GrantStatus, LogEntry, Outcome, Refusal,
    Reporter, Rule, RuleContext, Source, apply,
};
use crate::chance::Chance;
use crate::time::Timestamp;

fn cause(name: &str, event: Option<&str>) -> AffinityEvent {
    AffinityEvent {
        rule_key: key(name),
        source: Source::DeviceEvent,
        event_id: event.map(|event| EventId::new(event.into()).unwrap()),
        metadata: None,
        reporter: Reporter::Service,
    }
}

fn happen(binding: &Binding, rule: &Rule, settings: &AffinitySettings, secs: i64) -> Decided {
    let levels = levels(&[0, 10, 20]);
    let book = book(Some(rule), &levels, settings);
    apply(binding, &cause("chat", None), &book, &context(secs), &mut Chance::from_seed(1)).unwrap()
}

/// The binding as it is once `decided` was committed.
fn after(decided: Decided) -> Binding {
    decided.changed.unwrap().binding
}

#[test]
fn the_first_step_that_stops_a_change_decides_the_outcome() {
    let (levels, settings) = (levels(&[0]), settings());
    let cooling = Rule { cooldown_seconds: 30, daily_cap: 3, ..rule(2, 2) };
    let run = |binding: &Binding, rule: Option<&Rule>, event, secs| {
        let book = RuleContext { rule, levels: &levels, settings: &settings };
        apply(binding, &cause("chat", event), &book, &context(secs), &mut Chance::from_seed(1)).unwrap()
    };
    let first = run(&binding(0), Some(&cooling), Some("e1"), 0);
    assert_eq!((first.result.outcome, first.result.change_value), (Outcome::Applied, 2));
    assert_eq!((first.result.remaining_today, first.result.next_eligible_at), (Some(1), Some(at(30))));
    let one = after(first);
    let unbound = Binding { bound: false, ..one.clone() };
    for (binding, rule, event, secs, outcome) in [
        (&one, None, Some("e1"), 59, Outcome::NoopEventDuplicate),
        (&one, None, Some("e1"), 60, Outcome::NoopNoRule),
        (&unbound, Some(&cooling), Some("e2"), 29, Outcome::NoopCooldown),
        (&unbound, Some(&cooling), Some("e2"), 30, Outcome::Error),
        (&one, Some(&cooling), Some("e2"), 30, Outcome::Applied),
    ] {
        assert_eq!(run(binding, rule, event, secs).result.outcome, outcome);
    }
    let part = run(&one, Some(&cooling), Some("e2"), 30);
    assert_eq!((part.result.requested, part.result.change_value), (2, 1), "the rest of the cap");
    let none_left = run(&after(part), Some(&cooling), None, 60).result;
    assert_eq!((none_left.outcome, none_left.remaining_today), (Outcome::NoopRuleDailyCap, Some(0)));
    assert!(none_left.resets_at.is_some());
    assert_eq!(run(&one, Some(&rule(0, 0)), None, 30).result.outcome, Outcome::NoopValueBoundary);
}

#[test]
fn the_global_cap_counts_what_goes_up_only_and_what_took_effect() {
    let settings = AffinitySettings { global_daily_cap: 5, max_affinity: 4, ..settings() };
    let up = happen(&binding(1), &rule(3, 3), &settings, 0);
    let one = after(up);
    assert_eq!(one.today.as_ref().unwrap().global, 3);
    let full = happen(&one, &rule(3, 3), &settings, 1);
    assert_eq!((full.result.outcome, full.changed), (Outcome::NoopValueBoundary, None));
    let down = after(happen(&one, &rule(-3, -3), &settings, 2));
    assert_eq!((down.value(), down.today.as_ref().unwrap().global), (1, 3));
    assert_eq!(down.today.as_ref().unwrap().of_rule(&key("chat")), 6, "the rule counts both ways");
    let rest = happen(&down, &rule(3, 3), &settings, 3);
    assert_eq!(rest.result.change_value, 2);
    let none = happen(&after(rest), &rule(3, 3), &settings, 4);
    assert_eq!(none.result.outcome, Outcome::NoopGlobalDailyCap);
}

#[test]
fn several_levels_at_once_grant_each_and_a_level_regained_nothing() {
    let (levels, settings) = (rewarded(&[(1, 0), (2, 10), (3, 20), (4, 30)]), settings());
    let run = |binding: &Binding, change: i64| {
        let rule = rule(change, change);
        let book = RuleContext { rule: Some(&rule), levels: &levels, settings: &settings };
        apply(binding, &cause("chat", None), &book, &context(1), &mut Chance::from_seed(1)).unwrap()
    };
    let start = Binding { granted_level: 1, ..binding(5) };
    let up = run(&start, 20);
    assert_eq!((up.result.old_level, up.result.new_level), (1, 3));
    let changed = up.changed.unwrap();
    let granted: Vec<_> = changed.grants.iter().map(|grant| (grant.id.level, grant.status)).collect();
    assert_eq!(granted, [(2, GrantStatus::Pending), (3, GrantStatus::Pending)]);
    let down = run(&changed.binding, -20);
    assert_eq!((down.result.new_level, down.changed.as_ref().unwrap().grants.len()), (1, 0));
    let again = run(&after(down), 30);
    assert_eq!(again.result.new_level, 4);
    let grants = again.changed.unwrap().grants;
    assert_eq!(grants.iter().map(|grant| grant.id.level).collect::<Vec<_>>(), [4]);
}

#[test]
fn a_new_natural_day_has_new_caps_and_a_change_of_the_zone_gives_none_twice() {
    let mut settings = AffinitySettings { global_daily_cap: 2, ..settings() };
    let rule = rule(2, 2);
    let time = |text: &str| serde_json::from_value::<Timestamp>(text.into()).unwrap();
    let run = |binding: &Binding, settings: &AffinitySettings, text| {
        let levels = levels(&[0]);
        let book = book(Some(&rule), &levels, settings);
        apply(binding, &cause("chat", None), &book, &context_at(time(text)), &mut Chance::from_seed(1))
            .unwrap()
    };
    let used = after(run(&binding(0), &settings, "2026-11-21T02:00:00Z"));
    let capped = run(&used, &settings, "2026-11-21T15:59:59.999Z").result;
    assert_eq!(capped.outcome, Outcome::NoopGlobalDailyCap);
    assert_eq!(capped.resets_at, Some(time("2026-11-21T16:00:00Z")));
    // The 21st goes on in New York until its own midnight.
    settings.timezone = "America/New_York".parse().unwrap();
    let capped = run(&used, &settings, "2026-11-21T16:00:00Z").result;
    assert_eq!(capped.outcome, Outcome::NoopGlobalDailyCap);
    assert_eq!(capped.resets_at, Some(time("2026-11-22T05:00:00Z")));
    let next = after(run(&used, &settings, "2026-11-22T05:00:00Z"));
    // Back in Shanghai it is the 22nd as well, and then the 23rd, whose caps are not lost.
    settings.timezone = "Asia/Shanghai".parse().unwrap();
    assert_eq!(run(&next, &settings, "2026-11-22T15:59:59Z").result.outcome, Outcome::NoopGlobalDailyCap);
    assert_eq!(run(&next, &settings, "2026-11-22T16:00:00Z").result.outcome, Outcome::Applied);
}

#[test]
fn an_entry_says_what_happened_and_whether_the_owner_is_told() {
    let mut settings = settings();
    let rule = Rule { daily_cap: 3, ..rule(5, 5) };
    let told = happen(&binding(9), &rule, &settings, 1).changed.unwrap();
    let entry = LogEntry::of(&told.entries[0]).unwrap();
    assert_eq!((entry.user_id, entry.device_id), (user("ann"), device("cat")));
    assert_eq!((entry.requested, entry.change_value), (5, 3));
    assert_eq!((entry.before_value, entry.after_value), (9, 12));
    assert_eq!((entry.old_level, entry.new_level), (1, 2));
    assert_eq!((entry.rule_key, entry.source), (Some(key("chat")), Source::DeviceEvent));
    assert!(LogEntry::is_told(&told.entries[0]));
    settings.enable_notify = false;
    let untold = happen(&binding(9), &rule, &settings, 1).changed.unwrap();
    assert!(!LogEntry::is_told(&untold.entries[0]));
}

#[test]
fn a_binding_takes_a_bounded_number_of_events_a_minute() {
    let (levels, settings) = (levels(&[0]), settings());
    let rule = rule(1, 1);
    let mut full = binding(0);
    for n in 0..crate::affinity::model::MAX_EVENTS {
        full.events.insert(format!("{n:016x}"), at(0).unix_millis());
    }
    let run = |secs| {
        let book = book(Some(&rule), &levels, &settings);
        apply(&full, &cause("chat", Some("one more")), &book, &context(secs), &mut Chance::from_seed(1))
    };
    assert_eq!(run(59), Err(Refusal::TooManyEvents { limit: 2_000 }));
    assert_eq!(after(run(60).unwrap()).events.len(), 1);
}

proptest! {
    #[test]
    fn a_value_stays_on_its_scale_and_its_log_adds_up(commands in any_commands(150)) {
        let mut world = Simulation::new(at(0));
        let mut highest = world.settings.max_affinity;
        for command in &commands {
            let before: Vec<Binding> = world.bindings.clone();
            let answer = world.step(command);
            highest = highest.max(world.settings.max_affinity);
            for (place, binding) in world.bindings.iter().enumerate() {
                prop_assert!((0..=highest).contains(&binding.value()));
                let unchanged = before[place].value() == binding.value();
                prop_assert!(unchanged || before[place].bound, "what is not bound does not change");
            }
            if let Some(answer) = answer {
                prop_assert_eq!(answer.outcome == Outcome::Applied, answer.change_value != 0);
                prop_assert!(answer.change_value.abs() <= answer.requested.abs());
                if let Command::Event { place, .. } | Command::Adjust(place, _) = command {
                    let changed = before[*place] != world.bindings[*place];
                    prop_assert_eq!(changed, answer.outcome == Outcome::Applied, "a no-op changes nothing");
                }
            }
        }
        for place in 0..PLACES.len() {
            world.assert_chain(place);
        }
    }

    #[test]
    fn the_same_chance_gives_the_same_draw(seed in any::<u64>()) {
        let (levels, settings, rule) = (levels(&[0]), settings(), rule(-50, 50));
        let book = book(Some(&rule), &levels, &settings);
        let run = || {
            let chance = &mut Chance::from_seed(seed);
            apply(&binding(100), &cause("chat", None), &book, &context(1), chance).unwrap()
        };
        prop_assert_eq!(run(), run());
    }
}

//! Bindings, rules and levels for the tests of this module. Never part of a
//! build.

use crate::affinity::{
    Adjustment, AffinitySettings, Binding, Context, DailyCounters, EventId, Level, Levels, Reporter, Reward,
    Rule, RuleContext, RuleKey,
};
use crate::ids::{DeviceId, UserId};
use crate::time::Timestamp;

/// Seconds after an arbitrary origin.
pub fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
}

pub fn user(name: &str) -> UserId {
    name.parse().unwrap()
}

pub fn device(name: &str) -> DeviceId {
    name.parse().unwrap()
}

pub fn key(name: &str) -> RuleKey {
    name.parse().unwrap()
}

/// Draws `min` to `max`, as much and as often as one likes.
pub fn rule(min: i64, max: i64) -> Rule {
    Rule {
        min_change: min,
        max_change: max,
        single_cap: 1_000,
        daily_cap: 1_000,
        cooldown_seconds: 0,
        enabled: true,
        reported_by: Reporter::Service,
    }
}

pub fn settings() -> AffinitySettings {
    AffinitySettings::default()
}

pub fn levels(thresholds: &[i64]) -> Levels {
    let level = |(number, threshold): (usize, &i64)| Level {
        id: None,
        threshold: *threshold,
        name: format!("level {number}"),
        rewards: Vec::new(),
    };
    Levels { levels: (1..).zip(thresholds).map(level).collect(), ..Levels::default() }
}

pub fn tag(name: &str) -> Reward {
    Reward::Tag { tag: name.to_owned() }
}

pub fn money(minor: i64) -> Reward {
    Reward::Wallet { currency: None, amount: minor.try_into().unwrap() }
}

pub fn book<'a>(
    rule: Option<&'a Rule>,
    levels: &'a Levels,
    settings: &'a AffinitySettings,
) -> RuleContext<'a> {
    RuleContext { rule, levels, settings }
}

pub fn context_at(now: Timestamp) -> Context {
    Context { operator: Some(user("hub")), idempotency_key: None, now }
}

pub fn context(secs: i64) -> Context {
    context_at(at(secs))
}

pub fn adjustment(delta: i64) -> Adjustment {
    Adjustment { user_id: user("ann"), device_id: device("cat"), delta, reason: "made good".into() }
}

/// Ann's cat, bound at this value.
pub fn binding(value: i64) -> Binding {
    let mut binding = Binding::new(user("ann"), device("cat"), at(0));
    binding.account.balance = value;
    Binding { bound: true, version: 1, ..binding }
}

pub fn unbound(value: i64) -> Binding {
    Binding { bound: false, ..binding(value) }
}

/// A binding with all that a binding typically carries.
pub fn busy_binding() -> Binding {
    let mut binding =
        Binding::new(user("01JD2KZ8T5M4Q9R7V3X6Y1W0AB"), device("01JD2KZ8T5M4Q9R7V3X6Y1W0CD"), at(0));
    let mut today = DailyCounters::new(crate::calendar::Zone::SHANGHAI.day(at(0)));
    for name in ["chat", "gift", "touch", "play"] {
        today.rules.insert(key(name), 20);
        binding.cooldowns.insert(key(name), at(60));
    }
    for name in ["e1", "e2", "e3"] {
        binding.events.insert(EventId::new(name.into()).unwrap().mark(), at(1).unix_millis());
    }
    Binding {
        version: 12_345,
        bound: true,
        granted_level: 7,
        last_active_at: Some(at(1)),
        today: Some(DailyCounters { global: 80, ..today }),
        decayed_on: Some(crate::calendar::Zone::SHANGHAI.day(at(0))),
        ..binding
    }
}

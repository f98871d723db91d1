//! Caps, cooldowns and events under many callers and a store that misbehaves:
//! none is exceeded, skipped or counted twice.

use std::collections::BTreeMap;

use futures::future::join_all;
use heartlink_domain::affinity::{AffinitySettings, ApplyResult, Levels, Outcome, Rule};
use heartlink_store::Store;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv};

use crate::affinity_fixtures::{assert_sound, bind, binding, generous, happen, log, put, rule, set};
use crate::wallet_fixtures::{another_process, quick};

on_each_engine!(
    of_two_hundred_calls_with_one_event_one_is_applied,
    two_hundred_calls_of_one_rule_change_exactly_its_cap,
    two_hundred_calls_of_several_rules_raise_exactly_the_global_cap,
    no_cooldown_is_skipped_by_two_hundred_calls_at_once,
    caps_and_events_hold_whatever_the_store_does,
);

const CALLS: usize = 200;

async fn at_once<'a>(calls: impl Iterator<Item = (&'a Store, &'a str, Option<String>)>) -> Vec<ApplyResult> {
    let calls = calls.map(|(store, rule_key, event)| async move {
        happen(store, "ann", rule_key, event.as_deref()).await.unwrap()
    });
    join_all(calls).await
}

fn count(results: &[ApplyResult], outcome: Outcome) -> usize {
    results.iter().filter(|result| result.outcome == outcome).count()
}

/// What a log says was changed, by rule, in absolute change; and what went up.
async fn used(store: &Store) -> (BTreeMap<String, i64>, i64) {
    let mut rules: BTreeMap<String, i64> = BTreeMap::new();
    let mut up = 0;
    for entry in log(store, "ann").await {
        *rules.entry(entry.rule_key.unwrap().to_string()).or_default() += entry.change_value.abs();
        up += entry.change_value.max(0);
    }
    (rules, up)
}

async fn of_two_hundred_calls_with_one_event_one_is_applied(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &rule(1), &generous(), &Levels::default()).await;
    bind(store, "ann").await;
    let results = at_once((0..CALLS).map(|_| (store, "chat", Some("same".to_owned())))).await;
    assert_eq!(count(&results, Outcome::Applied), 1);
    assert_eq!(count(&results, Outcome::NoopEventDuplicate), CALLS - 1);
    assert_eq!(binding(store, "ann").await.value(), 1);
}

async fn two_hundred_calls_of_one_rule_change_exactly_its_cap(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    // Up and down: the cap counts both.
    let mixed = Rule { min_change: -3, max_change: 3, single_cap: 3, daily_cap: 10, ..rule(0) };
    set(store, &mixed, &generous(), &Levels::default()).await;
    put(store, "lift", &rule(500)).await;
    bind(store, "ann").await;
    happen(store, "ann", "lift", None).await.unwrap();
    let results = at_once((0..CALLS).map(|n| (store, "chat", Some(format!("e{n}"))))).await;
    let sum: i64 = results.iter().map(|result| result.change_value.abs()).sum();
    assert_eq!((sum, used(store).await.0["chat"]), (10, 10));
    assert!(count(&results, Outcome::NoopRuleDailyCap) > CALLS / 2);
    assert_sound(store, "ann").await;
}

async fn two_hundred_calls_of_several_rules_raise_exactly_the_global_cap(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let settings = AffinitySettings { global_daily_cap: 10, ..generous() };
    set(store, &rule(3), &settings, &Levels::default()).await;
    let rules = ["chat", "gift", "touch", "play"];
    for named in &rules[1..] {
        put(store, named, &rule(3)).await;
    }
    put(store, "mood", &rule(-1)).await;
    bind(store, "ann").await;
    let results =
        at_once((0..CALLS).map(|n| (store, if n % 9 == 8 { "mood" } else { rules[n % 4] }, None))).await;
    assert_eq!(used(store).await.1, 10, "what goes down does not give it back");
    assert!(count(&results, Outcome::NoopGlobalDailyCap) > CALLS / 2);
    assert_sound(store, "ann").await;
}

async fn no_cooldown_is_skipped_by_two_hundred_calls_at_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &Rule { cooldown_seconds: 30, ..rule(1) }, &generous(), &Levels::default()).await;
    bind(store, "ann").await;
    for round in 1..=3 {
        let results = at_once((0..CALLS).map(|_| (store, "chat", None))).await;
        assert_eq!(count(&results, Outcome::Applied), 1);
        assert_eq!(count(&results, Outcome::NoopCooldown), CALLS - 1);
        assert_eq!(binding(store, "ann").await.value(), round);
        env.clock.advance(std::time::Duration::from_secs(30));
    }
}

async fn caps_and_events_hold_whatever_the_store_does(kind: EngineKind) {
    let (_, up) = at_once_with_faults(kind, 40).await;
    assert_eq!(up, 40, "the global cap is the narrower one");
    let (rules, _) = at_once_with_faults(kind, 100_000).await;
    assert_eq!((rules["chat"], rules["gift"], rules["play"]), (10, 25, 25));
}

/// What is used up of each rule, and in all, after 200 callers told of 100
/// events, each twice.
async fn at_once_with_faults(kind: EngineKind, global_daily_cap: i64) -> (BTreeMap<String, i64>, i64) {
    let seed = seed();
    println!("fault seed {seed}");
    let mut plan = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.08)
        .with("TransactWriteItems", Fault::TransactionConflict, 0.08)
        .with("TransactWriteItems", Fault::RefusedBefore, 0.08);
    for call in ["TransactWriteItems", "PutItem", "Query", "GetItem", "BatchGetItem"] {
        plan = plan.with(call, Fault::Throttled, 0.05);
    }
    let env = TestEnv::with(kind, quick(), |http| plan.wrap(http)).await;
    let plain = another_process(&env);
    let settings = AffinitySettings { global_daily_cap, ..generous() };
    set(&plain, &Rule { daily_cap: 10, ..rule(1) }, &settings, &Levels::default()).await;
    for named in ["gift", "play"] {
        put(&plain, named, &Rule { daily_cap: 25, ..rule(3) }).await;
    }
    bind(&plain, "ann").await;
    // The processes race each other; the first meets all the faults.
    let stores = [env.store.clone(), another_process(&env), another_process(&env)];
    let callers = (0..CALLS).map(|caller| {
        let store = &stores[if caller % 4 == 3 { 1 + caller % 2 } else { 0 }];
        // Every event is told twice, by different callers.
        let (rule_key, event) = (["chat", "gift", "play"][caller / 2 % 3], format!("e{}", caller / 2));
        async move {
            for _ in 0..100 {
                if let Ok(result) = happen(store, "ann", rule_key, Some(&event)).await {
                    return Some(result);
                }
            }
            None
        }
    });
    let results: Vec<_> = join_all(callers).await;
    plan.off();
    assert!(plan.injected().values().sum::<u64>() > 0, "no fault was injected");
    assert!(results.iter().all(Option::is_some), "every caller was answered at last");
    let entries = log(&plain, "ann").await;
    let events: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.event_id.clone()).collect();
    assert_eq!(events.len(), entries.len(), "no event counted twice");
    assert_sound(&plain, "ann").await;
    used(&plain).await
}

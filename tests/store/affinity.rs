//! Affinity: each operation as committed, its outcomes, replays and cost.

use futures::future::join_all;
use heartlink_domain::affinity::{
    Adjustment, AffinitySettings, GrantStatus, Levels, Outcome, Refusal, Rule, Source,
};
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::affinity::AffinityError;
use heartlink_store::error::StoreError;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::wallet::Order;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::affinity_fixtures::{
    assert_sound, bind, binding, cat, cause, generous, happen, keyed, levels, log, money, name, order, put,
    rule, set, tag,
};
use crate::wallet_fixtures::another_process;

on_each_engine!(
    an_event_changes_the_value_and_writes_the_log,
    every_outcome_is_that_of_the_rules_and_a_no_op_writes_nothing,
    a_call_stays_within_its_budget,
    a_memory_that_is_out_of_date_stops_nobody,
    a_key_gives_the_first_answer_again,
    what_was_unbound_is_kept_and_goes_on,
    no_more_devices_are_bound_at_once_than_may_be,
    adjustments_of_one_binding_are_made_in_their_order,
    a_binding_with_hundreds_of_events_a_minute_takes_each_once,
    the_same_tie_of_two_users_to_one_device_is_two,
);

async fn an_event_changes_the_value_and_writes_the_log(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &rule(4), &generous(), &levels(&[(0, vec![]), (5, vec![tag("t")])])).await;
    bind(store, "ann").await;
    let first = happen(store, "ann", "chat", Some("e1")).await.unwrap();
    assert_eq!((first.outcome, first.before_value, first.after_value), (Outcome::Applied, 0, 4));
    assert_eq!((first.log_id.as_deref(), first.old_level, first.new_level), (Some("1"), 1, 1));
    let second = happen(store, "ann", "chat", Some("e2")).await.unwrap();
    assert_eq!((second.after_value, second.new_level), (8, 2));
    assert_eq!((second.rewards_granted.len(), second.rewards_failed.len()), (1, 0));
    let entries = log(store, "ann").await;
    let told: Vec<_> = entries.iter().map(|entry| (entry.change_value, entry.event_id.as_deref())).collect();
    assert_eq!(told, [(4, Some("e1")), (4, Some("e2"))]);
    assert_eq!(entries[0].source, Source::DeviceEvent);
    let view = store.affinity(&user("ann"), &cat()).await.unwrap();
    assert_eq!((view.value, view.level, view.today.rules["chat"]), (8, 2, 8));
    assert_eq!(view.last_active_at, Some(env.clock.now()));
    assert_sound(store, "ann").await;
}

async fn every_outcome_is_that_of_the_rules_and_a_no_op_writes_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let settings = AffinitySettings { max_affinity: 20, global_daily_cap: 12, ..AffinitySettings::default() };
    let chat = Rule { daily_cap: 5, cooldown_seconds: 60, ..rule(3) };
    set(store, &chat, &settings, &Levels::default()).await;
    for (named, of) in [("gift", rule(10)), ("mood", rule(-4)), ("off", Rule { enabled: false, ..rule(1) })] {
        put(store, named, &of).await;
    }
    let outcome = async |rule_key: &str, event: Option<&str>| {
        // What admins edit is read anew every 10 s, by whoever comes first.
        happen(store, "zoe", rule_key, None).await.unwrap();
        let before = store.binding(&user("ann"), &cat()).await.ok();
        let (result, cost) = measure(happen(store, "ann", rule_key, event)).await;
        let result = result.unwrap();
        if result.outcome != Outcome::Applied {
            assert_eq!((cost.calls, cost.write_units), (1, 0.0), "{result:?}");
            assert!(cost.read_units <= 1.0, "{cost:?}");
            assert_eq!(store.binding(&user("ann"), &cat()).await.ok(), before);
        }
        (result.outcome, result.change_value)
    };
    assert_eq!(outcome("chat", None).await, (Outcome::Error, 0), "nothing is bound yet");
    bind(store, "ann").await;
    assert_eq!(outcome("none", None).await, (Outcome::NoopNoRule, 0));
    assert_eq!(outcome("off", None).await, (Outcome::NoopNoRule, 0));
    assert_eq!(outcome("mood", None).await, (Outcome::NoopValueBoundary, 0), "it is at zero");
    assert_eq!(outcome("chat", Some("e1")).await, (Outcome::Applied, 3));
    assert_eq!(outcome("chat", Some("e1")).await, (Outcome::NoopEventDuplicate, 0));
    assert_eq!(outcome("chat", Some("e2")).await, (Outcome::NoopCooldown, 0));
    env.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(outcome("chat", Some("e1")).await, (Outcome::Applied, 2), "the rest of the cap");
    env.clock.advance(std::time::Duration::from_secs(60));
    assert_eq!(outcome("chat", None).await, (Outcome::NoopRuleDailyCap, 0));
    assert_eq!(outcome("gift", None).await, (Outcome::Applied, 7), "the rest of the global cap");
    assert_eq!(outcome("gift", None).await, (Outcome::NoopGlobalDailyCap, 0));
    assert_eq!(outcome("mood", None).await, (Outcome::Applied, -4));
    assert_sound(store, "ann").await;
}

async fn a_call_stays_within_its_budget(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    set(&env.store, &rule(1), &generous(), &levels(&[(0, vec![])])).await;
    bind(&env.store, "ann").await;
    let fresh = another_process(&env);
    happen(&fresh, "zoe", "chat", None).await.unwrap();
    let within = |cost: Cost, calls, writes, reads| {
        assert!(cost.calls <= calls && cost.read_units <= reads, "{cost:?}");
        // DynamoDB Local counts more than AWS does.
        assert!(kind != EngineKind::Embedded || cost.write_units <= writes, "{cost:?}");
    };
    let (_, cost) = measure(happen(&fresh, "ann", "chat", Some("e1"))).await;
    within(cost, 2, 6.0, 1.0);
    let (_, cost) = measure(happen(&fresh, "ann", "chat", Some("e2"))).await;
    within(cost, 1, 6.0, 0.0);
    let (ann, cat, third, key) = (user("ann"), cat(), cause("chat", Some("e3")), keyed("k"));
    let (_, cost) = measure(fresh.apply_affinity(&ann, &cat, &third, &key)).await;
    within(cost, 1, 6.0, 0.0);
    let (_, cost) = measure(happen(&fresh, "ann", "chat", Some("e3"))).await;
    within(cost, 1, 0.0, 1.0);
}

async fn a_memory_that_is_out_of_date_stops_nobody(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (here, there) = (&env.store, another_process(&env));
    set(here, &Rule { daily_cap: 1, ..rule(1) }, &generous(), &Levels::default()).await;
    put(here, "mood", &rule(-1)).await;
    bind(here, "ann").await;
    happen(here, "ann", "chat", None).await.unwrap();
    // Another process unbinds it: what this one remembers is no reason to apply.
    there.unbind_device(&user("ann"), &cat(), &order()).await.unwrap();
    assert_eq!(happen(here, "ann", "mood", None).await.unwrap().outcome, Outcome::Error);
    there.bind_device(&user("ann"), &cat(), None, &order()).await.unwrap();
    assert_eq!(happen(here, "ann", "mood", None).await.unwrap().outcome, Outcome::Applied);
}

async fn a_key_gives_the_first_answer_again(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &Rule { cooldown_seconds: 30, ..rule(2) }, &generous(), &levels(&[(2, vec![money(5)])])).await;
    bind(store, "ann").await;
    let cause = cause("chat", None);
    let run = async |store: &Store, key: &str| {
        store.apply_affinity(&user("ann"), &cat(), &cause, &keyed(key)).await.unwrap()
    };
    let first = run(store, "k1").await;
    assert!(!first.replayed && first.value.rewards_granted.len() == 1);
    let no_op = run(store, "k2").await;
    assert_eq!(no_op.value.outcome, Outcome::NoopCooldown);
    env.clock.advance(std::time::Duration::from_secs(31));
    for process in [store.clone(), another_process(&env)] {
        let again = run(&process, "k1").await;
        assert!(again.replayed && again.value == first.value);
        let again = run(&process, "k2").await;
        assert!(again.replayed && again.value == no_op.value, "a no-op is repeated too");
    }
    assert_eq!(log(store, "ann").await.len(), 1);
    let reused = Order::new(user("hub"), Some(crate::wallet_fixtures::key("k1", b"another body")));
    let reused = store.apply_affinity(&user("ann"), &cat(), &cause, &reused).await;
    assert!(matches!(reused, Err(AffinityError::Store(StoreError::KeyReused))), "{reused:?}");
}

async fn what_was_unbound_is_kept_and_goes_on(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &rule(3), &generous(), &Levels::default()).await;
    let missing = store.unbind_device(&user("ann"), &cat(), &order()).await;
    assert!(matches!(missing, Err(AffinityError::Refused(Refusal::BindingNotFound))));
    let bound = store.bind_device(&user("ann"), &cat(), Some("Mia"), &order()).await.unwrap().value;
    assert!(bound.fresh);
    let again = store.bind_device(&user("ann"), &cat(), None, &order()).await.unwrap().value;
    assert!(!again.fresh && again.device == bound.device);
    happen(store, "ann", "chat", None).await.unwrap();
    store.unbind_device(&user("ann"), &cat(), &order()).await.unwrap();
    store.unbind_device(&user("ann"), &cat(), &order()).await.unwrap();
    assert!(store.devices(&user("ann")).await.unwrap().devices.is_empty());
    assert_eq!(happen(store, "ann", "chat", None).await.unwrap().outcome, Outcome::Error);
    assert_eq!(store.affinity(&user("ann"), &cat()).await.unwrap().value, 3);
    assert!(store.bind_device(&user("ann"), &cat(), None, &order()).await.unwrap().value.fresh);
    assert_eq!(happen(store, "ann", "chat", None).await.unwrap().after_value, 6);
    assert_sound(store, "ann").await;
}

async fn no_more_devices_are_bound_at_once_than_may_be(kind: EngineKind) {
    let mut settings = Settings::default();
    settings.affinity.devices_per_user = 3;
    let env = TestEnv::with(kind, settings, |http| http).await;
    let binds = (0..12).map(|n| {
        let store = &env.store;
        async move {
            let device = format!("device-{n}").parse().unwrap();
            store.bind_device(&user("ann"), &device, None, &order()).await
        }
    });
    let done = join_all(binds).await;
    let refused =
        |error: &AffinityError| matches!(error, AffinityError::Refused(Refusal::TooManyDevices { .. }));
    assert_eq!(done.iter().filter(|bound| bound.is_ok()).count(), 3);
    assert!(done.iter().all(|bound| bound.as_ref().err().is_none_or(refused)));
    assert_eq!(env.store.devices(&user("ann")).await.unwrap().devices.len(), 3);
}

async fn adjustments_of_one_binding_are_made_in_their_order(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &rule(1), &AffinitySettings { max_affinity: 10, ..generous() }, &Levels::default()).await;
    for who in ["ann", "bob"] {
        bind(store, who).await;
    }
    let adjustment = |who: &str, delta| Adjustment {
        user_id: user(who),
        device_id: cat(),
        delta,
        reason: "made good".to_owned(),
    };
    let all = [
        adjustment("ann", 100),
        adjustment("bob", -1),
        adjustment("ann", -3),
        adjustment("nobody", 1),
        Adjustment { reason: String::new(), ..adjustment("bob", 1) },
    ];
    let done = store.adjust_many(&all, &keyed("b1")).await.unwrap();
    assert!(!done.replayed);
    let told: Vec<_> = done
        .value
        .iter()
        .map(|result| result.as_ref().ok().map(|told| (told.outcome, told.change_value)))
        .collect();
    assert_eq!(
        told,
        [
            Some((Outcome::Applied, 10)),
            Some((Outcome::NoopValueBoundary, 0)),
            Some((Outcome::Applied, -3)),
            Some((Outcome::Error, 0)),
            None
        ]
    );
    let again = another_process(&env).adjust_many(&all, &keyed("b1")).await.unwrap();
    assert_eq!(again.value[0].as_ref().ok(), done.value[0].as_ref().ok());
    let entries = log(store, "ann").await;
    assert_eq!(entries.iter().map(|entry| entry.change_value).collect::<Vec<_>>(), [10, -3]);
    assert_eq!((entries[0].source, entries[0].requested), (Source::AdminAdjustBatch, 100));
    assert_eq!(entries[0].operator, Some(user("hub")));
    let many = vec![adjustment("ann", 1); 1_001];
    let refused = store.adjust_many(&many, &order()).await;
    assert!(matches!(refused, Err(AffinityError::Refused(Refusal::TooManyAdjustments { limit: 1_000 }))));
}

async fn a_binding_with_hundreds_of_events_a_minute_takes_each_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &rule(1), &generous(), &Levels::default()).await;
    bind(store, "ann").await;
    for n in 0..300 {
        let applied = happen(store, "ann", "chat", Some(&format!("event-{n}"))).await.unwrap();
        assert_eq!(applied.outcome, Outcome::Applied);
    }
    let fresh = another_process(&env);
    for n in (0..300).step_by(37) {
        let again = happen(&fresh, "ann", "chat", Some(&format!("event-{n}"))).await.unwrap();
        assert_eq!(again.outcome, Outcome::NoopEventDuplicate);
    }
    assert_eq!(binding(store, "ann").await.value(), 300);
}

async fn the_same_tie_of_two_users_to_one_device_is_two(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &Rule { cooldown_seconds: 60, ..rule(2) }, &generous(), &levels(&[(1, vec![tag("t")])])).await;
    for who in ["ann", "bob"] {
        bind(store, who).await;
        assert_eq!(happen(store, who, "chat", Some("e1")).await.unwrap().outcome, Outcome::Applied);
        let grants = store.grants_of(&user(who), &cat()).await.unwrap();
        assert_eq!((grants.len(), grants[0].status), (1, GrantStatus::Granted));
    }
    assert_eq!(store.document::<Rule>(&name("chat")).await.unwrap().unwrap().version, 1);
}

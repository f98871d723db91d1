//! Level rewards, paid for real, and the decay.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::affinity::{AffinitySettings, GrantStatus, Level, Levels, Outcome, Reward, Source};
use heartlink_domain::wallet::WalletStatus;
use heartlink_store::Store;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::affinity_fixtures::{
    assert_sound, bind, binding, cat, generous, happen, levels, log, money, order, put, rule, set, tag,
};
use crate::wallet_fixtures::{another_process, credits, money as balance, order as ordered, quick};

on_each_engine!(
    several_levels_at_once_pay_each_and_a_level_regained_pays_nothing,
    a_level_pays_once_in_a_life_wherever_it_stands,
    points_are_a_reward_and_show_at_once,
    a_reward_that_fails_is_listed_tried_again_and_paid_once,
    more_rewards_than_fit_into_one_transaction_are_all_paid_once,
    rewards_are_paid_once_whatever_the_store_does,
    idle_bindings_decay_once_a_day_and_a_dry_run_changes_nothing,
    a_level_that_idleness_leads_to_is_granted_and_paid,
    missed_days_are_caught_up_by_whoever_comes_first,
);

async fn level_up(store: &Store, by: i64) -> heartlink_domain::affinity::ApplyResult {
    put(store, "jump", &rule(by)).await;
    happen(store, "ann", "jump", None).await.unwrap()
}

async fn several_levels_at_once_pay_each_and_a_level_regained_pays_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let rewards = [(0, vec![]), (10, vec![money(5), tag("a")]), (20, vec![money(7)]), (30, vec![money(9)])];
    set(store, &rule(1), &generous(), &levels(&rewards)).await;
    bind(store, "ann").await;
    let up = level_up(store, 25).await;
    assert_eq!((up.old_level, up.new_level), (1, 3));
    let granted: Vec<_> = up.rewards_granted.iter().map(|reward| reward.level).collect();
    assert_eq!((granted, up.rewards_failed.len()), (vec![2, 2, 3], 0));
    assert_eq!(balance(store, "ann").await, 12);
    assert_eq!(level_up(store, -25).await.new_level, 1);
    let again = level_up(store, 25).await;
    assert_eq!((again.new_level, again.rewards_granted.len()), (3, 0));
    assert_eq!(balance(store, "ann").await, 12, "once in the life of the binding");
    // Another process, which knows neither the binding nor the wallet.
    assert_eq!(level_up(&another_process(&env), 10).await.rewards_granted.len(), 1);
    assert_eq!(balance(store, "ann").await, 21);
    let found = store.verify_wallet(&user("ann"), &credits(), false).await.unwrap();
    assert!(found.consistent && found.entries == 3, "{found:?}");
    assert_sound(store, "ann").await;
}

async fn a_level_pays_once_in_a_life_wherever_it_stands(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let stand = async |levels: &[(&str, i64, i64)]| {
        let level = |(name, threshold, minor): &(&str, i64, i64)| Level {
            id: None,
            threshold: *threshold,
            name: (*name).to_owned(),
            rewards: if *minor == 0 { Vec::new() } else { vec![money(*minor)] },
        };
        let levels = Levels { levels: levels.iter().map(level).collect(), ..Levels::default() };
        set(store, &rule(1), &generous(), &levels).await;
    };
    stand(&[("New", 0, 0), ("Friend", 10, 50), ("Close", 20, 70)]).await;
    bind(store, "ann").await;
    level_up(store, 15).await;
    assert_eq!(balance(store, "ann").await, 50);
    // One put in below: Friend is number 3, and is not paid again.
    stand(&[("New", 0, 0), ("Mate", 5, 1), ("Friend", 10, 50), ("Close", 20, 70)]).await;
    assert_eq!(level_up(store, 1).await.rewards_granted.len(), 1);
    assert_eq!(balance(store, "ann").await, 51, "Mate fell to her and is granted with the next rise");
    // Two taken out: Close is number 2, and is paid all the same.
    stand(&[("New", 0, 0), ("Close", 20, 70)]).await;
    let close = level_up(&another_process(&env), 5).await;
    assert_eq!((close.new_level, close.rewards_granted[0].level), (2, 2));
    assert_eq!(balance(store, "ann").await, 121);
    let grants = store.grants_of(&user("ann"), &cat()).await.unwrap();
    let found: Vec<_> =
        grants.iter().map(|grant| (grant.id.level, grant.level(), grant.level_name.as_str())).collect();
    assert_eq!(found, [(2, 2, "Friend"), (3, 2, "Close"), (4, 2, "Mate")]);
    // Put in again, renamed, moved: nothing is paid a second time.
    stand(&[("New", 0, 0), ("Friend", 12, 50), ("Dear", 20, 70), ("Mate", 30, 1)]).await;
    level_up(store, -20).await;
    assert_eq!(level_up(store, 40).await.rewards_granted, []);
    assert_eq!(balance(store, "ann").await, 121);
    assert_sound(store, "ann").await;
}

async fn points_are_a_reward_and_show_at_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let points = || Reward::Points { amount: 7.try_into().unwrap() };
    let rewards = [(10, vec![points(), money(5), points()]), (20, vec![points()])];
    set(store, &rule(1), &generous(), &levels(&rewards)).await;
    bind(store, "ann").await;
    let ann = user("ann");
    assert_eq!(store.points(&ann, false).await.unwrap().account.points(store.now()), 0);
    let up = level_up(store, 10).await;
    assert_eq!((up.rewards_granted.len(), up.rewards_failed.len()), (3, 0), "{up:?}");
    assert_eq!(store.points(&ann, false).await.unwrap().account.points(store.now()), 14);
    assert_eq!(balance(store, "ann").await, 5);
    assert_eq!(level_up(&another_process(&env), 10).await.rewards_granted.len(), 1);
    assert_eq!(store.points(&ann, true).await.unwrap().account.points(store.now()), 21);
}

async fn freeze(store: &Store, status: WalletStatus, key: &str) {
    store.set_wallet_status(&user("ann"), &credits(), status, "test", &ordered(key)).await.unwrap();
}

async fn a_reward_that_fails_is_listed_tried_again_and_paid_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    set(store, &rule(1), &generous(), &levels(&[(10, vec![tag("a"), money(5)])])).await;
    bind(store, "ann").await;
    freeze(store, WalletStatus::Frozen, "s1").await;
    let up = level_up(store, 10).await;
    assert_eq!((up.outcome, up.new_level), (Outcome::Applied, 1), "a reward never stops a change");
    assert_eq!((up.rewards_granted.len(), up.rewards_failed.len()), (1, 1));
    assert_eq!(up.rewards_failed[0].error.as_deref(), Some("wallet_frozen"));
    let listed = store.unpaid_grants(GrantStatus::Failed, 20, true, None).await.unwrap().grants;
    assert_eq!((listed.len(), &listed[0].id), (1, &up.rewards_failed[0].grant_id));
    let id = listed[0].id.clone();
    let still = store.retry_grant(&id).await.unwrap();
    assert_eq!((still.status, still.attempts), (GrantStatus::Failed, 2));
    // Not due yet, then due and still refused.
    assert_eq!(store.retry_due_grants().await.unwrap().due, 0);
    env.clock.advance(Duration::from_secs(120));
    let tried = store.retry_due_grants().await.unwrap();
    assert_eq!((tried.due, tried.granted), (1, 0));
    freeze(store, WalletStatus::Active, "s2").await;
    env.clock.advance(Duration::from_secs(86_400));
    let stores = [store.clone(), another_process(&env), another_process(&env)];
    let paid = join_all(stores.iter().map(|store| store.retry_grant(&id))).await;
    assert!(paid.into_iter().flatten().all(|grant| grant.status == GrantStatus::Granted));
    store.retry_due_grants().await.unwrap();
    store.retry_grant(&id).await.unwrap();
    assert_eq!(balance(store, "ann").await, 5, "paid once");
    assert!(store.unpaid_grants(GrantStatus::Failed, 20, true, None).await.unwrap().grants.is_empty());
    assert!(store.retry_grant(&"ann~cat~9".parse().unwrap()).await.is_err());
}

async fn more_rewards_than_fit_into_one_transaction_are_all_paid_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let many: Vec<_> = (1..=50).map(|n| (n, vec![money(1), money(1), money(1)])).collect();
    set(store, &rule(1), &generous(), &levels(&many)).await;
    bind(store, "ann").await;
    let up = level_up(store, 50).await;
    assert_eq!((up.new_level, up.rewards_granted.len() + up.rewards_failed.len()), (50, 150));
    let at_once = balance(store, "ann").await;
    assert_eq!(i64::try_from(up.rewards_granted.len()).unwrap(), at_once);
    assert!((30..100).contains(&at_once), "{at_once} were paid at once");
    assert!(!store.unpaid_grants(GrantStatus::Pending, 100, false, None).await.unwrap().grants.is_empty());
    let mut runs = 0;
    while store.retry_due_grants().await.unwrap().due > 0 {
        runs += 1;
        assert!(runs < 5, "it comes to an end");
    }
    assert_eq!(balance(store, "ann").await, 150);
    assert!(store.verify_wallet(&user("ann"), &credits(), false).await.unwrap().consistent);
}

async fn rewards_are_paid_once_whatever_the_store_does(kind: EngineKind) {
    let seed = seed();
    println!("fault seed {seed}");
    let mut plan = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.1)
        .with("TransactWriteItems", Fault::TransactionConflict, 0.1)
        .with("TransactWriteItems", Fault::RefusedBefore, 0.1);
    for call in ["TransactWriteItems", "PutItem", "Query", "GetItem", "BatchGetItem"] {
        plan = plan.with(call, Fault::Throttled, 0.05);
    }
    let env = TestEnv::with(kind, quick(), |http| plan.wrap(http)).await;
    let plain = another_process(&env);
    let every: Vec<_> = (1..=30).map(|n| (n * 3, vec![money(2)])).collect();
    set(&plain, &rule(2), &generous(), &levels(&every)).await;
    bind(&plain, "ann").await;
    let stores = [env.store.clone(), another_process(&env)];
    let callers = (0..12).map(|caller| {
        let store = &stores[caller % 2];
        async move {
            for n in 0..4 {
                let event = format!("e-{caller}-{n}");
                // Until it is answered, as a device does.
                for _ in 0..60 {
                    if happen(store, "ann", "chat", Some(&event)).await.is_ok() {
                        break;
                    }
                }
            }
        }
    });
    join_all(callers).await;
    plan.off();
    assert!(plan.injected().values().sum::<u64>() > 0, "no fault was injected");
    env.clock.advance(Duration::from_secs(86_400));
    while plain.retry_due_grants().await.unwrap().due > 0 {}
    let entries = log(&plain, "ann").await;
    let events: std::collections::BTreeSet<_> = entries.iter().map(|entry| entry.event_id.clone()).collect();
    assert_eq!((entries.len(), events.len()), (48, 48), "every event once");
    let value = binding(&plain, "ann").await.value();
    assert_eq!((value, balance(&plain, "ann").await), (96, 60));
    assert!(plain.verify_wallet(&user("ann"), &credits(), false).await.unwrap().consistent);
    assert_sound(&plain, "ann").await;
}

const DAY: Duration = Duration::from_secs(86_400);

/// Ann's and bob's cats at 50, and a decay of 2 a day after a day of idleness.
async fn idle(env: &TestEnv) {
    let mut settings = AffinitySettings { ..generous() };
    settings.decay.idle_hours = 24;
    set(&env.store, &rule(50), &settings, &Levels::default()).await;
    put(&env.store, "decay", &rule(-2)).await;
    for who in ["ann", "bob", "unbound"] {
        bind(&env.store, who).await;
        happen(&env.store, who, "chat", None).await.unwrap();
    }
    env.store.unbind_device(&user("unbound"), &cat(), &order()).await.unwrap();
}

async fn idle_bindings_decay_once_a_day_and_a_dry_run_changes_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    idle(&env).await;
    assert!(store.decay_idle(false).await.unwrap().changes.is_empty(), "nobody is idle yet");
    env.clock.advance(DAY);
    let dry = store.decay_idle(true).await.unwrap();
    assert_eq!(dry.changes.len(), 2);
    assert_eq!(binding(store, "ann").await.value(), 50);
    happen(store, "bob", "chat", None).await.unwrap();
    let done = store.decay_idle(false).await.unwrap();
    assert_eq!(done.changes.len(), 1, "bob came back");
    assert_eq!((done.changes[0].user_id.as_str(), done.changes[0].after_value), ("ann", 48));
    assert!(store.decay_idle(false).await.unwrap().changes.is_empty(), "once a day");
    assert_eq!(binding(store, "unbound").await.value(), 50);
    let entry = log(store, "ann").await.pop().unwrap();
    assert_eq!((entry.source, entry.change_value, entry.operator), (Source::Decay, -2, None));
    assert_sound(store, "ann").await;
}

async fn a_level_that_idleness_leads_to_is_granted_and_paid(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    idle(&env).await;
    put(store, "decay", &rule(5)).await;
    put(store, heartlink_store::affinity::LEVELS, &levels(&[(52, vec![money(3)])])).await;
    env.clock.advance(DAY);
    assert_eq!(store.decay_idle(false).await.unwrap().changes.len(), 2);
    assert_eq!(store.retry_due_grants().await.unwrap().granted, 2);
    assert_eq!(balance(store, "ann").await, 3);
}

async fn missed_days_are_caught_up_by_whoever_comes_first(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    idle(&env).await;
    env.clock.advance(4 * DAY);
    let stores = [env.store.clone(), another_process(&env), another_process(&env)];
    let reports = join_all(stores.iter().map(|store| store.decay_idle(false))).await;
    let changes: Vec<_> = reports.into_iter().flat_map(|report| report.unwrap().changes).collect();
    assert_eq!(changes.len(), 2, "each binding by one run: {changes:?}");
    for who in ["ann", "bob"] {
        assert_eq!(binding(&env.store, who).await.value(), 50 - 2 * 4);
        assert_eq!(log(&env.store, who).await.len(), 1 + 4, "an entry for each day");
        assert_sound(&env.store, who).await;
    }
    env.clock.advance(DAY);
    assert_eq!(env.store.decay_idle(false).await.unwrap().changes.len(), 2);
    assert_eq!(binding(&env.store, "ann").await.value(), 50 - 2 * 5);
}

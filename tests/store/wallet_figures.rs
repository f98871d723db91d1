//! The figures of wallets: counted by every process, told in bulk, and never
//! in the way of an operation.

use std::collections::BTreeMap;
use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::wallet::{LeaseTerms, Operation, OperationKind, WalletStats};
use heartlink_store::Store;
use heartlink_store::meter::measure;
use heartlink_store::wallet::{Order, metrics::BEHIND};
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::wallet_fixtures::{another_process, credits, minor, order, payment, quick};

on_each_engine!(
    the_figures_tell_how_operations_ended,
    each_user_of_a_batch_is_an_operation,
    figures_of_many_processes_add_up,
    a_process_tells_its_figures_when_they_are_old_enough,
    figures_that_cannot_be_stored_fail_nothing_and_count_nothing_twice,
);

async fn stats(store: &Store) -> WalletStats {
    store.wallet_stats().await.unwrap()
}

async fn the_figures_tell_how_operations_ended(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let store = &env.store;
    assert_eq!((stats(store).await.since, stats(store).await.success_rate), (None, None));
    let began = store.now();
    store.credit_wallet(&payment("ann", 10), &order("k1")).await.unwrap();
    store.credit_wallet(&payment("ann", 10), &order("k1")).await.unwrap();
    store.withdraw_from_wallet(&payment("ann", 99), &order("k2")).await.unwrap_err();
    let terms = LeaseTerms { owner: "ops".into(), purpose: None, ttl_secs: Some(60) };
    store.lock_wallet(&user("ann"), &credits(), &terms, &order("k3")).await.unwrap();
    store.credit_wallet(&payment("ann", 1), &order("k4")).await.unwrap_err();
    env.clock.advance(Duration::from_millis(12));
    store.unlock_wallet(&user("ann"), &credits(), "ops", &order("k5")).await.unwrap();
    let found = stats(store).await;
    assert_eq!((found.operations, found.commits, found.replayed), (6, 3, 1), "{found:?}");
    let refused = [("insufficient_funds".to_owned(), 1), ("wallet_locked".to_owned(), 1)];
    assert_eq!(found.refused, BTreeMap::from(refused));
    assert_eq!((found.success_rate, found.since), (Some(1.0), Some(began)));
    assert_eq!((found.leases_held_ms.count, found.leases_held_ms.longest), (1, Some(12)));
    // The one that waited for the lease used up the patience of a single operation.
    assert_eq!(found.retries.get(&store.settings().retry.normal_retries.to_string()), Some(&1), "{found:?}");
    assert_eq!(found.waits_ms.count, 1);
}

async fn each_user_of_a_batch_is_an_operation(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let operation = |name: &str, kind, amount| Operation {
        user_id: user(name),
        currency: credits(),
        kind,
        amount: minor(amount),
        note: Default::default(),
    };
    let operations = [
        operation("ann", OperationKind::Credit, 5),
        operation("ann", OperationKind::Credit, 6),
        operation("bob", OperationKind::Withdraw, 1),
    ];
    env.store.run_batch(&operations, 10, &order("k1")).await.unwrap();
    let found = stats(&env.store).await;
    assert_eq!((found.operations, found.commits), (2, 1), "{found:?}");
    assert_eq!(found.refused, BTreeMap::from([("insufficient_funds".to_owned(), 1)]));
}

async fn figures_of_many_processes_add_up(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let processes: Vec<Store> = (0..8).map(|_| another_process(&env)).collect();
    let work = processes.iter().enumerate().map(|(i, process)| async move {
        for n in 0..5 {
            let (name, key) = (format!("user-{i}"), format!("k-{i}-{n}"));
            process.credit_wallet(&payment(&name, 1), &order(&key)).await.unwrap();
        }
    });
    join_all(work).await;
    assert_eq!(stats(&env.store).await.operations, 0, "nobody has told anything");
    // Who tells at the same time as another may have to come again.
    for _ in 0..10 {
        join_all(processes.iter().map(Store::tell_wallet_figures_now)).await;
    }
    assert_eq!(stats(&env.store).await.commits, 40);
}

async fn a_process_tells_its_figures_when_they_are_old_enough(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let reader = another_process(&env);
    env.store.credit_wallet(&payment("ann", 1), &order("k1")).await.unwrap();
    env.clock.advance(BEHIND - Duration::from_millis(1));
    env.store.flush_wallet_metrics().await;
    assert_eq!(stats(&reader).await.commits, 0, "they are not old enough");
    env.clock.advance(Duration::from_millis(1));
    let ((), cost) = measure(env.store.flush_wallet_metrics()).await;
    assert_eq!((stats(&reader).await.commits, cost.calls), (1, 0), "no operation pays for them");
}

async fn figures_that_cannot_be_stored_fail_nothing_and_count_nothing_twice(kind: EngineKind) {
    let faults = Faults::seeded(3).with("TransactWriteItems", Fault::AnswerLost, 0.5);
    let env = TestEnv::with(kind, quick(), |http| faults.wrap(http)).await;
    for n in 0..20 {
        let order: Order = order(&format!("k{n}"));
        let _ = env.store.credit_wallet(&payment("ann", 1), &order).await;
        env.store.tell_wallet_figures_now().await;
    }
    faults.off();
    let found = stats(&env.store).await;
    assert!((10..=20).contains(&found.operations), "{found:?}");
}

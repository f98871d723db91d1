//! Writers of one wallet who waited for each other, committed together: each
//! learns the truth about itself, whatever becomes of the others.

use std::pin::Pin;
use std::task::Poll;
use std::time::Duration;

use futures::FutureExt;
use futures::future::{join_all, poll_fn};
use heartlink_domain::settings::Settings;
use heartlink_domain::wallet::{Refusal, WalletStatus};
use heartlink_store::Store;
use heartlink_store::error::StoreError;
use heartlink_store::idempotency::Outcome;
use heartlink_store::wallet::{Movement, Order, WalletError};
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::wallet_fixtures::{another_process, credits, order, payment};

on_each_engine!(
    writers_who_wait_for_each_other_are_committed_together,
    more_writers_than_a_transaction_holds_take_a_few,
    a_key_that_comes_twice_in_a_group_takes_effect_once,
    a_key_that_was_used_before_costs_the_others_no_patience,
    a_refusal_does_not_rest_on_what_may_not_be_stored,
    what_is_frozen_in_a_group_stops_those_behind,
    an_outcome_nobody_knows_is_settled_by_each_ones_key,
    whoever_is_stopped_strands_nobody,
    a_writer_whose_plan_is_invalid_fails_alone,
);

type Answer = Result<Outcome<Movement>, WalletError>;

const TRANSACT: &str = "TransactWriteItems";

/// A env whose operations have no patience at all.
async fn impatient(kind: EngineKind, faults: &Faults) -> TestEnv {
    let mut settings = Settings::default();
    settings.retry.normal_retries = 0;
    // Whoever comes first reads; the others come while it does.
    faults.script("GetItem", 1, Fault::Slow(Duration::from_millis(20)));
    TestEnv::with(kind, settings, |http| faults.wrap(http)).await
}

fn sent(faults: &Faults) -> u64 {
    faults.calls().get(TRANSACT).copied().unwrap_or_default()
}

/// Credits of 1 under these keys, all asked for at the same moment.
async fn credit_all(store: &Store, keys: &[String]) -> Vec<Answer> {
    let one = payment("hot", 1);
    let orders: Vec<Order> = keys.iter().map(|key| order(key)).collect();
    join_all(orders.iter().map(|order| store.credit_wallet(&one, order))).await
}

fn keys(count: usize) -> Vec<String> {
    (0..count).map(|n| format!("key-{n}")).collect()
}

async fn assert_sound(env: &TestEnv, balance: i64) {
    let found = another_process(env).verify_wallet(&user("hot"), &credits(), false).await.unwrap();
    assert!(found.consistent, "{:?}", found.problems);
    assert_eq!(found.balance, balance);
}

async fn writers_who_wait_for_each_other_are_committed_together(kind: EngineKind) {
    let faults = Faults::seeded(1);
    let env = impatient(kind, &faults).await;
    let done = credit_all(&env.store, &keys(30)).await;
    assert_eq!(sent(&faults), 1);
    for (n, done) in (1..).zip(done) {
        let Movement { entry, wallet } = done.unwrap().value;
        assert_eq!((entry.seq, wallet.version, wallet.balance), (n, n, entry.balance_after));
        assert_eq!(entry.balance_after.unsigned_abs(), n);
    }
    assert_sound(&env, 30).await;
    credit_all(&env.store, &["alone".to_owned()]).await.remove(0).unwrap();
    assert_eq!(sent(&faults), 2, "one round trip, from memory");
    assert_sound(&env, 31).await;
}

async fn more_writers_than_a_transaction_holds_take_a_few(kind: EngineKind) {
    let faults = Faults::seeded(1);
    let env = impatient(kind, &faults).await;
    assert!(credit_all(&env.store, &keys(200)).await.iter().all(Result::is_ok));
    assert_eq!(sent(&faults), 5, "49 writers fit into one");
    assert_sound(&env, 200).await;
}

async fn a_key_that_comes_twice_in_a_group_takes_effect_once(kind: EngineKind) {
    let env = impatient(kind, &Faults::seeded(1)).await;
    let twice = [keys(12), keys(12)].concat();
    let done: Vec<_> =
        credit_all(&env.store, &twice).await.into_iter().map(|answer| answer.unwrap()).collect();
    for (first, second) in done.iter().zip(&done[12..]) {
        assert_eq!(first.value, second.value);
        assert!(!first.replayed && second.replayed);
    }
    assert_sound(&env, 12).await;
}

async fn a_key_that_was_used_before_costs_the_others_no_patience(kind: EngineKind) {
    let env = impatient(kind, &Faults::seeded(1)).await;
    for used in ["key-3", "key-4"] {
        credit_all(&another_process(&env), &[used.to_owned()]).await.remove(0).unwrap();
    }
    let done = credit_all(&env.store, &keys(8)).await;
    let replayed: Vec<bool> = done.into_iter().map(|answer| answer.unwrap().replayed).collect();
    assert_eq!(replayed, [false, false, false, true, true, false, false, false]);
    assert_sound(&env, 8).await;
    let reused = Order { key: Some(crate::wallet_fixtures::key("key-1", b"another body")), ..order("key-1") };
    let (one, fresh) = (payment("hot", 1), [order("f1"), order("f2")]);
    let [first, other, second] = [&fresh[0], &reused, &fresh[1]];
    let all = join_all([first, other, second].map(|order| env.store.credit_wallet(&one, order))).await;
    assert!(matches!(all[1], Err(WalletError::Store(StoreError::KeyReused))), "{all:?}");
    assert!(all[0].is_ok() && all[2].is_ok(), "{all:?}");
    assert_sound(&env, 10).await;
}

async fn a_refusal_does_not_rest_on_what_may_not_be_stored(kind: EngineKind) {
    for fault in [None, Some(Fault::TransactionConflict)] {
        let faults = Faults::seeded(1);
        let env = impatient(kind, &faults).await;
        if let Some(fault) = fault {
            faults.script(TRANSACT, 1, fault);
        }
        let (five, six, orders) = (payment("hot", 5), payment("hot", 6), ["c", "w1", "w2"].map(order));
        let (paid, first, second) = futures::join!(
            env.store.credit_wallet(&five, &orders[0]),
            env.store.withdraw_from_wallet(&six, &orders[1]),
            env.store.withdraw_from_wallet(&five, &orders[2]),
        );
        let available = |answer: &Answer| match answer {
            Err(WalletError::Refused(Refusal::InsufficientFunds { available, .. })) => *available,
            other => panic!("{other:?}"),
        };
        if fault.is_none() {
            assert!(paid.is_ok() && second.is_ok());
            assert_eq!(available(&first), 5);
        } else {
            // The credit that they saw pending was never stored.
            assert!(matches!(paid, Err(WalletError::Store(StoreError::Busy))), "{paid:?}");
            assert_eq!((available(&first), available(&second)), (0, 0));
        }
        assert_sound(&env, 0).await;
    }
}

async fn what_is_frozen_in_a_group_stops_those_behind(kind: EngineKind) {
    let env = impatient(kind, &Faults::seeded(1)).await;
    let (one, orders) = (payment("hot", 1), ["k1", "k2", "k3"].map(order));
    let (hot, credits) = (user("hot"), credits());
    let (before, frozen, behind) = futures::join!(
        env.store.credit_wallet(&one, &orders[0]),
        env.store.set_wallet_status(&hot, &credits, WalletStatus::Frozen, "fraud", &orders[1]),
        env.store.credit_wallet(&one, &orders[2]),
    );
    assert_eq!(before.unwrap().value.wallet.status, WalletStatus::Active);
    assert_eq!(frozen.unwrap().value.version, 2);
    assert!(matches!(behind, Err(WalletError::Refused(Refusal::WalletFrozen { .. }))));
    assert_sound(&env, 1).await;
}

async fn an_outcome_nobody_knows_is_settled_by_each_ones_key(kind: EngineKind) {
    for fault in [Fault::AnswerLost, Fault::RefusedBefore] {
        let faults = Faults::seeded(1);
        let env = impatient(kind, &faults).await;
        (1..=4).for_each(|nth| faults.script(TRANSACT, nth, fault));
        for answer in credit_all(&env.store, &keys(6)).await {
            assert!(matches!(answer, Err(WalletError::Store(StoreError::Unavailable(_)))), "{answer:?}");
        }
        for answer in credit_all(&env.store, &keys(6)).await {
            assert_eq!(answer.unwrap().replayed, fault == Fault::AnswerLost);
        }
        assert_sound(&env, 6).await;
    }
}

/// Polls all of `running` until `done` or all have ended.
async fn run_until(running: &mut [Option<Pin<Box<impl Future>>>], mut done: impl FnMut() -> bool) {
    poll_fn(|context| {
        if done() {
            return Poll::Ready(());
        }
        let mut left = false;
        for slot in running.iter_mut() {
            if slot.as_mut().is_some_and(|future| future.poll_unpin(context).is_pending()) {
                left = true;
            } else {
                *slot = None;
            }
        }
        if !left {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Each of five is cancelled once, before it has the lock and with the transaction
/// under way: the one who opens the batch, one in the middle and the one who commits it.
async fn whoever_is_stopped_strands_nobody(kind: EngineKind) {
    for stopped in 0..5 {
        for sent_before in [0, 1] {
            let faults = Faults::seeded(1);
            let env = TestEnv::with(kind, Settings::default(), |http| faults.wrap(http)).await;
            let one = payment("hot", 1);
            let orders: Vec<Order> = keys(5).iter().map(|key| order(key)).collect();
            let mut running: Vec<_> = orders
                .iter()
                .map(|order| Some(Box::pin(env.store.credit_wallet(&one, order).map(Result::unwrap))))
                .collect();
            let mut polled = 0;
            run_until(&mut running, || {
                polled += 1;
                polled > 1 && sent(&faults) >= sent_before
            })
            .await;
            running[stopped] = None;
            run_until(&mut running, || false).await;
            drop(running);
            for answer in credit_all(&env.store, &keys(5)).await {
                answer.unwrap();
            }
            assert_sound(&env, 5).await;
        }
    }
}

/// Of five writers in one transaction, the store calls the plan of one invalid.
async fn a_writer_whose_plan_is_invalid_fails_alone(kind: EngineKind) {
    for invalid in 0..5 {
        let faults = Faults::seeded(1);
        let env = impatient(kind, &faults).await;
        faults.reject(TRANSACT, &format!("\"key-{invalid}\""));
        for (n, answer) in credit_all(&env.store, &keys(5)).await.into_iter().enumerate() {
            if n == invalid {
                assert!(matches!(answer, Err(WalletError::Store(StoreError::Bug(_)))), "{answer:?}");
            } else {
                assert!(!answer.unwrap().replayed);
            }
        }
        assert_sound(&env, 4).await;
    }
}

//! Wallets: each operation as committed, its refusals, replays and cost.

use futures::future::join_all;
use heartlink_domain::wallet::{
    HoldStatus, HoldTerms, Kind, LeaseTerms, Note, Operation, OperationKind, Refusal, Wallet, WalletAction,
    WalletStatus,
};
use heartlink_store::error::StoreError;
use heartlink_store::ledger::EntryFilter;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::wallet::{OperationError, Order, WalletError};
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::wallet_fixtures::{another_process, credits, key, minor, money, order, payment, quick};
use heartlink_testkit::on_each_engine;

on_each_engine!(
    money_moves_and_every_entry_is_chained,
    a_key_moves_money_once,
    an_answer_is_repeated_as_it_was,
    a_refusal_changes_nothing,
    a_memory_that_is_out_of_date_refuses_nobody,
    what_a_call_did_itself_does_not_refuse_its_repetition,
    a_hold_is_captured_or_voided_once,
    an_entry_is_reversed_once_and_a_transfer_on_both_sides,
    a_holder_whose_lease_was_taken_away_cannot_commit,
    every_operation_stays_within_its_budget,
    a_history_is_read_by_cursor_time_and_kind,
    a_batch_takes_effect_by_user_and_is_repeated_as_it_was,
    an_atomic_batch_takes_effect_as_a_whole_or_not_at_all,
    any_number_of_rewards_of_one_user_is_paid_once,
);

async fn money_moves_and_every_entry_is_chained(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    assert_eq!(store.wallet(&user("ann"), &credits()).await.unwrap().version, 0);
    store.credit_wallet(&payment("ann", 100), &order("k1")).await.unwrap();
    store.withdraw_from_wallet(&payment("ann", 30), &order("k2")).await.unwrap();
    let made = store.transfer(&payment("ann", 20), &user("bob"), &order("k3")).await.unwrap().value;
    assert_eq!((made.debit.wallet.balance, made.credit.wallet.balance), (50, 20));
    assert_eq!((made.debit.entry.seq, made.credit.entry.seq), (3, 1));
    for (who, entries, balance) in [("ann", 3, 50), ("bob", 1, 20), ("nobody", 0, 0)] {
        for incremental in [false, true, true] {
            let found = store.verify_wallet(&user(who), &credits(), incremental).await.unwrap();
            assert!(found.consistent, "{:?}", found.problems);
            assert_eq!((found.entries, found.balance), (entries, balance));
        }
    }
}

async fn a_key_moves_money_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let payment = payment("ann", 7);
    let once = order("k1");
    let all = join_all((0..10).map(|_| env.store.credit_wallet(&payment, &once))).await;
    let outcomes: Vec<_> = all.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes.iter().filter(|outcome| !outcome.replayed).count(), 1);
    assert!(outcomes.iter().all(|outcome| outcome.value == outcomes[0].value));
    assert_eq!(money(&env.store, "ann").await, 7);
    let other = Order { key: Some(key("k1", b"another body")), ..order("k1") };
    let reused = env.store.credit_wallet(&payment, &other).await;
    assert!(matches!(reused, Err(WalletError::Store(StoreError::KeyReused))));
}

async fn an_answer_is_repeated_as_it_was(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let terms = HoldTerms { amount: minor(5), expires_in_secs: None, note: Note::default() };
    let credited = store.credit_wallet(&payment("ann", 50), &order("k1")).await.unwrap().value;
    let held = store.hold_in_wallet(&user("ann"), &credits(), &terms, &order("k2")).await.unwrap().value;
    let moved = store.transfer(&payment("ann", 9), &user("bob"), &order("k3")).await.unwrap().value;
    let taken = store.capture_hold(&user("ann"), &held.hold.id, None, &Note::default(), &order("k4")).await;
    let taken = taken.unwrap().value;
    let back = store.reverse_entry(&user("ann"), &credits(), 2, &Note::default(), &order("k5")).await;
    let back = back.unwrap().value;
    // Repeated by a process that has seen nothing, after everything changed.
    let other = another_process(&env);
    let again = other.credit_wallet(&payment("ann", 50), &order("k1")).await.unwrap();
    assert!(again.replayed && again.value == credited);
    let again = other.hold_in_wallet(&user("ann"), &credits(), &terms, &order("k2")).await.unwrap();
    assert!(again.replayed && again.value == held);
    let again = other.transfer(&payment("ann", 9), &user("bob"), &order("k3")).await.unwrap();
    assert!(again.replayed && again.value == moved);
    let again = other.capture_hold(&user("ann"), &held.hold.id, None, &Note::default(), &order("k4")).await;
    let again = again.unwrap();
    assert!(again.replayed && again.value == taken);
    let again = other.reverse_entry(&user("ann"), &credits(), 2, &Note::default(), &order("k5")).await;
    let again = again.unwrap();
    assert!(again.replayed && again.value == back);
    assert_eq!(money(store, "ann").await, 45);
}

async fn a_refusal_changes_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    store.credit_wallet(&payment("ann", 10), &order("k1")).await.unwrap();
    store.credit_wallet(&payment("ice", 10), &order("k2")).await.unwrap();
    let frozen = WalletStatus::Frozen;
    store.set_wallet_status(&user("ice"), &credits(), frozen, "fraud", &order("k3")).await.unwrap();
    let before = [store.wallet(&user("ann"), &credits()).await, store.wallet(&user("ice"), &credits()).await]
        .map(Result::unwrap);
    let refused = |result: Result<(), WalletError>| match result {
        Err(WalletError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let (ann, ice) = (user("ann"), user("ice"));
    let short = Refusal::InsufficientFunds { available: 10, required: 11 };
    let stopped = Refusal::WalletFrozen { user_id: ice.clone() };
    let done = store.withdraw_from_wallet(&payment("ann", 11), &order("r1")).await;
    assert_eq!(refused(done.map(drop)), short);
    let done = store.transfer(&payment("ann", 11), &user("bob"), &order("r2")).await;
    assert_eq!(refused(done.map(drop)), short);
    let done = store.transfer(&payment("ann", 1), &ann, &order("r3")).await;
    assert_eq!(refused(done.map(drop)), Refusal::SelfTransfer);
    let done = store.transfer(&payment("ann", 1), &ice, &order("r4")).await;
    assert_eq!(refused(done.map(drop)), stopped);
    let done = store.credit_wallet(&payment("ice", 1), &order("r5")).await;
    assert_eq!(refused(done.map(drop)), stopped);
    let done = store.credit_wallet(&payment("ann", 9_000_000_000_000_000), &order("r6")).await;
    assert!(matches!(refused(done.map(drop)), Refusal::BalanceLimit { .. }));
    let done = store.reverse_entry(&ann, &credits(), 2, &Note::default(), &order("r7")).await;
    assert_eq!(refused(done.map(drop)), Refusal::EntryNotFound);
    for id in ["none", "01J0-CREDIT"] {
        let done = store.void_hold(&ann, &id.parse().unwrap(), &order("r8")).await;
        assert_eq!(refused(done.map(drop)), Refusal::HoldNotFound);
    }
    let after = [store.wallet(&ann, &credits()).await, store.wallet(&ice, &credits()).await];
    assert_eq!(before, after.map(Result::unwrap));
    assert_eq!(store.wallet(&user("bob"), &credits()).await.unwrap().version, 0);
}

async fn a_memory_that_is_out_of_date_refuses_nobody(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let other = another_process(&env);
    env.store.credit_wallet(&payment("ann", 1), &order("k1")).await.unwrap();
    other.credit_wallet(&payment("ann", 9), &order("k2")).await.unwrap();
    let paid = env.store.withdraw_from_wallet(&payment("ann", 10), &order("k3")).await.unwrap();
    assert_eq!(paid.value.wallet.balance, 0);
}

async fn what_a_call_did_itself_does_not_refuse_its_repetition(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let other = another_process(&env);
    env.store.credit_wallet(&payment("ann", 10), &order("k1")).await.unwrap();
    env.store.withdraw_from_wallet(&payment("ann", 10), &order("k2")).await.unwrap();
    for store in [&env.store, &other] {
        let again = store.withdraw_from_wallet(&payment("ann", 10), &order("k2")).await.unwrap();
        assert!(again.replayed);
        assert_eq!(again.value.wallet.balance, 0);
    }
}

async fn a_hold_is_captured_or_voided_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let ann = user("ann");
    store.credit_wallet(&payment("ann", 100), &order("k1")).await.unwrap();
    let terms = HoldTerms { amount: minor(40), expires_in_secs: Some(60), note: Note::default() };
    let mut ids = Vec::new();
    for name in ["h1", "h2"] {
        let held = store.hold_in_wallet(&ann, &credits(), &terms, &order(name)).await.unwrap().value;
        ids.push(held.hold.id);
    }
    let short = store.withdraw_from_wallet(&payment("ann", 21), &order("k2")).await;
    let refusal = Refusal::InsufficientFunds { available: 20, required: 21 };
    assert!(matches!(short, Err(WalletError::Refused(found)) if found == refusal));
    let beyond = store.capture_hold(&ann, &ids[0], Some(minor(41)), &Note::default(), &order("k3")).await;
    assert!(matches!(beyond, Err(WalletError::Refused(Refusal::CaptureExceedsHold { .. }))));
    let part = store.capture_hold(&ann, &ids[0], Some(minor(10)), &Note::default(), &order("k4")).await;
    let part = part.unwrap().value;
    assert_eq!((part.movement.wallet.balance, part.movement.wallet.available), (90, 50));
    for name in ["k5", "k6"] {
        let again = store.void_hold(&ann, &ids[0], &order(name)).await;
        let closed = Refusal::HoldNotOpen { status: Some(HoldStatus::Captured) };
        assert!(matches!(again, Err(WalletError::Refused(found)) if found == closed));
    }
    env.clock.advance(std::time::Duration::from_secs(60));
    let late = store.capture_hold(&ann, &ids[1], None, &Note::default(), &order("k7")).await;
    let expired = Refusal::HoldNotOpen { status: Some(HoldStatus::Expired) };
    assert!(matches!(late, Err(WalletError::Refused(found)) if found == expired));
    assert_eq!(store.wallet(&ann, &credits()).await.unwrap().available(store.now()), 90);
}

async fn an_entry_is_reversed_once_and_a_transfer_on_both_sides(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let stores = [env.store.clone(), another_process(&env), another_process(&env)];
    let store = &env.store;
    let (ann, bob) = (user("ann"), user("bob"));
    store.credit_wallet(&payment("ann", 10), &order("k1")).await.unwrap();
    let made = store.transfer(&payment("ann", 4), &bob, &order("k2")).await.unwrap().value;
    // Both sides are named at once, by three processes, with six keys.
    let orders: Vec<Order> = (0..6).map(|n| order(&format!("r{n}"))).collect();
    let (credits, note) = (credits(), Note::default());
    let tries = orders.iter().enumerate().map(|(n, order)| {
        let (who, seq) =
            if n % 2 == 0 { (&ann, made.debit.entry.seq) } else { (&bob, made.credit.entry.seq) };
        stores[n % 3].reverse_entry(who, &credits, seq, &note, order)
    });
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
    for refused in done.into_iter().filter_map(Result::err) {
        assert!(matches!(refused, WalletError::Refused(Refusal::AlreadyReversed { .. })), "{refused}");
    }
    assert_eq!((money(store, "ann").await, money(store, "bob").await), (10, 0));
    let back = store.reverse_entry(&ann, &credits, 3, &note, &order("k3")).await;
    assert!(matches!(back, Err(WalletError::Refused(Refusal::AlreadyReversed { seq: 2, by: 3 }))));
}

async fn a_holder_whose_lease_was_taken_away_cannot_commit(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let other = another_process(&env);
    let store = &env.store;
    let ann = user("ann");
    store.credit_wallet(&payment("ann", 10), &order("k1")).await.unwrap();
    let terms = LeaseTerms { owner: "ops".into(), purpose: None, ttl_secs: None };
    let state = store.lock_wallet(&ann, &credits(), &terms, &order("l1")).await.unwrap().value;
    assert!(state.held && state.owner.as_deref() == Some("ops"));
    let second = other.lock_wallet(&ann, &credits(), &terms, &order("l2")).await;
    assert!(matches!(second, Err(WalletError::Refused(Refusal::Locked { .. }))));
    let stranger = other.credit_wallet(&payment("ann", 1), &order("k2")).await;
    assert!(matches!(stranger, Err(WalletError::Refused(Refusal::Locked { .. }))), "waited in vain");
    let holder = |name: &str| Order { fencing: Some(state.fencing), ..order(name) };
    store.credit_wallet(&payment("ann", 1), &holder("k3")).await.unwrap();
    let forced = other.force_unlock_wallet(&ann, &credits(), Some("stuck"), &order("l3")).await.unwrap();
    assert!(!forced.value.held);
    let account = Wallet::account_id(&ann, &credits());
    let trail = store.audit_trail::<WalletAction>(&account, 9, None).await.unwrap();
    assert!(matches!(&trail[0].action, WalletAction::LeaseForced { lease } if lease.owner == "ops"));
    assert_eq!((trail.len(), trail[0].reason.as_deref()), (1, Some("stuck")));
    // The first process still remembers the wallet with its lease.
    let lost = store.credit_wallet(&payment("ann", 1), &holder("k4")).await;
    assert!(matches!(lost, Err(WalletError::Refused(Refusal::LeaseLost { .. }))), "{lost:?}");
    let next = other.lock_wallet(&ann, &credits(), &terms, &order("l4")).await.unwrap().value;
    assert!(next.fencing > state.fencing);
    let lost = store.credit_wallet(&payment("ann", 1), &holder("k5")).await;
    assert!(matches!(lost, Err(WalletError::Refused(Refusal::LeaseLost { .. }))));
    other.unlock_wallet(&ann, &credits(), "ops", &order("l5")).await.unwrap();
    store.credit_wallet(&payment("ann", 1), &order("k6")).await.unwrap();
    assert_eq!(money(store, "ann").await, 12);
}

async fn every_operation_stays_within_its_budget(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    // DynamoDB Local counts units in its own way.
    let units = kind == EngineKind::Embedded;
    let within = |what: &str, cost: Cost, calls: u32, write_units: f64, read_units: f64| {
        assert!(cost.calls <= calls, "{what}: {cost:?}");
        let spent = cost.write_units <= write_units && cost.read_units <= read_units;
        assert!(!units || spent, "{what}: {cost:?}");
        assert_eq!((cost.conflicts, cost.retries), (0, 0), "{what}");
    };
    let store = another_process(&env);
    let mut calls = 2;
    for round in 0..3 {
        let name = |what: &str| order(&format!("{what}{round}"));
        let (credit, withdraw, transfer) = (name("c"), name("w"), name("t"));
        let (done, cost) = measure(store.credit_wallet(&payment("ann", 50), &credit)).await;
        done.unwrap();
        within("credit", cost, calls, 6.0, 1.0);
        let (done, cost) = measure(store.withdraw_from_wallet(&payment("ann", 1), &withdraw)).await;
        done.unwrap();
        within("withdraw", cost, 1, 6.0, 0.0);
        let bob = user("bob");
        let (done, cost) = measure(store.transfer(&payment("ann", 1), &bob, &transfer)).await;
        done.unwrap();
        // Ten for what it writes, two for each of the conditions on block and sanction.
        within("transfer", cost, calls, 14.0, 2.0);
        calls = 1;
    }
    let fresh = another_process(&env);
    let (done, cost) = measure(fresh.wallet(&user("ann"), &credits())).await;
    done.unwrap();
    within("show", cost, 1, 0.0, 1.0);
}

async fn a_history_is_read_by_cursor_time_and_kind(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let began = store.now();
    for n in 0..10_i64 {
        store.credit_wallet(&payment("ann", 10 + n), &order(&format!("c{n}"))).await.unwrap();
        store.withdraw_from_wallet(&payment("ann", 1), &order(&format!("w{n}"))).await.unwrap();
        env.clock.advance(std::time::Duration::from_secs(600));
    }
    let read = async |filter: EntryFilter, limit, newest_first, after| {
        let page = (limit, newest_first, after);
        let found = store.wallet_entries(&user("ann"), &credits(), &filter, page).await.unwrap();
        (found.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), found.next)
    };
    assert_eq!(read(EntryFilter::default(), 3, true, None).await, (vec![20, 19, 18], Some(18)));
    assert_eq!(read(EntryFilter::default(), 3, true, Some(2)).await, (vec![1], None));
    assert_eq!(read(EntryFilter::default(), 3, false, Some(18)).await, (vec![19, 20], None));
    let kind = Some(Kind::Withdraw.as_str().to_owned());
    let withdrawn = EntryFilter { kind, ..EntryFilter::default() };
    assert_eq!(read(withdrawn, 4, false, Some(4)).await, (vec![6, 8, 10, 12], Some(12)));
    let at = |secs| Some(began + std::time::Duration::from_secs(secs));
    let between = EntryFilter { from: at(600), to: at(1_800), kind: None };
    assert_eq!(read(between.clone(), 100, false, None).await, (vec![3, 4, 5, 6], None));
    assert_eq!(read(between, 100, true, None).await, (vec![6, 5, 4, 3], None));
}

fn operation(who: &str, kind: OperationKind, amount: i64) -> Operation {
    Operation { user_id: user(who), currency: credits(), kind, amount: minor(amount), note: Note::default() }
}

async fn a_batch_takes_effect_by_user_and_is_repeated_as_it_was(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let operations = [
        operation("ann", OperationKind::Credit, 5),
        operation("bob", OperationKind::Credit, 5),
        operation("ann", OperationKind::Withdraw, 2),
        operation("bob", OperationKind::Withdraw, 9),
        operation("cat", OperationKind::Reward, 1),
    ];
    let once = order("k1");
    let first = env.store.run_batch(&operations, 1_000, &once).await.unwrap();
    let told: Vec<_> = first.value.iter().map(|result| result.as_ref().map(|entry| entry.seq).ok()).collect();
    assert_eq!(told, [Some(1), None, Some(2), None, Some(1)]);
    let refused = |index: usize| match &first.value[index] {
        Err(OperationError::Refused(refusal)) => refusal.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(refused(1), Refusal::NotApplied { index: 3 });
    assert_eq!(refused(3), Refusal::InsufficientFunds { available: 5, required: 9 });
    // What was refused then is answered as then, though it could be done now.
    env.store.credit_wallet(&payment("bob", 100), &order("k2")).await.unwrap();
    let again = another_process(&env).run_batch(&operations, 1_000, &once).await.unwrap();
    assert!(again.replayed);
    assert_eq!(format!("{:?}", again.value), format!("{:?}", first.value));
    assert_eq!((money(&env.store, "ann").await, money(&env.store, "bob").await), (3, 100));
    let other = Order { key: Some(key("k1", b"another body")), ..order("k1") };
    let reused = env.store.run_batch(&[operation("eve", OperationKind::Credit, 1)], 1_000, &other).await;
    assert!(matches!(reused, Err(WalletError::Store(StoreError::KeyReused))));
    let long = env.store.run_batch(&operations, 4, &order("k3")).await;
    assert!(matches!(long, Err(WalletError::Refused(Refusal::TooManyOperations { limit: 4 }))));
}

async fn an_atomic_batch_takes_effect_as_a_whole_or_not_at_all(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let mut operations: Vec<Operation> =
        (0..30).map(|n| operation(&format!("u{n}"), OperationKind::Credit, 3)).collect();
    let done = store.run_atomic_batch(&operations, 1_000, &order("k1")).await.unwrap();
    assert!(done.value.iter().all(Result::is_ok));
    let again = store.run_atomic_batch(&operations, 1_000, &order("k1")).await.unwrap();
    assert!(again.replayed);
    operations.push(operation("u7", OperationKind::Withdraw, 100));
    let refused = store.run_atomic_batch(&operations, 1_000, &order("k2")).await.unwrap();
    assert!(refused.value.iter().all(Result::is_err));
    assert_eq!((money(store, "u0").await, money(store, "u7").await), (3, 3));
    operations.extend((30..60).map(|n| operation(&format!("u{n}"), OperationKind::Credit, 3)));
    let large = store.run_atomic_batch(&operations, 1_000, &order("k3")).await;
    assert!(matches!(large, Err(WalletError::Refused(Refusal::TooManyWrites { limit: 100, .. }))));
}

async fn any_number_of_rewards_of_one_user_is_paid_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    for count in [98, 99, 300] {
        let (who, once) = (format!("u{count}"), order(&format!("k{count}")));
        let rewards = vec![operation(&who, OperationKind::Reward, 1); count];
        let first = env.store.run_batch(&rewards, 1_000, &once).await.unwrap();
        let seqs: Vec<_> = first.value.iter().map(|result| result.as_ref().unwrap().seq).collect();
        assert_eq!(seqs, (1..=u64::try_from(count).unwrap()).collect::<Vec<_>>());
        let again = another_process(&env).run_batch(&rewards, 1_000, &once).await.unwrap();
        assert!(again.replayed);
        assert_eq!(format!("{:?}", again.value), format!("{:?}", first.value));
        assert_eq!(money(&env.store, &who).await, i64::try_from(count).unwrap());
    }
}

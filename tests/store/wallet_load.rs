//! Wallets under many writers and a store that misbehaves: no money is made or
//! lost, and every answer is true.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::ledger::Entry;
use heartlink_domain::wallet::{HoldTerms, Note, Operation, OperationKind};
use heartlink_store::Store;
use heartlink_store::ledger::EntryFilter;
use heartlink_store::retry::Policy;
use heartlink_store::wallet::{OperationError, Order, WalletError};
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::world::{EngineKind, World, user};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use crate::wallet_world::{another_process, credits, minor, money, order, payment, quick};
use heartlink_testkit::on_each_engine;

on_each_engine!(
    money_is_neither_made_nor_lost_whatever_the_store_does,
    two_hundred_writers_of_one_wallet_all_succeed_with_the_patience_of_rewards,
    writers_of_one_wallet_that_run_out_of_patience_changed_nothing,
);

const CLIENTS: usize = 64;
const OPERATIONS_EACH: usize = 10;
const PEOPLE: usize = 8;
/// How often a client asks again before it gives up.
const PATIENCE: u32 = 60;
const CALLS: [&str; 5] = ["TransactWriteItems", "PutItem", "Query", "GetItem", "BatchGetItem"];

/// What an operation was answered: how many entries carry its key, and what
/// came in from outside by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    entries: usize,
    external: i64,
}

const REFUSED: Told = Told { entries: 0, external: 0 };

fn told(entries: usize, external: i64) -> Told {
    Told { entries, external }
}

/// The answer, or `None` where the store failed and the client asks again.
fn answer<T>(result: Result<T, WalletError>, told: impl FnOnce(T) -> Told) -> Option<Told> {
    match result {
        Ok(value) => Some(told(value)),
        Err(WalletError::Refused(_)) => Some(REFUSED),
        Err(WalletError::Store(_)) => None,
    }
}

fn person(n: usize) -> String {
    format!("user-{n}")
}

/// One operation, ordered until it is answered.
async fn ordered(store: &Store, name: &str, dice: &mut SmallRng) -> Told {
    let (what, who, to) =
        (dice.random_range(0..8), dice.random_range(0..PEOPLE), dice.random_range(0..PEOPLE));
    let (amount, seq) = (dice.random_range(1..40), dice.random_range(1..20));
    for _ in 0..PATIENCE {
        if let Some(told) = attempt(store, name, what, [who, to], amount, seq).await {
            return told;
        }
    }
    panic!("{name} was never answered");
}

async fn attempt(
    store: &Store,
    name: &str,
    what: u32,
    people: [usize; 2],
    amount: i64,
    seq: u64,
) -> Option<Told> {
    let [who, to] = people.map(person);
    let (payment, order, note) = (payment(&who, amount), order(name), Note::default());
    match what {
        0 | 1 => answer(store.credit_wallet(&payment, &order).await, |done| told(1, done.value.entry.amount)),
        2 => answer(store.withdraw_from_wallet(&payment, &order).await, |done| {
            told(1, done.value.entry.amount)
        }),
        3 | 4 => answer(store.transfer(&payment, &user(&to), &order).await, |done| {
            assert_eq!(done.value.debit.entry.amount + done.value.credit.entry.amount, 0);
            told(2, 0)
        }),
        5 => held_and_closed(store, name, &who, amount, seq).await,
        6 => {
            let done = store.reverse_entry(&user(&who), &credits(), seq, &note, &order).await;
            answer(done, |done| match done.value.other {
                Some(_) => told(2, 0),
                None => told(1, done.value.movement.entry.amount),
            })
        }
        _ => batch(store, [&who, &to], amount, &order).await,
    }
}

/// A hold, then its capture in part or its end.
async fn held_and_closed(store: &Store, name: &str, who: &str, amount: i64, seq: u64) -> Option<Told> {
    let terms = HoldTerms { amount: minor(amount), expires_in_secs: None, note: Note::default() };
    let first = order(&format!("{name}-hold"));
    let id = match store.hold_in_wallet(&user(who), &credits(), &terms, &first).await {
        Ok(held) => held.value.hold.id,
        Err(WalletError::Refused(_)) => return Some(REFUSED),
        Err(WalletError::Store(_)) => return None,
    };
    if seq.is_multiple_of(2) {
        return answer(store.void_hold(&user(who), &id, &order(name)).await, |_| REFUSED);
    }
    let part = Some(minor(1 + amount / 2)).filter(|part| part.minor() <= amount);
    let done = store.capture_hold(&user(who), &id, part, &Note::default(), &order(name)).await;
    answer(done, |done| told(1, done.value.movement.entry.amount))
}

async fn batch(store: &Store, people: [&str; 2], amount: i64, order: &Order) -> Option<Told> {
    let operation = |who: &str, kind| Operation {
        user_id: user(who),
        currency: credits(),
        kind,
        amount: minor(amount),
        note: Note::default(),
    };
    let operations = [
        operation(people[0], OperationKind::Credit),
        operation(people[1], OperationKind::Withdraw),
        operation(people[1], OperationKind::Reward),
    ];
    let done = if amount % 2 == 0 {
        store.run_batch(&operations, 10, order).await
    } else {
        store.run_atomic_batch(&operations, 10, order).await
    };
    let results = match done {
        Ok(done) => done.value,
        Err(WalletError::Refused(_)) => return Some(REFUSED),
        Err(WalletError::Store(_)) => return None,
    };
    let mut told = REFUSED;
    for result in results {
        match result {
            Ok(entry) => {
                told.entries += 1;
                told.external += entry.amount;
            }
            Err(OperationError::Refused(_)) => {}
            // Sent again with the same key, only what failed is done.
            Err(_) => return None,
        }
    }
    Some(told)
}

async fn entries_of(store: &Store, who: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut after = None;
    loop {
        let page = (100, false, after);
        let found =
            store.wallet_entries(&user(who), &credits(), &EntryFilter::default(), page).await.unwrap();
        entries.extend(found.entries);
        after = found.next;
        if after.is_none() {
            return entries;
        }
    }
}

async fn money_is_neither_made_nor_lost_whatever_the_store_does(kind: EngineKind) {
    let seed = rand::random();
    println!("fault seed {seed}");
    let mut plan = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.06)
        .with("TransactWriteItems", Fault::TransactionConflict, 0.06)
        .with("TransactWriteItems", Fault::RefusedBefore, 0.06);
    for call in CALLS {
        plan =
            plan.with(call, Fault::Throttled, 0.04).with(call, Fault::Slow(Duration::from_millis(2)), 0.05);
    }
    let world = World::with(kind, quick(), |http| plan.wrap(http)).await;
    // The processes race each other; the first meets all the faults.
    let stores = [world.store.clone(), another_process(&world), another_process(&world)];
    let clients = (0..CLIENTS).map(|client| {
        let store = &stores[if client % 4 == 3 { 1 + client % 2 } else { 0 }];
        async move {
            let mut dice = SmallRng::seed_from_u64(seed ^ client as u64);
            let mut answers = BTreeMap::new();
            for n in 0..OPERATIONS_EACH {
                let name = format!("client-{client}-{n}");
                let told = ordered(store, &name, &mut dice).await;
                answers.insert(name, told);
            }
            answers
        }
    });
    let answers: BTreeMap<String, Told> = join_all(clients).await.into_iter().flatten().collect();
    plan.off();
    assert!(plan.injected().values().sum::<u64>() > 0, "no fault was injected");

    let plain = another_process(&world);
    let mut balances = 0;
    let mut found: BTreeMap<String, usize> = BTreeMap::new();
    for who in (0..PEOPLE).map(person) {
        let verified = plain.verify_wallet(&user(&who), &credits(), false).await.unwrap();
        assert!(verified.consistent, "{who}: {:?}", verified.problems);
        assert!(verified.balance >= 0);
        balances += verified.balance;
        for entry in entries_of(&plain, &who).await {
            *found.entry(entry.idempotency_key.unwrap()).or_default() += 1;
        }
    }
    for (name, told) in &answers {
        let entries = found.get(name).copied().unwrap_or_default();
        assert_eq!(entries, told.entries, "{name} was answered {told:?}");
    }
    let known: BTreeSet<&String> = answers.keys().collect();
    assert!(found.keys().all(|name| known.contains(name)), "an entry that nobody ordered");
    assert_eq!(balances, answers.values().map(|told| told.external).sum::<i64>());
    let done = answers.values().filter(|told| told.entries > 0).count();
    assert!(done > CLIENTS, "only {done} operations took effect");
}

/// How many of `writers` credits of 1 by as many processes were done.
async fn contended(world: &World, writers: usize, processes: usize, policy: Policy) -> usize {
    let stores: Vec<Store> = (0..processes).map(|_| another_process(world)).collect();
    let credits = (0..writers).map(|writer| {
        let store = &stores[writer % processes];
        async move {
            let order = Order { policy, ..order(&format!("writer-{writer}")) };
            store.credit_wallet(&payment("hot", 1), &order).await
        }
    });
    join_all(credits).await.into_iter().filter(Result::is_ok).count()
}

async fn two_hundred_writers_of_one_wallet_all_succeed_with_the_patience_of_rewards(kind: EngineKind) {
    let world = World::new(kind).await;
    assert_eq!(contended(&world, 200, 20, Policy::Rewards).await, 200);
    assert_eq!(money(&world.store, "hot").await, 200);
    assert!(world.store.verify_wallet(&user("hot"), &credits(), false).await.unwrap().consistent);
}

async fn writers_of_one_wallet_that_run_out_of_patience_changed_nothing(kind: EngineKind) {
    let world = World::with(kind, quick(), |http| http).await;
    let done = contended(&world, 200, 200, Policy::Normal).await;
    println!("{done} of 200 succeeded");
    assert!(done > 0);
    assert_eq!(money(&world.store, "hot").await, i64::try_from(done).unwrap());
    assert!(world.store.verify_wallet(&user("hot"), &credits(), false).await.unwrap().consistent);
}

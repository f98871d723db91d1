//! Wallets under many writers and a store that misbehaves: no money is made or
//! lost, and every answer is true.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::ledger::Entry;
use heartlink_domain::wallet::{HoldTerms, Note, Operation, OperationKind};
use heartlink_store::Store;
use heartlink_store::error::StoreError;
use heartlink_store::ledger::EntryFilter;
use heartlink_store::meter::measure;
use heartlink_store::retry::Policy;
use heartlink_store::wallet::{OperationError, Order, WalletError};
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

use crate::wallet_fixtures::{another_process, credits, minor, order, payment, quick};
use heartlink_testkit::on_each_engine;

on_each_engine!(
    money_is_neither_made_nor_lost_whatever_the_store_does,
    two_hundred_writers_of_one_wallet_in_one_process_never_race,
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
struct Answer {
    entries: usize,
    external: i64,
}

const REFUSED: Answer = Answer { entries: 0, external: 0 };

fn told(entries: usize, external: i64) -> Answer {
    Answer { entries, external }
}

/// The answer, or `None` where the store failed and the client asks again.
fn answer<T>(result: Result<T, WalletError>, told: impl FnOnce(T) -> Answer) -> Option<Answer> {
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
async fn ordered(store: &Store, name: &str, dice: &mut SmallRng) -> Answer {
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
) -> Option<Answer> {
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
async fn held_and_closed(store: &Store, name: &str, who: &str, amount: i64, seq: u64) -> Option<Answer> {
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

async fn batch(store: &Store, people: [&str; 2], amount: i64, order: &Order) -> Option<Answer> {
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
    let seed = seed();
    println!("fault seed {seed}");
    let mut plan = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.06)
        .with("TransactWriteItems", Fault::TransactionConflict, 0.06)
        .with("TransactWriteItems", Fault::RefusedBefore, 0.06);
    for call in CALLS {
        plan =
            plan.with(call, Fault::Throttled, 0.04).with(call, Fault::Slow(Duration::from_millis(2)), 0.05);
    }
    let env = TestEnv::with(kind, quick(), |http| plan.wrap(http)).await;
    // The processes race each other; the first meets all the faults.
    let stores = [env.store.clone(), another_process(&env), another_process(&env)];
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
    let answers: BTreeMap<String, Answer> = join_all(clients).await.into_iter().flatten().collect();
    plan.off();
    assert!(plan.injected().values().sum::<u64>() > 0, "no fault was injected");

    env.assert_sound().await;
    let plain = another_process(&env);
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

/// What became of credits of 1 by so many writers at the same moment.
struct Contest {
    done: usize,
    most_retries: u32,
}

/// `writers` of one wallet in as many `processes`. None is lost or doubled.
async fn contest(env: &TestEnv, writers: usize, processes: usize, policy: Policy) -> Contest {
    let stores: Vec<Store> = (0..processes).map(|_| another_process(env)).collect();
    let credits_of_one = (0..writers).map(|writer| {
        let store = &stores[writer % processes];
        async move {
            let order = Order { policy, ..order(&format!("writer-{writer}")) };
            measure(store.credit_wallet(&payment("hot", 1), &order)).await
        }
    });
    let answers = join_all(credits_of_one).await;
    let most_retries = answers.iter().map(|(_, cost)| cost.retries).max().unwrap_or_default();
    let mut done = 0;
    for (answer, _) in answers {
        match answer {
            Ok(outcome) => done += usize::from(!outcome.replayed),
            Err(error) => assert!(matches!(error, WalletError::Store(StoreError::Busy)), "{error}"),
        }
    }
    println!("{done} of {writers} in {processes} processes, at most {most_retries} retries");
    let found = env.store.verify_wallet(&user("hot"), &credits(), false).await.unwrap();
    assert!(found.consistent, "{:?}", found.problems);
    assert_eq!((found.entries, found.balance), (done as u64, i64::try_from(done).unwrap()));
    env.assert_sound().await;
    Contest { done, most_retries }
}

async fn two_hundred_writers_of_one_wallet_in_one_process_never_race(kind: EngineKind) {
    for policy in [Policy::Normal, Policy::Rewards] {
        let env = TestEnv::new(kind).await;
        let contest = contest(&env, 200, 1, policy).await;
        assert_eq!((contest.done, contest.most_retries), (200, 0));
    }
}

async fn two_hundred_writers_of_one_wallet_all_succeed_with_the_patience_of_rewards(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    assert_eq!(contest(&env, 200, 8, Policy::Rewards).await.done, 200);
}

async fn writers_of_one_wallet_that_run_out_of_patience_changed_nothing(kind: EngineKind) {
    for processes in [20, 200] {
        let env = TestEnv::new(kind).await;
        assert!(contest(&env, 200, processes, Policy::Normal).await.done > 0);
    }
}

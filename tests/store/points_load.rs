//! Points under many writers and a store that misbehaves: none are made or lost,
//! no cap is exceeded, and every answer is true.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::points::{Caps, Import, ImportRow, Profile, Refusal};
use heartlink_domain::time::Timestamp;
use heartlink_store::Store;
use heartlink_store::points::{Order, PointsError};
use heartlink_store::retry::Policy;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::points_fixtures::{
    as_teacher, assert_consistent, expiring, give, order, points, rule, shown, students, write,
};
use crate::wallet_fixtures::{another_process, quick};

on_each_engine!(
    a_hundred_teachers_of_one_student_all_succeed,
    caps_are_never_exceeded_by_events_that_come_at_once_across_a_day_of_25_hours,
    an_event_has_its_effect_once_whatever_its_keys,
    what_expires_is_taken_once_in_bounded_runs,
    an_import_goes_on_where_it_stopped,
    points_are_neither_made_nor_lost_whatever_the_store_does,
);

async fn a_hundred_teachers_of_one_student_all_succeed(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    // As many as share a process and some that do not.
    let stores: Vec<Store> = (0..5).map(|_| another_process(&env)).collect();
    let ann = user("ann");
    let changes = (0..100).map(|n| {
        let (store, ann) = (&stores[n % stores.len()], &ann);
        async move {
            let by = as_teacher(&format!("teacher-{n}"), &format!("k{n}"));
            let by = Order { policy: Policy::Rewards, ..by };
            store.change_points(ann, &points(1), &by).await
        }
    });
    let done = join_all(changes).await;
    assert!(done.iter().all(Result::is_ok), "{:?}", done.iter().find(|done| done.is_err()));
    assert_eq!(shown(&env.store, "ann").await, 100);
    assert_consistent(&env.store, "ann").await;
}

fn time(text: &str) -> Timestamp {
    serde_json::from_value(text.into()).unwrap()
}

async fn caps_are_never_exceeded_by_events_that_come_at_once_across_a_day_of_25_hours(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    write(&env.store, "chat", &rule(3, Caps { day: Some(10), week: Some(24), month: None })).await;
    let stores: Vec<Store> = (0..4).map(|_| another_process(&env)).collect();
    let (ann, chat) = (user("ann"), "chat".parse().unwrap());
    // In Berlin the clocks go back on Sunday, 28 October 2096.
    let mut expected = 0;
    for (day, (at, most)) in [
        ("2096-10-26T21:00:00Z", 10),
        ("2096-10-27T21:59:59Z", 10),
        ("2096-10-28T22:59:59Z", 4),
        ("2096-10-28T23:00:00Z", 10),
    ]
    .into_iter()
    .enumerate()
    {
        env.clock.advance(time(at).since(env.clock.now()));
        let events = (0..16).map(|n| {
            let (store, ann, chat) = (&stores[n % stores.len()], &ann, &chat);
            async move {
                let name = format!("{day}-{n}");
                let by = Order { policy: Policy::Rewards, ..order(&name) };
                store.award_points(ann, chat, &name, &by).await.unwrap().value
            }
        });
        let told = join_all(events).await;
        let applied: i64 = told.iter().map(|outcome| outcome.applied).sum();
        assert_eq!(applied, most, "{at}");
        assert!(told.iter().all(|outcome| (outcome.applied == 3) == outcome.reason.is_none()));
        expected += most;
        assert_eq!(shown(&env.store, "ann").await, expected);
    }
    assert_consistent(&env.store, "ann").await;
}

async fn an_event_has_its_effect_once_whatever_its_keys(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    write(&env.store, "chat", &rule(3, Caps { day: Some(3), ..Caps::default() })).await;
    let stores: Vec<Store> = (0..3).map(|_| another_process(&env)).collect();
    let (ann, chat) = (user("ann"), "chat".parse().unwrap());
    let events = (0..9).map(|n| {
        let (store, ann, chat) = (&stores[n % stores.len()], &ann, &chat);
        async move {
            let by = Order { policy: Policy::Rewards, ..order(&format!("k{n}")) };
            store.award_points(ann, chat, "the-event", &by).await.unwrap()
        }
    });
    let told = join_all(events).await;
    assert_eq!(told.iter().filter(|outcome| !outcome.replayed).count(), 1);
    assert!(told.iter().all(|outcome| outcome.value == told[0].value && outcome.value.applied == 3));
    // One that the cap left without effect keeps its answer the next day.
    let capped = env.store.award_points(&ann, &chat, "late", &order("l1")).await.unwrap().value;
    assert_eq!(capped.applied, 0);
    env.clock.advance(Duration::from_secs(24 * 3_600));
    let again = env.store.award_points(&ann, &chat, "late", &order("l2")).await.unwrap();
    assert!(again.replayed && again.value == capped);
    assert_eq!(env.store.award_points(&ann, &chat, "new", &order("l3")).await.unwrap().value.applied, 3);
    assert_eq!(shown(&env.store, "ann").await, 6);
}

async fn what_expires_is_taken_once_in_bounded_runs(kind: EngineKind) {
    let mut settings = quick();
    settings.points.expire_batch = 8;
    let env = TestEnv::with(kind, settings, |http| http).await;
    write(&env.store, "weekly", &expiring(7)).await;
    let profile = Profile { plan: "weekly".parse().ok(), ..Profile::default() };
    let all = students(20);
    for (n, student) in all.iter().enumerate() {
        env.store.set_points_profile(student, &profile, &order(&format!("p{n}"))).await.unwrap();
        give(&env.store, student.as_str(), 5, &format!("a{n}")).await;
    }
    env.clock.advance(Duration::from_secs(2 * 24 * 3_600));
    for (n, student) in all.iter().enumerate() {
        give(&env.store, student.as_str(), 3, &format!("b{n}")).await;
        give(&env.store, student.as_str(), -1, &format!("c{n}")).await;
    }
    assert_eq!(env.store.expire_points().await.unwrap().accounts, 0);
    env.clock.advance(Duration::from_secs(6 * 24 * 3_600));
    // Of the 5, one was spent; what is left no longer counts, run or not.
    assert_eq!(shown(&env.store, all[0].as_str()).await, 3);
    let stores = [another_process(&env), another_process(&env)];
    let (mut accounts, mut points_gone, mut runs) = (0, 0, 0);
    loop {
        let (one, two) = tokio::join!(stores[0].expire_points(), stores[1].expire_points());
        let (one, two) = (one.unwrap(), two.unwrap());
        assert!(one.accounts <= 8 && two.accounts <= 8);
        accounts += one.accounts + two.accounts;
        points_gone += one.points + two.points;
        runs += 1;
        if !one.unfinished && !two.unfinished {
            break;
        }
        assert!(runs < 20, "the runs do not come to an end");
    }
    assert_eq!((accounts, points_gone), (20, 80), "each account once");
    assert!(runs >= 2);
    for student in &all {
        assert_eq!(shown(&env.store, student.as_str()).await, 3);
        assert_consistent(&env.store, student.as_str()).await;
    }
    // A change takes what has expired along, without waiting for a run.
    env.clock.advance(Duration::from_secs(3 * 24 * 3_600));
    give(&env.store, all[0].as_str(), 1, "late").await;
    let page = env.store.points_transactions(&all[0], &Default::default(), (2, true, None)).await.unwrap();
    let kinds: Vec<_> = page.entries.iter().map(|entry| (entry.kind.as_str(), entry.amount)).collect();
    assert_eq!(kinds, [("add_points", 1), ("expire", -3)]);
}

fn rows(count: i64) -> Vec<ImportRow> {
    let row = |n: i64| ImportRow {
        points_change: if n % 3 == 2 { -1 } else { 2 },
        transaction_type: "adjust".parse().unwrap(),
        reason: "old system".into(),
        teacher_id: None,
        at: Some(Timestamp::from_unix_millis(1_700_000_000_000 + n * 1_000)),
        balance_after: None,
    };
    (0..count).map(row).collect()
}

async fn an_import_goes_on_where_it_stopped(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let store = &env.store;
    let (ann, all) = (user("ann"), rows(250));
    let slice = |from: usize, to: usize| Import {
        id: "file".into(),
        offset: from as u64,
        total: 250,
        rows: all[from..to].to_vec(),
    };
    let first = store.import_points(&ann, &slice(0, 98), &order("i0")).await.unwrap().value;
    assert_eq!((first.done, first.total), (98, 250));
    let between = store.change_points(&ann, &points(1), &order("k")).await;
    assert!(matches!(between, Err(PointsError::Refused(Refusal::Importing { .. }))));
    let skipped = store.import_points(&ann, &slice(196, 250), &order("i2")).await;
    let out_of_step = Refusal::ImportOutOfStep { expected: 98 };
    assert!(matches!(skipped, Err(PointsError::Refused(found)) if found == out_of_step));
    // Another process begins anew, with the same keys.
    let other = another_process(&env);
    let again = other.import_points(&ann, &slice(0, 98), &order("i0")).await.unwrap();
    assert!(again.replayed && again.value == first);
    other.import_points(&ann, &slice(98, 196), &order("i1")).await.unwrap();
    let last = other.import_points(&ann, &slice(196, 250), &order("i2")).await.unwrap().value;
    assert_eq!((last.done, last.points), (250, 251));
    assert_consistent(store, "ann").await;
    let twice = store.import_points(&ann, &slice(0, 98), &order("other")).await;
    assert!(matches!(twice, Err(PointsError::Refused(Refusal::NotEmpty { transactions: 250 }))));
    give(&other, "ann", 1, "after").await;
    assert_eq!(shown(store, "ann").await, 252);
}

const CALLS: [&str; 5] = ["TransactWriteItems", "PutItem", "Query", "GetItem", "BatchGetItem"];
/// How often a client asks again before it gives up.
const PATIENCE: u32 = 80;

/// What an operation is known to have added, asked until it is answered.
async fn told(store: &Store, name: &str, what: usize, who: &str) -> i64 {
    let student = user(who);
    for _ in 0..PATIENCE {
        let order = order(name);
        let done = match what {
            0..3 => {
                store.change_points(&student, &points(4), &order).await.map(|done| done.value.entry.amount)
            }
            3 | 4 => {
                store.change_points(&student, &points(-3), &order).await.map(|done| done.value.entry.amount)
            }
            5 => store.reverse_points(&student, 2, None, &order).await.map(|done| done.value.entry.amount),
            _ => {
                let rule = "chat".parse().unwrap();
                store.award_points(&student, &rule, name, &order).await.map(|done| done.value.applied)
            }
        };
        match done {
            Ok(added) => return added,
            Err(PointsError::Refused(_)) => return 0,
            Err(PointsError::Store(_)) => {}
        }
    }
    panic!("{name} was never answered");
}

async fn points_are_neither_made_nor_lost_whatever_the_store_does(kind: EngineKind) {
    let seed = seed();
    println!("fault seed {seed}");
    let mut plan = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.06)
        .with("TransactWriteItems", Fault::TransactionConflict, 0.06)
        .with("Query", Fault::StaleIndex, 0.2);
    for call in CALLS {
        plan = plan.with(call, Fault::Throttled, 0.04).with(call, Fault::RefusedBefore, 0.03);
    }
    let env = TestEnv::with(kind, quick(), |http| plan.wrap(http)).await;
    let plain = another_process(&env);
    write(&plain, "chat", &rule(2, Caps { day: Some(9), ..Caps::default() })).await;
    let stores = [&env.store, &plain];
    let clients = (0..48_usize).map(|client| {
        let store = stores[usize::from(client % 4 == 3)];
        async move {
            let mut added = [0_i64; 6];
            for n in 0..8_usize {
                let who = (client + n) % 6;
                let name = format!("client-{client}-{n}");
                added[who] += told(store, &name, (client * 5 + n) % 8, &format!("student-{who}")).await;
            }
            added
        }
    });
    let answers = join_all(clients).await;
    plan.off();
    assert!(plan.injected().values().sum::<u64>() > 0, "no fault was injected");
    for who in 0..6 {
        let name = format!("student-{who}");
        assert_consistent(&plain, &name).await;
        let known: i64 = answers.iter().map(|added| added[who]).sum();
        assert_eq!(shown(&plain, &name).await, known, "{name}");
    }
    let given: i64 = answers.iter().flatten().sum();
    assert!(given > 0);
}

//! Points: each operation as committed, its refusals, replays and cost.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::points::{PointsAccount, PointsAction, PointsOrder, Profile, Refusal};
use heartlink_store::error::StoreError;
use heartlink_store::ledger::EntryFilter;
use heartlink_store::meter::{Cost, measure};
use heartlink_store::points::{Order, PointsError, StudentsOrder};
use heartlink_store::retry::Policy;
use heartlink_store::wallet::OperationError;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::points_fixtures::{
    as_teacher, assert_consistent, expiring, give, order, points, shown, students, write,
};
use crate::wallet_fixtures::{another_process, quick};

on_each_engine!(
    points_and_their_transaction_change_together,
    a_key_changes_points_once_and_is_answered_as_it_was,
    a_refusal_changes_nothing,
    only_the_teachers_that_an_account_names_change_it,
    who_set_a_profile_and_what_it_was_is_kept,
    a_transaction_is_reversed_once,
    a_class_of_500_of_whom_3_are_refused,
    a_leaderboard_page_costs_the_same_however_large_the_group,
    a_read_is_at_most_5_seconds_old_and_never_older_than_an_own_write,
    every_change_stays_within_its_budget,
    a_history_is_read_by_cursor_time_and_type,
);

async fn points_and_their_transaction_change_together(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let read = store.points(&user("ann"), false).await.unwrap();
    assert_eq!((read.account.version, read.account.points(store.now())), (0, 0));
    let named = PointsOrder { teacher_id: Some(user("mr-wu")), ..points(10) };
    let moved = store.change_points(&user("ann"), &named, &order("k1")).await.unwrap().value;
    assert_eq!((moved.entry.seq, moved.entry.balance_after, moved.version), (1, 10, 1));
    assert_eq!(moved.entry.attributes["teacher_id"], "mr-wu");
    give(store, "ann", -3, "k2").await;
    let own = PointsOrder { kind: "quiz".parse().unwrap(), ..points(2) };
    store.change_points(&user("ann"), &own, &order("k3")).await.unwrap();
    assert_eq!(shown(store, "ann").await, 9);
    assert_consistent(store, "ann").await;
}

async fn a_key_changes_points_once_and_is_answered_as_it_was(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (student, given, once) = (user("ann"), points(7), order("k1"));
    let all = join_all((0..10).map(|_| env.store.change_points(&student, &given, &once))).await;
    let outcomes: Vec<_> = all.into_iter().map(Result::unwrap).collect();
    assert_eq!(outcomes.iter().filter(|outcome| !outcome.replayed).count(), 1);
    give(&env.store, "ann", 5, "k2").await;
    let again = another_process(&env).change_points(&student, &given, &once).await.unwrap();
    assert!(again.replayed && again.value == outcomes[0].value);
    assert_eq!(shown(&env.store, "ann").await, 12);
    let key = heartlink_store::idempotency::IdempotencyKey::new("school", "any", "k1", b"another body");
    let other = Order { key: Some(key), ..order("k1") };
    let reused = env.store.change_points(&student, &given, &other).await;
    assert!(matches!(reused, Err(PointsError::Store(StoreError::KeyReused))));
}

fn refusal<T: std::fmt::Debug>(result: Result<T, PointsError>) -> Refusal {
    match result {
        Err(PointsError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn a_refusal_changes_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    give(store, "ann", 10, "k1").await;
    let before = store.points(&user("ann"), true).await.unwrap().account;
    let ann = user("ann");
    let short = Refusal::InsufficientPoints { available: 10, required: 11, floor: 0 };
    assert_eq!(refusal(store.change_points(&ann, &points(-11), &order("r1")).await), short);
    let much = store.change_points(&ann, &points(9_000_000_000_000_000), &order("r2")).await;
    assert!(matches!(refusal(much), Refusal::BalanceLimit { .. }));
    let zero = store.change_points(&ann, &points(0), &order("r3")).await;
    assert!(matches!(refusal(zero), Refusal::Invalid { .. }));
    let none = store.reverse_points(&ann, 9, None, &order("r4")).await;
    assert_eq!(refusal(none), Refusal::TransactionNotFound);
    let rule = store.award_points(&ann, &"none".parse().unwrap(), "e", &order("r5")).await;
    assert!(matches!(refusal(rule), Refusal::RuleNotFound { .. }));
    let profile = Profile { plan: "none".parse().ok(), ..Profile::default() };
    let plan = store.set_points_profile(&ann, &profile, &order("r6")).await;
    assert!(matches!(refusal(plan), Refusal::PlanNotFound { .. }));
    assert_eq!(store.points(&ann, true).await.unwrap().account, before);
    let nobody = store.points(&user("nobody"), true).await.unwrap();
    assert_eq!(nobody.account.version, 0);
}

async fn only_the_teachers_that_an_account_names_change_it(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let ann = user("ann");
    store.change_points(&ann, &points(5), &as_teacher("anybody", "k1")).await.unwrap();
    let profile = Profile { teachers: vec![user("mr-wu")], ..Profile::default() };
    assert_eq!(store.set_points_profile(&ann, &profile, &order("p1")).await.unwrap().value, 2);
    let again = store.set_points_profile(&ann, &profile, &order("p2")).await.unwrap();
    assert_eq!((again.value, again.replayed), (2, false), "saying it again changes nothing");
    let strange = another_process(&env).change_points(&ann, &points(5), &as_teacher("anybody", "k2")).await;
    assert_eq!(refusal(strange), Refusal::Forbidden);
    let back = store.reverse_points(&ann, 1, None, &as_teacher("anybody", "k3")).await;
    assert_eq!(refusal(back), Refusal::Forbidden);
    store.change_points(&ann, &points(1), &as_teacher("mr-wu", "k4")).await.unwrap();
    assert_eq!(shown(store, "ann").await, 6);
}

async fn who_set_a_profile_and_what_it_was_is_kept(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let ann = user("ann");
    let grouped = |group: &str| Profile { group: group.parse().ok(), ..Profile::default() };
    let set = async |profile: &Profile, key| {
        store.set_points_profile(&ann, profile, &order(key)).await.unwrap();
    };
    set(&grouped("5b"), "p1").await;
    give(store, "ann", 1, "k1").await;
    set(&grouped("5b"), "p2").await;
    set(&grouped("6b"), "p3").await;
    set(&grouped("6b"), "p3").await;
    let account = PointsAccount::account_id(&ann);
    let page = async |before| store.audit_trail::<PointsAction>(&account, 1, before).await.unwrap();
    let last = page(None).await.remove(0);
    assert_eq!((last.version, last.at, last.operator), (3, store.now(), user("school")));
    assert_eq!(last.action, PointsAction::ProfileSet { from: grouped("5b"), to: grouped("6b") });
    let first = page(Some(3)).await.remove(0);
    assert_eq!(first.action, PointsAction::ProfileSet { from: Profile::default(), to: grouped("5b") });
    assert_eq!((first.version, page(Some(1)).await.len()), (1, 0));
}

async fn a_transaction_is_reversed_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let stores = [env.store.clone(), another_process(&env), another_process(&env)];
    give(&env.store, "ann", 10, "k1").await;
    give(&env.store, "ann", -4, "k2").await;
    let (ann, orders) = (user("ann"), (0..6).map(|n| order(&format!("r{n}"))).collect::<Vec<_>>());
    let tries = orders
        .iter()
        .enumerate()
        .map(|(n, order)| stores[n % 3].reverse_points(&ann, 2, Some("oops"), order));
    let done = join_all(tries).await;
    assert_eq!(done.iter().filter(|done| done.is_ok()).count(), 1, "{done:?}");
    for refused in done.into_iter().filter(Result::is_err) {
        assert_eq!(refusal(refused), Refusal::AlreadyReversed { seq: 2, by: 3 });
    }
    assert_eq!(shown(&env.store, "ann").await, 10);
    assert_consistent(&env.store, "ann").await;
}

async fn a_class_of_500_of_whom_3_are_refused(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let store = &env.store;
    let class = students(500);
    let poor = [7, 111, 499];
    let first = StudentsOrder { students: class.clone(), given: points(5) };
    let by = |name: &str| Order { policy: Policy::Batch, ..order(name) };
    let done = store.change_points_of_many(&first, &by("b1")).await.unwrap().value;
    assert!(done.iter().all(Result::is_ok));
    for n in poor {
        give(store, class[n].as_str(), -3, &format!("poor-{n}")).await;
    }
    let second = StudentsOrder { students: class.clone(), given: points(-5) };
    let done = store.change_points_of_many(&second, &by("b2")).await.unwrap();
    assert!(!done.replayed);
    for (n, result) in done.value.iter().enumerate() {
        if poor.contains(&n) {
            let short = Refusal::InsufficientPoints { available: 2, required: 5, floor: 0 };
            assert!(
                matches!(result, Err(OperationError::Refused(found)) if *found == short),
                "{n}: {result:?}"
            );
        } else {
            assert_eq!(result.as_ref().unwrap().entry.balance_after, 0, "{n}");
        }
    }
    // Sent again, what was done is not done twice, whatever the process.
    let again = another_process(&env).change_points_of_many(&second, &by("b2")).await.unwrap().value;
    for (n, (first, again)) in done.value.iter().zip(&again).enumerate() {
        assert_eq!(first.as_ref().ok(), again.as_ref().ok(), "{n}");
    }
    let report = store.verify_all_points(None).await.unwrap();
    assert_eq!((report.accounts, report.inconsistent, report.errors), (500, 0, 0));
}

async fn a_leaderboard_page_costs_the_same_however_large_the_group(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let store = &env.store;
    let group = "class-5b".parse().unwrap();
    let profile = Profile { group: Some("class-5b".parse().unwrap()), ..Profile::default() };
    let mut costs = Vec::new();
    for (from, to) in [(0, 10), (10, 120)] {
        for (n, student) in students(to).iter().enumerate().skip(from) {
            store.set_points_profile(student, &profile, &order(&format!("p{n}"))).await.unwrap();
            // Two each have the same.
            let many = i64::try_from(n / 2).unwrap() + 1;
            give(store, student.as_str(), many, &format!("k{n}")).await;
        }
        let (page, cost) = measure(store.leaderboard(&group, 5, None)).await;
        assert_eq!(page.unwrap().items[0].points, i64::try_from(to / 2).unwrap());
        costs.push((cost.calls, cost.read_units.ceil()));
    }
    assert_eq!(costs[0], costs[1]);
    let (mut all, mut after) = (Vec::new(), None);
    loop {
        let page = store.leaderboard(&group, 33, after.as_ref()).await.unwrap();
        all.extend(page.items);
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(all.len(), 120);
    let ranks: Vec<u64> = all.iter().take(5).map(|one| one.rank).collect();
    assert_eq!(ranks, [1, 1, 3, 3, 5]);
    assert_eq!((all[119].rank, all[119].points), (119, 1));
    assert!(all.windows(2).all(|pair| pair[0].points >= pair[1].points));
    // Who leaves the group, or falls, moves.
    store.set_points_profile(&all[0].student_id, &Profile::default(), &order("leave")).await.unwrap();
    give(store, all[1].student_id.as_str(), -50, "fall").await;
    let page = store.leaderboard(&group, 1, None).await.unwrap();
    assert_eq!((page.items[0].student_id.clone(), page.items[0].rank), (all[2].student_id.clone(), 1));
}

async fn a_read_is_at_most_5_seconds_old_and_never_older_than_an_own_write(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (store, other) = (&env.store, another_process(&env));
    let ann = user("ann");
    let read = async |fresh| {
        let (read, cost) = measure(store.points(&ann, fresh)).await;
        let read = read.unwrap();
        (read.account.points(store.now()), cost.calls, store.now().since(read.as_of).as_secs())
    };
    give(store, "ann", 1, "k1").await;
    assert_eq!(read(false).await, (1, 1, 0));
    give(&other, "ann", 1, "k2").await;
    env.clock.advance(Duration::from_secs(4));
    assert_eq!(read(false).await, (1, 0, 4), "as it was 4 seconds ago");
    assert_eq!(read(true).await, (2, 1, 0));
    assert_eq!(read(false).await, (2, 0, 0), "what was read fresh is remembered");
    give(&other, "ann", 1, "k3").await;
    env.clock.advance(Duration::from_secs(5));
    assert_eq!(read(false).await, (3, 1, 0), "5 seconds are over");
    give(store, "ann", 1, "k4").await;
    assert_eq!(read(false).await, (4, 1, 0), "a write of this process");
}

async fn every_change_stays_within_its_budget(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    // DynamoDB Local counts units in its own way.
    let units = kind == EngineKind::Embedded;
    let within = |what: &str, cost: Cost, calls: u32, (write, read, index): (f64, f64, f64)| {
        assert!(cost.calls <= calls, "{what}: {cost:?}");
        let spent = cost.write_units <= write && cost.read_units <= read && cost.index_write_units <= index;
        assert!(!units || spent, "{what}: {cost:?}");
        assert_eq!((cost.conflicts, cost.retries), (0, 0), "{what}");
    };
    write(&env.store, "yearly", &expiring(30)).await;
    let profile =
        Profile { group: "g".parse().ok(), plan: "yearly".parse().ok(), teachers: vec![user("mr-wu")] };
    env.store.set_points_profile(&user("bob"), &profile, &order("p")).await.unwrap();
    let store = another_process(&env);
    // Plans come from a memory of 10 seconds.
    store.documents::<heartlink_domain::points::PointsPlan>().await.unwrap();
    let mut calls = 2;
    for round in 0..6 {
        let (one, two) = (order(&format!("a{round}")), order(&format!("b{round}")));
        let (given, (ann, bob)) = (points(3), (user("ann"), user("bob")));
        let (done, cost) = measure(store.change_points(&ann, &given, &one)).await;
        done.unwrap();
        within("change", cost, calls, (6.0, 1.0, 2.0));
        let (done, cost) = measure(store.change_points(&bob, &given, &two)).await;
        done.unwrap();
        within("change in a group, on a plan", cost, calls, (6.0, 1.0, 6.0));
        calls = 1;
        env.clock.advance(Duration::from_secs(1));
    }
}

async fn a_history_is_read_by_cursor_time_and_type(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let store = &env.store;
    let began = store.now();
    for n in 0..9_i64 {
        env.clock.advance(Duration::from_secs(600));
        give(store, "ann", if n % 3 == 2 { -1 } else { 2 }, &format!("k{n}")).await;
    }
    let page = async |filter: EntryFilter, place| {
        let page = store.points_transactions(&user("ann"), &filter, place).await.unwrap();
        (page.entries.iter().map(|entry| entry.seq).collect::<Vec<_>>(), page.next)
    };
    assert_eq!(page(EntryFilter::default(), (4, true, None)).await, (vec![9, 8, 7, 6], Some(6)));
    assert_eq!(page(EntryFilter::default(), (4, false, Some(7))).await, (vec![8, 9], None));
    let taken = EntryFilter { kind: Some("deduct_points".into()), ..EntryFilter::default() };
    assert_eq!(page(taken, (9, false, None)).await.0, [3, 6, 9]);
    let (from, to) = (began + Duration::from_secs(1_200), began + Duration::from_secs(2_400));
    let between = EntryFilter { from: Some(from), to: Some(to), kind: None };
    assert_eq!(page(between, (9, true, None)).await.0, [3, 2]);
}

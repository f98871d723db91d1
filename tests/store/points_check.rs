//! Damage done behind the system's back: every kind of it is found and named,
//! repaired where the transactions prove what is right, and refused elsewhere.

use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::ledger::{Entry, Fault};
use heartlink_domain::points::{HealthStatus, status_of};
use heartlink_store::meter::measure;
use heartlink_store::plan::Record;
use heartlink_store::points::{Fixed, VerificationMode};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::points_fixtures::{
    Behind, account_of, assert_consistent, give, key, number, order, points, shown, students,
};
use crate::wallet_fixtures::{another_process, quick};

on_each_engine!(
    a_changed_balance_is_found_and_set_right_in_the_open,
    every_damage_to_a_transaction_is_found_named_and_never_repaired_away,
    a_forged_checkpoint_is_found_and_kept_in_the_correction,
    a_head_that_is_no_account_is_found_and_refused,
    a_dry_run_changes_nothing_and_a_repair_is_done_once,
    the_monitor_counts_every_account_once_and_goes_on_where_it_stopped,
    a_run_costs_what_was_added_since_the_last,
    a_check_beside_writers_sees_no_problem,
);

/// Ann has four transactions and 12 points.
async fn world_with_ann(kind: EngineKind) -> TestEnv {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    for (n, many) in [5, 7, -4, 4].into_iter().enumerate() {
        give(&env.store, "ann", many, &format!("k{n}")).await;
    }
    env
}

/// What a full check of ann finds.
async fn faults(env: &TestEnv, mode: VerificationMode) -> Vec<(u64, Fault)> {
    let found = another_process(env).verify_points(&user("ann"), mode).await.unwrap();
    assert_eq!(found.consistent, found.problems.is_empty());
    found.problems.into_iter().map(|problem| (problem.seq, problem.what)).collect()
}

async fn fix(env: &TestEnv, dry_run: bool) -> Fixed {
    let store = another_process(env);
    store.repair_points(&user("ann"), &user("ops"), None, dry_run).await.unwrap().value
}

async fn assert_refused(env: &TestEnv) {
    let before = another_process(env).points(&user("ann"), true).await.unwrap().account;
    assert!(matches!(fix(env, false).await, Fixed::Refused { problems, .. } if !problems.is_empty()));
    assert_eq!(another_process(env).points(&user("ann"), true).await.unwrap().account, before);
}

async fn a_changed_balance_is_found_and_set_right_in_the_open(kind: EngineKind) {
    let env = world_with_ann(kind).await;
    Behind::the_back_of(&env).set_balance("ann", 999).await;
    assert_eq!(faults(&env, VerificationMode::Full).await, [(4, Fault::HeadBalance)]);
    let report = another_process(&env).verify_all_points(None).await.unwrap();
    assert_eq!((report.accounts, report.inconsistent, report.found[0].student_id.as_str()), (1, 1, "ann"));
    let Fixed::Corrected(done) = fix(&env, false).await else { panic!("refused") };
    assert_eq!((done.before, done.after, done.seq), (999, 12, 5));
    assert_eq!(shown(&another_process(&env), "ann").await, 12);
    assert_consistent(&another_process(&env), "ann").await;
    let page =
        env.store.points_transactions(&user("ann"), &Default::default(), (1, true, None)).await.unwrap();
    let correction = &page.entries[0];
    assert_eq!(
        (correction.kind.as_str(), correction.amount, correction.balance_after),
        ("correction", 0, 12)
    );
    assert_eq!(correction.attributes["before"], "999");
    // It is an account like any other again.
    give(&env.store, "ann", 3, "after").await;
    assert_eq!(faults(&env, VerificationMode::Incremental).await, []);
}

async fn damage(env: &TestEnv, what: &str) {
    let behind = Behind::the_back_of(env);
    let entry = |seq| Behind::entry("ann", seq);
    match what {
        "deleted" => behind.delete(&entry(2)).await,
        "last deleted" => behind.delete(&entry(4)).await,
        "altered" => behind.change(&entry(2), |item| drop(item.insert("amount".into(), number(70)))).await,
        "reason altered" => {
            let reason = AttributeValue::S("nothing".into());
            behind.change(&entry(2), |item| drop(item.insert("description".into(), reason))).await;
        }
        "duplicated" => {
            let second = behind.read(&entry(2)).await.unwrap();
            behind.put(&entry(5), second).await;
        }
        "reordered" => {
            let (second, third) = (behind.read(&entry(2)).await, behind.read(&entry(3)).await);
            behind.put(&entry(2), third.unwrap()).await;
            behind.put(&entry(3), second.unwrap()).await;
        }
        "hash cut" => {
            let cut = AttributeValue::S("abc".into());
            behind.change(&entry(2), |item| drop(item.insert("hash".into(), cut))).await;
        }
        "head hash cut" => {
            let cut = AttributeValue::S("abc".into());
            let change = |item: &mut _| drop(account_of(item).insert("last_hash".into(), cut));
            behind.change(&Behind::head("ann"), change).await;
        }
        "rewritten with its hash" => {
            let item = behind.read(&entry(4)).await.unwrap();
            let mut last: Entry = serde_dynamo::from_item(item).unwrap();
            (last.amount, last.balance_after) = (40, 48);
            last.hash = last.expected_hash();
            behind.put(&entry(4), serde_dynamo::to_item(&last).unwrap()).await;
        }
        "garbage" => behind.put(&entry(3), Default::default()).await,
        "head behind" => {
            let change = |item: &mut _| drop(account_of(item).insert("last_seq".into(), number(3)));
            behind.change(&Behind::head("ann"), change).await;
        }
        "head gone" => behind.delete(&Behind::head("ann")).await,
        other => panic!("{other}"),
    }
}

async fn every_damage_to_a_transaction_is_found_named_and_never_repaired_away(kind: EngineKind) {
    use Fault::{
        Altered, BeyondHead, ChainBroken, HeadBalance, HeadHash, Missing, OutOfOrder, Unreadable,
        WrongBalance,
    };
    let cases: [(&str, &[(u64, Fault)]); 12] = [
        ("deleted", &[(3, Missing)]),
        ("last deleted", &[(4, Missing), (4, HeadBalance), (4, HeadHash)]),
        ("altered", &[(2, Altered), (2, WrongBalance)]),
        ("reason altered", &[(2, Altered)]),
        ("duplicated", &[(2, OutOfOrder)]),
        ("reordered", &[(3, Missing), (2, OutOfOrder)]),
        ("hash cut", &[(2, Altered), (3, ChainBroken)]),
        ("head hash cut", &[(4, HeadHash)]),
        ("rewritten with its hash", &[(4, HeadBalance), (4, HeadHash)]),
        ("garbage", &[(3, Unreadable), (4, Missing)]),
        ("head behind", &[(4, BeyondHead)]),
        ("head gone", &[(4, BeyondHead), (0, HeadBalance), (0, HeadHash)]),
    ];
    for (what, expected) in cases {
        let env = world_with_ann(kind).await;
        damage(&env, what).await;
        assert_eq!(faults(&env, VerificationMode::Full).await, expected, "{what}");
        assert_refused(&env).await;
        assert_eq!(
            faults(&env, VerificationMode::Full).await,
            expected,
            "{what}, after a repair that was refused"
        );
    }
}

async fn a_forged_checkpoint_is_found_and_kept_in_the_correction(kind: EngineKind) {
    for mode in [VerificationMode::Full, VerificationMode::Incremental] {
        let env = world_with_ann(kind).await;
        assert_eq!(faults(&env, VerificationMode::Full).await, []);
        let forge =
            |item: &mut crate::points_fixtures::Item| drop(item.insert("balance".into(), number(500)));
        Behind::the_back_of(&env).change(&Behind::checkpoint("ann"), forge).await;
        assert_eq!(faults(&env, mode).await[0], (4, Fault::WrongCheckpoint));
        assert_eq!(faults(&env, VerificationMode::Full).await, [(4, Fault::WrongCheckpoint)], "still there");
        let Fixed::Corrected(done) = fix(&env, false).await else { panic!("refused") };
        assert_eq!((done.before, done.after), (12, 12));
        for mode in [VerificationMode::Full, VerificationMode::Incremental] {
            assert_eq!(faults(&env, mode).await, []);
        }
        let page = env.store.points_transactions(&user("ann"), &Default::default(), (1, true, None)).await;
        assert_eq!(page.unwrap().entries[0].attributes["checkpoint_balance"], "500");
        // A checkpoint that is none at all.
        Behind::the_back_of(&env).put(&Behind::checkpoint("ann"), Default::default()).await;
        assert_eq!(faults(&env, mode).await[0].1, Fault::WrongCheckpoint);
    }
}

async fn a_head_that_is_no_account_is_found_and_refused(kind: EngineKind) {
    let env = world_with_ann(kind).await;
    let spoil = |item: &mut crate::points_fixtures::Item| drop(item.insert("lots".into(), number(1)));
    Behind::the_back_of(&env).change(&Behind::head("ann"), spoil).await;
    assert_eq!(faults(&env, VerificationMode::Full).await, [(0, Fault::Unreadable)]);
    assert!(matches!(fix(&env, false).await, Fixed::Refused { .. }));
    let garbage = |item: &mut crate::points_fixtures::Item| drop(item.insert("account".into(), number(1)));
    Behind::the_back_of(&env).change(&Behind::head("ann"), garbage).await;
    assert_eq!(faults(&env, VerificationMode::Full).await, [(0, Fault::Unreadable)]);
    assert!(matches!(fix(&env, false).await, Fixed::Refused { .. }));
}

async fn a_dry_run_changes_nothing_and_a_repair_is_done_once(kind: EngineKind) {
    let env = world_with_ann(kind).await;
    give(&env.store, "bob", 5, "b").await;
    assert_eq!(fix(&env, false).await, Fixed::Consistent);
    Behind::the_back_of(&env).set_balance("ann", 999).await;
    let Fixed::Corrected(dry) = fix(&env, true).await else { panic!("refused") };
    assert_eq!(faults(&env, VerificationMode::Full).await, [(4, Fault::HeadBalance)], "nothing was changed");
    damage_bob(&env).await;
    let store = another_process(&env);
    let ops = user("ops");
    let dry_all = store.repair_all_points(&ops, None, (true, true)).await.unwrap().value;
    assert_eq!(dry_all.repaired, std::slice::from_ref(&dry));
    let unfixed = store.repair_all_points(&ops, None, (false, false)).await.unwrap().value;
    assert_eq!((unfixed.repaired.len(), unfixed.inconsistent), (0, 2));
    let key = key("fix");
    let done = store.repair_all_points(&ops, Some(&key), (true, false)).await.unwrap();
    assert_eq!((&done.value.repaired, done.value.refused.len()), (&vec![dry], 1));
    let again = store.repair_all_points(&ops, Some(&key), (true, false)).await.unwrap();
    assert!(again.replayed && again.value == done.value);
    // Five at once make one correction.
    Behind::the_back_of(&env).set_balance("ann", 7).await;
    let stores: Vec<_> = (0..5).map(|_| another_process(&env)).collect();
    let student = user("ann");
    let fixes = stores.iter().map(|store| store.repair_points(&student, &ops, None, false));
    let fixed: Vec<_> = futures::future::join_all(fixes).await.into_iter().map(Result::unwrap).collect();
    let corrected = fixed.iter().filter(|fixed| matches!(fixed.value, Fixed::Corrected(_))).count();
    assert_eq!(corrected, 1, "{fixed:?}");
    assert_consistent(&another_process(&env), "ann").await;
}

async fn damage_bob(env: &TestEnv) {
    let gone = Behind::entry("bob", 1);
    Behind::the_back_of(env).delete(&gone).await;
}

async fn the_monitor_counts_every_account_once_and_goes_on_where_it_stopped(kind: EngineKind) {
    let mut settings = quick();
    settings.points.check_accounts = 7;
    let env = TestEnv::with(kind, settings, |http| http).await;
    for (n, student) in students(25).iter().enumerate() {
        give(&env.store, student.as_str(), 1, &format!("k{n}")).await;
    }
    for who in ["student-0003", "student-0020"] {
        Behind::the_back_of(&env).set_balance(who, 2).await;
    }
    let (mut accounts, mut found, mut place, mut runs) = (0, Vec::new(), None, 0);
    loop {
        let report = env.store.verify_all_points(place.as_ref()).await.unwrap();
        assert!(report.accounts <= 7);
        accounts += report.accounts;
        found.extend(report.found.into_iter().map(|found| found.student_id.to_string()));
        runs += 1;
        place = report.next;
        if place.is_none() {
            break;
        }
    }
    found.sort();
    assert_eq!((accounts, found), (25, vec!["student-0003".to_owned(), "student-0020".to_owned()]));
    assert!(runs >= 4);
    assert_eq!(status_of(accounts, 2, 0), HealthStatus::Critical);
}

async fn a_run_costs_what_was_added_since_the_last(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let store = &env.store;
    for (n, student) in students(30).iter().enumerate() {
        give(store, student.as_str(), 1, &format!("a{n}")).await;
        give(store, student.as_str(), 2, &format!("b{n}")).await;
    }
    let (changed, full) = store.reconcile_points().await.unwrap();
    assert_eq!((changed.accounts, full.accounts), (30, 30), "the first run looks at everything");
    env.clock.advance(Duration::from_secs(3_600));
    store.reconcile_points().await.unwrap();
    give(store, "student-0007", 4, "c").await;
    let (changed, cost) = measure(store.verify_changed_points()).await;
    let changed = changed.unwrap();
    assert_eq!((changed.accounts, changed.transactions, changed.inconsistent), (1, 2, 0));
    // Where it stands, each shard's list, and of the account its checkpoint, what
    // was added with the head, and the new checkpoint.
    assert!(cost.calls <= 1 + 8 + 3, "{cost:?}");
    // Damage to what was verified before is found by the pass in full.
    Behind::the_back_of(&env).set_balance("student-0011", 9).await;
    let (changed, full) = store.reconcile_points().await.unwrap();
    assert_eq!((changed.inconsistent, full.inconsistent), (0, 1));
    // Damage to an account that changes is found by the next run.
    Behind::the_back_of(&env).delete(&Behind::entry("student-0007", 3)).await;
    give(store, "student-0007", 4, "d").await;
    assert_eq!(store.verify_changed_points().await.unwrap().inconsistent, 1);
}

async fn a_check_beside_writers_sees_no_problem(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let (writer, checker) = (&env.store, another_process(&env));
    let writes = async {
        for n in 0..60 {
            give(writer, "ann", 1, &format!("k{n}")).await;
        }
    };
    let checks = async {
        for n in 0..40 {
            let mode = if n % 2 == 0 { VerificationMode::Full } else { VerificationMode::Incremental };
            let found = checker.verify_points(&user("ann"), mode).await.unwrap();
            assert!(found.consistent, "{:?}", found.problems);
        }
    };
    tokio::join!(writes, checks);
    let account = checker.points(&user("ann"), true).await.unwrap().account;
    assert_eq!((account.account.last_seq, account.version()), (60, 60));
    let refused = writer.change_points(&user("ann"), &points(-61), &order("x")).await;
    assert!(refused.is_err());
}

//! Reward jobs: everybody is paid once, whatever happens on the way, and the
//! counters say so.

use std::time::Duration;

use aws_sdk_dynamodb::Client;
use futures::future::join_all;
use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::{Job, JobRefusal, JobSource, JobStatus, RewardLine, StopReason, Unpayable};
use heartlink_domain::settings::Settings;
use heartlink_domain::wallet::{LeaseTerms, Refusal, WalletStatus};
use heartlink_store::Store;
use heartlink_store::error::StoreError;
use heartlink_store::files::Files;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::jobs::{JobError, Visibility, file_name};
use heartlink_store::meter::{Cost, measure};
use heartlink_store::tables::Table;
use heartlink_store::wallet::Order;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::jobs_fixtures::{content, upload};
use crate::wallet_fixtures::{another_process, credits, key, money, order};
use heartlink_testkit::on_each_engine;

on_each_engine!(
    slices_in_any_order_pay_everybody_once,
    a_file_is_cut_read_by_ranges_and_paid,
    a_user_with_many_rewards_in_a_slice_gets_them_all,
    a_slice_that_two_work_on_is_paid_and_counted_once,
    a_crash_between_payment_and_count_pays_nobody_twice,
    everybody_is_paid_once_whatever_the_store_does,
    other_currencies_after_a_crash_pay_nobody_twice_and_miss_nobody,
    what_an_earlier_version_paid_in_a_group_is_paid,
    what_failed_is_listed_and_only_that_is_tried_again,
    a_locked_wallet_fails_for_the_round_and_is_paid_in_the_next,
    once_cancelled_nothing_is_paid_any_more,
    a_stalled_job_is_taken_up_again_and_fails_in_the_end,
    a_file_that_has_too_much_or_is_replaced_pays_nobody,
    what_a_job_does_not_take_is_refused,
    a_reward_stays_within_its_budget,
);

fn settings() -> Settings {
    let mut settings = Settings::default();
    settings.retry.normal_step_millis = 1;
    settings.retry.batch_step_millis = 1;
    settings.retry.batch_retries = 20;
    settings.retry.rewards_step_millis = 1;
    settings.jobs.slice_rewards = 20;
    settings
}

async fn env(kind: EngineKind) -> TestEnv {
    TestEnv::with(kind, settings(), |http| http).await
}

fn reward(who: &str, amount: i64) -> RewardLine {
    serde_json::from_value(serde_json::json!({ "user_id": who, "amount": amount })).unwrap()
}

fn rewards(from: usize, count: usize) -> Vec<RewardLine> {
    (from..from + count).map(|n| reward(&format!("user-{n}"), 3)).collect()
}

/// A job with a slice of 20 for each of the `slices`, started.
async fn started(store: &Store, slices: usize) -> JobId {
    let made = store.create_job(JobSource::Slices, &user("shop"), &key("job", b"x")).await.unwrap();
    let id = made.value.id;
    for number in 1..=slices {
        let rewards = rewards((number - 1) * 20, 20);
        store.put_job_slice(&id, Visibility::All, number as u64, &rewards).await.unwrap();
    }
    store.start_job(&id, Visibility::All, None).await.unwrap();
    id
}

async fn job(store: &Store, id: &JobId) -> Job {
    store.job(id, Visibility::All).await.unwrap()
}

/// Works until the job is over.
async fn finish(store: &Store, id: &JobId, files: Option<&dyn Files>) -> Job {
    for _ in 0..200 {
        let now = job(store, id).await;
        if now.status.is_over() {
            return now;
        }
        // What fails is tried again, as the stream and the tick do.
        let _ = store.work_on_job(id, files).await;
    }
    panic!("the job has no end: {:?}", job(store, id).await)
}

fn counters(job: &Job) -> (JobStatus, u64, u64, u64) {
    (job.status, job.total, job.done, job.failed)
}

/// Each of the first `count` users has `each` by one entry, and a whole ledger.
async fn assert_paid(store: &Store, count: usize, each: i64) {
    let checks = (0..count).map(|n| async move {
        let found = store.verify_wallet(&user(&format!("user-{n}")), &credits(), false).await.unwrap();
        assert!(found.consistent, "{:?}", found.problems);
        assert_eq!((found.entries, found.balance), (1, each), "user-{n}");
    });
    join_all(checks).await;
}

async fn slices_in_any_order_pay_everybody_once(kind: EngineKind) {
    let env = env(kind).await;
    let store = &env.store;
    let (shop, once) = (user("shop"), key("job", b"x"));
    let create = || store.create_job(JobSource::Slices, &shop, &once);
    let made = create().await.unwrap();
    let again = create().await.unwrap();
    assert!(again.replayed && again.value == made.value, "one job for one key");
    let id = made.value.id;
    let put = join_all([3_usize, 1, 2, 1, 3].map(|number| {
        let rewards = rewards((number - 1) * 20, 20);
        let id = &id;
        async move { store.put_job_slice(id, Visibility::All, number as u64, &rewards).await }
    }));
    assert!(put.await.into_iter().all(|put| put.is_ok()));
    let job = store.start_job(&id, Visibility::All, None).await.unwrap();
    assert_eq!((job.status, job.total, job.slices), (JobStatus::Running, 60, 3));
    let done = finish(store, &id, None).await;
    assert_eq!(counters(&done), (JobStatus::Done, 60, 60, 0));
    assert_eq!(done.paid.values().collect::<Vec<_>>(), [&180]);
    assert_paid(store, 60, 3).await;
    let again = store.start_job(&id, Visibility::All, None).await.unwrap();
    assert_eq!(again.status, JobStatus::Done, "a job that was started is left as it is");
}

async fn a_file_is_cut_read_by_ranges_and_paid(kind: EngineKind) {
    let env = env(kind).await;
    let mut text = content(0..150, 3);
    text.insert_str(0, "{\"user_id\": \"broken\n\n");
    let (id, files) = upload(&env.store, &text).await;
    let done = finish(&env.store, &id, Some(files.as_ref())).await;
    assert_eq!(counters(&done), (JobStatus::Done, 151, 150, 1));
    assert_paid(&env.store, 150, 3).await;
    let failed = env.store.job_failures(&id, 10, false, None).await.unwrap().failures;
    assert_eq!((failed.len(), failed[0].index, &failed[0].user_id), (1, 0, &None));
    assert!(matches!(failed[0].reason, Unpayable::Malformed { .. }), "{failed:?}");
}

async fn a_user_with_many_rewards_in_a_slice_gets_them_all(kind: EngineKind) {
    let mut settings = settings();
    settings.jobs.slice_rewards = 200;
    let env = TestEnv::with(kind, settings, |http| http).await;
    let rewards = vec![reward("ann", 2); 150];
    let made = env.store.create_job_of(&rewards, &user("shop"), &key("job", b"x")).await.unwrap();
    let done = finish(&env.store, &made.value.id, None).await;
    assert_eq!(counters(&done), (JobStatus::Done, 150, 150, 0));
    let found = env.store.verify_wallet(&user("ann"), &credits(), false).await.unwrap();
    assert!(found.consistent && found.entries == 150 && found.balance == 300, "{found:?}");
}

async fn a_slice_that_two_work_on_is_paid_and_counted_once(kind: EngineKind) {
    let env = env(kind).await;
    let id = started(&env.store, 4).await;
    let others = [another_process(&env), another_process(&env)];
    let workers = [&env.store, &others[0], &others[1], &env.store];
    for _ in 0..4 {
        join_all(workers.map(|store| store.work_on_job(&id, None))).await;
    }
    let done = finish(&env.store, &id, None).await;
    assert_eq!(counters(&done), (JobStatus::Done, 80, 80, 0));
    assert_eq!(done.paid.values().sum::<i64>(), 240);
    assert_paid(&another_process(&env), 80, 3).await;
}

async fn a_crash_between_payment_and_count_pays_nobody_twice(kind: EngineKind) {
    // The single conditional put is what counts a slice: it never arrives.
    let faults = Faults::seeded(1).with("PutItem", Fault::RefusedBefore, 1.0);
    faults.off();
    let env = TestEnv::with(kind, settings(), |http| faults.wrap(http)).await;
    let id = started(&env.store, 2).await;
    faults.on();
    let stopped = env.store.work_on_job(&id, None).await;
    assert!(matches!(stopped, Err(StoreError::Unavailable(_))), "{stopped:?}");
    faults.off();
    let other = another_process(&env);
    assert_eq!(money(&other, "user-7").await, 3, "it was paid");
    assert_eq!(counters(&job(&other, &id).await), (JobStatus::Running, 40, 0, 0), "and not counted");
    let done = finish(&other, &id, None).await;
    assert_eq!(counters(&done), (JobStatus::Done, 40, 40, 0));
    assert_paid(&other, 40, 3).await;
}

async fn everybody_is_paid_once_whatever_the_store_does(kind: EngineKind) {
    let seed = seed();
    println!("fault seed {seed}");
    let mut plan = Faults::seeded(seed)
        .with("TransactWriteItems", Fault::AnswerLost, 0.08)
        .with("TransactWriteItems", Fault::TransactionConflict, 0.08)
        .with("TransactWriteItems", Fault::RefusedBefore, 0.08);
    for call in ["TransactWriteItems", "PutItem", "Query", "GetItem", "BatchGetItem"] {
        plan = plan.with(call, Fault::Throttled, 0.05);
    }
    plan = plan.with("PutItem", Fault::AnswerLost, 0.1);
    plan.off();
    let env = TestEnv::with(kind, settings(), |http| plan.wrap(http)).await;
    let (id, files) = upload(&env.store, &content(0..200, 3)).await;
    plan.on();
    let other = another_process(&env);
    let (done, _) = tokio::join!(
        finish(&env.store, &id, Some(files.as_ref())),
        other.work_on_job(&id, Some(files.as_ref()))
    );
    plan.off();
    assert!(plan.injected().values().sum::<u64>() > 0, "no fault was injected");
    assert_eq!(counters(&done), (JobStatus::Done, 200, 200, 0));
    assert_paid(&other, 200, 3).await;
}

/// A process whose settings name other currencies.
fn with_currencies(env: &TestEnv, client: &Client, currencies: &str) -> Store {
    let table = env.store.table_name(Table::Jobs);
    let mut settings = env.store.settings().clone();
    settings.wallet.currencies = currencies.parse().unwrap();
    let prefix = table.trim_end_matches(Table::Jobs.suffix());
    Store::new(client.clone(), prefix, settings, env.clock.clone(), seed())
}

fn in_currency(who: &str, currency: &str) -> RewardLine {
    let line = serde_json::json!({ "user_id": who, "amount": 3, "currency": currency });
    serde_json::from_value(line).unwrap()
}

/// What `who` has in `currency`, and by how many entries.
async fn held(store: &Store, who: &str, currency: &str) -> (i64, u64) {
    let found = store.verify_wallet(&user(who), &currency.parse().unwrap(), false).await.unwrap();
    assert!(found.consistent, "{:?}", found.problems);
    (found.balance, found.entries)
}

async fn other_currencies_after_a_crash_pay_nobody_twice_and_miss_nobody(kind: EngineKind) {
    let (all, fewer) = ("CREDIT,GEM,STAR", "STAR,CREDIT");
    for (before, after) in [(all, fewer), (fewer, all)] {
        // The first worker pays all but cannot count it, or is cut off on the way.
        for (call, chance) in [("PutItem", 1.0), ("TransactWriteItems", 0.4), ("TransactWriteItems", 0.7)] {
            let faults = Faults::seeded(3).with(call, Fault::RefusedBefore, chance);
            faults.off();
            let env = TestEnv::with(kind, settings(), |http| faults.wrap(http)).await;
            let lines = [("ann", "GEM"), ("ann", "CREDIT"), ("bob", "GEM"), ("ann", "STAR"), ("ann", "GEM")]
                .map(|(who, currency)| in_currency(who, currency));
            let made = env.store.create_job_of(&lines, &user("shop"), &key("job", b"x")).await.unwrap();
            let id = made.value.id;
            faults.on();
            let first = with_currencies(&env, &env.faulty_client, before);
            let cut_off = first.work_on_job(&id, None).await;
            // A slice with failures is counted by a transaction, which this lets through.
            assert!(cut_off.is_err() || call != "PutItem" || before == fewer, "{cut_off:?}");
            faults.off();
            let second = with_currencies(&env, &env.client, after);
            let mut job = finish(&second, &id, None).await;
            let last = with_currencies(&env, &env.client, all);
            if job.failed > 0 {
                last.retry_job(&id, Visibility::All, &key("retry", b"")).await.unwrap();
                job = finish(&last, &id, None).await;
            }
            assert_eq!(counters(&job), (JobStatus::Done, 5, 5, 0), "{before} {after} {call} {chance}");
            assert_eq!(job.paid.values().copied().collect::<Vec<_>>(), [3, 9, 3]);
            assert_eq!(held(&last, "ann", "GEM").await, (6, 2), "{before} {after} {call} {chance}");
            for (who, currency) in [("ann", "CREDIT"), ("ann", "STAR"), ("bob", "GEM")] {
                assert_eq!(held(&last, who, currency).await, (3, 1), "{before} {after} {call} {chance}");
            }
        }
    }
}

async fn what_an_earlier_version_paid_in_a_group_is_paid(kind: EngineKind) {
    let env = env(kind).await;
    let lines = [("ann", 3), ("bob", 3), ("ann", 4), ("ann", 5)].map(|(who, amount)| reward(who, amount));
    let made = env.store.create_job_of(&lines, &user("shop"), &key("job", b"x")).await.unwrap();
    let id = made.value.id;
    // It paid the first and the third line under the mark of the first, and crashed.
    let mark = IdempotencyKey::new("shop", "job round 0", &format!("{id}/0"), b"");
    let paid =
        [&lines[0], &lines[2]].map(|line| line.clone().operation(&env.store.settings().wallet).unwrap());
    env.store.run_atomic_batch(&paid, 10, &Order::new(user("shop"), Some(mark))).await.unwrap();
    let done = finish(&another_process(&env), &id, None).await;
    assert_eq!(counters(&done), (JobStatus::Done, 4, 4, 0));
    assert_eq!(done.paid.values().copied().collect::<Vec<_>>(), [15]);
    assert_eq!(held(&env.store, "ann", "CREDIT").await, (12, 3));
    assert_eq!(held(&env.store, "bob", "CREDIT").await, (3, 1));
}

async fn freeze(store: &Store, who: &str, status: WalletStatus) {
    let order = order(&format!("{who} {status:?}"));
    store.set_wallet_status(&user(who), &credits(), status, "audit", &order).await.unwrap();
}

async fn what_failed_is_listed_and_only_that_is_tried_again(kind: EngineKind) {
    let env = env(kind).await;
    let store = &env.store;
    for who in ["user-5", "user-25", "user-26"] {
        freeze(store, who, WalletStatus::Frozen).await;
    }
    let id = started(store, 3).await;
    assert_eq!(counters(&finish(store, &id, None).await), (JobStatus::Done, 60, 57, 3));
    let page = store.job_failures(&id, 2, false, None).await.unwrap();
    let indexes: Vec<u64> = page.failures.iter().map(|failure| failure.index).collect();
    assert_eq!(indexes, [5, 25]);
    assert_eq!(
        page.failures[0].reason,
        Unpayable::Refused(Refusal::WalletFrozen { user_id: user("user-5") })
    );
    let rest = store.job_failures(&id, 2, false, page.next).await.unwrap();
    assert_eq!(rest.failures.iter().map(|failure| failure.index).collect::<Vec<_>>(), [26]);
    let highest = store.job_failures(&id, 2, true, None).await.unwrap();
    assert_eq!(highest.failures.iter().map(|failure| failure.index).collect::<Vec<_>>(), [26, 25]);
    let lowest = store.job_failures(&id, 2, true, highest.next).await.unwrap();
    assert_eq!(lowest.failures.iter().map(|failure| failure.index).collect::<Vec<_>>(), [5]);

    freeze(store, "user-5", WalletStatus::Active).await;
    freeze(store, "user-26", WalletStatus::Active).await;
    let again = store.retry_job(&id, Visibility::All, &key("retry", b"")).await.unwrap();
    let repeated = store.retry_job(&id, Visibility::All, &key("retry", b"")).await.unwrap();
    assert!(!again.replayed && repeated.replayed && again.value == repeated.value);
    let done = finish(store, &id, None).await;
    assert_eq!((counters(&done), done.round), ((JobStatus::Done, 60, 59, 1), 1));
    assert_eq!(done.paid.values().sum::<i64>(), 59 * 3);
    freeze(store, "user-25", WalletStatus::Active).await;
    store.retry_job(&id, Visibility::All, &key("retry 2", b"")).await.unwrap();
    assert_eq!(counters(&finish(store, &id, None).await), (JobStatus::Done, 60, 60, 0));
    assert!(store.job_failures(&id, 10, false, None).await.unwrap().failures.is_empty());
    let nothing = store.retry_job(&id, Visibility::All, &key("retry 3", b"")).await;
    assert!(matches!(nothing, Err(JobError::Refused(JobRefusal::NothingToRetry))));
    for n in (0..60).filter(|n| ![5, 25, 26].contains(n)) {
        assert_eq!(money(store, &format!("user-{n}")).await, 3);
    }
    for who in ["user-5", "user-25", "user-26"] {
        assert_eq!(money(store, who).await, 3, "{who}");
    }
}

async fn a_locked_wallet_fails_for_the_round_and_is_paid_in_the_next(kind: EngineKind) {
    let env = env(kind).await;
    let store = &env.store;
    let terms = LeaseTerms { owner: "ops".into(), purpose: None, ttl_secs: Some(60) };
    store.lock_wallet(&user("user-4"), &credits(), &terms, &order("lock")).await.unwrap();
    let id = started(store, 1).await;
    assert_eq!(counters(&finish(store, &id, None).await), (JobStatus::Done, 20, 19, 1));
    let failed = store.job_failures(&id, 10, false, None).await.unwrap().failures;
    assert!(matches!(&failed[0].reason, Unpayable::Refused(Refusal::Locked { .. })), "{failed:?}");
    env.clock.advance(Duration::from_secs(61));
    store.retry_job(&id, Visibility::All, &key("retry", b"")).await.unwrap();
    assert_eq!(counters(&finish(store, &id, None).await), (JobStatus::Done, 20, 20, 0));
    assert_paid(store, 4, 3).await;
    assert_eq!(money(store, "user-4").await, 3);
}

async fn once_cancelled_nothing_is_paid_any_more(kind: EngineKind) {
    // A worker pays some of the second slice and dies before it counts them.
    let faults = Faults::seeded(1).with("PutItem", Fault::RefusedBefore, 1.0);
    faults.off();
    let env = TestEnv::with(kind, settings(), |http| faults.wrap(http)).await;
    let store = &another_process(&env);
    let id = started(store, 6).await;
    store.work_on_job(&id, None).await.unwrap();
    assert_eq!(job(store, &id).await.done, 80, "four slices in one run");
    faults.on();
    assert!(env.store.work_on_job(&id, None).await.is_err());
    faults.off();
    let cancelling = store.cancel_job(&id, Visibility::All).await.unwrap();
    assert_eq!(cancelling.status, JobStatus::Cancelling);
    let done = finish(store, &id, None).await;
    assert_eq!(counters(&done), (JobStatus::Cancelled, 120, 100, 0), "what was paid is counted");
    store.cancel_job(&id, Visibility::All).await.unwrap();
    store.work_on_job(&id, None).await.unwrap();
    let mut paid = 0;
    for n in 0..120 {
        paid += money(store, &format!("user-{n}")).await;
    }
    assert_eq!(paid, 300);
    let retried = store.retry_job(&id, Visibility::All, &key("retry", b"")).await;
    assert!(matches!(retried, Err(JobError::Refused(JobRefusal::NothingToRetry))));
}

async fn a_stalled_job_is_taken_up_again_and_fails_in_the_end(kind: EngineKind) {
    let mut settings = settings();
    settings.jobs.stalls = 2;
    let env = TestEnv::with(kind, settings, |http| http).await;
    let store = &env.store;
    let id = started(store, 1).await;
    assert_eq!(store.requeue_stalled_jobs().await.unwrap(), 0, "it is not due yet");
    for expected in [1, 1, 1, 0] {
        env.clock.advance(Duration::from_secs(61));
        assert_eq!(store.requeue_stalled_jobs().await.unwrap(), expected);
    }
    let stopped = job(store, &id).await;
    assert_eq!((stopped.status, stopped.reason), (JobStatus::Failed, Some(StopReason::Stalled)));
    store.work_on_job(&id, None).await.unwrap();
    assert_eq!(job(store, &id).await.done, 0);
    store.retry_job(&id, Visibility::All, &key("retry", b"")).await.unwrap();
    assert_eq!(counters(&finish(store, &id, None).await), (JobStatus::Done, 20, 20, 0));
    assert_paid(store, 20, 3).await;
}

async fn a_file_that_has_too_much_or_is_replaced_pays_nobody(kind: EngineKind) {
    let mut settings = settings();
    settings.jobs.rewards = 100;
    let env = TestEnv::with(kind, settings, |http| http).await;
    let store = &env.store;
    let (id, files) = upload(store, &content(0..101, 3)).await;
    let stopped = finish(store, &id, Some(files.as_ref())).await;
    assert_eq!((stopped.status, stopped.reason), (JobStatus::Failed, Some(StopReason::TooManyRewards)));
    for (change, reason) in [(true, StopReason::FileChanged), (false, StopReason::FileMissing)] {
        let (id, files) = upload(store, &content(0..50, 3)).await;
        if change {
            crate::jobs_fixtures::put(&files, &file_name(&id), &content(50..100, 9)).await;
        } else {
            files.remove(&file_name(&id)).await.unwrap();
        }
        let stopped = finish(store, &id, Some(files.as_ref())).await;
        assert_eq!((stopped.status, stopped.reason), (JobStatus::Failed, Some(reason)));
        if !change {
            crate::jobs_fixtures::put(&files, &file_name(&id), &content(0..50, 3)).await;
        }
    }
    for n in 0..101 {
        assert_eq!(money(store, &format!("user-{n}")).await, 0);
    }
}

async fn what_a_job_does_not_take_is_refused(kind: EngineKind) {
    let mut settings = settings();
    settings.jobs.rewards = 30;
    let env = TestEnv::with(kind, settings, |http| http).await;
    let store = &env.store;
    let made = store.create_job(JobSource::Slices, &user("shop"), &key("job", b"x")).await.unwrap();
    let id = made.value.id;
    let refused = |result: Result<Job, JobError>| match result {
        Err(JobError::Refused(refusal)) => refusal,
        other => panic!("{other:?}"),
    };
    let put = async |number, rewards: &[RewardLine]| {
        store.put_job_slice(&id, Visibility::All, number, rewards).await
    };
    assert_eq!(refused(store.start_job(&id, Visibility::All, None).await), JobRefusal::Empty);
    assert_eq!(refused(put(1, &[]).await), JobRefusal::Empty);
    let limit = JobRefusal::Reward(Refusal::TooManyOperations { limit: 20 });
    assert_eq!(refused(put(1, &rewards(0, 21)).await), limit);
    put(2, &rewards(0, 20)).await.unwrap();
    assert_eq!(refused(put(2, &rewards(1, 20)).await), JobRefusal::SliceDiffers { number: 2 });
    assert_eq!(refused(put(1, &rewards(0, 20)).await), JobRefusal::TooManyRewards { limit: 30 });
    let missing = JobRefusal::SlicesMissing { slices: 1, highest: 2 };
    assert_eq!(refused(store.start_job(&id, Visibility::All, None).await), missing);
    let (shop, other) = (user("shop"), user("other"));
    assert_eq!(refused(store.job(&id, Visibility::Own(&other)).await), JobRefusal::NotThere);
    assert_eq!(refused(store.cancel_job(&id, Visibility::Own(&other)).await), JobRefusal::NotThere);
    store.cancel_job(&id, Visibility::Own(&shop)).await.unwrap();
    let over = JobRefusal::NotOpen { status: JobStatus::Cancelled };
    assert_eq!(refused(put(3, &rewards(0, 1)).await), over);
    assert_eq!(refused(store.start_job(&id, Visibility::All, None).await), over);
    env.clock.advance(Duration::from_secs(31 * 86_400));
    assert_eq!(refused(store.job(&id, Visibility::All).await), JobRefusal::NotThere, "its time is over");
    let file = store.create_job(JobSource::File, &user("shop"), &key("file", b"x")).await.unwrap().value.id;
    assert_eq!(refused(store.start_job(&file, Visibility::All, None).await), JobRefusal::FileMissing);
}

async fn a_reward_stays_within_its_budget(kind: EngineKind) {
    let env = env(kind).await;
    let id = started(&env.store, 1).await;
    let (done, Cost { calls, write_units, read_units, .. }) = measure(env.store.work_on_job(&id, None)).await;
    done.unwrap();
    println!("20 rewards: {calls} round trips, {write_units} write units, {read_units} read units");
    // Beside the payments: the job twice, the slice, and the count.
    assert!(calls <= 2 * 20 + 5, "{calls} calls");
    if kind == EngineKind::Embedded {
        assert!(write_units <= 6.0 * 20.0 + 2.0, "{write_units} write units");
        assert!(read_units <= 20.0 + 5.0, "{read_units} read units");
    }
    assert_eq!(finish(&env.store, &id, None).await.done, 20);
}

//! The pump on the embedded engine. It has one shard for ever: shard ends and
//! parents are tested where they are decided, in `consumer`.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use aws_lambda_events::event::dynamodb::Event;
use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::settings::Settings;
use heartlink_runtime::route::StreamFuture;
use heartlink_runtime::stream::{Match, StreamFilter};
use heartlink_store::Store;
use heartlink_store::clock::Clock;
use heartlink_store::tables::Table;
use tokio::sync::mpsc;

use super::*;
use crate::engine::{Opened, open};
use crate::{EngineChoice, Iam, ServeOptions};

const LIMIT: Duration = Duration::from_secs(30);

struct TestEnv {
    opened: Opened,
    table: String,
}

type Handle = Box<dyn Fn(Event) -> StreamFuture + Send + Sync>;

async fn env() -> TestEnv {
    over(Engine::in_memory().unwrap()).await
}

async fn over(engine: Engine) -> TestEnv {
    let engine = EngineChoice::Given(engine);
    let options = ServeOptions { engine, ..ServeOptions::ephemeral("unused") };
    let opened = open(&options, &Iam::default()).await.unwrap();
    let store = Store::new(opened.tables.clone(), "t-", Settings::default(), Clock::default(), 1);
    store.create_tables().await.unwrap();
    TestEnv { table: store.table_name(Table::Matching), opened }
}

impl TestEnv {
    async fn write(&self, names: &[&str]) {
        for name in names {
            let key = AttributeValue::S((*name).to_owned());
            let sort_key = if *name == "unwanted" { "unwanted" } else { "wanted" };
            let put = self.opened.tables.put_item().table_name(&self.table);
            put.item("pk", key).item("sk", AttributeValue::S(sort_key.to_owned())).send().await.unwrap();
        }
    }

    /// A pump with these functions; their positions are in `folder`.
    fn pump(&self, folder: &Path, handlers: Vec<(&'static str, Handle)>) -> Pump {
        let stop = CancellationToken::new();
        let (poke, poked) = watch::channel(0);
        let names: Vec<_> = handlers.iter().map(|(name, _)| (self.table.clone(), *name)).collect();
        let trim = Trim::new(self.opened.engine.clone(), &names);
        let (mut progress, mut tasks, mut deliveries) = (Vec::new(), Vec::new(), Vec::new());
        let dead = DeadLetters::new(Some(folder.to_owned())).unwrap();
        for (name, handler) in handlers {
            let (sender, receiver) = watch::channel(Progress::default());
            progress.push(receiver);
            let retry = RetryPolicy {
                attempts: 3,
                first_pause: Duration::from_millis(1),
                longest_pause: Duration::from_millis(1),
            };
            let delivery = Arc::new(Delivery {
                name,
                handler: Arc::from(handler),
                retry,
                dead: dead.clone(),
                store_works: Arc::new(|| Box::pin(async { true })),
                clock: Clock::default(),
                stop: stop.clone(),
            });
            deliveries.push(delivery.clone());
            let consumer = Consumer {
                table: self.table.clone(),
                batch: 2,
                filter: StreamFilter::sort_key(&[Match::Prefix("wanted")]),
                delivery,
                reader: self.opened.streams.clone(),
                file: PositionFile::new(Some(folder.join(format!("{name}.json")))),
                trim: trim.clone(),
                progress: sender,
                wake: Wake {
                    writes: self.opened.engine.as_ref().map(Engine::writes),
                    poke: poked.clone(),
                    poll: LIMIT,
                },
                stop: stop.clone(),
            };
            tasks.push(AbortOnDropHandle::new(tokio::spawn(consumer.run())));
        }
        Pump { stop, poke, progress, deliveries, dead, tasks: Mutex::new(tasks) }
    }
}

fn key(record: &aws_lambda_events::event::dynamodb::EventRecord) -> &str {
    match record.change.keys.get("pk") {
        Some(serde_dynamo::AttributeValue::S(text)) => text,
        _ => "",
    }
}

/// A function that takes everything, and what it was given.
fn noting() -> (Handle, mpsc::UnboundedReceiver<String>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let handle: Handle = Box::new(move |event| {
        for record in &event.records {
            sender.send(key(record).to_owned()).unwrap();
        }
        Box::pin(async { Vec::new() })
    });
    (handle, receiver)
}

fn taken(receiver: &mut mpsc::UnboundedReceiver<String>) -> Vec<String> {
    std::iter::from_fn(|| receiver.try_recv().ok()).collect()
}

#[tokio::test]
async fn what_was_written_before_and_after_the_start_arrives_once_and_in_order() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    env.write(&["a", "b", "c"]).await;
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    env.write(&["d", "unwanted", "e"]).await;
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), ["a", "b", "c", "d", "e"]);
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), Vec::<String>::new());
}

#[tokio::test]
async fn a_write_wakes_the_pump_without_any_poll() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    assert!(pump.drained(LIMIT).await);
    env.write(&["a"]).await;
    assert_eq!(tokio::time::timeout(LIMIT / 2, seen.recv()).await.unwrap().as_deref(), Some("a"));
}

#[tokio::test]
async fn after_a_restart_it_goes_on_where_it_was() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    env.write(&["a", "b"]).await;
    assert!(pump.drained(LIMIT).await);
    pump.stop().await;
    assert_eq!(taken(&mut seen), ["a", "b"]);
    env.write(&["c"]).await;
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), ["c"]);
}

#[tokio::test]
async fn a_process_killed_in_the_middle_of_a_batch_delivers_it_again() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let (begun, mut begins) = mpsc::unbounded_channel();
    let hanging: Handle = Box::new(move |event| {
        begun.send(event.records.len()).unwrap();
        Box::pin(std::future::pending())
    });
    env.write(&["a", "b", "c"]).await;
    let pump = env.pump(folder.path(), vec![("one", hanging)]);
    assert_eq!(begins.recv().await, Some(2));
    pump.abort();
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), ["a", "b", "c"]);
}

#[tokio::test]
async fn a_function_that_fails_is_tried_again_and_holds_up_no_other() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let calls = Arc::new(AtomicU32::new(0));
    let counted = calls.clone();
    let failing: Handle = Box::new(move |event| {
        let bad = event.records.iter().filter(|record| key(record) == "bad");
        let failed: Vec<String> = bad.map(|record| records::sequence_number(record).to_owned()).collect();
        counted.fetch_add(u32::from(!failed.is_empty()), Ordering::SeqCst);
        Box::pin(async move { failed })
    });
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("failing", failing), ("good", handle)]);
    env.write(&["a", "bad", "b"]).await;
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), ["a", "bad", "b"]);
    assert_eq!(calls.load(Ordering::SeqCst), 3);
    let letters = std::fs::read_to_string(folder.path().join(dead_letters::FILE)).unwrap();
    assert_eq!(letters.lines().count(), 1, "{letters}");
}

#[tokio::test]
async fn drained_means_that_consequences_have_arrived_as_well() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let (tables, table) = (env.opened.tables.clone(), env.table.clone());
    let echo: Handle = Box::new(move |event| {
        let (tables, table) = (tables.clone(), table.clone());
        Box::pin(async move {
            for record in event.records.iter().filter(|record| key(record).len() < 4) {
                let text = AttributeValue::S(format!("{}x", key(record)));
                let put = tables.put_item().table_name(&table);
                let sort_key = AttributeValue::S("wanted".to_owned());
                put.item("pk", text).item("sk", sort_key).send().await.unwrap();
            }
            Vec::new()
        })
    });
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("note", handle), ("echo", echo)]);
    env.write(&["a"]).await;
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), ["a", "ax", "axx", "axxx"]);
}

#[tokio::test]
async fn of_several_shards_each_is_read_to_its_end_and_each_item_in_order() {
    let env = over(Engine::sharded().unwrap()).await;
    let folder = tempfile::tempdir().unwrap();
    let (handle, mut seen) = noting();
    let names: Vec<String> = (0..40).map(|n| format!("n{n:02}")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    // Before anybody reads, so that the shards are what orders them.
    env.write(&names).await;
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    assert!(pump.drained(LIMIT).await);
    let mut all = taken(&mut seen);
    assert_ne!(all, names, "the order of a single shard");
    all.sort();
    assert_eq!(all, names);
    drop(pump);
    // Whoever comes next goes on behind the positions of all shards.
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    env.write(&["later"]).await;
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), ["later"]);
}

#[tokio::test]
async fn a_stream_that_is_not_there_yet_is_waited_for() {
    let engine = Engine::in_memory().unwrap();
    let options =
        ServeOptions { engine: EngineChoice::Given(engine.clone()), ..ServeOptions::ephemeral("unused") };
    let opened = open(&options, &Iam::default()).await.unwrap();
    let store = Store::new(opened.tables.clone(), "t-", Settings::default(), Clock::default(), 1);
    let env = TestEnv { table: store.table_name(Table::Matching), opened };
    let folder = tempfile::tempdir().unwrap();
    let (handle, mut seen) = noting();
    let pump = env.pump(folder.path(), vec![("one", handle)]);
    store.create_tables().await.unwrap();
    env.write(&["a"]).await;
    assert!(pump.drained(LIMIT).await);
    assert_eq!(taken(&mut seen), ["a"]);
}

#[tokio::test]
async fn dead_letters_are_played_again_once_their_cause_is_gone_and_those_that_fail_anew_are_kept() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let mended = Arc::new(AtomicU32::new(0));
    let is_mended = mended.clone();
    let (sender, mut seen) = mpsc::unbounded_channel();
    let failing: Handle = Box::new(move |event| {
        let healthy = is_mended.load(Ordering::SeqCst) == 1;
        let fails = |name: &str| name == "worse" || name == "bad" && !healthy;
        let mut failed = Vec::new();
        for record in &event.records {
            if fails(key(record)) {
                failed.push(records::sequence_number(record).to_owned());
            } else {
                sender.send(key(record).to_owned()).unwrap();
            }
        }
        Box::pin(async move { failed })
    });
    let pump = env.pump(folder.path(), vec![("failing", failing)]);
    env.write(&["bad", "a", "worse"]).await;
    assert!(pump.drained(LIMIT).await);
    assert!(taken(&mut seen).iter().all(|name| name == "a"));
    pump.play_again().await.unwrap();
    assert_eq!((pump.dead.count(), pump.dead.waiting()), (2, 2), "nobody has asked for it");

    mended.store(1, Ordering::SeqCst);
    assert_eq!(redrive(folder.path()).unwrap(), 2);
    pump.play_again().await.unwrap();
    assert_eq!(taken(&mut seen), ["bad"]);
    let left: Vec<_> = dead_letters(folder.path()).unwrap().map(Result::unwrap).collect();
    assert_eq!(left.iter().map(|letter| key(&letter.record)).collect::<Vec<_>>(), ["worse"]);
    assert!(!folder.path().join(dead_letters::AGAIN).exists());
}

#[tokio::test]
async fn a_consumer_that_panics_begins_again() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let calls = Arc::new(AtomicU32::new(0));
    let counted = calls.clone();
    let (sender, mut seen) = mpsc::unbounded_channel();
    let panicking: Handle = Box::new(move |event| {
        assert!(counted.fetch_add(1, Ordering::SeqCst) > 0, "only the first time");
        for record in &event.records {
            sender.send(key(record).to_owned()).unwrap();
        }
        Box::pin(async { Vec::new() })
    });
    let _pump = env.pump(folder.path(), vec![("one", panicking)]);
    env.write(&["a"]).await;
    assert_eq!(tokio::time::timeout(LIMIT, seen.recv()).await.unwrap().as_deref(), Some("a"));
}

#[tokio::test]
async fn a_change_that_waits_is_told_as_lag_until_it_is_processed() {
    let (env, folder) = (env().await, tempfile::tempdir().unwrap());
    let (begun, mut begins) = mpsc::unbounded_channel();
    let (go, gone) = watch::channel(false);
    let waiting: Handle = Box::new(move |_| {
        begun.send(()).unwrap();
        let mut gone = gone.clone();
        Box::pin(async move {
            gone.wait_for(|go| *go).await.unwrap();
            Vec::new()
        })
    });
    let pump = env.pump(folder.path(), vec![("one", waiting)]);
    assert!(pump.drained(LIMIT).await);
    assert_eq!(pump.lag(), Duration::ZERO);
    env.write(&["a"]).await;
    begins.recv().await.unwrap();
    assert!(pump.progress[0].borrow().waiting_since.is_some());
    go.send(true).unwrap();
    assert!(pump.drained(LIMIT).await);
    assert_eq!(pump.lag(), Duration::ZERO);
}

//! Feeds: each event once, whatever shard, order, retry or replay brings it.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::events::{Event, EventType};
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::realtime::feed::EventId;
use heartlink_store::tables::Table;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::{EngineKind, TestEnv, user};

use crate::wallet_fixtures::{another_process, quick};

on_each_engine!(
    events_of_two_shards_are_stored_in_whatever_order_they_come,
    a_record_that_comes_again_is_not_stored_again,
    a_record_that_failed_is_stored_when_it_is_replayed_after_later_ones,
    an_event_whose_answer_was_lost_is_stored_once,
    two_processes_store_every_event_once,
    numbers_go_on_where_a_process_has_slept,
);

/// The `n`th message of a room, as its record brings it.
fn message(env: &TestEnv, room: &str, n: u64) -> (Event, EventId) {
    let (at, kind) = (env.clock.now(), EventType::RoomMessage);
    let data = serde_json::json!({ "room_id": room, "seq": n });
    let id = EventId::of_change((room, &n.to_string()), None, kind, 0);
    (Event { to: user("ann"), kind, at, data }, id)
}

/// What the feed has, as room and number, after checking that its numbers rise by one.
async fn feed(store: &Store) -> Vec<String> {
    let (mut told, mut after, mut numbers) = (Vec::new(), 0, Vec::new());
    loop {
        let (items, last) = store.feed_after(&user("ann"), after, 7).await.unwrap();
        let Some(newest) = items.last() else {
            assert_eq!(last, after);
            break;
        };
        after = newest.n;
        numbers.extend(items.iter().map(|item| item.n));
        told.extend(items.iter().map(|item| format!("{}{}", item.data["room_id"], item.data["seq"])));
    }
    assert!(numbers.windows(2).all(|pair| pair[1] == pair[0] + 1), "{numbers:?}");
    told
}

fn sorted(mut told: Vec<String>) -> Vec<String> {
    told.sort();
    told
}

async fn events_of_two_shards_are_stored_in_whatever_order_they_come(kind: EngineKind) {
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1]] {
        let env = TestEnv::new(kind).await;
        let events = ["a", "b"].map(|room| [1, 2].map(|n| message(&env, room, n))).concat();
        for place in order {
            let (event, id) = &events[place];
            assert!(env.store.append_to_feed(event, id).await.unwrap().is_some(), "{order:?}");
        }
        assert_eq!(feed(&env.store).await.len(), 4);
    }
}

async fn a_record_that_comes_again_is_not_stored_again(kind: EngineKind) {
    let env = TestEnv::with_short_pages(kind, Settings::default()).await;
    let mut all = Vec::new();
    for n in 0..150 {
        all.push(message(&env, "a", n));
        env.clock.advance(Duration::from_secs(60));
    }
    for (event, id) in &all {
        env.store.append_to_feed(event, id).await.unwrap().unwrap();
    }
    let before = feed(&env.store).await;
    env.clock.advance(Duration::from_secs(20 * 3_600));
    // The first of them is in no process's memory any more.
    for store in [env.store.clone(), another_process(&env)] {
        for (event, id) in [&all[149], &all[75], &all[0]] {
            assert_eq!(store.append_to_feed(event, id).await.unwrap(), None);
        }
    }
    assert_eq!(feed(&env.store).await, before);
}

async fn a_record_that_failed_is_stored_when_it_is_replayed_after_later_ones(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (lost, id) = message(&env, "a", 1);
    for n in 2..100 {
        env.clock.advance(Duration::from_secs(30));
        let (event, id) = message(&env, "a", n);
        env.store.append_to_feed(&event, &id).await.unwrap().unwrap();
    }
    for (store, is_new) in [(another_process(&env), true), (env.store.clone(), false)] {
        env.clock.advance(Duration::from_secs(3 * 3_600));
        assert_eq!(store.append_to_feed(&lost, &id).await.unwrap().is_some(), is_new);
    }
    let told = feed(&env.store).await;
    assert_eq!(told.iter().filter(|told| *told == "\"a\"1").count(), 1, "{told:?}");
    assert_eq!(told.len(), 99);
}

async fn an_event_whose_answer_was_lost_is_stored_once(kind: EngineKind) {
    let plan = Faults::seeded(7);
    let env = TestEnv::with(kind, quick(), |http| plan.wrap(http)).await;
    for (n, fault) in [Fault::AnswerLost, Fault::RefusedBefore, Fault::Throttled].into_iter().enumerate() {
        let (event, id) = message(&env, "a", n as u64);
        plan.script("PutItem", 1, fault);
        env.store.append_to_feed(&event, &id).await.unwrap();
    }
    let told: Vec<_> = (0..3).map(|n| format!("\"a\"{n}")).collect();
    assert_eq!(feed(&env.store).await, told);
    assert_eq!(plan.injected().values().sum::<u64>(), 3);
}

async fn two_processes_store_every_event_once(kind: EngineKind) {
    let env = TestEnv::with(kind, quick(), |http| http).await;
    let other = another_process(&env);
    let events: Vec<_> = (0..30).map(|n| message(&env, "a", n)).collect();
    // Each gets all of them, the other way round, until it has stored them.
    let deliver = async |store: Store, events: Vec<&(Event, EventId)>| {
        let mut stored = 0;
        for (event, id) in events {
            loop {
                match store.append_to_feed(event, id).await {
                    Ok(item) => break stored += usize::from(item.is_some()),
                    Err(heartlink_store::error::StoreError::Busy) => {}
                    Err(error) => panic!("{error}"),
                }
            }
        }
        stored
    };
    let (forward, backward) = (events.iter().collect(), events.iter().rev().collect());
    let stored = join_all([deliver(env.store.clone(), forward), deliver(other, backward)]).await;
    assert_eq!(stored.iter().sum::<usize>(), 30, "{stored:?}");
    let told = events.iter().map(|(event, _)| format!("\"a\"{}", event.data["seq"])).collect();
    assert_eq!(sorted(feed(&env.store).await), sorted(told));
}

async fn numbers_go_on_where_a_process_has_slept(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (event, id) = message(&env, "a", 1);
    let first = env.store.append_to_feed(&event, &id).await.unwrap().unwrap();
    env.clock.advance(Duration::from_secs(3 * 86_400));
    let key = serde_dynamo::to_item(serde_json::json!({ "pk": "U#ann", "sk": format!("N#{:020}", first.n) }));
    let table = env.store.table_name(Table::Realtime);
    let forget = env.client.delete_item().table_name(table).set_key(Some(key.unwrap()));
    forget.send().await.unwrap();
    let (event, id) = message(&env, "a", 2);
    let second = another_process(&env).append_to_feed(&event, &id).await.unwrap().unwrap();
    assert!(second.n > first.n + 1);
    let (event, id) = message(&env, "a", 3);
    let third = env.store.append_to_feed(&event, &id).await.unwrap().unwrap();
    assert_eq!(third.n, second.n + 1);
}

//! Matching and chatting while the store misbehaves in every way that
//! DynamoDB does. A caller whose answer failed asks again with the same key,
//! as a client would.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::RequestStatus;
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::matching::requests::HeartLink;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::{EngineKind, TestEnv, anybody, users};

use heartlink_testkit::on_each_engine;

on_each_engine!(
    refused_before_it_was_applied,
    applied_but_the_answer_was_lost,
    throttled,
    in_conflict_with_other_transactions,
    slow,
    with_an_index_that_lags_behind,
    with_everything_at_once,
);

const PEOPLE: usize = 24;
/// How often a client asks again before it gives up.
const PATIENCE: u32 = 40;

/// Every operation of the store.
const ANY: &str = "any";
const OPERATIONS: [&str; 4] = ["TransactWriteItems", "Query", "GetItem", "BatchGetItem"];

async fn refused_before_it_was_applied(kind: EngineKind) {
    everybody_meets_and_talks(kind, &[(ANY, Fault::RefusedBefore, 0.2)]).await;
}

async fn applied_but_the_answer_was_lost(kind: EngineKind) {
    everybody_meets_and_talks(kind, &[("TransactWriteItems", Fault::AnswerLost, 0.3)]).await;
}

async fn throttled(kind: EngineKind) {
    everybody_meets_and_talks(kind, &[(ANY, Fault::Throttled, 0.15)]).await;
}

async fn in_conflict_with_other_transactions(kind: EngineKind) {
    everybody_meets_and_talks(kind, &[("TransactWriteItems", Fault::TransactionConflict, 0.3)]).await;
}

async fn slow(kind: EngineKind) {
    let fault = Fault::Slow(Duration::from_millis(5));
    everybody_meets_and_talks(kind, &[(ANY, fault, 0.3)]).await;
}

async fn with_an_index_that_lags_behind(kind: EngineKind) {
    everybody_meets_and_talks(kind, &[("Query", Fault::StaleIndex, 0.6)]).await;
}

async fn with_everything_at_once(kind: EngineKind) {
    let faults = [
        ("TransactWriteItems", Fault::AnswerLost, 0.08),
        ("TransactWriteItems", Fault::TransactionConflict, 0.08),
        ("TransactWriteItems", Fault::RefusedBefore, 0.08),
        ("Query", Fault::StaleIndex, 0.3),
        (ANY, Fault::Throttled, 0.04),
    ];
    everybody_meets_and_talks(kind, &faults).await;
}

async fn ask_until_told(store: &Store, who: &UserId) -> HeartLink {
    let key = IdempotencyKey::new(who.as_str(), "ask", "the-key", b"{}");
    for _ in 0..PATIENCE {
        if let Ok(outcome) = store.ask(who, &anybody(), Some(&key)).await {
            return outcome.value;
        }
    }
    panic!("{who} was never told");
}

async fn say_until_told(store: &Store, room: &RoomId, who: &UserId) -> u64 {
    let key = IdempotencyKey::new(who.as_str(), "send", "the-key", b"hello");
    for _ in 0..PATIENCE {
        if let Ok(sent) = store.send_message(room, who, "hello".into(), None, Some(&key)).await {
            return sent.value.seq;
        }
    }
    panic!("{who} could not speak");
}

async fn everybody_meets_and_talks(kind: EngineKind, faults: &[(&str, Fault, f64)]) {
    let seed = seed();
    println!("fault seed {seed}");
    let plan = faults.iter().fold(Faults::seeded(seed), |plan, (operation, fault, chance)| {
        let operations: &[&str] = if *operation == ANY { &OPERATIONS } else { &[operation] };
        operations.iter().fold(plan, |plan, operation| plan.with(operation, *fault, *chance))
    });
    // Waits between retries are the policy's and only cost time here.
    let mut settings = Settings::default();
    settings.retry.normal_step_millis = 1;
    settings.retry.batch_step_millis = 1;
    let env = TestEnv::with(kind, settings, |http| plan.wrap(http)).await;
    let people = users(PEOPLE);

    let told = join_all(people.iter().map(|who| ask_until_told(&env.store, who))).await;
    for _ in 0..PATIENCE {
        match env.store.pair_waiting(Vec::new()).await {
            Ok(report) if !report.unfinished => {
                let waiting = env.snapshot().await.with_status(RequestStatus::Pending).len();
                if waiting == 0 {
                    break;
                }
            }
            _ => {}
        }
    }
    let met = env.assert_sound().await;
    assert_eq!(met.active_rooms().count(), PEOPLE / 2, "everybody is paired");
    for link in told {
        if let Some(meeting) = link.meeting {
            let room = &met.rooms[&meeting.room_id];
            assert!(room.members.contains(&link.user_id), "told of a room that is somebody else's");
        }
    }

    let rooms: Vec<_> = met.active_rooms().cloned().collect();
    let said = join_all(
        rooms
            .iter()
            .flat_map(|room| room.members.iter().map(|who| say_until_told(&env.store, &room.id, who))),
    )
    .await;
    assert!(said.iter().all(|seq| (1..=2).contains(seq)));
    plan.off();
    let talked = env.assert_sound().await;
    for room in &rooms {
        assert_eq!(talked.messages[&room.id].len(), 2, "each message is there exactly once");
    }
    let injected: u64 = plan.injected().values().sum();
    assert!(injected > 0, "no fault was injected");
}

//! The whole system while its store misbehaves in every way that DynamoDB
//! does. Clients do what they are told: they come again with the same key.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use futures::future::join_all;
use heartlink_local::CallLimits;
use heartlink_testkit::faults::{Fault, Faults};
use heartlink_testkit::invariants::Snapshot;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::seed::seed;
use heartlink_testkit::test_env::EngineKind;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person, Socket, eventually};
use crate::system::{System, text};

on_each_engine!(
    calls_that_are_refused_before_they_are_applied_cost_nobody_anything,
    calls_that_are_applied_and_whose_answer_is_lost_take_effect_once,
    a_store_that_throttles_delays_and_loses_nothing,
    transactions_in_conflict_are_tried_again,
    a_slow_store_changes_nothing_but_the_time,
    an_index_that_lags_behind_pairs_nobody_twice_and_leaves_nobody_out,
    everything_at_once_is_survived,
    a_store_that_is_away_is_told_as_such_and_nothing_of_it_reaches_the_caller,
    whoever_hangs_up_while_the_store_is_away_is_gone_when_it_is_back,
    a_store_that_takes_no_writes_is_told_and_loses_no_event,
    calls_beyond_those_that_have_a_place_are_turned_away_and_the_health_is_told,
);

const PEOPLE: usize = 40;
/// How many of them hear of things over a connection as well.
const CONNECTED: usize = 10;

/// Every operation of the store.
const ANY: [&str; 5] = ["TransactWriteItems", "Query", "GetItem", "BatchGetItem", "PutItem"];
const WRITES: [&str; 2] = ["TransactWriteItems", "PutItem"];
const TRANSACTIONS: [&str; 1] = ["TransactWriteItems"];
const QUERIES: [&str; 1] = ["Query"];

async fn calls_that_are_refused_before_they_are_applied_cost_nobody_anything(kind: EngineKind) {
    everybody_meets_talks_and_parts(kind, &[(&ANY, Fault::RefusedBefore, 0.2)]).await;
}

async fn calls_that_are_applied_and_whose_answer_is_lost_take_effect_once(kind: EngineKind) {
    everybody_meets_talks_and_parts(kind, &[(&WRITES, Fault::AnswerLost, 0.3)]).await;
}

async fn a_store_that_throttles_delays_and_loses_nothing(kind: EngineKind) {
    everybody_meets_talks_and_parts(kind, &[(&ANY, Fault::Throttled, 0.15)]).await;
}

async fn transactions_in_conflict_are_tried_again(kind: EngineKind) {
    everybody_meets_talks_and_parts(kind, &[(&TRANSACTIONS, Fault::TransactionConflict, 0.3)]).await;
}

async fn a_slow_store_changes_nothing_but_the_time(kind: EngineKind) {
    everybody_meets_talks_and_parts(kind, &[(&ANY, Fault::Slow(Duration::from_millis(20)), 0.3)]).await;
}

async fn an_index_that_lags_behind_pairs_nobody_twice_and_leaves_nobody_out(kind: EngineKind) {
    everybody_meets_talks_and_parts(kind, &[(&QUERIES, Fault::StaleIndex, 0.6)]).await;
}

async fn everything_at_once_is_survived(kind: EngineKind) {
    everybody_meets_talks_and_parts(
        kind,
        &[
            (&WRITES, Fault::AnswerLost, 0.08),
            (&TRANSACTIONS, Fault::TransactionConflict, 0.08),
            (&TRANSACTIONS, Fault::RefusedBefore, 0.08),
            (&QUERIES, Fault::StaleIndex, 0.3),
            (&ANY, Fault::Throttled, 0.04),
            (&ANY, Fault::Slow(Duration::from_millis(5)), 0.1),
        ],
    )
    .await;
}

/// A gateway behind faults, switched off until it has started.
async fn faulty(kind: EngineKind, plan: &Faults) -> System {
    plan.off();
    let system = System::on(kind, |options| {
        let plan = plan.clone();
        options.wrap_http = Some(Arc::new(move |http| plan.wrap(http)));
        // Waits between retries only cost time here; what a stale index hid is
        // found at the next tick.
        options.settings.retry.normal_step_millis = 5;
        options.settings.retry.batch_step_millis = 5;
        options.settings.sweep.tick_every_secs = 1;
    })
    .await;
    plan.on();
    system
}

async fn ask(person: &Person) -> Answer {
    person.post("/v1/heart-links").key("ask").json(&json!({})).send_patiently().await
}

/// Waits until the person is in a room and returns its id.
async fn met(person: &Person) -> String {
    eventually(&format!("a room for {}", person.name), async || {
        let current = person.get("/v1/heart-links/current").send_patiently().await.expect(200);
        if current["matched"] == true { Ok(text(&current, "room_id")) } else { Err(current) }
    })
    .await
}

async fn everybody_meets_talks_and_parts(kind: EngineKind, faults: &[(&[&str], Fault, f64)]) {
    let seed = seed();
    println!("fault seed {seed}");
    let plan = faults.iter().fold(Faults::seeded(seed), |plan, (operations, fault, chance)| {
        operations.iter().fold(plan, |plan, operation| plan.with(operation, *fault, *chance))
    });
    let system = faulty(kind, &plan).await;
    let people = system.people(PEOPLE);
    let mut lines = connected(&people[..CONNECTED]).await;
    let asked: Vec<Answer> = join_all(people.iter().map(ask)).await;
    assert!(asked.iter().all(|answer| matches!(answer.status, 200 | 201)), "{asked:#?}");

    let rooms = join_all(people.iter().map(met)).await;
    let said: Vec<Value> = join_all(people.iter().zip(&rooms).map(|(person, room)| async move {
        let say = person.post(format!("/v1/rooms/{room}/messages")).key("hello");
        say.json(&json!({ "text": format!("I am {}", person.name) })).send_patiently().await.expect(201)
    }))
    .await;
    // Every second room ends; both leave it.
    let ending: BTreeSet<&String> = rooms.iter().collect::<BTreeSet<_>>().into_iter().step_by(2).collect();
    let leaving = people.iter().zip(&rooms).filter(|(_, room)| ending.contains(room));
    join_all(leaving.map(|(person, room)| async move {
        person.post(format!("/v1/rooms/{room}/leave")).key("bye").send_patiently().await.expect(200)
    }))
    .await;

    plan.off();
    let found = system.assert_sound().await;
    assert_eq!(found.rooms.len(), PEOPLE / 2, "everybody was paired, and once");
    assert_eq!(found.active_rooms().count(), PEOPLE / 2 - ending.len());
    agrees(&found, &people, &rooms, &said);
    for (person, line) in people.iter().zip(&mut lines) {
        resumed(person, line).await;
    }
    asked_answers_agree(&asked, &rooms);
    let injected = plan.injected();
    for (_, fault, _) in faults {
        assert!(plan.count(*fault) > 0, "{fault:?} was never injected: {injected:?}");
    }
}

/// The connections of `people`; one that is refused is opened again.
async fn connected(people: &[Person]) -> Vec<Socket> {
    join_all(people.iter().map(|person| async {
        let query = format!("?token={}", person.token.as_deref().unwrap_or_default());
        eventually(&format!("a connection of {}", person.name), async || person.open(&query).await).await
    }))
    .await
}

/// Checks that whatever was pushed is in the feed, and that a resume brings
/// what was not.
async fn resumed(person: &Person, line: &mut Socket) {
    line.send(&json!({ "action": "resume", "after": 0 })).await;
    line.next_that("the end of the replay", |message| message["action"] == "resume").await;
    let feed = person.events().await;
    let pushed: Vec<&Value> = line.seen.iter().filter(|message| message["n"].is_u64()).collect();
    assert!(pushed.iter().all(|event| feed.contains(event)), "{}: {pushed:#?}", person.name);
    assert!(pushed.ends_with(&feed.iter().collect::<Vec<_>>()), "{}: {pushed:#?}", person.name);
}

/// Checks that every success that a client was told of is visible exactly once.
fn agrees(found: &Snapshot, people: &[Person], rooms: &[String], said: &[Value]) {
    for ((person, room), message) in people.iter().zip(rooms).zip(said) {
        let room = room.parse().expect("an id");
        let members = &found.rooms[&room].members;
        assert!(members.iter().any(|member| member.as_str() == person.name), "{} in {room}", person.name);
        let own: Vec<_> =
            found.messages[&room].iter().filter(|message| message.sender.as_str() == person.name).collect();
        let [only] = own.as_slice() else { panic!("{} said {own:?}", person.name) };
        assert_eq!(
            (message["seq"].as_u64(), message["text"].as_str()),
            (Some(only.seq), Some(only.text.as_str()))
        );
    }
}

/// Checks that whoever was told of a room while asking was told the right one.
fn asked_answers_agree(asked: &[Answer], rooms: &[String]) {
    for (answer, room) in asked.iter().zip(rooms) {
        if answer.body["matched"] == true {
            assert_eq!(answer.body["room_id"], room.as_str(), "{answer:#?}");
        }
    }
}

async fn a_store_that_is_away_is_told_as_such_and_nothing_of_it_reaches_the_caller(kind: EngineKind) {
    let plan =
        ANY.iter().fold(Faults::seeded(1), |plan, operation| plan.with(operation, Fault::RefusedBefore, 1.0));
    let system = faulty(kind, &plan).await;
    let ann = system.person("ann");
    let refused = ann.ask().await.refused(503, "store_unavailable");
    assert_eq!(refused["retryable"], true);
    assert!(!refused.to_string().contains("injected"), "{refused:#}");
    let health = ann.get("/v1/health").send().await.expect(200);
    assert_eq!((&health["status"], &health["store"]["ok"]), (&json!("degraded"), &json!(false)));
    plan.off();
    assert_eq!(ann.get("/v1/health").send().await.expect(200)["status"], "ok");
    ann.ask().await.expect(201);
}

async fn whoever_hangs_up_while_the_store_is_away_is_gone_when_it_is_back(kind: EngineKind) {
    let plan = Faults::seeded(1).with("DeleteItem", Fault::RefusedBefore, 1.0);
    let system = faulty(kind, &plan).await;
    let (ann, admin) = (system.person("ann"), system.admin());
    drop(ann.connect().await);
    // More than one run of the function has.
    eventually("several attempts", async || match plan.count(Fault::RefusedBefore) {
        few @ 0..=8 => Err(few),
        _ => Ok(()),
    })
    .await;
    let open = async || admin.get("/v1/connections/stats").send().await.expect(200)["connections"].clone();
    assert_eq!(open().await, 1);
    plan.off();
    eventually("nobody who is connected", async || match open().await {
        none if none == 0 => Ok(()),
        some => Err(some),
    })
    .await;
}

async fn a_store_that_takes_no_writes_is_told_and_loses_no_event(kind: EngineKind) {
    let plan = ["PutItem", "TransactWriteItems", "UpdateItem"]
        .iter()
        .fold(Faults::seeded(1), |plan, operation| plan.with(operation, Fault::RefusedBefore, 1.0));
    plan.off();
    let system = System::on(kind, |options| {
        let plan = plan.clone();
        options.wrap_http = Some(Arc::new(move |http| plan.wrap(http)));
        options.settings.retry.normal_step_millis = 1;
        options.settings.retry.batch_step_millis = 1;
    })
    .await;
    let (ann, bob, room) = system.pair().await;
    system.settled().await;
    ann.say(&room, "the last words").await.expect(201);
    plan.on();
    let health = ann.get("/v1/health").send().await.expect(200);
    assert_eq!(
        (&health["status"], &health["store"]["ok"], &health["machine"]["writable"]),
        (&json!("degraded"), &json!(true), &json!(false)),
        "{health:#}"
    );
    plan.off();
    assert_eq!(bob.told_eventually("room_message", 1).await.len(), 1);
    let health = ann.get("/v1/health").send().await.expect(200);
    assert_eq!((&health["status"], &health["machine"]["dead_letters"]), (&json!("ok"), &json!(0)));
    system.assert_sound().await;
}

async fn calls_beyond_those_that_have_a_place_are_turned_away_and_the_health_is_told(kind: EngineKind) {
    let slow = Fault::Slow(Duration::from_secs(3_600));
    let plan = Faults::seeded(1).with("PutItem", slow, 1.0);
    plan.off();
    let system = System::on(kind, |options| {
        let plan = plan.clone();
        options.wrap_http = Some(Arc::new(move |http| plan.wrap(http)));
        options.call_limits = CallLimits { at_once: 1, patience: Duration::from_millis(1) };
    })
    .await;
    plan.on();
    let ann = system.person("ann");
    let asking = tokio::spawn(async move { ann.ask().await });
    eventually("a call under way", async || if plan.count(slow) > 0 { Ok(()) } else { Err(()) }).await;
    let eve = system.person("eve");
    eve.current().await.refused(503, "system_busy");
    assert_eq!(eve.get("/v1/health").send().await.expect(200)["store"]["ok"], true);
    plan.off();
    eve.call(Method::PUT, "/v1/blocks/bob").send().await.expect(204);
    let report = json!({ "user_id": "bob", "reason": "spam" });
    eve.post("/v1/reports").json(&report).send().await.expect(201);
    for path in ["/v1/heart-links/current/cancel", "/v1/rooms/none/leave"] {
        let answer = eve.post(path).send().await;
        assert!([403, 404].contains(&answer.status), "{path}: {answer:#?}");
    }
    asking.abort();
}

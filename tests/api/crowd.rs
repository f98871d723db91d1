//! Any number of people who ask in the same instant.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures::future::join_all;
use futures::stream::{self, StreamExt};
use heartlink_domain::matching::RequestStatus;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::EngineKind;
use serde_json::{Value, json};

use crate::client::{Person, Socket, eventually};
use crate::system::{System, text};

on_each_engine!(
    four_six_and_twenty_people_who_ask_at_once_are_all_paired,
    two_hundred_people_who_ask_at_once_are_all_paired,
    a_thousand_people_who_ask_at_once_are_all_paired,
    an_odd_number_leaves_exactly_one_who_is_paired_with_the_next_to_come,
    a_cancel_that_races_a_match_has_one_winner_and_both_are_told_the_same,
    people_who_become_compatible_with_time_are_paired_without_asking_again,
    a_person_who_asks_many_times_at_once_has_one_request_and_never_meets_themselves,
    people_who_meet_part_and_ask_again_at_their_own_pace_are_never_in_two_rooms,
    a_block_that_races_a_match_leaves_no_room_of_the_two,
);

/// Calls under way at once where it does not matter.
const AT_ONCE: usize = 64;

/// Who hears of a match how.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listening {
    /// Everybody over a connection.
    All,
    /// Every second one; the others read their feeds.
    Half,
}

async fn four_six_and_twenty_people_who_ask_at_once_are_all_paired(kind: EngineKind) {
    for count in [4, 6, 20] {
        meet(kind, count, Listening::All).await;
    }
}

async fn two_hundred_people_who_ask_at_once_are_all_paired(kind: EngineKind) {
    meet(kind, 200, Listening::All).await;
}

async fn a_thousand_people_who_ask_at_once_are_all_paired(kind: EngineKind) {
    meet(kind, 1_000, Listening::Half).await;
}

async fn an_odd_number_leaves_exactly_one_who_is_paired_with_the_next_to_come(kind: EngineKind) {
    for count in [5, 21, 101] {
        let system = meet(kind, count, Listening::Half).await;
        let late = system.person("late");
        let met = late.ask().await.expect(201);
        assert_eq!(met["matched"], true, "{met:#}");
        let found = system.assert_sound().await;
        assert_eq!(found.active_rooms().count(), count.div_ceil(2));
    }
}

/// Lets `count` people ask in the same instant and checks everything that
/// anybody can see of it.
async fn meet(kind: EngineKind, count: usize, listening: Listening) -> System {
    // However slow the machine is, nobody is turned away.
    let system = System::on(kind, |options| options.call_limits.patience = Duration::from_secs(300)).await;
    let people = system.people(count);
    let mut lines = connect(&people, listening).await;

    let asked = join_all(people.iter().map(Person::ask)).await;
    let waiting = count % 2;
    for answer in asked {
        assert_eq!(answer.status, 201, "{answer:#?}");
    }
    eventually(&format!("all but {waiting} of {count} paired"), async || {
        let stats = system.admin().get("/v1/heart-links/stats").send().await.expect(200);
        let done = stats["pending"] == waiting && stats["active_rooms"] == count / 2;
        if done { Ok(()) } else { Err(stats) }
    })
    .await;
    let found = system.assert_sound().await;
    assert_eq!(found.active_rooms().count(), count / 2, "of {count} people");

    let lonely = everybody_was_told(&people, &found.rooms.keys().map(ToString::to_string).collect()).await;
    assert_eq!(lonely.len(), waiting, "{lonely:?}");
    let heard = stream::iter(&mut lines).map(|(name, line)| {
        let expected = usize::from(!lonely.contains(*name));
        heard(line, expected)
    });
    heard.buffer_unordered(AT_ONCE).collect::<Vec<()>>().await;
    system
}

async fn connect(people: &[Person], listening: Listening) -> BTreeMap<&str, Socket> {
    let every = if listening == Listening::Half { 2 } else { 1 };
    let opened = stream::iter(people.iter().step_by(every))
        .map(|person| async { (person.name.as_str(), person.connect().await) });
    opened.buffer_unordered(AT_ONCE).collect().await
}

/// Checks what the API says to each of `people`; returns those who wait.
async fn everybody_was_told(people: &[Person], rooms: &BTreeSet<String>) -> BTreeSet<String> {
    let told: Vec<(&str, Value, Vec<Value>)> = stream::iter(people)
        .map(|person| async {
            (person.name.as_str(), person.current().await.expect(200), person.events().await)
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let mut lonely = BTreeSet::new();
    let mut partners = BTreeMap::new();
    for (name, current, events) in &told {
        if current["matched"] == false {
            assert_eq!((&current["request"]["status"], events.len()), (&json!("pending"), 0), "{name}");
            lonely.insert((*name).to_owned());
            continue;
        }
        let room = text(current, "room_id");
        assert!(rooms.contains(&room), "{name} was told of {room}");
        let [event] = events.as_slice() else { panic!("{name} was told {events:#?}") };
        assert_eq!(event["type"], "match_found", "{name}");
        assert_eq!(event["data"]["room_id"], room.as_str(), "{name}");
        assert_eq!(event["data"]["partner"], current["partner"], "{name}");
        assert_eq!(event["data"]["score"], current["score"], "both can read why");
        partners.insert((*name).to_owned(), (room, text(current, "partner")));
    }
    for (name, (room, partner)) in &partners {
        assert_eq!(partners.get(partner), Some(&(room.clone(), name.clone())), "{name} and {partner}");
    }
    lonely
}

/// Checks that exactly `expected` matches, one or none, were pushed, however
/// often. A feed shows an event before it is pushed.
async fn heard(line: &mut Socket, expected: usize) {
    if expected > 0 {
        line.next("match_found").await;
    }
    line.ping().await;
    let numbers: BTreeSet<u64> =
        line.seen("match_found").iter().map(|event| event["n"].as_u64().unwrap()).collect();
    assert_eq!(numbers.len(), expected, "{:#?}", line.seen);
}

async fn a_cancel_that_races_a_match_has_one_winner_and_both_are_told_the_same(kind: EngineKind) {
    let system = System::on(kind, |_| {}).await;
    for round in 0..25 {
        let [ann, bob] = ["ann", "bob"].map(|name| system.person(&format!("{name}-{round}")));
        ann.ask().await.expect(201);
        let (cancelled, asked) = tokio::join!(ann.cancel(), bob.ask());
        let met = asked.expect(201);
        if cancelled.status == 200 {
            assert_eq!(met["matched"], false, "ann was told cancelled, bob was told {met:#}");
            assert_eq!(cancelled.expect(200)["request"]["status"], "cancelled");
            ann.current().await.refused(404, "no_request");
            bob.cancel().await.expect(200);
        } else {
            let refused = cancelled.refused(409, "already_matched");
            assert_eq!(refused["room_id"], met["room_id"], "both are told of one room");
            assert_eq!(ann.current().await.expect(200)["room_id"], met["room_id"]);
            ann.leave(&text(&met, "room_id")).await.expect(200);
        }
        system.settled().await;
    }
    let found = system.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 0);
}

async fn people_who_become_compatible_with_time_are_paired_without_asking_again(kind: EngineKind) {
    let system = System::on(kind, |options| options.test_clock = true).await;
    let preferences = json!({
        "languages": ["en"],
        "filters": { "languages": ["fr"], "relax_after_seconds": 60 },
    });
    let people = system.people(20);
    let mut lines = connect(&people, Listening::All).await;
    for answer in join_all(people.iter().map(|person| person.ask_for(&preferences))).await {
        assert_eq!(answer.expect(201)["matched"], false);
    }
    system.pass(Duration::from_secs(121)).await;
    for line in lines.values_mut() {
        line.next("match_found").await;
    }
    assert_eq!(system.assert_sound().await.active_rooms().count(), 10);
}

async fn a_person_who_asks_many_times_at_once_has_one_request_and_never_meets_themselves(kind: EngineKind) {
    let system = System::on(kind, |_| {}).await;
    let ann = system.person("ann");
    let asked =
        join_all((0..20).map(|_| ann.post("/v1/heart-links").json(&json!({})).send_patiently())).await;
    let ids: BTreeSet<String> = asked.iter().map(|answer| text(&answer.body["request"], "id")).collect();
    assert_eq!(ids.len(), 1, "{asked:#?}");
    assert_eq!(asked.iter().filter(|answer| answer.status == 201).count(), 1);
    assert_eq!(ann.current().await.expect(200)["matched"], false);
    let met = join_all((0..20).map(|i| {
        let system = &system;
        async move { system.person(&format!("bob-{i:02}")).ask().await.expect(201) }
    }))
    .await;
    system.settled().await;
    assert!(met.iter().filter(|met| met["partner"] == "ann").count() <= 1, "{met:#?}");
    assert_eq!(system.assert_sound().await.active_rooms().count(), 10, "21 people");
}

async fn people_who_meet_part_and_ask_again_at_their_own_pace_are_never_in_two_rooms(kind: EngineKind) {
    const MEETINGS: usize = 100;
    let system = System::on(kind, |_| {}).await;
    let (people, left) = (system.people(24), AtomicUsize::new(0));
    join_all(people.iter().map(|person| meet_and_part(person, &left, MEETINGS))).await;
    let found = system.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 0);
    assert_eq!(found.with_status(RequestStatus::Pending).len(), 0);
    assert!(found.rooms.len() >= MEETINGS / 2, "{}", found.rooms.len());
}

/// Asks, leaves and asks again until all together have left so many rooms.
async fn meet_and_part(person: &Person, left: &AtomicUsize, meetings: usize) {
    while left.load(Ordering::SeqCst) < meetings {
        person.post("/v1/heart-links").json(&json!({})).send_patiently().await;
        let room = eventually(&format!("a room for {}", person.name), async || {
            let current = person.get("/v1/heart-links/current").send_patiently().await;
            // The partner may have left before this look.
            if current.status == 404 || current.body["matched"] == true {
                return Ok(current.body["room_id"].as_str().map(str::to_owned));
            }
            if left.load(Ordering::SeqCst) < meetings {
                return Err(current);
            }
            let cancelled = person.post("/v1/heart-links/current/cancel").send_patiently().await;
            Ok(cancelled.body["room_id"].as_str().map(str::to_owned))
        })
        .await;
        if let Some(room) = room {
            person.post(format!("/v1/rooms/{room}/leave")).send_patiently().await.expect(200);
            left.fetch_add(1, Ordering::SeqCst);
        }
    }
}

async fn a_block_that_races_a_match_leaves_no_room_of_the_two(kind: EngineKind) {
    let system = System::on(kind, |_| {}).await;
    for round in 0..25 {
        let [ann, bob] = ["ann", "bob"].map(|name| system.person(&format!("{name}-{round}")));
        ann.ask().await.expect(201);
        let (asked, ()) = tokio::join!(bob.ask(), ann.block(&bob.name));
        system.settled().await;
        let met = asked.expect(201);
        for person in [&ann, &bob] {
            assert_ne!(person.current().await.body["matched"], true, "{met:#}");
            // Nobody is left for the next round to meet.
            person.cancel().await;
        }
        let ended = ann.told("room_ended").await.len();
        assert_eq!(ended, usize::from(met["matched"] == true), "a room that was, ended");
    }
    assert_eq!(system.assert_sound().await.active_rooms().count(), 0);
}

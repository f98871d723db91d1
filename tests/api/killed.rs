//! `kill -9` of the real process in the middle of everything, and restarts.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Stdio;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use heartlink_testkit::invariants::{self, Snapshot};
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::EngineKind;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::client::{Person, eventually};
use crate::process::{Server, heartlink};
use crate::system::text;

on_each_engine!(
    a_kill_in_the_middle_of_200_people_loses_nothing,
    three_kills_in_the_middle_of_a_crowd_lose_nothing,
    whoever_waits_when_the_gateway_is_killed_is_paired_after_the_restart,
    ctrl_c_drains_says_goodbye_and_ends_with_0,
);

/// Longest time for a demo to end, restarts included.
const DEMO: Duration = Duration::from_secs(500);
/// Calls under way at once.
const AT_ONCE: usize = 64;

async fn a_kill_in_the_middle_of_200_people_loses_nothing(kind: EngineKind) {
    survive(kind, 200, &[10]).await;
}

async fn three_kills_in_the_middle_of_a_crowd_lose_nothing(kind: EngineKind) {
    // DynamoDB Local takes minutes for a thousand, and shows nothing more than with fewer.
    match kind {
        EngineKind::Embedded => survive(kind, 1_000, &[20, 200, 480]).await,
        EngineKind::DynamoDbLocal => survive(kind, 300, &[20, 60, 140]).await,
    }
}

/// Lets a demo run while its gateway is killed as soon as there are so many
/// rooms, each time, and checks what everybody has in the end.
async fn survive(kind: EngineKind, people: usize, kills: &[u64]) {
    let mut server = Server::start_on(kind).await;
    let (url, data, count) = (server.url(), server.data(), people.to_string());
    let mut demo = heartlink(["demo", "--people", &count, "--patience", "450", "--output", "json"]);
    demo.args(server.reached_by(&url, &data)).stdout(Stdio::piped()).stderr(Stdio::piped());
    let demo = tokio::spawn(demo.spawn().expect("the demo").wait_with_output());
    let admin = server.admin();
    for rooms in kills {
        at_least(&admin, *rooms).await;
        server.kill().await;
        server.start_again().await;
    }
    let output = timeout(DEMO, demo).await.expect("the demo ends").expect("a task").expect("the demo runs");
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    let report: Value =
        serde_json::from_str(&said).unwrap_or_else(|error| panic!("{error}: {said} {errors}"));
    assert!(output.status.success(), "{report:#} {errors}");
    for (figure, expected) in [
        ("people", people),
        ("paired", people),
        ("rooms", people / 2),
        ("shared_rooms", 0),
        ("in_two_rooms", 0),
        ("contradicted", 0),
        ("messages_delivered", people),
    ] {
        assert_eq!(report[figure], expected, "{figure}: {report:#}");
    }
    assert!(report["reconnects"].as_u64() > Some(0), "the kill came too late: {report:#}");

    let run =
        errors.split("run ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("the run's name");
    let names = (1..=people).map(|number| format!("demo-{run}-{number:05}"));
    let crowd: Vec<Person> = names.map(|name| server.person(&name)).collect();
    let told = everybody_has_everything(&crowd).await;

    let status = server.interrupt().await;
    assert_eq!(status.code(), Some(0));
    let found = left_behind(&server).await;
    let problems = (found.problems(), found.feed_problems());
    assert_eq!(problems, (Vec::new(), Vec::new()));
    assert_eq!(found.active_rooms().count(), people / 2);
    assert!(!server.data().join("dead-letters.jsonl").exists(), "stream records were given up");

    server.start_again().await;
    for person in crowd.iter().take(20) {
        assert_eq!(person.events().await, told[&person.name], "after a restart");
        assert_eq!(person.current().await.expect(200)["room_id"], told[&person.name][0]["data"]["room_id"]);
    }
}

/// Waits until there are `rooms`, so that what follows happens in the middle.
async fn at_least(admin: &Person, rooms: u64) {
    eventually(&format!("{rooms} rooms"), async || {
        match admin.get("/v1/heart-links/stats").try_send().await {
            Ok(answer) if answer.body["active_rooms"].as_u64() >= Some(rooms) => Ok(()),
            seen => Err(seen),
        }
    })
    .await;
}

/// Checks that every feed has one match and both lines that were said, and
/// that each match is told to exactly two who name each other.
async fn everybody_has_everything(crowd: &[Person]) -> BTreeMap<String, Vec<Value>> {
    let feeds: BTreeMap<String, Vec<Value>> = stream::iter(crowd)
        .map(|person| async {
            person.told_eventually("room_message", 2).await;
            (person.name.clone(), person.events().await)
        })
        .buffer_unordered(AT_ONCE)
        .collect()
        .await;
    let mut partners = BTreeMap::new();
    for (name, feed) in &feeds {
        let kinds: Vec<String> = feed.iter().map(|event| text(event, "type")).collect();
        assert_eq!(kinds, ["match_found", "room_message", "room_message"], "{name}");
        let room = text(&feed[0]["data"], "room_id");
        assert!(feed.iter().all(|event| event["data"]["room_id"] == room.as_str()), "{name}: {feed:#?}");
        assert_eq!((&feed[1]["data"]["seq"], &feed[2]["data"]["seq"]), (&json!(1), &json!(2)), "{name}");
        let senders = BTreeSet::from([text(&feed[1]["data"], "sender"), text(&feed[2]["data"], "sender")]);
        let partner = text(&feed[0]["data"], "partner");
        assert_eq!(senders, BTreeSet::from([name.clone(), partner.clone()]), "each said one line");
        partners.insert(name.clone(), (room, partner));
    }
    for (name, (room, partner)) in &partners {
        assert_eq!(partners.get(partner), Some(&(room.clone(), name.clone())), "{name} and {partner}");
    }
    feeds
}

/// What a gateway that has stopped left behind.
async fn left_behind(server: &Server) -> Snapshot {
    let (client, store) = server.tables();
    invariants::snapshot(&client, &store).await
}

async fn whoever_waits_when_the_gateway_is_killed_is_paired_after_the_restart(kind: EngineKind) {
    let mut server = Server::start_on(kind).await;
    let (ann, bob) = (server.person("ann"), server.person("bob"));
    let asked = ann.ask().await.expect(201);
    server.kill().await;
    server.start_again().await;
    let current = ann.current().await.expect(200);
    assert_eq!(current["request"]["id"], asked["request"]["id"]);
    assert_eq!(current["request"]["status"], "pending");
    let mut line = ann.connect().await;
    let met = bob.ask().await.expect(201);
    assert_eq!(line.next("match_found").await["data"]["room_id"], met["room_id"]);
    ann.say(&text(&met, "room_id"), "still here").await.expect(201);
    line.next("room_message").await;
    server.kill().await;
    server.start_again().await;
    assert_eq!(bob.told_eventually("room_message", 1).await.len(), 1);
    assert_eq!(ann.events().await.len(), 2);
    let read = bob.messages(&text(&met, "room_id"), "").await.expect(200);
    assert_eq!(read["items"][0]["text"], "still here");
}

async fn ctrl_c_drains_says_goodbye_and_ends_with_0(kind: EngineKind) {
    let mut server = Server::start_on(kind).await;
    let (ann, bob) = (server.person("ann"), server.person("bob"));
    let line = ann.connect().await;
    let room = {
        ann.ask().await.expect(201);
        text(&bob.ask().await.expect(201), "room_id")
    };
    let (status, closed) = tokio::join!(server.interrupt(), line.closed());
    assert_eq!((status.code(), closed), (Some(0), Some(1001)));
    assert!(server.printed().ends_with("Stopped.\n"), "{}", server.printed());
    let found = left_behind(&server).await;
    assert_eq!(
        (found.problems(), found.feed_problems()),
        (Vec::new(), Vec::new()),
        "nothing was left half-way"
    );
    server.start_again().await;
    assert_eq!(
        ann.current().await.expect(200)["room_id"],
        room.as_str(),
        "the data is there after a restart"
    );
    assert_eq!(bob.told("match_found").await.len(), 1);
}

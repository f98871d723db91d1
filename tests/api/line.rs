//! Who stands in line for whom: strangers who parted, people who are gone, and
//! people who change their minds.

use std::time::Duration;

use serde_json::{Value, json};

use crate::client::{Person, eventually};
use crate::system::{System, text};

async fn timed() -> System {
    System::with(|options| {
        options.test_clock = true;
        options.settings.matching.rematch_after_secs = 600;
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn two_who_parted_do_not_meet_again_for_ten_minutes_and_others_do() {
    let system = timed().await;
    let (ann, bob, room) = system.pair().await;
    ann.leave(&room).await.expect(200);
    bob.ask().await.expect(201);
    assert_eq!(ann.ask().await.expect(201)["matched"], false, "nobody else is there, and still");
    let eve = system.person("eve");
    let met = eve.ask().await.expect(201);
    assert_eq!(met["matched"], true, "a stranger to both");
    let (other, waiting) = if met["partner"] == "ann" { (&ann, &bob) } else { (&bob, &ann) };
    other.leave(&text(&met, "room_id")).await.expect(200);
    // A slow machine's own minutes are in it: nobody is away for 5 minutes, and it is
    // well before and well after the 10.
    for _ in 0..2 {
        system.pass(Duration::from_secs(240)).await;
        waiting.heartbeat().await;
    }
    assert_eq!(other.ask().await.expect(201)["matched"], false);
    system.pass(Duration::from_secs(180)).await;
    let again = waiting.told_eventually("match_found", 2).await;
    assert_eq!(again[1]["data"]["partner"], other.name.as_str(), "ten minutes are over");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_proposal_parts_two_as_a_room_does() {
    let system = System::with(|options| {
        options.settings.matching.acceptance = true;
        options.settings.matching.rematch_after_secs = 600;
    })
    .await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    ann.ask().await.expect(201);
    assert_eq!(bob.ask().await.expect(201)["request"]["status"], "matching");
    ann.decline().await.expect(200);
    assert_eq!(ann.ask().await.expect(201)["request"]["status"], "pending");
    assert_eq!(bob.current().await.expect(200)["request"]["status"], "pending");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn proposals_that_nobody_attends_end_the_wait_and_say_why() {
    let system = System::with(|options| {
        options.test_clock = true;
        options.settings.matching.acceptance = true;
    })
    .await;
    let people = [system.person("ann"), system.person("bob")];
    for person in &people {
        person.ask().await.expect(201);
    }
    for _ in 0..2 {
        system.pass(Duration::from_secs(31)).await;
    }
    for person in &people {
        let told = person.told_eventually("match_expired", 1).await;
        assert_eq!(told[0]["data"]["reason"], "unattended", "{told:#?}");
        assert_eq!(person.told("match_proposed").await.len(), 2);
        person.current().await.refused(404, "no_request");
        person.ask().await.expect(201);
    }
    system.assert_sound().await;
}

/// Waits until it is stored whether `name` is away.
async fn seen_as(system: &System, name: &str, away: bool) {
    eventually("whether they are away", async || {
        let items = system.items().await;
        let person = items.iter().find(|(_, item)| {
            let is = |key: &str, value: &str| {
                item.get(key).and_then(|v| v.as_s().ok()).is_some_and(|v| v == value)
            };
            is("sk", "PERSON") && is("user_id", name)
        });
        let found = person.is_some_and(|(_, item)| item.contains_key("away_since"));
        if found == away { Ok(()) } else { Err(found) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whose_last_connection_closed_is_paired_with_nobody_until_they_are_back() {
    let system = timed().await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let (first, second) = (ann.connect().await, ann.connect().await);
    ann.ask().await.expect(201);
    drop((first, second));
    seen_as(&system, "ann", true).await;
    system.pass(Duration::from_secs(20)).await;
    assert_eq!(bob.ask().await.expect(201)["matched"], false, "nobody is there");
    // Back, in her old place.
    let mut line = ann.connect().await;
    assert_eq!(line.next("match_found").await["data"]["partner"], "bob");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_is_loaded_anew_keeps_everything() {
    let system = timed().await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let line = ann.connect().await;
    ann.ask().await.expect(201);
    drop(line);
    seen_as(&system, "ann", true).await;
    system.pass(Duration::from_secs(5)).await;
    assert_eq!(bob.ask().await.expect(201)["partner"], "ann");
    let (eve, dan) = (system.person("eve"), system.person("dan"));
    let [closing, _staying] = [eve.connect().await, eve.connect().await];
    eve.ask().await.expect(201);
    drop(closing);
    system.settled().await;
    system.pass(Duration::from_secs(60)).await;
    assert_eq!(dan.ask().await.expect(201)["partner"], "eve", "another tab is open");
    system.assert_sound().await;
}

fn speaks(language: &str) -> Value {
    json!({ "languages": [language], "filters": { "languages": [language] } })
}

#[tokio::test(flavor = "multi_thread")]
async fn who_changes_their_mind_while_waiting_keeps_the_place_and_is_told_what_holds() {
    let system = timed().await;
    let person = |name: &str| -> Person { system.person(name) };
    let (ann, bob) = (person("ann"), person("bob"));
    let asked = ann.ask_for(&speaks("zh")).await.expect(201);
    assert_eq!(asked["request"]["preferences"]["languages"], json!(["zh"]));
    let none = ann.ask().await.expect(200);
    assert_eq!(none["request"], asked["request"], "nothing was said");
    let changed = ann.ask_for(&speaks("en")).await.expect(200);
    assert_eq!(changed["request"]["preferences"]["filters"]["languages"], json!(["en"]));
    for member in ["id", "created_at", "expires_at"] {
        assert_eq!(changed["request"][member], asked["request"][member]);
    }
    assert_eq!(bob.ask_for(&speaks("en")).await.expect(201)["partner"], "ann");
    // And whom the change fits is found at once.
    let (eve, dan) = (person("eve"), person("dan"));
    eve.ask_for(&speaks("fr")).await.expect(201);
    dan.ask_for(&speaks("de")).await.expect(201);
    assert_eq!(dan.ask_for(&speaks("fr")).await.expect(200)["partner"], "eve");
    system.assert_sound().await;
}

//! Who is there, and what becomes of those who are not.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::matching::RequestStatus;
use serde_json::{Value, json};

use crate::client::Person;
use crate::system::{System, text};

const MINUTE: Duration = Duration::from_secs(60);

async fn timed() -> System {
    System::with(|options| options.test_clock = true).await
}

/// Lets `minutes` pass, in each of which `present` show that they are there.
async fn pass(system: &System, minutes: u32, present: &[Person]) {
    for _ in 0..minutes {
        system.pass(MINUTE).await;
        join_all(present.iter().map(Person::heartbeat)).await;
    }
}

/// Preferences that nobody here fulfils until they relax.
fn picky(relax_after_seconds: Option<u64>) -> Value {
    json!({
        "languages": ["en"],
        "filters": { "languages": ["fr"], "relax_after_seconds": relax_after_seconds },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn people_who_go_inactive_midway_are_not_paired_and_the_others_are() {
    let system = timed().await;
    let people = system.people(20);
    let preferences = picky(Some(360));
    for answer in join_all(people.iter().map(|person| person.ask_for(&preferences))).await {
        assert_eq!(answer.expect(201)["matched"], false);
    }
    let (present, gone) = people.split_at(12);
    pass(&system, 7, present).await;
    let found = system.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 6);
    for person in present {
        assert_eq!(person.told("match_found").await.len(), 1, "{}", person.name);
    }
    pass(&system, 4, present).await;
    let found = system.assert_sound().await;
    assert_eq!(found.with_status(RequestStatus::Expired).len(), gone.len());
    for person in gone {
        let events = person.events().await;
        assert_eq!((events.len(), &events[0]["type"]), (1, &json!("match_expired")), "{events:#?}");
        person.current().await.refused(404, "no_request");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_has_waited_12_minutes_and_is_still_there_is_not_expired_when_somebody_else_asks() {
    let system = timed().await;
    let (ann, bob, eve) = (system.person("ann"), system.person("bob"), system.person("eve"));
    let asked = ann.ask().await.expect(201);
    ann.block("eve").await;
    pass(&system, 12, std::slice::from_ref(&ann)).await;
    assert_eq!(eve.ask().await.expect(201)["matched"], false, "ann has blocked eve");
    let current = ann.current().await.expect(200);
    assert_eq!(current["request"]["id"], asked["request"]["id"]);
    assert_eq!(current["request"]["status"], "pending");
    // The clock is moved by 720 s, and goes on beside that.
    let waited = current["waiting_seconds"].as_u64();
    assert!(waited.is_some_and(|seconds| (720..900).contains(&seconds)), "{waited:?}");
    let met = bob.ask().await.expect(201);
    assert_eq!(met["matched"], true, "{met:#}");
    // Whoever has waited longest has the better score.
    assert_eq!(met["partner"], "ann", "{met:#}");
    let found = system.assert_sound().await;
    assert_eq!(found.with_status(RequestStatus::Expired).len(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_room_ends_for_both_when_one_goes_inactive() {
    let system = timed().await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    pass(&system, 6, &[ann.clone(), bob.clone()]).await;
    let presence = ann.room(&room).await.expect(200)["presence"].clone();
    assert!(
        presence.as_array().is_some_and(|both| both.iter().all(|one| one["active"] == true)),
        "{presence}"
    );
    pass(&system, 11, std::slice::from_ref(&ann)).await;
    for line in [&mut hers, &mut his] {
        let ended = line.next("room_ended").await;
        assert_eq!(ended["data"]["reason"], "inactive", "{ended:#}");
        assert_eq!(ended["data"]["room_id"], room.as_str());
    }
    let shown = bob.room(&room).await.expect(200);
    assert_eq!((&shown["status"], &shown["end_reason"]), (&json!("ended"), &json!("inactive")));
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_heartbeat_over_the_connection_keeps_a_person_waiting() {
    let system = timed().await;
    let ann = system.person("ann");
    ann.ask().await.expect(201);
    let mut line = ann.connect().await;
    for _ in 0..12 {
        system.pass(MINUTE).await;
        line.ping().await;
    }
    assert_eq!(text(&ann.current().await.expect(200)["request"], "status"), "pending");
    assert_eq!(system.person("bob").ask().await.expect(201)["partner"], "ann");
}

//! A queue that asks for acceptance: proposed, accepted, declined, expired, and
//! claims whose holder died.

use std::time::Duration;

use heartlink_local::ServeOptions;
use serde_json::json;

use crate::client::{Person, Socket};
use crate::system::{System, text};

/// Beyond the lease and just beyond the next tick, so that what the tick
/// proposes anew is still open.
const AFTER_EXPIRY: Duration = Duration::from_secs(31);

fn accepting(options: &mut ServeOptions) {
    options.settings.matching.acceptance = true;
    options.test_clock = true;
}

/// Ann and bob, proposed to each other, and their connections.
struct Proposal {
    system: System,
    ann: Person,
    bob: Person,
    hers: Socket,
    his: Socket,
    room: String,
}

async fn proposed() -> Proposal {
    let system = System::with(accepting).await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    ann.ask().await.expect(201);
    let asked = bob.ask().await.expect(201);
    assert_eq!((&asked["matched"], &asked["room_id"]), (&json!(false), &json!(null)), "{asked:#}");
    assert_eq!(asked["request"]["status"], "matching");
    let room = text(&asked["proposal"], "room_id");
    for line in [&mut hers, &mut his] {
        let event = line.next("match_proposed").await;
        assert_eq!(event["data"]["room_id"], room.as_str());
        assert_eq!(event["data"]["lease_until"], asked["proposal"]["lease_until"]);
    }
    Proposal { system, ann, bob, hers, his, room }
}

#[tokio::test(flavor = "multi_thread")]
async fn both_accept_and_the_room_opens() {
    let Proposal { system, ann, bob, mut hers, mut his, room } = proposed().await;
    ann.room(&room).await.refused(403, "forbidden");
    let first = ann.accept().await.expect(200);
    assert_eq!((&first["matched"], &first["proposal"]["room_id"]), (&json!(false), &json!(room)));
    let again = ann.accept().await.expect(200);
    assert_eq!(again["matched"], false, "accepting twice is no mistake");
    let second = bob.accept().await.expect(200);
    assert_eq!((&second["matched"], &second["room_id"]), (&json!(true), &json!(room)));
    for line in [&mut hers, &mut his] {
        assert_eq!(line.next("match_found").await["data"]["room_id"], room.as_str());
    }
    for who in [&ann, &bob] {
        let late = who.accept().await.expect(200);
        assert_eq!((&late["matched"], &late["room_id"]), (&json!(true), &json!(room)), "{}", who.name);
        let keyed = || who.post("/v1/heart-links/current/accept").key("a1");
        let first = keyed().send().await.expect(200);
        let again = keyed().send().await;
        assert!(again.is_replayed());
        assert_eq!(again.expect(200), first);
        let told = who.decline().await.refused(409, "already_matched");
        assert_eq!(told["room_id"], room.as_str());
    }
    ann.say(&room, "hello").await.expect(201);
    assert_eq!(system.assert_sound().await.active_rooms().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn both_may_accept_in_the_same_instant() {
    let Proposal { system, ann, bob, mut hers, mut his, room } = proposed().await;
    let (one, other) = tokio::join!(ann.accept(), bob.accept());
    let (one, other) = (one.expect(200), other.expect(200));
    assert!(one["matched"] == true || other["matched"] == true, "{one:#} {other:#}");
    for line in [&mut hers, &mut his] {
        assert_eq!(line.next("match_found").await["data"]["room_id"], room.as_str());
    }
    assert_eq!(system.assert_sound().await.active_rooms().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decline_keeps_the_others_place_and_does_not_say_who_declined() {
    let Proposal { system, ann, bob, room, mut hers, mut his } = proposed().await;
    let before = ann.current().await.expect(200);
    let declined = bob.decline().await.expect(200);
    assert_eq!(declined["request"]["status"], "cancelled");
    bob.current().await.refused(404, "no_request");
    bob.accept().await.refused(409, "no_proposal");
    let told = [hers.next("match_withdrawn").await, his.next("match_withdrawn").await];
    assert_eq!(
        told.map(|event| event["data"].clone()),
        [json!({ "room_id": room }), json!({ "room_id": room })]
    );
    let after = ann.current().await.expect(200);
    assert_eq!(after["request"]["status"], "pending");
    for kept in ["id", "created_at"] {
        assert_eq!(after["request"][kept], before["request"][kept], "{kept}");
    }
    assert_eq!(ann.told("match_found").await.len(), 0);
    ann.room(&room).await.refused(403, "forbidden");
    let eve = system.person("eve").ask().await.expect(201);
    assert_eq!(eve["proposal"]["partner"], "ann", "ann is still in line");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_of_a_proposed_request_is_a_decline() {
    let Proposal { system, ann, bob, .. } = proposed().await;
    assert_eq!(ann.cancel().await.expect(200)["request"]["status"], "cancelled");
    assert_eq!(bob.current().await.expect(200)["request"]["status"], "pending");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_answer_in_time_is_dropped_and_the_other_keeps_the_place() {
    let Proposal { system, ann, bob, room, mut hers, mut his } = proposed().await;
    ann.accept().await.expect(200);
    system.pass(AFTER_EXPIRY).await;
    for line in [&mut hers, &mut his] {
        assert_eq!(line.next("match_withdrawn").await["data"]["room_id"], room.as_str());
    }
    assert_eq!(ann.current().await.expect(200)["request"]["status"], "pending");
    bob.current().await.refused(404, "no_request");
    bob.accept().await.refused(409, "no_proposal");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_whose_pairer_died_is_released_by_its_lease_and_both_meet_anew() {
    let Proposal { system, ann, bob, mut hers, mut his, room } = proposed().await;
    // Nobody heard of the proposal: neither answers, as if its maker had died.
    system.pass(AFTER_EXPIRY).await;
    for line in [&mut hers, &mut his] {
        let again = line.next("match_proposed").await;
        assert_ne!(again["data"]["room_id"], room.as_str(), "a new proposal");
    }
    ann.accept().await.expect(200);
    assert_eq!(bob.accept().await.expect(200)["matched"], true);
    for line in [&mut hers, &mut his] {
        line.next("match_found").await;
    }
    assert_eq!(system.assert_sound().await.active_rooms().count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_killed_between_claim_and_match_leaves_nobody_stuck() {
    let system = System::with(|options| {
        accepting(options);
        // Positions are kept on disk, as those of a real process are.
        options.ephemeral = false;
    })
    .await;
    for name in ["ann", "bob", "eve"] {
        system.person(name).ask().await.expect(201);
    }
    let system = system.killed_and_restarted().await;
    let ann = system.person("ann");
    assert_eq!(ann.current().await.expect(200)["request"]["status"], "matching");
    let first = ann.told_eventually("match_proposed", 1).await;
    system.pass(AFTER_EXPIRY).await;
    // Whom the best total pairs now is chance: of three, two are proposed.
    let people = ["ann", "bob", "eve"].map(|name| system.person(name));
    let mut proposed = Vec::new();
    for person in people {
        let current = person.current().await.expect(200);
        if current["request"]["status"] == "matching" {
            proposed.push((person, text(&current["proposal"], "room_id")));
        } else {
            assert_eq!(current["request"]["status"], "pending", "{current:#}");
        }
    }
    let [(one, room), (other, same)] = proposed.as_slice() else { panic!("{proposed:?}") };
    assert_eq!(room, same);
    assert_ne!(first[0]["data"]["room_id"], room.as_str(), "a new proposal");
    one.accept().await.expect(200);
    assert_eq!(other.accept().await.expect(200)["matched"], true);
    assert_eq!(system.assert_sound().await.active_rooms().count(), 1);
}

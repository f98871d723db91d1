//! Sanctions: what they bar, at once and on every door, and who imposes them.

use std::time::Duration;

use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person};
use crate::system::{System, text};

async fn impose(moderator: &Person, user: &str, body: Value) -> Answer {
    moderator.call(Method::PUT, format!("/v1/people/{user}/sanction")).json(&body).send().await
}

async fn lift(moderator: &Person, user: &str) {
    moderator.call(Method::DELETE, format!("/v1/people/{user}/sanction")).send().await.expect(204);
}

fn moderator(system: &System) -> Person {
    system.with_roles("mod", &[Role::Moderator])
}

/// Everything that only somebody in good standing may do, over HTTP.
async fn acts(person: &Person, key: &str) -> [Answer; 3] {
    let money = json!({ "to": "zoe", "amount": 1 });
    [
        person.ask().await,
        person.post("/v1/devices").json(&json!({ "device_id": format!("toy-{key}") })).send().await,
        person.post("/v1/wallets/me/transfer").key(key).json(&money).send().await,
    ]
}

async fn with_money(system: &System, name: &str) {
    let server = system.with_roles("server", &[Role::Service]);
    let paid = server.post(format!("/v1/wallets/{name}/credit")).key(name).json(&json!({ "amount": 10 }));
    paid.send().await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_suspended_loses_room_and_connections_and_acts_no_more_until_it_is_lifted() {
    let system = System::start().await;
    with_money(&system, "bob").await;
    let (ann, bob, room) = system.pair().await;
    let moderator = moderator(&system);
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    let done = impose(&moderator, "bob", json!({ "kind": "banned", "reason": "threats" })).await.expect(200);
    assert_eq!((&done["kind"], &done["by"], &done["until"]), (&json!("banned"), &json!("mod"), &Value::Null));
    assert_eq!(hers.next("room_ended").await["data"]["reason"], "removed");
    his.refused("suspended").await;
    assert_eq!(his.closed().await, Some(4003));
    for person in [&ann, &bob] {
        assert_eq!(person.room(&room).await.expect(200)["end_reason"], "removed");
    }
    let refused = bob.say(&room, "let me in").await.refused(403, "suspended");
    assert_eq!(refused["until"], Value::Null);
    for answer in acts(&bob, "barred").await {
        answer.refused(403, "suspended");
    }
    bob.open_with_token().await.err().expect("no connection for one who is suspended");
    bob.history("").await.expect(200);
    bob.post("/v1/reports").json(&json!({ "room_id": room, "reason": "other" })).send().await.expect(201);
    assert_eq!(ann.ask().await.expect(201)["matched"], false, "she is free");

    lift(&moderator, "bob").await;
    let [asked, bound, sent] = acts(&bob, "free").await;
    assert_eq!(asked.expect(201)["partner"], "ann");
    bound.expect(201);
    sent.expect(201);
    bob.connect().await;
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_waits_and_is_suspended_is_paired_with_nobody_until_it_ends() {
    let system = System::with(|options| options.test_clock = true).await;
    let (ann, bob, moderator) = (system.person("ann"), system.person("bob"), moderator(&system));
    bob.ask().await.expect(201);
    let until = system.gateway.clock().now() + Duration::from_secs(60);
    let body = json!({ "kind": "suspended", "until": until, "reason": "spam" });
    impose(&moderator, "bob", body).await.expect(200);
    bob.current().await.refused(404, "no_request");
    assert_eq!(ann.ask().await.expect(201)["matched"], false);
    let refused = bob.ask().await.refused(403, "suspended");
    assert_eq!(refused["until"], json!(until));
    system.gateway.clock().advance(Duration::from_secs(60));
    assert_eq!(bob.ask().await.expect(201)["partner"], "ann", "it ends by itself");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_muted_sends_nothing_by_http_or_socket_in_this_room_or_the_next() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let moderator = moderator(&system);
    impose(&moderator, "bob", json!({ "kind": "muted", "reason": "insults" })).await.expect(200);
    let mut his = bob.connect().await;
    for next in [false, true] {
        let room = if next {
            ann.leave(&room).await.expect(200);
            ann.ask().await.expect(201);
            text(&bob.ask().await.expect(201), "room_id")
        } else {
            room.clone()
        };
        bob.say(&room, "you …").await.refused(403, "muted");
        his.send(&json!({ "action": "send", "room_id": room, "text": "you …" })).await;
        his.refused("muted").await;
        ann.say(&room, "still here").await.expect(201);
        if next {
            lift(&moderator, "bob").await;
            bob.say(&room, "sorry").await.expect(201);
        }
    }
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_suspension_that_races_a_flood_of_acts_wins_and_lets_nothing_through_after_it() {
    let system = System::start().await;
    with_money(&system, "bob").await;
    let (_ann, bob, room) = system.pair().await;
    let moderator = moderator(&system);
    let flood = async {
        for n in 0..100 {
            if bob.say(&room, "x").await.status != 201 {
                return n;
            }
        }
        100
    };
    let imposed = impose(&moderator, "bob", json!({ "kind": "suspended", "reason": "a flood" }));
    let (_, imposed) = tokio::join!(flood, imposed);
    imposed.expect(200);
    let before = bob.messages(&room, "?limit=1").await.expect(200)["items"][0]["seq"].clone();
    bob.say(&room, "x").await.refused(403, "suspended");
    assert_eq!(bob.messages(&room, "?limit=1").await.expect(200)["items"][0]["seq"], before);
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_moderators_and_admins_impose_and_each_act_is_in_the_trail() {
    let system = System::start().await;
    let (ann, moderator, admin) = (system.person("ann"), moderator(&system), system.admin());
    let body = json!({ "kind": "muted", "reason": "spam" });
    for roles in [&[Role::User][..], &[Role::Service], &[Role::Teacher]] {
        let person = system.with_roles("eve", roles);
        impose(&person, "ann", body.clone()).await.refused(403, "forbidden");
        person.get("/v1/people/ann/sanction").send().await.refused(403, "forbidden");
        let lift = person.call(Method::DELETE, "/v1/people/ann/sanction").send().await;
        lift.refused(403, "forbidden");
    }
    for (body, pointer) in [
        (json!({ "kind": "muted", "reason": " " }), "/reason"),
        (json!({ "kind": "muted", "reason": "x", "until": "2020-01-01T00:00:00.000Z" }), "/until"),
    ] {
        let refused = impose(&moderator, "ann", body).await.refused(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused:#}");
    }
    impose(&moderator, "ann", json!({ "kind": "warned", "reason": "a first time" })).await.expect(200);
    ann.ask().await.expect(201);
    impose(&admin, "ann", body).await.expect(200);
    lift(&moderator, "ann").await;
    lift(&moderator, "ann").await;
    let found = moderator.get("/v1/people/ann/sanction").send().await.expect(200);
    assert_eq!(found["sanction"], Value::Null);
    let trail: Vec<(&Value, &Value)> = found["trail"]
        .as_array()
        .expect("a trail")
        .iter()
        .map(|record| (&record["by"], &record["sanction"]["kind"]))
        .collect();
    let (by_mod, by_admin) = (json!("mod"), json!("admin"));
    let kinds = [json!("muted"), json!("warned")];
    assert_eq!(trail, [(&by_mod, &Value::Null), (&by_admin, &kinds[0]), (&by_mod, &kinds[1])]);
}

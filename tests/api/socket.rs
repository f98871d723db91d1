//! The WebSocket as a client meets it.

use std::time::Duration;

use heartlink_local::SocketLimits;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use crate::client::{eventually, number};
use crate::system::{System, text};

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_authenticated_by_its_first_message() {
    let system = System::start().await;
    let ann = system.person("ann");
    let mut line = ann.open("").await.expect("a connection");
    line.send(&json!({ "action": "ping" })).await;
    line.refused("unauthorized").await;
    line.send(&json!({ "action": "auth", "token": "not.a.token" })).await;
    line.refused("unauthorized").await;
    line.send(&json!({ "action": "auth", "token": ann.token })).await;
    assert_eq!(line.next("ack").await["user_id"], "ann");
    line.ping().await;
    line.send(&json!({ "action": "auth", "token": system.person("bob").token })).await;
    line.refused("forbidden").await;
    ann.ask().await.expect(201);
    system.person("bob").ask().await.expect(201);
    assert_eq!(line.next("match_found").await["data"]["partner"], "bob");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_does_not_authenticate_in_time_is_closed() {
    let system = System::with(|options| options.settings.realtime.auth_secs = 1).await;
    let ann = system.person("ann");
    let silent = ann.open("").await.expect("a connection");
    let mut guessing = ann.open("").await.expect("a connection");
    let mut known = ann.connect().await;
    guessing.send(&json!({ "action": "auth", "token": "a.b.c" })).await;
    guessing.refused("unauthorized").await;
    assert_eq!(silent.closed().await, Some(1008));
    assert_eq!(guessing.closed().await, Some(1008));
    known.ping().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_counted_while_they_are_open_and_known() {
    let system = System::start().await;
    let (ann, bob, admin) = (system.person("ann"), system.person("bob"), system.admin());
    let count = async || admin.get("/v1/connections/stats").send().await.expect(200);
    assert_eq!(count().await, json!({ "connections": 0 }));
    let nobody = ann.open("").await.expect("a connection");
    let (first, second, his) = (ann.connect().await, ann.connect().await, bob.connect().await);
    assert_eq!(count().await["connections"], 3, "one has not said whose it is");
    for (left, line) in [(2, first), (1, second), (0, his)] {
        drop(line);
        eventually("fewer connections", async || match count().await {
            now if now["connections"] == left => Ok(()),
            now => Err(now),
        })
        .await;
    }
    drop(nobody);
    ann.get("/v1/connections/stats").send().await.refused(403, "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_token_opens_nothing() {
    let system = System::start().await;
    let ann = system.person("ann");
    let token = ann.token.clone().expect("a token");
    let (signed, _) = token.rsplit_once('.').expect("a signature");
    for bad in ["", "x", "a.b.c", &format!("{signed}."), &format!("{signed}.AAAA")] {
        let Err(SocketError::Http(response)) = ann.open(&format!("?token={bad}")).await else {
            panic!("{bad:?} was let in")
        };
        assert_eq!(response.status().as_u16(), 401, "{bad:?}");
        let problem: Value =
            serde_json::from_slice(response.body().as_deref().unwrap_or_default()).expect("JSON");
        assert_eq!(problem["code"], "unauthorized");
    }
    assert!(system.everything().await.is_empty(), "nothing was recorded");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_resume_replays_what_was_missed_under_the_same_numbers() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let mut line = ann.connect().await;
    for i in 0..5 {
        bob.say(&room, &format!("line {i}")).await.expect(201);
    }
    line.next_that("the fifth line", |event| event["data"]["seq"] == 5).await;
    let pushed: Vec<Value> = line.seen("room_message").into_iter().cloned().collect();
    drop(line);
    bob.leave(&room).await.expect(200);
    ann.told_eventually("room_ended", 1).await;
    let feed = ann.events().await;
    assert_eq!(feed.len(), 7, "{feed:#?}");

    let mut line = ann.connect().await;
    let (third, last) = (number(&feed[2]), number(&feed[6]));
    line.send(&json!({ "action": "resume", "after": third })).await;
    let ack = line.next("ack").await;
    assert_eq!(
        (&ack["sent"], &ack["after"], &ack["last"]),
        (&json!(4), &json!(last), &json!(last)),
        "{ack:#}"
    );
    let replayed: Vec<Value> = line.seen.iter().filter(|message| message["n"].is_u64()).cloned().collect();
    assert_eq!(replayed, feed[3..]);
    for event in pushed {
        assert!(feed.contains(&event), "pushed as stored: {event:#}");
    }
    line.send(&json!({ "action": "resume", "after": last })).await;
    assert_eq!(line.next("ack").await["sent"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_says_nothing_known_is_refused_and_the_connection_stays() {
    let system = System::start().await;
    let ann = system.person("ann");
    let mut line = ann.connect().await;
    for (message, code) in [
        ("{", "malformed_json"),
        ("", "malformed_json"),
        ("[]", "invalid_request"),
        ("{}", "invalid_request"),
        (r#"{"action":"fly"}"#, "invalid_request"),
        (r#"{"action":"$connect"}"#, "invalid_request"),
        (r#"{"action":"$disconnect"}"#, "invalid_request"),
        (r#"{"action":7}"#, "invalid_request"),
        (r#"{"action":"ping","loud":true}"#, "invalid_request"),
        (r#"{"action":"resume"}"#, "invalid_request"),
        (r#"{"action":"resume","after":-1}"#, "invalid_request"),
        (r#"{"action":"resume","after":"1"}"#, "invalid_request"),
        (r#"{"action":"auth"}"#, "invalid_request"),
        (r#"{"action":"send","room_id":"r"}"#, "invalid_request"),
        (r#"{"action":"send","room_id":"a b","text":"x"}"#, "invalid_request"),
        (r#"{"action":"send","room_id":"nowhere","text":"x"}"#, "forbidden"),
        (r#"{"action":"typing","room_id":"nowhere"}"#, "forbidden"),
    ] {
        line.send_raw(Message::text(message)).await;
        let error = line.next("error").await;
        assert_eq!(error["problem"]["code"], code, "{message}: {error:#}");
    }
    line.ping().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_sent_message_is_acknowledged_and_a_repeated_mark_is_said_once() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    let message = json!({ "action": "send", "room_id": room, "text": "hi", "client_id": "m1" });
    hers.send(&message).await;
    let first = hers.next("ack").await;
    assert_eq!((&first["client_id"], &first["seq"]), (&json!("m1"), &json!(1)), "{first:#}");
    hers.send(&message).await;
    assert_eq!(hers.next("ack").await, first, "the same answer");
    let heard = his.next("room_message").await;
    assert_eq!((&heard["data"]["text"], &heard["data"]["sender"]), (&json!("hi"), &json!("ann")));
    assert_eq!(heard["data"].get("client_id"), None, "the mark is the writer's own");
    if hers.seen("room_message").is_empty() {
        hers.next("room_message").await;
    }
    assert_eq!(hers.seen("room_message")[0]["data"]["client_id"], "m1");

    let other = json!({ "action": "send", "room_id": room, "text": "something else", "client_id": "m1" });
    hers.send(&other).await;
    assert_eq!(hers.refused("idempotency_key_reused").await["client_id"], "m1");
    let long = json!({ "action": "send", "room_id": room, "text": "x".repeat(2_001), "client_id": "m2" });
    hers.send(&long).await;
    assert_eq!(hers.refused("invalid_request").await["client_id"], "m2");
    let read = ann.messages(&room, "").await.expect(200);
    assert_eq!(read["items"].as_array().map(Vec::len), Some(1), "{read:#}");
    ann.leave(&room).await.expect(200);
    hers.send(&json!({ "action": "send", "room_id": room, "text": "late", "client_id": "m3" })).await;
    assert_eq!(hers.refused("room_ended").await["client_id"], "m3");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_is_told_live_only_and_to_the_partner_alone() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    hers.send(&json!({ "action": "typing", "room_id": room })).await;
    let typing = his.next("typing").await;
    assert_eq!((&typing["data"]["room_id"], &typing["data"]["user_id"]), (&json!(room), &json!("ann")));
    assert_eq!(typing.get("n"), None, "it has no place in the feed");
    hers.ping().await;
    assert!(hers.seen("typing").is_empty());
    let kinds: Vec<String> = bob.events().await.iter().map(|event| text(event, "type")).collect();
    assert_eq!(kinds, ["match_found"]);

    let mut eve = system.person("eve").connect().await;
    eve.send(&json!({ "action": "typing", "room_id": room })).await;
    eve.refused("forbidden").await;
    eve.send(&json!({ "action": "send", "room_id": room, "text": "let me in" })).await;
    eve.refused("forbidden").await;
    ann.leave(&room).await.expect(200);
    hers.send(&json!({ "action": "typing", "room_id": room })).await;
    hers.refused("room_ended").await;
    his.ping().await;
    assert_eq!(his.seen("typing").len(), 1);
    assert!(bob.messages(&room, "").await.expect(200)["items"].as_array().is_some_and(Vec::is_empty));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_is_too_large_or_no_text_closes_the_connection() {
    let system = System::start().await;
    let ann = system.person("ann");
    let mut line = ann.connect().await;
    let padded = |length: usize| format!(r#"{{"action":"ping"{}}}"#, " ".repeat(length - 17));
    line.send_raw(Message::text(padded(128 * 1024))).await;
    line.next("pong").await;
    line.send_raw(Message::text(padded(128 * 1024 + 1))).await;
    assert_eq!(line.closed().await, Some(1009));
    let mut line = ann.connect().await;
    line.send_raw(Message::binary(br#"{"action":"ping"}"#.as_slice())).await;
    assert_eq!(line.closed().await, Some(1003));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_closed_when_it_is_idle_for_too_long() {
    let limits = SocketLimits { idle: Duration::from_millis(500), ..SocketLimits::default() };
    let system = System::with(|options| options.socket_limits = limits).await;
    assert_eq!(system.person("ann").connect().await.closed().await, Some(1001));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_that_stops_says_so_to_everybody() {
    let system = System::start().await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let (hers, his) = (ann.connect().await, bob.connect().await);
    let (one, other, ()) = tokio::join!(hers.closed(), his.closed(), system.gateway.shutdown());
    assert_eq!((one, other), (Some(1001), Some(1001)));
    assert!(ann.get("/v1/health").try_send().await.is_err(), "nobody listens any more");
}

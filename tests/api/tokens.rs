//! Who is let in, and who is let do what.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use heartlink_domain::roles::Role;
use heartlink_runtime::auth::sign_hs256;
use heartlink_store::clock::Clock;
use heartlink_testkit::test_env::user;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Error;

use crate::system::System;

const HOUR: Duration = Duration::from_secs(3_600);

/// A gateway whose clock stands still, so that no call counts as a second
/// activity and every difference is somebody's doing.
async fn still() -> System {
    System::with(|options| options.clock = Clock::frozen(Clock::default().now())).await
}

fn signed(algorithm: Algorithm, secret: &str, claims: &Value) -> String {
    encode(&Header::new(algorithm), claims, &EncodingKey::from_secret(secret.as_bytes())).expect("a token")
}

fn unsigned(claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}.", part(&json!({ "alg": "none", "typ": "JWT" })), part(claims))
}

/// Tokens that do not hold, by what is wrong with them.
fn bad_tokens(system: &System) -> Vec<(&'static str, String)> {
    let (secret, now) = (system.secret(), system.gateway.clock().now());
    let ann = user("ann");
    let hour = now + HOUR;
    let claims = json!({ "sub": "ann", "roles": ["user"], "exp": hour.unix_secs() });
    let good = signed(Algorithm::HS256, &secret, &claims);
    let parts: Vec<&str> = good.split('.').collect();
    let raised = json!({ "sub": "ann", "roles": ["user", "admin"], "exp": hour.unix_secs() });
    let raised = format!("{}.{}.{}", parts[0], URL_SAFE_NO_PAD.encode(raised.to_string()), parts[2]);
    let sign = |claims: Value| signed(Algorithm::HS256, &secret, &claims);
    let forged = sign_hs256(&"x".repeat(64), &ann, &[Role::User], now, HOUR).expect("a token");
    let expired = sign_hs256(&secret, &ann, &[Role::User], now - 2 * HOUR, HOUR).expect("a token");
    vec![
        ("no token at all", "hello".to_owned()),
        ("forged", forged),
        ("expired", expired),
        (
            "not valid yet",
            sign(json!({ "sub": "ann", "exp": hour.unix_secs() + 9_999, "nbf": hour.unix_secs() })),
        ),
        ("never expiring", sign(json!({ "sub": "ann", "roles": ["user"] }))),
        ("nobody's", sign(json!({ "roles": ["user"], "exp": hour.unix_secs() }))),
        ("of no possible user", sign(json!({ "sub": "me", "roles": ["user"], "exp": hour.unix_secs() }))),
        ("with another algorithm", signed(Algorithm::HS512, &secret, &claims)),
        ("without a signature", unsigned(&claims)),
        ("with raised roles", raised),
        ("cut short", good[..good.len() - 4].to_owned()),
        ("too long", format!("{good}{}", "A".repeat(20_000))),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_does_not_hold_is_refused_everywhere_and_changes_nothing() {
    let system = still().await;
    let (ann, _, room) = system.pair().await;
    system.settled().await;
    let before = system.everything().await;
    let mut tokens: Vec<(&str, Option<String>)> = vec![("absent", None)];
    tokens.extend(bad_tokens(&system).into_iter().map(|(what, token)| (what, Some(token))));
    for (what, token) in tokens {
        let caller = ann.with_token(token);
        for (method, path) in [
            (Method::POST, "/v1/heart-links".to_owned()),
            (Method::GET, "/v1/heart-links/current".to_owned()),
            (Method::POST, "/v1/heart-links/current/cancel".to_owned()),
            (Method::POST, "/v1/heart-links/cleanup".to_owned()),
            (Method::GET, "/v1/heart-links/stats".to_owned()),
            (Method::POST, format!("/v1/rooms/{room}/leave")),
            (Method::GET, "/v1/events".to_owned()),
            (Method::PUT, "/v1/blocks/bob".to_owned()),
        ] {
            let answer = caller.call(method, path).send().await;
            // A header longer than a server reads never reaches it.
            if what == "too long" && answer.status == 431 {
                continue;
            }
            assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}: {answer:#?}");
            answer.refused(401, "unauthorized");
        }
    }
    let basic = ann.with_token(None);
    let answer = basic.get("/v1/events").header("authorization", "Basic YW5uOnB3").send().await;
    answer.refused(401, "unauthorized");
    system.assert_unchanged(&before).await;
    assert_eq!(basic.get("/v1/health").send().await.expect(200)["status"], "ok", "health needs no token");
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_admin_cleans_up_and_sees_the_figures() {
    let system = still().await;
    system.pair().await;
    system.settled().await;
    let before = system.everything().await;
    for roles in [&[Role::User][..], &[Role::Service], &[Role::Teacher], &[]] {
        let caller = system.with_roles("ann", roles);
        caller.get("/v1/heart-links/stats").send().await.refused(403, "forbidden");
        caller.post("/v1/heart-links/cleanup").json(&json!({})).send().await.refused(403, "forbidden");
    }
    // An admin is not a user: no heart links of one's own.
    system.admin().ask().await.refused(403, "forbidden");
    system.assert_unchanged(&before).await;
    system.admin().get("/v1/heart-links/stats").send().await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_elses_room_and_no_room_are_the_same_to_a_stranger() {
    let system = still().await;
    let (_, _, room) = system.pair().await;
    let (_, _, ended) = system.pair_of("cat", "dan").await;
    system.person("cat").leave(&ended).await.expect(200);
    let eve = system.person("eve");
    eve.heartbeat().await;
    system.settled().await;
    let before = system.everything().await;
    let mut answers = Vec::new();
    for id in [room.as_str(), ended.as_str(), "01JZZZZZZZZZZZZZZZZZZZZZZZ", "nowhere"] {
        let calls = [
            eve.room(id).await,
            eve.messages(id, "").await,
            eve.messages(id, "?limit=1&cursor=1").await,
            eve.say(id, "let me in").await,
            eve.leave(id).await,
            eve.feedback(id, &json!({ "rating": 5 })).await,
        ];
        answers.push(calls.map(|answer| {
            let mut problem = answer.refused(403, "forbidden");
            // The only parts that differ name the call itself.
            for own in ["instance", "request_id"] {
                problem.as_object_mut().expect("a document").remove(own);
            }
            problem
        }));
    }
    assert!(answers.windows(2).all(|pair| pair[0] == pair[1]), "{answers:#?}");
    system.assert_unchanged(&before).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn roles_hold_on_a_connection_as_they_do_over_http() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let Err(Error::Http(response)) = system.with_roles("ann", &[]).open_with_token().await else {
        panic!("somebody without a role was let in")
    };
    assert_eq!(response.status().as_u16(), 403);
    let mut nobody = ann.open("").await.expect("a connection");
    nobody.send(&json!({ "action": "auth", "token": system.with_roles("ann", &[]).token })).await;
    nobody.refused("forbidden").await;
    nobody.send(&json!({ "action": "resume", "after": 0 })).await;
    nobody.refused("unauthorized").await;

    let teacher = system.with_roles("ann", &[Role::Teacher]);
    let mut by_message = ann.open("").await.expect("a connection");
    by_message.send(&json!({ "action": "auth", "token": teacher.token })).await;
    by_message.next("ack").await;
    for line in [&mut teacher.connect().await, &mut by_message] {
        line.send(&json!({ "action": "send", "room_id": room, "text": "hi" })).await;
        line.refused("forbidden").await;
        line.send(&json!({ "action": "typing", "room_id": room })).await;
        line.refused("forbidden").await;
        line.send(&json!({ "action": "resume", "after": 0 })).await;
        assert_eq!(line.next("ack").await["sent"], 1, "the feed is theirs");
    }
    assert_eq!(bob.messages(&room, "").await.expect(200)["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_is_good_for_nothing_after_its_token_unless_it_is_given_another() {
    let system = System::with(|options| options.test_clock = true).await;
    let (ann, bob, room) = system.pair().await;
    let token = |span: Duration| {
        let now = system.gateway.clock().now();
        Some(sign_hs256(&system.secret(), &user("ann"), &[Role::User], now, span).expect("a token"))
    };
    let minute = Duration::from_secs(60);
    let short = ann.with_token(token(minute));
    let (mut left, mut renewed) = (short.connect().await, short.connect().await);
    let mut by_message = ann.open("").await.expect("a connection");
    by_message.send(&json!({ "action": "auth", "token": short.token })).await;
    by_message.next("ack").await;
    system.pass(2 * minute).await;
    for line in [&mut left, &mut renewed, &mut by_message] {
        for action in ["ping", "send", "resume"] {
            let message = json!({ "action": action, "room_id": room, "text": "late", "after": 0 });
            let members: &[&str] = match action {
                "ping" => &["action"],
                "send" => &["action", "room_id", "text"],
                _ => &["action", "after"],
            };
            let mut message = message.as_object().unwrap().clone();
            message.retain(|name, _| members.contains(&name.as_str()));
            line.send(&json!(message)).await;
            line.refused("unauthorized").await;
        }
    }
    renewed.send(&json!({ "action": "auth", "token": token(60 * minute) })).await;
    renewed.next("ack").await;
    renewed.ping().await;
    bob.say(&room, "secret").await.expect(201);
    assert_eq!(renewed.next("room_message").await["data"]["text"], "secret");
    for line in [&mut left, &mut by_message] {
        line.refused("unauthorized").await;
        assert_eq!(
            line.seen("room_message"),
            [&Value::Null; 0],
            "what is pushed after the token's end is heard"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_signs_out_is_out_on_every_door_until_there_is_a_newer_token() {
    let system = System::with(|options| options.test_clock = true).await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let moderator = system.with_roles("mod", &[Role::Moderator]);
    let (mut socket, mut other) = (ann.connect().await, bob.connect().await);
    let out = ann.post("/v1/people/me/sign-out").send().await.expect(200);
    assert_eq!(out["user_id"], "ann");
    ann.current().await.refused(401, "unauthorized");
    socket.refused("unauthorized").await;
    assert_eq!(socket.closed().await, Some(4001));
    ann.open_with_token().await.err().expect("no connection by a token that was given up");
    let mut nobody = ann.open("").await.unwrap();
    nobody.send(&json!({ "action": "auth", "token": ann.token })).await;
    nobody.refused("unauthorized").await;
    // Nobody else is concerned, and nobody signs out somebody else but those who may.
    other.ping().await;
    bob.post("/v1/people/ann/sign-out").send().await.refused(403, "forbidden");
    moderator.post("/v1/people/bob/sign-out").send().await.expect(200);
    bob.current().await.refused(401, "unauthorized");
    assert_eq!(other.closed().await, Some(4001));

    system.gateway.clock().advance(Duration::from_secs(1));
    let ann = system.person("ann");
    ann.current().await.refused(404, "no_request");
    ann.connect().await.ping().await;
}

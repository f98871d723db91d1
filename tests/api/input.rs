//! What the API refuses, how it says so, and that nothing changes by it.

use std::collections::BTreeSet;

use heartlink_store::clock::Clock;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person};
use crate::system::System;

/// Ann and bob in a room, eve waiting for somebody who does not come, and a
/// clock that stands still, so that no call counts as a second activity.
struct Scene {
    system: System,
    ann: Person,
    eve: Person,
    room: String,
    before: BTreeSet<String>,
}

async fn scene() -> Scene {
    let system = System::with(|options| options.clock = Clock::frozen(Clock::default().now())).await;
    let (ann, _, room) = system.pair().await;
    ann.say(&room, "hello").await.expect(201);
    let eve = system.person("eve");
    eve.ask_for(&json!({ "filters": { "languages": ["fr"] } })).await.expect(201);
    system.settled().await;
    let before = system.everything().await;
    Scene { system, ann, eve, room, before }
}

impl Scene {
    async fn assert_unchanged(&self) {
        self.system.assert_unchanged(&self.before).await;
    }
}

fn first_pointer(problem: &Value) -> &str {
    problem["errors"][0]["pointer"].as_str().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_wrong_is_refused_with_a_pointer_to_what_is_wrong() {
    let scene = scene().await;
    let ask = "/v1/heart-links".to_owned();
    let say = format!("/v1/rooms/{}/messages", scene.room);
    let rate = format!("/v1/rooms/{}/feedback", scene.room);
    let activity = "/v1/activity".to_owned();
    let leave = format!("/v1/rooms/{}/leave", scene.room);
    let cancel = "/v1/heart-links/current/cancel".to_owned();
    let many = |word: &'static str, count: usize| vec![word; count];
    let table: Vec<(&str, Value, &str)> = vec![
        (&ask, json!({ "fly": true }), "/fly"),
        (&ask, json!([]), ""),
        (&ask, json!("hello"), ""),
        (&ask, json!({ "interests": "go" }), "/interests"),
        (&ask, json!({ "interests": [7] }), "/interests/0"),
        (&ask, json!({ "interests": null }), "/interests"),
        (&ask, json!({ "interests": many("go", 21) }), "/interests"),
        (&ask, json!({ "interests": ["x".repeat(41)] }), "/interests/0"),
        (&ask, json!({ "interests": ["go", " "] }), "/interests/1"),
        (&ask, json!({ "languages": many("en", 11) }), "/languages"),
        (&ask, json!({ "languages": ["e"] }), "/languages/0"),
        (&ask, json!({ "languages": ["日本"] }), "/languages/0"),
        (&ask, json!({ "location": { "lat": 90.1, "lon": 0 } }), "/location/lat"),
        (&ask, json!({ "location": { "lat": 0, "lon": -180.5 } }), "/location/lon"),
        (&ask, json!({ "location": { "lat": "0", "lon": 0 } }), "/location/lat"),
        (&ask, json!({ "location": { "lat": 0 } }), "/location"),
        (&ask, json!({ "location": { "lat": 0, "lon": 0, "alt": 0 } }), "/location/alt"),
        (&ask, json!({ "filters": { "max_distance_km": 0 } }), "/filters/max_distance_km"),
        (&ask, json!({ "filters": { "max_distance_km": -3 } }), "/filters/max_distance_km"),
        (&ask, json!({ "filters": { "max_distance_km": 5e-324 } }), "/filters/max_distance_km"),
        (&ask, json!({ "filters": [] }), "/filters"),
        (&ask, json!({ "location": [1, 2] }), "/location"),
        (&ask, json!({ "filters": { "relax_after_seconds": 3_601 } }), "/filters/relax_after_seconds"),
        (&ask, json!({ "filters": { "relax_after_seconds": -1 } }), "/filters/relax_after_seconds"),
        (&ask, json!({ "filters": { "interests": many("go", 21) } }), "/filters/interests"),
        (&ask, json!({ "filters": { "age": 3 } }), "/filters/age"),
        (&say, json!({}), ""),
        (&say, json!({ "text": "" }), "/text"),
        (&say, json!({ "text": " \n\t" }), "/text"),
        (&say, json!({ "text": "x".repeat(2_001) }), "/text"),
        (&say, json!({ "text": "你".repeat(2_001) }), "/text"),
        (&say, json!({ "text": 7 }), "/text"),
        (&say, json!({ "text": "x", "sender": "bob" }), "/sender"),
        (&rate, json!({}), ""),
        (&rate, json!({ "rating": "5" }), "/rating"),
        (&rate, json!({ "rating": 4.5 }), "/rating"),
        (&rate, json!({ "rating": 6 }), "/rating"),
        (&rate, json!({ "rating": 5, "stars": 5 }), "/stars"),
        (&activity, json!({}), ""),
        (&activity, json!({ "kind": "sleep" }), "/kind"),
        (&activity, json!({ "kind": "login", "at": 0 }), "/at"),
        (&leave, json!({ "why": "bored" }), "/why"),
        (&cancel, json!({ "why": "bored" }), "/why"),
    ];
    for (path, body, pointer) in table {
        let problem = scene.ann.post(path).json(&body).send().await.refused(400, "invalid_request");
        assert_eq!(first_pointer(&problem), pointer, "{path} {body}: {problem:#}");
        assert_eq!(problem["instance"], path, "{problem:#}");
        assert_eq!(problem["retryable"], false);
    }
    scene.assert_unchanged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_wrong_field_is_named_at_once() {
    let scene = scene().await;
    let preferences = json!({
        "interests": ["", "x".repeat(41)],
        "location": { "lat": 91, "lon": 181 },
        "filters": { "max_distance_km": 0 },
    });
    let problem = scene.eve.ask_for(&preferences).await.refused(400, "invalid_request");
    assert_eq!(problem["errors"].as_array().map(Vec::len), Some(5), "{problem:#}");
    scene.assert_unchanged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_json_is_refused_as_such() {
    let scene = scene().await;
    let deep = format!("{}{}", "[".repeat(50_000), "]".repeat(50_000));
    for body in ["{", "{}}", "{\"interests\":[}", "nonsense", "\u{feff}{}", "{\"fly\":1,}", deep.as_str()] {
        let answer = scene.ann.post("/v1/heart-links").raw("application/json", body).send().await;
        // Nesting begins with a list where an object belongs.
        if body == deep {
            answer.refused(400, "invalid_request")
        } else {
            answer.refused(400, "malformed_json")
        };
    }
    for bytes in [&b"{\"interests\":[\"\xff\"]}"[..], b"\x00", b"\xff\xfe"] {
        let answer = scene.ann.post("/v1/heart-links").raw("application/json", bytes).send().await;
        answer.refused(400, "malformed_json");
    }
    scene.assert_unchanged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_query_that_is_wrong_is_refused_with_the_name_of_the_parameter() {
    let scene = scene().await;
    let messages = format!("/v1/rooms/{}/messages", scene.room);
    let history = "/v1/heart-links/history".to_owned();
    let long = format!("cursor={}", "1".repeat(300));
    for (path, query, pointer) in [
        (&messages, "limit=0", "?limit"),
        (&messages, "limit=101", "?limit"),
        (&messages, "limit=-1", "?"),
        (&messages, "limit=ten", "?"),
        (&messages, "order=up", "?"),
        (&messages, "page=2", "?"),
        (&messages, "cursor=abc", "?cursor"),
        (&messages, "cursor=-1", "?cursor"),
        (&messages, "cursor=99999999999999999999999", "?cursor"),
        (&messages, long.as_str(), "?cursor"),
        (&history, "limit=0", "?limit"),
        (&history, "cursor=a%20b", "?cursor"),
        (&history, "limit=1&limit=2", "?"),
        (&"/v1/events".to_owned(), "limit=0", "?limit"),
        (&"/v1/events".to_owned(), "limit=101", "?limit"),
        (&"/v1/events".to_owned(), "after=-1", "?"),
        (&"/v1/events".to_owned(), "after=x", "?"),
        (&"/v1/events".to_owned(), "after=9007199254740992", "?after"),
        (&"/v1/events".to_owned(), "before=1", "?"),
    ] {
        let problem = scene.ann.get(format!("{path}?{query}")).send().await.refused(400, "invalid_request");
        assert_eq!(first_pointer(&problem), pointer, "{path}?{query}: {problem:#}");
    }
    for beyond in ["cursor=18446744073709551615", "cursor=0", "cursor=99&order=asc"] {
        scene.ann.messages(&scene.room, &format!("?{beyond}")).await.expect(200);
    }
    for (method, path) in [
        (Method::PUT, "/v1/blocks/a%07b"),
        (Method::PUT, "/v1/blocks/ann"),
        (Method::GET, "/v1/rooms/a%20b"),
        (Method::GET, "/v1/rooms/%E4%BD%A0"),
    ] {
        let problem = scene.ann.call(method, path).send().await.refused(400, "invalid_request");
        assert!(first_pointer(&problem).starts_with('?'), "{problem:#}");
    }
    scene.assert_unchanged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_idempotency_key_that_is_none_is_refused() {
    let scene = scene().await;
    let keys: [&[u8]; 4] = [&[b'k'; 129], "schlüssel".as_bytes(), b"", b"a\tb"];
    for key in keys {
        let say = scene.ann.post(format!("/v1/rooms/{}/messages", scene.room));
        let answer = say.json(&json!({ "text": "hi" })).header("idempotency-key", key).send().await;
        let problem = answer.refused(400, "invalid_request");
        assert_eq!(first_pointer(&problem), "Idempotency-Key", "{problem:#}");
        let ask = scene.eve.post("/v1/heart-links").header("idempotency-key", key).json(&json!({}));
        ask.send().await.refused(400, "invalid_request");
    }
    scene.assert_unchanged().await;
    let longest = "k".repeat(128);
    let say = scene.ann.post(format!("/v1/rooms/{}/messages", scene.room)).key(&longest);
    say.json(&json!({ "text": "hi" })).send().await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_256_kb_and_one_that_is_no_json_by_its_type_are_refused() {
    let scene = scene().await;
    let limit = 256 * 1024;
    let padded = |length: usize| format!("{{{}}}", " ".repeat(length - 2));
    let post = async |content_type, body: String| -> Answer {
        scene.eve.post("/v1/heart-links").raw(content_type, body).send().await
    };
    post("application/json", padded(limit)).await.expect(200);
    let problem = post("application/json", padded(limit + 1)).await.refused(413, "body_too_large");
    assert_eq!(problem["limit"], limit, "{problem:#}");
    post("application/json", padded(4 * limit)).await.refused(413, "body_too_large");
    for content_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", "json"] {
        post(content_type, "{}".to_owned()).await.refused(415, "unsupported_media_type");
    }
    post("Application/JSON; charset=utf-8", "{}".to_owned()).await.expect(200);
    scene.assert_unchanged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_path_that_is_none_and_a_method_that_does_not_fit_are_told_apart() {
    let scene = scene().await;
    for path in
        ["/v1", "/v1/", "/v1/heart-link", "/v1/heart-links/", "/v2/heart-links", "/v1/rooms", "/etc/passwd"]
    {
        for caller in [&scene.ann, &scene.ann.with_token(None)] {
            let problem = caller.get(path).send().await.refused(404, "not_found");
            assert_eq!(problem["instance"], path);
        }
    }
    let room = format!("/v1/rooms/{}", scene.room);
    let messages = format!("{room}/messages");
    for (method, path, allowed) in [
        (Method::GET, "/v1/heart-links", "POST"),
        (Method::POST, "/v1/heart-links/current", "GET"),
        (Method::GET, "/v1/heart-links/current/cancel", "POST"),
        (Method::DELETE, room.as_str(), "GET"),
        (Method::PATCH, messages.as_str(), "GET, POST"),
        (Method::POST, "/v1/blocks/bob", "DELETE, PUT"),
        (Method::PUT, "/v1/events", "GET"),
        (Method::POST, "/v1/health", "GET"),
    ] {
        let answer = scene.ann.call(method.clone(), path).send().await;
        assert_eq!(answer.header("allow"), Some(allowed), "{method} {path}: {answer:#?}");
        answer.refused(405, "method_not_allowed");
    }
    scene.assert_unchanged().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_the_present_is_refused_and_changes_nothing() {
    let scene = scene().await;
    let refused = scene.ann.cancel().await.refused(409, "already_matched");
    assert_eq!(refused["room_id"], scene.room.as_str());
    scene.ann.accept().await.refused(409, "no_proposal");
    scene.eve.accept().await.refused(409, "no_proposal");
    scene.eve.decline().await.refused(409, "no_proposal");
    assert_eq!(scene.ann.ask().await.expect(200)["room_id"], scene.room.as_str());
    assert_eq!(scene.eve.ask().await.expect(200)["matched"], false);
    scene.assert_unchanged().await;
    let zoe = scene.system.person("zoe");
    zoe.heartbeat().await;
    zoe.current().await.refused(404, "no_request");
    zoe.cancel().await.refused(404, "no_request");
    assert!(zoe.events().await.is_empty());
}

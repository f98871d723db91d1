//! What every operation answers when it does its work.

use heartlink_domain::roles::Role;
use serde_json::{Value, json};

use super::api::{Api, Call, text};

const PREFERENCES: &str = r#"{"interests": ["hiking"], "languages": ["en"], "location": {"lat": 52.5, "lon": 13.4},
    "filters": {"languages": ["en"], "max_distance_km": 50, "interests": [], "relax_after_seconds": 60}}"#;

pub async fn meet_and_talk(api: &Api) {
    let (ann, bob) = (api.person("ann"), api.person("bob"));
    let call = |operation| Call { operation, token: Some(&ann), ..Call::default() };
    api.expect(201, Call { body: Some(PREFERENCES), ..call("matching-ask") }).await;
    api.expect(200, Call { body: Some("{}"), ..call("matching-ask") }).await;
    let waiting = api.expect(200, call("matching-current")).await;
    assert_eq!((&waiting["matched"], &waiting["request"]["status"]), (&json!(false), &json!("pending")));
    let met =
        api.expect(201, Call { token: Some(&bob), body: Some(PREFERENCES), ..call("matching-ask") }).await;
    assert_eq!(met["matched"], true);
    let matched = api.expect(200, call("matching-current")).await;
    assert_eq!(matched["partner"], "bob");
    let room = text(&met["room_id"]);
    let path: &[&str] = &[&room];
    api.expect(200, Call { path, ..call("rooms-show") }).await;
    for text in [r#"{"text": "Hello!"}"#, r#"{"text": "你好"}"#] {
        api.expect(201, Call { path, body: Some(text), ..call("rooms-send") }).await;
    }
    let page = api.expect(200, Call { path, query: "?limit=1&order=asc", ..call("rooms-messages") }).await;
    let query = format!("?cursor={}", text(&page["next_cursor"]));
    api.expect(200, Call { path, query: &query, ..call("rooms-messages") }).await;
    let ended = api.expect(200, Call { path, ..call("rooms-leave") }).await;
    assert_eq!(ended["end_reason"], "left");
    api.expect(200, Call { path, ..call("rooms-show") }).await;
    let feedback = r#"{"rating": 5, "tags": ["kind"], "report": {"reason": "Too kind."}}"#;
    api.expect(204, Call { path, body: Some(feedback), ..call("rooms-feedback") }).await;
    of_reports(api, &ann, &room).await;
    let history = api.expect(200, Call { query: "?limit=100", ..call("matching-history") }).await;
    assert_eq!(history["items"][0]["feedback"]["rating"], 5);
    assert!(api.plain.settled(std::time::Duration::from_secs(30)).await);
    let events = api.expect(200, Call { query: "?after=0&limit=100", ..call("realtime-events") }).await;
    let kinds: Vec<&Value> = events["items"].as_array().unwrap().iter().map(|event| &event["type"]).collect();
    assert_eq!(kinds, ["match_found", "room_message", "room_message", "room_ended", "report_closed"]);
}

/// Reports are made, listed, read and closed.
async fn of_reports(api: &Api, ann: &str, room: &str) {
    let moderator = api.token("mod", &[Role::Moderator]);
    let call = |operation| Call { operation, token: Some(&moderator), ..Call::default() };
    let mut id = String::new();
    for (key, body) in [
        ("room", json!({ "room_id": room, "reason": "other", "text": "Too kind.", "message_seqs": [1, 2] })),
        ("name", json!({ "user_id": "bob", "reason": "spam" })),
    ] {
        let body = body.to_string();
        let report = Call { token: Some(ann), body: Some(&body), key: Some(key), ..call("safety-report") };
        id = text(&api.expect(201, report).await["id"]);
    }
    for query in ["?status=open&order=asc&limit=1", "?user_id=bob", "?status=closed&user_id=bob"] {
        api.expect(200, Call { query, ..call("safety-reports") }).await;
    }
    let path: &[&str] = &[&id];
    api.expect(200, Call { path, ..call("safety-show") }).await;
    let body = Some(r#"{"outcome": "none", "note": "a mistake"}"#);
    for (key, status) in [("k", 200), ("k", 200), ("other", 409)] {
        api.expect(status, Call { path, body, key: Some(key), ..call("safety-close") }).await;
    }
    for operation in ["safety-show", "safety-close"] {
        let body = body.filter(|_| operation == "safety-close");
        api.expect(404, Call { path: &["none"], body, ..call(operation) }).await;
    }
}

/// With acceptance: one pair accepts, of the other one declines.
pub async fn answer_a_proposal(api: &Api) {
    let gateway = &api.accepting;
    for (one, other, answer) in [("ann", "bob", "matching-accept"), ("cat", "dan", "matching-decline")] {
        let (one, other) = (api.person(one), api.person(other));
        let call = |operation, token| Call { operation, token: Some(token), ..Call::default() };
        for token in [&one, &other] {
            api.expect_at(gateway, 201, Call { body: Some("{}"), ..call("matching-ask", token) }).await;
        }
        let proposed = api.expect_at(gateway, 200, call("matching-current", &one)).await;
        assert_eq!(proposed["request"]["status"], "matching");
        assert!(proposed["proposal"]["lease_until"].is_string(), "{proposed}");
        let first = api.expect_at(gateway, 200, Call { key: Some("k"), ..call(answer, &one) }).await;
        let again = api.expect_at(gateway, 200, Call { key: Some("k"), ..call(answer, &one) }).await;
        assert_eq!(first, again, "the first answer comes again");
        if answer == "matching-accept" {
            let matched = api.expect_at(gateway, 200, call(answer, &other)).await;
            assert_eq!(matched["matched"], true);
        }
    }
}

pub async fn look_after(api: &Api) {
    let (eve, admin) = (api.person("eve"), api.token("admin", &[Role::Admin]));
    let call = |operation| Call { operation, token: Some(&eve), ..Call::default() };
    for kind in [r#"{"kind": "login"}"#, r#"{"kind": "heartbeat"}"#] {
        api.expect(204, Call { body: Some(kind), ..call("matching-activity") }).await;
    }
    api.expect(204, Call { path: &["ann"], ..call("matching-block") }).await;
    let blocks = api.expect(200, Call { query: "?limit=1", ..call("matching-blocks") }).await;
    assert_eq!(blocks["items"][0]["user_id"], "ann");
    let query = format!("?cursor={}", text(&blocks["next_cursor"]));
    api.expect(200, Call { query: &query, ..call("matching-blocks") }).await;
    api.expect(204, Call { path: &["ann"], ..call("matching-unblock") }).await;
    api.expect(201, Call { body: Some("{}"), ..call("matching-ask") }).await;
    api.expect(200, call("matching-cancel")).await;
    // Fay waits and goes away: there is something to clean up.
    let fay = api.person("fay");
    api.expect(201, Call { token: Some(&fay), body: Some("{}"), ..call("matching-ask") }).await;
    api.plain.clock().advance(std::time::Duration::from_secs(6 * 60));
    let admin = |operation| Call { operation, token: Some(&admin), ..Call::default() };
    let dry =
        api.expect(200, Call { body: Some(r#"{"dry_run": true}"#), ..admin("maintenance-cleanup") }).await;
    assert_eq!(dry["expired_requests"], 1, "{dry}");
    api.expect(200, Call { body: Some("{}"), ..admin("maintenance-cleanup") }).await;
    api.expect(200, admin("matching-stats")).await;
    api.expect(200, admin("realtime-stats")).await;
    api.expect(200, Call { operation: "maintenance-health", ..Call::default() }).await;
}

//! What every operation answers when it refuses, or cannot.

use heartlink_domain::roles::Role;
use heartlink_testkit::document::Operation;

use super::api::{Api, Call, text};

const EVERYTHING: [Role; 5] = [Role::User, Role::Service, Role::Teacher, Role::Moderator, Role::Admin];

/// The operations whose documents know `status`.
fn that_know<'a>(api: &'a Api, status: &str) -> Vec<&'a Operation> {
    let known = |operation: &&Operation| operation.described["responses"].get(status).is_some();
    api.operations().iter().filter(known).collect()
}

/// Bodies and parameters of a wrong form.
pub async fn of_form(api: &Api) {
    let token = api.token("mal", &EVERYTHING);
    let long = format!(r#"{{"text": "{}"}}"#, "x".repeat(300 * 1024));
    for operation in that_know(api, "400") {
        let call = Call { operation: &operation.id, token: Some(&token), ..Call::default() };
        if operation.method == "GET" {
            if operation.described["parameters"].to_string().contains("\"in\":\"path\"") {
                api.expect(400, Call { path: &["no\u{7}id"], ..call }).await;
            } else {
                api.expect(400, Call { query: "?surprise=1", ..call }).await;
            }
            continue;
        }
        let unknown = Call { body: Some(r#"{"surprise": 1}"#), ..call };
        let problem = api.expect(400, unknown).await;
        assert_eq!(problem["errors"][0]["pointer"], "/surprise", "{problem}");
        api.expect(400, Call { body: Some("{"), ..call }).await;
        api.expect(413, Call { body: Some(&long), ..call }).await;
        api.expect(415, Call { body: Some("{}"), content_type: Some("text/plain"), ..call }).await;
    }
}

/// Callers who may not.
pub async fn of_callers(api: &Api) {
    let nobody = api.token("nobody", &[]);
    for operation in that_know(api, "401") {
        let call = Call { operation: &operation.id, body: Some("{}"), ..Call::default() };
        api.expect(401, call).await;
        api.expect(401, Call { token: Some("forged"), ..call }).await;
        api.expect(403, Call { token: Some(&nobody), ..call }).await;
    }
}

/// People who call too often.
pub async fn of_limits(api: &Api) {
    let hasty = api.person("hasty");
    for route in heartlink_all::http().filter(|route| route.limit.is_some()) {
        let call = Call { operation: route.name, token: Some(&hasty), body: Some("{}"), ..Call::default() };
        api.exhaust(Call { ..call }).await;
        api.expect(429, call).await;
    }
    // Out of the line again: others are to meet whom they are meant to.
    api.expect(200, Call { operation: "matching-cancel", token: Some(&hasty), ..Call::default() }).await;
}

/// Rules that say no.
pub async fn of_rules(api: &Api) {
    let (gil, hal) = (api.person("gil"), api.person("hal"));
    let call = |operation| Call { operation, token: Some(&gil), ..Call::default() };
    api.expect(404, call("matching-current")).await;
    api.expect(404, call("matching-cancel")).await;
    for operation in ["matching-accept", "matching-decline"] {
        api.expect(409, call(operation)).await;
    }
    // The same key twice, with another body.
    let again = |operation| Call { key: Some("again"), ..call(operation) };
    api.expect(201, Call { body: Some("{}"), ..again("matching-ask") }).await;
    api.expect(422, Call { body: Some(r#"{"interests": ["jazz"]}"#), ..again("matching-ask") }).await;
    api.expect(200, again("matching-cancel")).await;

    // The first answer comes again, and the new request is left alone.
    api.expect(201, Call { body: Some("{}"), ..call("matching-ask") }).await;
    let first_answer = api.expect(200, again("matching-cancel")).await;
    assert_eq!(first_answer["request"]["status"], "cancelled");
    let met = api.expect(201, Call { token: Some(&hal), body: Some("{}"), ..call("matching-ask") }).await;
    api.expect(409, call("matching-cancel")).await;
    let room = text(&met["room_id"]);
    for (status, operation, body) in [
        (201, "rooms-send", r#"{"text": "once"}"#),
        (422, "rooms-send", r#"{"text": "twice"}"#),
        (204, "rooms-feedback", r#"{"rating": 5}"#),
        (422, "rooms-feedback", r#"{"rating": 1}"#),
        (200, "rooms-leave", "{}"),
    ] {
        api.expect(status, Call { path: &[&room], body: Some(body), ..again(operation) }).await;
    }
    let late = Call { path: &[&room], body: Some(r#"{"text": "late"}"#), ..call("rooms-send") };
    api.expect(409, late).await;
    of_reports(api, &gil, &room).await;
}

/// As many reports as one person makes in a day, and one more.
async fn of_reports(api: &Api, gil: &str, room: &str) {
    let moderator = api.token("mod", &[Role::Moderator]);
    let call = |operation| Call { operation, token: Some(gil), ..Call::default() };
    let report = Call { body: Some(r#"{"user_id": "hal", "reason": "spam"}"#), ..call("safety-report") };
    let once = Call { key: Some("again"), ..report };
    let id = text(&api.expect(201, once).await["id"]);
    let other = Some(r#"{"user_id": "hal", "reason": "other"}"#);
    api.expect(422, Call { body: other, ..once }).await;
    for _ in 1..50 {
        api.expect(201, report).await;
    }
    api.expect(429, report).await;
    let feedback = Some(r#"{"rating": 1, "report": {"reason": "one more"}}"#);
    api.expect(429, Call { path: &[room], body: feedback, ..call("rooms-feedback") }).await;
    let close = Call { path: &[&id], token: Some(&moderator), key: Some("again"), ..call("safety-close") };
    for (status, body) in [
        (200, r#"{"outcome": "none", "note": "a mistake"}"#),
        (422, r#"{"outcome": "banned", "note": "not a mistake"}"#),
    ] {
        api.expect(status, Call { body: Some(body), ..close }).await;
    }
}

/// Calls while the store cannot be reached.
pub async fn without_a_store(api: &Api) {
    let token = api.token("ivy", &EVERYTHING);
    // What admins edit is remembered for 10 s.
    api.plain.clock().advance(std::time::Duration::from_secs(11));
    api.faults.on();
    for operation in that_know(api, "503") {
        let body = match operation.id.as_str() {
            "rooms-send" => r#"{"text": "Hello?"}"#,
            "rooms-feedback" => r#"{"rating": 3}"#,
            "safety-report" => r#"{"user_id": "bob", "reason": "spam"}"#,
            "safety-sanction" => r#"{"kind": "warned", "reason": "x"}"#,
            "safety-close" => r#"{"outcome": "none", "note": "x"}"#,
            "matching-activity" => r#"{"kind": "heartbeat"}"#,
            _ => "{}",
        };
        let body = (operation.method != "GET").then_some(body);
        let call = Call { operation: &operation.id, token: Some(&token), body, ..Call::default() };
        let call = super::affinity::sound(super::wallet::sound(call));
        let call = super::points::sound(super::jobs::sound(call));
        if operation.described["security"].is_null() {
            api.expect(503, call).await;
        } else {
            let health = api.expect(200, call).await;
            assert_eq!(health["status"], "degraded");
        }
    }
    api.faults.off();
}

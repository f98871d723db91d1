//! What functions do that no HTTP call asks for, and whether all that any of them
//! is granted was used.

use std::collections::BTreeSet;
use std::time::Duration;

use heartlink_all as routes;
use heartlink_runtime::{App, dispatch};
use heartlink_xtask::template::Permissions;
use serde_json::{Value, json};

use super::api::{Api, Call, text};

/// Longest wait for what the streams bring.
const LIMIT: Duration = Duration::from_secs(60);

/// As in a sandbox that was just started.
fn cold(app: &App) -> App {
    App { store: app.store.cold(), ..app.clone() }
}

/// What a message of `connection` is answered; `user` where `$connect` knew.
async fn message(app: &App, key: &str, connection: &str, user: Option<&str>, body: &Value) -> Value {
    let route = routes::sockets().find(|route| route.key == key).expect("a route");
    let authorizer = user.map_or(json!({}), |user| json!({ "sub": user, "roles": "user" }));
    let event = json!({
        "requestContext": {
            "routeKey": key, "eventType": "MESSAGE", "connectionId": connection, "requestId": "r1",
            "connectedAt": 1, "requestTimeEpoch": 1, "stage": "dev", "authorizer": authorizer,
        },
        "body": body.to_string(), "isBase64Encoded": false,
    });
    let request = lambda_http::request::from_str(&event.to_string()).expect("an event");
    let response = dispatch::socket(&cold(app), route, request).await;
    serde_json::from_slice(response.body()).unwrap_or_default()
}

/// The report of a scheduled function.
async fn run(app: &App, name: &str) -> Value {
    let route = routes::schedules().find(|route| route.name == name).expect("a schedule");
    dispatch::schedule(&cold(app), route, None).await.expect("a report")
}

/// Connections whose owner is known from `$connect`, or from their first message.
/// None of them is there any more, so each push to one forgets it.
pub async fn of_connections(api: &Api) {
    let app = api.plain.app();
    let (ann, bob) = (api.person("soc-ann"), api.person("soc-bob"));
    let call = |operation, token| Call { operation, token: Some(token), ..Call::default() };
    // One each is kept: the others are closed.
    for connection in ["a1=", "a2="] {
        message(app, "$connect", connection, Some("soc-ann"), &Value::Null).await;
    }
    message(app, "$disconnect", "a2=", None, &Value::Null).await;
    message(app, "$connect", "a3=", Some("soc-ann"), &Value::Null).await;
    api.expect(201, Call { body: Some("{}"), ..call("matching-ask", &ann) }).await;
    let met = api.expect(201, Call { body: Some("{}"), ..call("matching-ask", &bob) }).await;
    let room = text(&met["room_id"]);
    let mut count = 0;
    for (action, fields, answer) in [
        ("ping", json!({}), "pong"),
        ("none", json!({}), "error"),
        ("resume", json!({ "after": 0 }), ""),
        ("typing", json!({ "room_id": room }), ""),
        ("send", json!({ "room_id": room, "text": "Hello!", "client_id": "1" }), "ack"),
        ("leave", json!({}), ""),
        ("send", json!({ "room_id": room, "text": "Hello?", "client_id": "2" }), "error"),
    ] {
        assert!(api.plain.settled(LIMIT).await, "the streams did not settle");
        if action == "leave" {
            api.expect(200, Call { path: &[&room], ..call("rooms-leave", &ann) }).await;
            continue;
        }
        message(app, "$connect", &format!("a{action}{count}="), Some("soc-ann"), &Value::Null).await;
        let mut connection = String::new();
        for _ in 0..2 {
            count += 1;
            connection = format!("b{count}=");
            let known = json!({ "action": "auth", "token": bob });
            let known = message(app, "auth", &connection, None, &known).await;
            assert_eq!(known["user_id"], "soc-bob", "{known}");
        }
        let mut said = fields;
        said["action"] = action.into();
        let key = if action == "none" { "$default" } else { action };
        let said = message(app, key, &connection, None, &said).await;
        assert_eq!(said["type"].as_str().unwrap_or_default(), answer, "{action}: {said}");
    }
}

/// A proposal that lapsed is released by whoever looks.
pub async fn of_lapsed_proposals(api: &Api) {
    let gateway = &api.accepting;
    let (one, other) = (api.person("lap-ann"), api.person("lap-bob"));
    let call = |operation, token| Call { operation, token: Some(token), ..Call::default() };
    for token in [&one, &other] {
        api.expect_at(gateway, 201, Call { body: Some("{}"), ..call("matching-ask", token) }).await;
    }
    gateway.clock().advance(Duration::from_secs(30));
    let current = api.expect_at(gateway, 200, call("matching-current", &one)).await;
    assert_eq!(current["request"]["status"], "pending", "{current}");
}

/// Every permission was used, and none was missing. Verifying tokens is a setting,
/// not a right of AWS.
pub fn are_those_that_were_used(api: &Api) {
    let gateways = [&api.plain, &api.accepting];
    let refused: BTreeSet<String> = gateways.iter().flat_map(|gateway| gateway.iam().refused()).collect();
    assert!(refused.is_empty(), "used, and not granted: {refused:#?}");
    let used: BTreeSet<String> = gateways.iter().flat_map(|gateway| gateway.iam().used()).collect();
    let granted = Permissions::declared().text();
    let unused: Vec<&str> =
        granted.lines().filter(|line| !used.contains(*line) && !line.ends_with("tokens Verify")).collect();
    assert!(unused.is_empty(), "granted, and never used: {unused:#?}");
}

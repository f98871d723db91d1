//! What the operations of jobs answer when they do their work, and when the
//! rules say no.

use std::time::Duration;

use heartlink_domain::roles::Role;
use heartlink_store::retry::pause;
use serde_json::{Value, json};

use super::api::{Api, Call, text};

const SLICES: &str = r#"{"source": "slices"}"#;
const FILE: &str = r#"{"source": "file"}"#;
const REWARDS: &str = r#"{"rewards": [{"user_id": "job-ann", "amount": 1, "currency": "CREDIT",
    "description": "d", "reference": "r"}, {"user_id": "job-ice", "amount": 1}]}"#;
/// Looks at a job until it is over.
const LOOKS: u32 = 500;

pub async fn of_jobs(api: &Api) {
    let (shop, admin) = (api.token("shop", &[Role::Service]), api.token("admin", &[Role::Admin]));
    let call = |operation, key| Call { operation, token: Some(&shop), key: Some(key), ..Call::default() };
    let ice = Call { path: &["job-ice"], token: Some(&admin), ..call("wallet-status", "ice") };
    let frozen = r#"{"status": "frozen", "reason": "audit"}"#;
    api.expect(200, Call { body: Some(frozen), ..ice }).await;

    let many: Vec<Value> =
        (0..1_001).map(|n| serde_json::json!({ "user_id": format!("j{n}"), "amount": 1 })).collect();
    let many = serde_json::json!({ "rewards": many }).to_string();
    api.expect(202, Call { body: Some(&many), ..call("wallet-rewards", "many") }).await;

    let create = |key| call("jobs-create", key);
    let made = api.expect(201, Call { body: Some(SLICES), ..create("s") }).await;
    api.expect(422, Call { body: Some(FILE), ..create("s") }).await;
    let id = text(&made["job"]["id"]);
    let id = id.as_str();
    let of = [id];
    let on = |operation| Call { path: &of, ..call(operation, "k") };
    api.expect(409, on("jobs-start")).await;
    api.expect(409, on("jobs-upload")).await;
    let slice = [id, "1"];
    let slice = Call { path: &slice, body: Some(REWARDS), ..call("jobs-slice", "") };
    api.expect(200, slice).await;
    api.expect(202, on("jobs-start")).await;
    api.expect(409, Call { path: &[id, "2"], ..slice }).await;
    finished(api, on("jobs-show")).await;
    let failures = api.expect(200, on("jobs-failures")).await;
    assert_eq!(failures["items"][0]["code"], "wallet_frozen", "{failures}");
    api.expect(409, on("jobs-cancel")).await;
    api.expect(202, Call { body: Some("{}"), ..on("jobs-retry") }).await;
    finished(api, on("jobs-show")).await;

    let made = api.expect(201, Call { body: Some(FILE), ..create("f") }).await;
    let id = text(&made["job"]["id"]);
    let of = [id.as_str()];
    let on = |operation| Call { path: &of, ..call(operation, "k") };
    api.expect(200, on("jobs-upload")).await;
    api.expect(200, on("jobs-cancel")).await;
    api.expect(409, on("jobs-retry")).await;

    let list = Call { key: None, ..call("jobs-list", "") };
    let page = api.expect(200, Call { query: "?limit=2", ..list }).await;
    assert_eq!((&page["items"][0]["id"], &page["items"][0]["status"]), (&json!(id), &json!("cancelled")));
    let query = format!("?limit=2&cursor={}", text(&page["next_cursor"]));
    let rest = api.expect(200, Call { query: &query, ..list }).await;
    assert_eq!((rest["items"].as_array().map(Vec::len), &rest["next_cursor"]), (Some(1), &Value::Null));
    let all = api.expect(200, Call { token: Some(&admin), ..list }).await;
    assert_eq!(all["items"].as_array().map(Vec::len), Some(3));
}

async fn finished(api: &Api, show: Call<'_>) {
    for _ in 0..LOOKS {
        if api.expect(200, show).await["status"] == "done" {
            return;
        }
        pause(Duration::from_millis(20)).await;
    }
    panic!("the job has no end");
}

/// How each write is called so that only the store can fail it.
pub fn sound<'a>(call: Call<'a>) -> Call<'a> {
    let write = |path, body| Call { path, body: Some(body), key: Some("sound"), ..call };
    match call.operation {
        "jobs-create" => write(&[], FILE),
        "jobs-slice" => write(&["job", "1"], REWARDS),
        "jobs-upload" | "jobs-start" | "jobs-cancel" | "jobs-retry" => write(&["job"], "{}"),
        _ => call,
    }
}

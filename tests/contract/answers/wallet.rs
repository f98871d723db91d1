//! What the operations of wallets answer when they do their work, and when the
//! rules say no.

use heartlink_domain::roles::Role;
use serde_json::json;

use super::api::{Api, Call, text};

/// A body with which each write does its work, given what it finds, and one
/// that says something else.
const BODIES: [(&str, u16, &str, &str); 5] = [
    (
        "wallet-credit",
        201,
        r#"{"amount": 100, "currency": "CREDIT", "description": "d", "reference": "r"}"#,
        r#"{"amount": 2}"#,
    ),
    ("wallet-withdraw", 201, r#"{"amount": 1}"#, r#"{"amount": 2}"#),
    ("wallet-transfer", 201, r#"{"to": "wal-bob", "amount": 1}"#, r#"{"to": "wal-bob", "amount": 2}"#),
    ("wallet-hold", 201, r#"{"amount": 5, "expires_in_seconds": 60}"#, r#"{"amount": 6}"#),
    ("wallet-reverse", 201, r#"{"description": "mistake"}"#, "{}"),
];
const LOCK: &str = r#"{"owner": "ops", "purpose": "audit", "ttl_seconds": 60}"#;
const MUCH: &str = r#"{"amount": 1000000}"#;

/// The place of a write that names nothing beyond a wallet.
fn place(operation: &str) -> &'static [&'static str] {
    if operation == "wallet-reverse" { &["wal-ann", "1"] } else { &["wal-ann"] }
}

pub async fn of_wallets(api: &Api) {
    let (shop, admin) = (api.token("shop", &[Role::Service]), api.token("admin", &[Role::Admin]));
    let call = |operation, key| Call { operation, token: Some(&shop), key: Some(key), ..Call::default() };
    let first = Call { path: &["wal-ann"], body: Some(r#"{"amount": 1}"#), ..call("wallet-credit", "first") };
    api.expect(201, first).await;
    for (operation, status, body, other) in BODIES {
        let call = Call { path: place(operation), ..call(operation, operation) };
        api.expect(status, Call { body: Some(body), ..call }).await;
        api.expect(422, Call { body: Some(other), ..call }).await;
    }
    for (operation, key, status) in [("wallet-credit", "u1", 201), ("wallet-withdraw", "u2", 409)] {
        let unique = r#"{"amount": 1, "reference": "u", "reference_scope": "wallet"}"#;
        api.expect(status, Call { path: &["wal-ann"], body: Some(unique), ..call(operation, key) }).await;
    }
    let mut holds = Vec::new();
    for key in ["h1", "h2", "h3"] {
        let hold = Call { path: &["wal-ann"], body: Some(BODIES[3].2), ..call("wallet-hold", key) };
        holds.push(text(&api.expect(201, hold).await["hold"]["id"]));
    }
    for (operation, hold) in [("wallet-capture", &holds[0]), ("wallet-void", &holds[1])] {
        let path: &[&str] = &["wal-ann", hold];
        let call = |key| Call { path, ..call(operation, key) };
        api.expect(200, Call { body: Some("{}"), ..call("k") }).await;
        api.expect(422, Call { body: Some(r#"{"fencing": 1}"#), ..call("k") }).await;
        api.expect(409, Call { body: Some("{}"), ..call("again") }).await;
        api.expect(404, Call { path: &["wal-ann", "none"], body: Some("{}"), ..call("none") }).await;
    }
    let operations = r#"{"operations": [{"user_id": "wal-ann", "type": "credit", "amount": 1},
        {"user_id": "wal-cat", "type": "withdraw", "amount": 1}], "atomic": false}"#;
    let rewards = r#"{"rewards": [{"user_id": "wal-ann", "amount": 1}]}"#;
    for (operation, body, other) in [
        ("wallet-batch", operations, r#"{"operations": []}"#),
        ("wallet-rewards", rewards, r#"{"rewards": []}"#),
    ] {
        api.expect(200, Call { body: Some(body), ..call(operation, "k") }).await;
        api.expect(422, Call { body: Some(other), ..call(operation, "k") }).await;
    }
    let looks = [
        "wallet-show",
        "wallet-currencies",
        "wallet-holds",
        "wallet-entries",
        "wallet-verify",
        "wallet-lease",
    ];
    for operation in looks {
        api.expect(200, Call { path: &["wal-ann"], key: None, ..call(operation, "") }).await;
    }
    for (operation, body) in [
        ("wallet-withdraw", MUCH),
        ("wallet-hold", MUCH),
        ("wallet-transfer", r#"{"to": "wal-bob", "amount": 1000000}"#),
    ] {
        api.expect(409, Call { path: &["wal-ann"], body: Some(body), ..call(operation, "much") }).await;
    }
    api.expect(409, Call { path: &["wal-ann", "1"], body: Some("{}"), ..call("wallet-reverse", "twice") })
        .await;
    api.expect(404, Call { path: &["wal-ann", "99"], body: Some("{}"), ..call("wallet-reverse", "none") })
        .await;
    of_admins(api, (&shop, &admin), &holds[2]).await;
}

/// What only admins do to a wallet, and what others cannot do meanwhile.
async fn of_admins(api: &Api, (shop, admin): (&str, &str), hold: &str) {
    let call = |operation, key| Call { operation, token: Some(shop), key: Some(key), ..Call::default() };
    let admin = |operation, key| Call { path: &["wal-ann"], token: Some(admin), ..call(operation, key) };
    api.expect(201, Call { body: Some(LOCK), ..admin("wallet-lock", "l1") }).await;
    api.expect(422, Call { body: Some(r#"{"owner": "eve"}"#), ..admin("wallet-lock", "l1") }).await;
    api.expect(409, Call { body: Some(LOCK), ..admin("wallet-lock", "l2") }).await;
    for (operation, _, body, _) in BODIES {
        let path: &[&str] = if operation == "wallet-reverse" { &["wal-ann", "3"] } else { &["wal-ann"] };
        api.expect(423, Call { path, body: Some(body), ..call(operation, "locked") }).await;
    }
    for operation in ["wallet-capture", "wallet-void"] {
        let path: &[&str] = &["wal-ann", hold];
        api.expect(423, Call { path, body: Some("{}"), ..call(operation, "locked") }).await;
    }
    let unlock = |key| Call { query: "?owner=ops", ..admin("wallet-unlock", key) };
    api.expect(200, unlock("u1")).await;
    api.expect(422, Call { query: "?owner=eve", ..unlock("u1") }).await;
    api.expect(409, unlock("u2")).await;
    let frozen = r#"{"status": "frozen", "reason": "fraud"}"#;
    api.expect(200, Call { body: Some(frozen), ..admin("wallet-status", "s1") }).await;
    let active = r#"{"status": "active", "reason": "cleared"}"#;
    api.expect(422, Call { body: Some(active), ..admin("wallet-status", "s1") }).await;
    let trail = api.expect(200, Call { key: None, ..admin("wallet-audit", "") }).await;
    assert_eq!(
        (&trail["items"][0]["reason"], &trail["items"][0]["action"]["to"]),
        (&json!("fraud"), &json!("frozen"))
    );
    api.expect(409, Call { path: &["wal-ann"], body: Some(MUCH), ..call("wallet-credit", "frozen") }).await;
}

pub async fn of_figures(api: &Api) {
    let admin = api.token("admin", &[Role::Admin]);
    let stats = Call { operation: "wallet-stats", token: Some(&admin), ..Call::default() };
    let stats = api.expect(200, stats).await;
    assert!(stats["refused"]["insufficient_funds"].as_u64() >= Some(1), "{stats:#}");
}

/// How each write is called so that only the store can fail it.
pub fn sound<'a>(call: Call<'a>) -> Call<'a> {
    let write = |path, body| Call { path, body: Some(body), key: Some("sound"), ..call };
    match call.operation {
        "wallet-credit" | "wallet-withdraw" | "wallet-hold" => write(&["wal-ann"], MUCH),
        "wallet-transfer" => write(&["wal-ann"], BODIES[2].2),
        "wallet-reverse" => write(&["wal-ann", "1"], "{}"),
        "wallet-capture" | "wallet-void" => write(&["wal-ann", "H-CREDIT"], "{}"),
        "wallet-lock" => write(&["wal-ann"], LOCK),
        "wallet-unlock" => Call { query: "?owner=ops", ..write(&["wal-ann"], "{}") },
        "wallet-status" => write(&["wal-ann"], r#"{"status": "active", "reason": "cleared"}"#),
        "wallet-batch" => write(&[], r#"{"operations": [{"user_id": "a", "type": "credit", "amount": 1}]}"#),
        "wallet-rewards" => write(&[], r#"{"rewards": [{"user_id": "a", "amount": 1}]}"#),
        _ => call,
    }
}

//! What the operations of affinity answer when they do their work, and when the
//! rules say no.

use heartlink_domain::roles::Role;

use super::api::{Api, Call, text};

const RULE: &str = r#"{"min_change": 2, "max_change": 3, "single_cap": 3, "daily_cap": 20, "cooldown_seconds": 0,
    "enabled": true}"#;
const LEVELS: &str = r#"{"levels": [{"threshold": 0, "name": "Stranger"}, {"threshold": 2, "name": "Friend",
    "rewards": [{"type": "tag", "tag": "friend"}, {"type": "wallet", "currency": "CREDIT", "amount": 5}]},
    {"threshold": 500, "name": "Soulmate", "rewards": [{"type": "wallet", "amount": 1}]}]}"#;
const SETTINGS: &str = r#"{"max_affinity": 600, "global_daily_cap": 50, "timezone": "Asia/Shanghai",
    "enable_notify": true, "decay": {"enabled": true, "idle_hours": 24}}"#;
const EVENT: &str = r#"{"user_id": "aff-ann", "device_id": "aff-cat", "rule_key": "chat", "source": "device_event",
    "event_id": "e1", "metadata": {"words": 12}}"#;
const OTHER_EVENT: &str =
    r#"{"user_id": "aff-ann", "device_id": "aff-cat", "rule_key": "none", "source": "phone_event"}"#;
const OWN_EVENT: &str = r#"{"device_id": "aff-cat", "rule_key": "chat", "source": "phone_event"}"#;
const ADJUST: &str = r#"{"user_id": "aff-ann", "device_id": "aff-cat", "delta": 500, "reason": "made good"}"#;
const OTHER_ADJUST: &str =
    r#"{"user_id": "aff-ann", "device_id": "aff-cat", "delta": 1, "reason": "another"}"#;
const BATCH: &str = r#"{"adjustments": [{"user_id": "aff-ann", "device_id": "aff-cat", "delta": -1, "reason": "r"},
    {"user_id": "aff-ann", "device_id": "aff-cat", "delta": 1, "reason": " "}]}"#;
const CAT: &str = r#"{"device_id": "aff-cat", "name": "Mia"}"#;

pub async fn of_affinity(api: &Api) {
    let (ann, admin) = (api.person("aff-ann"), api.token("admin", &[Role::Admin]));
    let call = |operation| Call { operation, token: Some(&ann), ..Call::default() };
    let admin = |operation| Call { operation, token: Some(&admin), ..Call::default() };
    for (operation, path, body) in [
        ("affinity-rule-put", &["chat"][..], RULE),
        ("affinity-levels-put", &[], LEVELS),
        ("affinity-settings-put", &[], SETTINGS),
    ] {
        let put = Call { path, body: Some(body), query: "?reason=start", ..admin(operation) };
        api.expect(200, put).await;
        api.expect(409, Call { query: "?expected_version=7", ..put }).await;
    }
    let bind = Call { key: Some("b1"), body: Some(CAT), ..call("affinity-bind") };
    api.expect(201, bind).await;
    api.expect(422, Call { body: Some(r#"{"device_id": "aff-dog"}"#), ..bind }).await;
    api.expect(200, Call { key: None, ..bind }).await;
    api.expect(201, Call { key: None, body: Some(r#"{"device_id": "aff-dog"}"#), ..bind }).await;
    api.expect(409, Call { key: Some("b2"), body: Some(r#"{"device_id": "aff-cow"}"#), ..bind }).await;
    api.expect(200, call("affinity-devices")).await;

    let hub = api.token("hub", &[Role::Service]);
    let told = Call { key: Some("e1"), body: Some(EVENT), token: Some(&hub), ..call("affinity-apply") };
    let applied = api.expect(200, told).await;
    assert_eq!((&applied["outcome"], &applied["new_level"]), (&"applied".into(), &2.into()));
    assert_eq!(applied["rewards_granted"].as_array().map(Vec::len), Some(2), "{applied}");
    api.expect(422, Call { body: Some(OTHER_EVENT), ..told }).await;
    let no_op = api.expect(200, Call { key: None, body: Some(OTHER_EVENT), ..told }).await;
    assert_eq!(no_op["outcome"], "noop_no_rule");
    api.expect(403, Call { body: Some(OWN_EVENT), ..call("affinity-apply") }).await;
    freeze(api, "frozen").await;
    for (operation, body, other) in [
        ("affinity-adjust", ADJUST, OTHER_ADJUST),
        ("affinity-adjust-batch", BATCH, r#"{"adjustments": []}"#),
    ] {
        let adjust = Call { key: Some("a1"), body: Some(body), ..admin(operation) };
        api.expect(200, adjust).await;
        api.expect(422, Call { body: Some(other), ..adjust }).await;
    }
    let failed = api.expect(200, Call { query: "?status=failed", ..admin("affinity-grants") }).await;
    let id = text(&failed["items"][0]["id"]);
    freeze(api, "active").await;
    let paid = api.expect(200, Call { path: &[&id], ..admin("affinity-grant-retry") }).await;
    assert_eq!(paid["status"], "granted", "{paid}");
    api.expect(404, Call { path: &["aff-ann~aff-cat~9"], ..admin("affinity-grant-retry") }).await;

    for (operation, path) in
        [("affinity-show", "aff-cat"), ("affinity-log", "aff-cat"), ("affinity-rule", "chat")]
    {
        api.expect(200, Call { path: &[path], ..call(operation) }).await;
        api.expect(404, Call { path: &["nothing"], ..call(operation) }).await;
    }
    for operation in ["affinity-rules", "affinity-levels", "affinity-settings"] {
        api.expect(200, call(operation)).await;
    }
    for query in ["?of=levels", "?of=settings", "?of=rule&rule_key=chat"] {
        let trail = api.expect(200, Call { query, ..admin("affinity-history") }).await;
        assert_eq!(trail["items"][0]["reason"], "start");
    }
    api.expect(200, Call { body: Some(r#"{"dry_run": true}"#), ..admin("affinity-decay") }).await;

    let unbind = Call { path: &["aff-dog"], key: Some("u1"), ..call("affinity-unbind") };
    api.expect(204, unbind).await;
    api.expect(404, Call { path: &["nothing"], key: Some("u2"), ..unbind }).await;
    let delete = Call { path: &["chat"], ..admin("affinity-rule-delete") };
    api.expect(409, Call { query: "?expected_version=7", ..delete }).await;
    api.expect(204, delete).await;
    api.expect(404, delete).await;
}

/// Lets ann's wallet take nothing, or everything again.
async fn freeze(api: &Api, status: &str) {
    let admin = api.token("admin", &[Role::Admin]);
    let body = format!(r#"{{"status": "{status}", "reason": "test"}}"#);
    let call =
        Call { operation: "wallet-status", path: &["aff-ann"], token: Some(&admin), ..Call::default() };
    api.expect(200, Call { key: Some(status), body: Some(&body), ..call }).await;
}

/// How each operation is called so that only the store can fail it.
pub fn sound<'a>(call: Call<'a>) -> Call<'a> {
    let write = |body| Call { body: Some(body), ..call };
    match call.operation {
        "affinity-bind" => write(CAT),
        "affinity-apply" => write(EVENT),
        "affinity-adjust" => write(ADJUST),
        "affinity-adjust-batch" => Call { key: Some("sound"), ..write(BATCH) },
        "affinity-rule-put" => Call { path: &["chat"], ..write(RULE) },
        "affinity-levels-put" => write(LEVELS),
        "affinity-settings-put" => write(SETTINGS),
        "affinity-grant-retry" => Call { path: &["aff-ann~aff-cat~2"], ..call },
        "affinity-history" => Call { query: "?of=levels", ..call },
        _ => call,
    }
}

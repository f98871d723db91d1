//! What the operations of points answer when they do their work, and when the
//! rules say no.

use std::time::Duration;

use heartlink_domain::roles::Role;

use super::api::{Api, Call};

const GIVEN: &str =
    r#"{"student_id": "pts-ann", "points_change": 10, "transaction_type": "add_points", "reason": "r"}"#;
const TAKEN: &str =
    r#"{"student_id": "pts-ann", "points_change": -99, "transaction_type": "deduct_points", "reason": "r"}"#;
const CLASS: &str = r#"{"student_ids": ["pts-ann", "pts-bob"], "points_change": -1,
    "transaction_type": "adjust", "reason": "noise", "teacher_id": null}"#;
const EVENT: &str = r#"{"student_id": "pts-ann", "rule_key": "pts-chat", "event_id": "e1"}"#;
const RULE: &str = r#"{"points": 2, "caps": {"day": 3, "week": null}, "timezone": "Europe/Berlin",
    "enabled": true, "description": "Chat", "transaction_type": "chat"}"#;
const PLAN: &str = r#"{"floor": null, "expires_after_days": 30, "timezone": "Asia/Shanghai"}"#;
const PROFILE: &str = r#"{"group": "pts-class", "plan": "pts-plan", "teachers": ["pts-lee"]}"#;
const IMPORT: &str = r#"{"student_id": "pts-cat", "import_id": "file", "offset": 0, "total": 2,
    "transactions": [{"points_change": 5, "transaction_type": "adjust", "reason": "old", "teacher_id": null,
    "at": "2026-01-01T00:00:00Z", "balance_after": 5}]}"#;

/// One write with its place and body, and another body under the same key.
const WRITES: [(&str, u16, &[&str], &str, &str); 6] = [
    ("points-change", 201, &[], GIVEN, TAKEN),
    ("points-set-profile", 200, &["pts-ann"], PROFILE, "{}"),
    (
        "points-event",
        200,
        &[],
        EVENT,
        r#"{"student_id": "pts-ann", "rule_key": "pts-chat", "event_id": "e2"}"#,
    ),
    (
        "points-batch",
        200,
        &[],
        CLASS,
        r#"{"student_ids": ["pts-ann"], "points_change": 1, "transaction_type": "adjust", "reason": "r"}"#,
    ),
    ("points-reverse", 201, &["pts-ann", "1"], r#"{"reason": "mistake"}"#, "{}"),
    ("points-import", 201, &[], IMPORT, GIVEN_OTHER_IMPORT),
];
const GIVEN_OTHER_IMPORT: &str = r#"{"student_id": "pts-dan", "import_id": "file", "total": 1,
    "transactions": [{"points_change": 5, "transaction_type": "adjust", "reason": "old"}]}"#;

pub async fn of_points(api: &Api) {
    let (server, admin) =
        (api.token("server", &[Role::Service, Role::Admin]), api.token("admin", &[Role::Admin]));
    let call = |operation, key| Call { operation, token: Some(&server), key: Some(key), ..Call::default() };
    documents(api, &admin).await;
    for (operation, status, path, body, other) in WRITES {
        let call = Call { path, ..call(operation, operation) };
        api.expect(status, Call { body: Some(body), ..call }).await;
        api.expect(422, Call { body: Some(other), ..call }).await;
    }
    api.expect(404, Call { path: &["pts-ann", "99"], body: Some("{}"), ..call("points-reverse", "none") })
        .await;
    api.expect(409, Call { path: &["pts-ann", "1"], body: Some("{}"), ..call("points-reverse", "twice") })
        .await;
    // Bob's account is on no plan.
    let poor = TAKEN.replace("pts-ann", "pts-bob");
    api.expect(409, Call { body: Some(&poor), ..call("points-change", "poor") }).await;
    let unknown = EVENT.replace("pts-chat", "none");
    api.expect(404, Call { body: Some(&unknown), ..call("points-event", "none") }).await;
    api.expect(409, Call { body: Some(IMPORT), ..call("points-import", "again") }).await;
    let importing = EVENT.replace("pts-ann", "pts-cat");
    api.expect(409, Call { body: Some(&importing), ..call("points-event", "importing") }).await;

    let get = |operation, path, query| Call { path, query, key: None, ..call(operation, "") };
    api.expect(200, get("points-show", &[], "?student_id=pts-ann&transactions=true&fresh=true")).await;
    api.expect(200, get("points-show", &[], "?student_id=pts-cat")).await;
    let page = "?student_id=pts-ann&from=2026-01-01T00:00:00Z&limit=2&order=asc";
    api.expect(200, get("points-transactions", &[], page)).await;
    api.expect(200, get("points-leaderboard", &[], "?group=pts-class&limit=1")).await;
    api.expect(200, get("points-profile", &["pts-ann"], "")).await;
    let trail = api.expect(200, get("points-audit", &["pts-ann"], "")).await;
    assert_eq!(trail["items"][0]["action"]["to"]["group"], "pts-class");
    for query in ["?rule_key=pts-chat", "?plan=pts-plan"] {
        let trail = api.expect(200, get("points-history", &[], query)).await;
        assert_eq!(trail["items"][0]["reason"], "season");
    }
    api.expect(200, get("points-check", &["pts-ann"], "")).await;
    for query in ["", "?mode=incremental"] {
        api.expect(200, get("points-monitor", &[], query)).await;
    }
    for (operation, path, query, other) in [
        ("points-repair", &[][..], "?auto_fix=true", "?auto_fix=true&dry_run=false"),
        ("points-fix", &["pts-ann"], "?dry_run=false", ""),
    ] {
        let call = Call { path, query, ..call(operation, operation) };
        api.expect(200, call).await;
        api.expect(422, Call { query: other, ..call }).await;
    }
    api.expect(200, get("points-repair", &[], "")).await;
    // What was read is forgotten, so that the store is asked again.
    api.plain.clock().advance(Duration::from_secs(60));
}

async fn documents(api: &Api, admin: &str) {
    let call = |operation, path| Call { operation, path, token: Some(admin), ..Call::default() };
    let rule = ["points-rules", "points-rule", "points-set-rule", "points-delete-rule"];
    let plan = ["points-plans", "points-plan", "points-set-plan", "points-delete-plan"];
    for ([all, one, set, delete], name, body) in [(rule, &["pts-chat"], RULE), (plan, &["pts-plan"], PLAN)] {
        api.expect(200, Call { body: Some(body), query: "?reason=season", ..call(set, name) }).await;
        api.expect(409, Call { body: Some(body), query: "?expected_version=7", ..call(set, name) }).await;
        api.expect(200, call(one, name)).await;
        api.expect(404, call(one, &["none"])).await;
        api.expect(200, call(all, &[])).await;
        api.expect(200, Call { body: Some(body), ..call(set, &["pts-other"]) }).await;
        api.expect(409, Call { query: "?expected_version=7", ..call(delete, &["pts-other"]) }).await;
        api.expect(204, call(delete, &["pts-other"])).await;
        api.expect(404, call(delete, &["pts-other"])).await;
    }
}

/// How each call is made so that only the store can fail it.
pub fn sound<'a>(call: Call<'a>) -> Call<'a> {
    let write = |path, body| Call { path, body: Some(body), key: Some("sound"), ..call };
    match call.operation {
        "points-set-rule" => write(&["pts-chat"], RULE),
        "points-set-plan" => write(&["pts-plan"], PLAN),
        "points-history" => Call { query: "?plan=pts-plan", ..call },
        "points-leaderboard" => Call { query: "?group=pts-class", ..call },
        operation => match WRITES.iter().find(|(name, ..)| *name == operation) {
            Some((_, _, path, body, _)) => write(path, body),
            None => call,
        },
    }
}

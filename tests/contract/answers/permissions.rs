//! What functions do that no HTTP call asks for, and whether all that any of them
//! is granted was used.

use std::collections::{BTreeSet, HashMap};
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_all as routes;
use heartlink_domain::affinity::Binding;
use heartlink_domain::jobs::{JobSource, RewardLine};
use heartlink_domain::ledger::AccountId;
use heartlink_domain::points::PointsAccount;
use heartlink_domain::roles::Role;
use heartlink_domain::safety::{Complaint, Reason};
use heartlink_local::{Gateway, ServeOptions};
use heartlink_runtime::{App, dispatch};
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::jobs::Visibility;
use heartlink_store::keys::Key;
use heartlink_store::safety::Subject;
use heartlink_store::tables::Table;
use heartlink_testkit::test_env::user;
use heartlink_xtask::template::Permissions;
use serde_json::{Value, json};

use super::api::{Api, Call, text};

/// Longest wait for what the streams bring.
const LIMIT: Duration = Duration::from_secs(300);

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
    // Her last connection closes while she waits: she is away until the next.
    api.expect(201, Call { body: Some("{}"), ..call("matching-ask", &ann) }).await;
    message(app, "$disconnect", "a2=", None, &Value::Null).await;
    message(app, "$connect", "a3=", Some("soc-ann"), &Value::Null).await;
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
    of_reports(api, &ann).await;
    of_sanctions(api, &ann, &bob).await;
}

/// Somebody who waits, and somebody in a room, are suspended while they are connected.
async fn of_sanctions(api: &Api, ann: &str, bob: &str) {
    let moderator = api.token("soc-mod", &[Role::Moderator]);
    let call = |operation| Call { operation, token: Some(&moderator), ..Call::default() };
    let sanction = |user, body| Call { path: user, body: Some(body), ..call("safety-sanction") };
    for token in [ann, bob] {
        let ask = Call { operation: "matching-ask", token: Some(token), body: Some("{}"), ..Call::default() };
        api.expect(201, ask).await;
    }
    message(api.plain.app(), "$connect", "barred=", Some("soc-bob"), &Value::Null).await;
    for body in [r#"{"kind": "muted", "reason": "r"}"#, r#"{"kind": "suspended", "reason": "r"}"#] {
        api.expect(200, sanction(&["soc-bob"], body)).await;
    }
    assert!(api.plain.settled(LIMIT).await, "the streams did not settle");
    api.expect(403, Call { body: Some("{}"), token: Some(bob), ..call("matching-ask") }).await;
    api.expect(201, Call { body: Some("{}"), token: Some(ann), ..call("matching-ask") }).await;
    api.expect(200, sanction(&["soc-ann"], r#"{"kind": "banned", "reason": "r"}"#)).await;
    api.expect(200, Call { path: &["soc-ann"], ..call("safety-sanctions") }).await;
    for user in ["soc-ann", "soc-bob"] {
        api.expect(200, Call { path: &[user], ..call("safety-sign-out") }).await;
        api.expect(204, Call { path: &[user], ..call("safety-lift") }).await;
    }
}

/// Somebody with a connection whose report is closed.
async fn of_reports(api: &Api, ann: &str) {
    let moderator = api.token("soc-mod", &[Role::Moderator]);
    let report = Some(r#"{"user_id": "soc-bob", "reason": "spam"}"#);
    let report = Call { operation: "safety-report", token: Some(ann), body: report, ..Call::default() };
    let id = text(&api.expect(201, report).await["id"]);
    message(api.plain.app(), "$connect", "report=", Some("soc-ann"), &Value::Null).await;
    let close = Call { operation: "safety-close", token: Some(&moderator), ..Call::default() };
    let body = Some(r#"{"outcome": "none", "note": "a mistake"}"#);
    api.expect(200, Call { path: &[&id], body, ..close }).await;
    assert!(api.plain.settled(LIMIT).await, "the streams did not settle");
}

/// A proposal that expired is released by whoever looks.
pub async fn of_expired_proposals(api: &Api) {
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

/// Rules that say no to a call with a key: whether it took effect before is looked up.
pub async fn of_matching(api: &Api) {
    let tokens = ["per-mia", "per-noa", "per-pia", "per-qin"].map(|name| api.person(name));
    let [mia, noa, pia, qin] = tokens.each_ref();
    let call = |operation, token| Call { operation, token: Some(token), ..Call::default() };
    let with_key = |operation, token| Call { key: Some("refused"), ..call(operation, token) };
    api.expect(409, with_key("matching-accept", mia)).await;
    for token in [mia, noa] {
        api.expect(201, Call { body: Some("{}"), ..call("matching-ask", token) }).await;
    }
    let met = api.expect(200, Call { body: Some("{}"), ..call("matching-ask", mia) }).await;
    let room = text(&met["room_id"]);
    let of = [room.as_str()];
    let on = |operation, token| Call { path: &of, ..with_key(operation, token) };
    api.expect(400, Call { body: Some(r#"{"rating": 99}"#), ..on("rooms-feedback", mia) }).await;
    api.expect(204, Call { path: &["per-noa"], ..call("matching-block", mia) }).await;
    api.expect(409, Call { body: Some(r#"{"text": "late"}"#), ..on("rooms-send", mia) }).await;
    for token in [pia, qin] {
        let asked = Call { body: Some("{}"), ..call("matching-ask", token) };
        api.expect_at(&api.accepting, 201, asked).await;
    }
    for token in [pia, qin] {
        api.expect_at(&api.accepting, 200, call("matching-cancel", token)).await;
    }
}

/// Wallets in several currencies, and one that is locked.
pub async fn of_wallets(api: &Api) {
    let (shop, admin) = (api.token("shop", &[Role::Service]), api.token("admin", &[Role::Admin]));
    let call = |operation, key| Call { operation, token: Some(&shop), key: Some(key), ..Call::default() };
    let ann = |operation, key| Call { path: &["per-ann"], ..call(operation, key) };
    let operations = r#"{"operations": [{"user_id": "per-ann", "type": "credit", "amount": 9},
        {"user_id": "per-ann", "type": "credit", "amount": 9, "currency": "GEM"}]}"#;
    let rewards = r#"{"rewards": [{"user_id": "per-ann", "amount": 1},
        {"user_id": "per-ann", "amount": 1, "currency": "GEM"}]}"#;
    let both = [("wallet-batch", operations), ("wallet-rewards", rewards)];
    for (operation, body) in both {
        api.expect(200, Call { body: Some(body), ..call(operation, "both") }).await;
    }
    let page = api.expect(200, Call { query: "?limit=1", ..ann("wallet-currencies", "") }).await;
    let query = format!("?cursor={}", text(&page["next_cursor"]));
    api.expect(200, Call { query: &query, ..ann("wallet-currencies", "") }).await;
    for key in ["one", "two"] {
        api.expect(201, Call { body: Some(r#"{"amount": 1}"#), ..ann("wallet-hold", key) }).await;
    }
    api.expect(200, Call { query: "?status=open", ..ann("wallet-holds", "") }).await;

    api.expect(200, Call { query: "?incremental=true", ..ann("wallet-verify", "") }).await;
    let status = Call { token: Some(&admin), ..ann("wallet-status", "why") };
    api.expect(400, Call { body: Some(r#"{"status": "frozen", "reason": " "}"#), ..status }).await;

    let lock = Call { body: Some(r#"{"owner": "ops"}"#), token: Some(&admin), ..ann("wallet-lock", "lock") };
    api.expect(201, lock).await;
    for (operation, body) in both {
        let locked = api.expect(200, Call { body: Some(body), ..call(operation, "locked") }).await;
        assert!(locked.to_string().contains("wallet_locked"), "{locked}");
    }
    of_jobs(api, &shop, rewards).await;
}

/// A job that cannot pay whom it should, and one with a file.
async fn of_jobs(api: &Api, shop: &str, rewards: &str) {
    let app = api.plain.app();
    let call = |operation, key| Call { operation, token: Some(shop), key: Some(key), ..Call::default() };
    for (connection, user) in [("s1=", "shop"), ("p1=", "per-bob")] {
        message(app, "$connect", connection, Some(user), &Value::Null).await;
    }
    for (source, key) in [("slices", "per-slices"), ("file", "per-file")] {
        let body = json!({ "source": source }).to_string();
        let made = api.expect(201, Call { body: Some(&body), ..call("jobs-create", key) }).await;
        let id = text(&made["job"]["id"]);
        let of = [id.as_str()];
        let on = |operation| Call { path: &of, ..call(operation, key) };
        if source == "slices" {
            let slice = [id.as_str(), "1"];
            api.expect(200, Call { path: &slice, body: Some(rewards), ..call("jobs-slice", key) }).await;
        } else {
            let url = text(&api.expect(200, on("jobs-upload")).await["url"]);
            let file = "{\"user_id\": \"per-bob\", \"amount\": 1}\n";
            let put = reqwest::Client::new().put(url).body(file).send().await.expect("an answer");
            assert_eq!(put.status(), 200);
        }
        api.expect(202, on("jobs-start")).await;
        assert!(api.plain.settled(LIMIT).await, "the streams did not settle");
        assert_eq!(api.expect(200, on("jobs-show")).await["status"], "done");
        if source == "slices" {
            // Nobody is left whom it cannot pay.
            let admin = api.token("admin", &[Role::Admin]);
            let unlock = Call {
                query: "?force=true&reason=over",
                token: Some(&admin),
                ..call("wallet-unlock", "over")
            };
            api.expect(200, Call { path: &["per-ann"], ..unlock }).await;
            api.expect(202, Call { key: Some("again"), ..on("jobs-retry") }).await;
            assert!(api.plain.settled(LIMIT).await, "the streams did not settle");
            let job = api.expect(200, on("jobs-show")).await;
            assert_eq!((&job["status"], &job["failed"]), (&json!("done"), &json!(0)), "{job:#}");
        }
    }
}

/// What comes due, and accounts that are not what their transactions say.
pub async fn of_points(api: &Api) {
    let (app, admin) = (api.plain.app(), api.token("admin", &[Role::Admin]));
    let call = |operation, key| Call { operation, token: Some(&admin), key: Some(key), ..Call::default() };
    let twice = Call {
        path: &["pts-ann"],
        body: Some(r#"{"teachers": ["x", "x"]}"#),
        ..call("points-set-profile", "twice")
    };
    api.expect(400, twice).await;
    let lee = api.token("pts-lee", &[Role::Teacher]);
    let seen = Call { token: Some(&lee), query: "?student_id=pts-ann", ..call("points-transactions", "") };
    api.expect(200, Call { key: None, ..seen }).await;
    for path in ["students/pts-ann/fix?dry_run=false", "monitor?auto_fix=true"] {
        forge_balance(api, "pts-ann").await;
        let http = reqwest::Client::new().post(format!("{}/v1/points/{path}", api.plain.url()));
        let fixed = http.bearer_auth(&admin).header("idempotency-key", "forged").send().await;
        assert_eq!(fixed.expect("an answer").status(), 200, "{path}");
    }
    let given =
        r#"{"student_id": "pts-ann", "points_change": 10, "transaction_type": "add_points", "reason": "r"}"#;
    let server = api.token("server", &[Role::Service]);
    api.expect(201, Call { body: Some(given), token: Some(&server), ..call("points-change", "late") }).await;
    run(app, "points-reconcile-scheduled").await;
    api.plain.clock().advance(Duration::from_secs(40 * 24 * 3600));
    run(app, "points-expire").await;
}

/// States another balance than the transactions come to.
async fn forge_balance(api: &Api, student: &str) {
    change_head(api, &PointsAccount::account_id(&user(student)), |head| {
        let Some(AttributeValue::M(account)) = head.get_mut("account") else { panic!("{head:?}") };
        account.insert("balance".to_owned(), AttributeValue::N("999".to_owned()))
    })
    .await;
}

const PER_LEVELS: &str = r#"{"levels": [{"threshold": 0, "name": "Stranger"}, {"threshold": 2, "name": "Friend",
    "rewards": [{"type": "wallet", "amount": 5}, {"type": "wallet", "amount": 5, "currency": "GEM"}]},
    {"threshold": 500, "name": "Soulmate",
    "rewards": [{"type": "points", "amount": 1}, {"type": "wallet", "amount": 1}]}]}"#;
const PER_RULE: &str = r#"{"min_change": 3, "max_change": 3, "single_cap": 3, "daily_cap": 20,
    "cooldown_seconds": 0, "enabled": true}"#;

/// Rewards that cannot be paid at once, and what fades with time.
pub async fn of_affinity(api: &Api) {
    let (app, bob) = (api.plain.app(), api.person("per-bob"));
    let admin = api.token("admin", &[Role::Admin]);
    let call = |operation, key| Call { operation, token: Some(&admin), key: Some(key), ..Call::default() };
    let decay = r#"{"min_change": -1, "max_change": -1, "single_cap": 3, "daily_cap": 20, "cooldown_seconds": 0,
        "enabled": true}"#;
    api.expect(200, Call { body: Some(PER_LEVELS), ..call("affinity-levels-put", "") }).await;
    api.expect(200, Call { path: &["decay"], body: Some(decay), ..call("affinity-rule-put", "") }).await;
    let device = r#"{"device_id": "per-cow"}"#;
    api.expect(201, Call { body: Some(device), token: Some(&bob), ..call("affinity-bind", "cow") }).await;
    reach_a_level(api, &admin).await;
    // An import that is not finished lets nobody else change the points.
    let import = r#"{"student_id": "per-bob", "import_id": "file", "offset": 0, "total": 2,
        "transactions": [{"points_change": 5, "transaction_type": "adjust", "reason": "old"}]}"#;
    api.expect(201, Call { body: Some(import), ..call("points-import", "per") }).await;
    let adjusted = |delta| {
        let of = json!({ "user_id": "per-bob", "device_id": "per-cow", "delta": delta, "reason": "r" });
        json!({ "adjustments": [of] }).to_string()
    };
    for (delta, key, status) in [(3, "friend", "frozen"), (500, "mate", "active")] {
        let body = adjusted(delta);
        api.expect(200, Call { body: Some(&body), ..call("affinity-adjust-batch", key) }).await;
        let body = json!({ "status": status, "reason": "r" }).to_string();
        let set = Call { path: &["per-bob"], body: Some(&body), ..call("wallet-status", status) };
        api.expect(200, set).await;
    }
    let grants =
        Call { query: "?user_id=per-bob&device_id=per-cow", key: None, ..call("affinity-grants", "") };
    let grants = api.expect(200, grants).await;
    let unpaid = grants["items"].as_array().expect("grants").iter().find(|grant| grant["status"] == "failed");
    let id = text(&unpaid.unwrap_or_else(|| panic!("{grants}"))["id"]);
    let tried = api.expect(200, Call { path: &[&id], ..call("affinity-grant-retry", "") }).await;
    assert_eq!(tried["status"], "failed", "{tried}");
    api.plain.clock().advance(Duration::from_secs(24 * 3600));
    assert_ne!(run(app, "affinity-retry-grants-scheduled").await["due"], 0);
    // The token of a day ago holds no more.
    let admin = api.token("admin", &[Role::Admin]);
    api.plain.clock().advance(Duration::from_secs(3600));
    let fade = Call { operation: "affinity-decay", token: Some(&admin), body: Some("{}"), ..Call::default() };
    let faded = api.expect(200, fade).await;
    assert_ne!(faded["changes"].as_array().map(Vec::len), Some(0), "{faded}");
    api.plain.clock().advance(Duration::from_secs(25 * 3600));
    run(app, "affinity-decay-scheduled").await;
}

/// A level that pays into two accounts, by an event and by an adjustment; and both
/// refused under a key.
async fn reach_a_level(api: &Api, admin: &str) {
    let put = Call { path: &["feed"], body: Some(PER_RULE), token: Some(admin), ..Call::default() };
    api.expect(200, Call { operation: "affinity-rule-put", ..put }).await;
    let (kim, hub) = (api.person("per-kim"), api.token("hub", &[Role::Service]));
    for device in ["per-ram", "per-goat"] {
        let body = json!({ "device_id": device }).to_string();
        let bind =
            Call { operation: "affinity-bind", token: Some(&kim), key: Some(device), ..Call::default() };
        api.expect(201, Call { body: Some(&body), ..bind }).await;
    }
    let adjustment = |reason| {
        json!({ "user_id": "per-kim", "device_id": "per-goat", "delta": 3, "reason": reason }).to_string()
    };
    for (reason, key, status) in [("r", "reached", 200), (" ", "refused", 400)] {
        let adjust =
            Call { operation: "affinity-adjust", token: Some(admin), key: Some(key), ..Call::default() };
        api.expect(status, Call { body: Some(&adjustment(reason)), ..adjust }).await;
    }
    for (event, status) in [("first", 200), ("one-too-many", 429)] {
        let body = json!({
            "user_id": "per-kim", "device_id": "per-ram", "rule_key": "feed", "source": "device_event",
            "event_id": event,
        });
        let apply =
            Call { operation: "affinity-apply", token: Some(&hub), key: Some(event), ..Call::default() };
        api.expect(status, Call { body: Some(&body.to_string()), ..apply }).await;
        forge_events(api, "per-kim", "per-ram").await;
    }
}

/// As many events of the last minute as a binding takes.
async fn forge_events(api: &Api, who: &str, device: &str) {
    let now = AttributeValue::N(api.plain.clock().now().unix_millis().to_string());
    let events = (0..2_000).map(|n| (format!("forged-{n}"), now.clone())).collect();
    let account = Binding::account_id(&user(who), &device.parse().expect("a device id"));
    change_head(api, &account, |head| head.insert("events".to_owned(), AttributeValue::M(events))).await;
}

/// Changes the head of an account behind the back of everybody.
async fn change_head<T>(
    api: &Api,
    account: &AccountId,
    change: impl FnOnce(&mut HashMap<String, AttributeValue>) -> T,
) {
    let key = Key::head(account);
    let table = api.plain.store().table_name(Table::Ledger);
    let (pk, sk) = (AttributeValue::S(key.pk), AttributeValue::S(key.sk));
    let read = api.client.get_item().table_name(&table).key("pk", pk).key("sk", sk).consistent_read(true);
    let mut head: HashMap<_, _> = read.send().await.expect("an answer").item.expect("a head");
    change(&mut head);
    api.client.put_item().table_name(&table).set_item(Some(head)).send().await.expect("written");
}

/// Maintenance, on a server whose streams wake nobody: its functions are elsewhere,
/// and nobody is there.
pub async fn of_maintenance() -> Gateway {
    let folder = tempfile::tempdir().expect("a folder");
    let mut options = ServeOptions::ephemeral(folder.path());
    options.functions = Some("http://127.0.0.1:9".to_owned());
    super::api::only_when_told(&mut options.settings);
    let gateway = Gateway::start(options).await.expect("the gateway");
    let (app, store) = (gateway.app(), gateway.store());
    let ask = async |name: &str| {
        store.ask(&user(name), &Default::default(), None).await.expect("asked");
    };
    // Two who may meet only now.
    store.block(&user("ann"), &user("bob")).await.expect("blocked");
    ask("ann").await;
    ask("bob").await;
    store.unblock(&user("ann"), &user("bob")).await.expect("unblocked");
    let complaint = Complaint { reason: Reason::Spam, text: None, message_seqs: Vec::new() };
    let subject = Subject { user_id: Some(user("bob")), room_id: None };
    store.report(&user("ann"), &subject, &complaint, None).await.expect("a report");
    // A job that nobody works on.
    let key = IdempotencyKey::new("shop", "jobs-create", "k", b"");
    let job = store.create_job(JobSource::Slices, &user("shop"), &key).await.expect("a job").value.id;
    let rewards: Vec<RewardLine> =
        serde_json::from_value(json!([{ "user_id": "ann", "amount": 1 }])).expect("rewards");
    store.put_job_slice(&job, Visibility::All, 1, &rewards).await.expect("a slice");
    store.start_job(&job, Visibility::All, None).await.expect("started");
    gateway.clock().advance(Duration::from_secs(61));
    let ticked = run(app, "maintenance-minute").await;
    assert_eq!((&ticked["paired"], &ticked["jobs_taken_up"]), (&json!(1), &json!(1)), "{ticked}");
    // The room falls silent, and somebody who waits goes away.
    ask("eve").await;
    gateway.clock().advance(Duration::from_secs(24 * 3600));
    for name in ["maintenance-minute", "maintenance-sweep"] {
        run(app, name).await;
    }
    gateway
}

/// Every permission was used, and none was missing. Verifying tokens is a setting,
/// not a right of AWS.
pub fn are_those_that_were_used(gateways: &[&Gateway]) {
    let refused: BTreeSet<String> = gateways.iter().flat_map(|gateway| gateway.iam().refused()).collect();
    assert!(refused.is_empty(), "used, and not granted: {refused:#?}");
    let used: BTreeSet<String> = gateways.iter().flat_map(|gateway| gateway.iam().used()).collect();
    let granted = Permissions::declared().text();
    let unused: Vec<&str> =
        granted.lines().filter(|line| !used.contains(*line) && !line.ends_with("tokens Verify")).collect();
    assert!(unused.is_empty(), "granted, and never used: {unused:#?}");
}

//! Affinity as clients see it: who may do what, outcomes and figures, rules as
//! data, rewards, days that pass, and the events that follow.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person};
use crate::system::System;

struct Home {
    system: System,
    hub: Person,
    admin: Person,
    ann: Person,
}

fn rule(change: i64, daily_cap: i64) -> Value {
    json!({
        "min_change": change, "max_change": change, "single_cap": 100, "daily_cap": daily_cap,
        "cooldown_seconds": 0, "enabled": true, "reported_by": "user",
    })
}

impl Home {
    /// Where ann has a cat, and `chat` is worth 5.
    async fn open() -> Self {
        let system = System::with(|options| options.test_clock = true).await;
        let hub = system.with_roles("hub", &[Role::Service]);
        let (admin, ann) = (system.admin(), system.person("ann"));
        let home = Self { system, hub, admin, ann };
        home.put("rules/chat", &rule(5, 1_000)).await.expect(200);
        let levels = json!({ "levels": [
            { "threshold": 0, "name": "Stranger" },
            { "threshold": 10, "name": "Friend", "rewards": [{ "type": "tag", "tag": "friend" }] },
            { "threshold": 20, "name": "Soulmate", "rewards": [{ "type": "wallet", "amount": 50 }] },
        ] });
        home.put("levels", &levels).await.expect(200);
        home.ann.post("/v1/devices").json(&json!({ "device_id": "cat" })).send().await.expect(201);
        home
    }

    /// Everybody has a token of that day.
    async fn days_later(&mut self, days: u64) {
        self.system.pass(Duration::from_secs(days * 86_400)).await;
        (self.admin, self.ann) = (self.system.admin(), self.system.person("ann"));
    }

    async fn put(&self, what: &str, body: &Value) -> Answer {
        self.admin.call(Method::PUT, format!("/v1/affinity/{what}")).json(body).send().await
    }

    async fn tell(&self, body: Value) -> Answer {
        self.ann.post("/v1/affinity/events").json(&body).send().await
    }

    async fn happens(&self, rule_key: &str) -> Value {
        self.tell(event(rule_key)).await.expect(200)
    }

    /// Told by a service.
    async fn vouched(&self, rule_key: &str) -> Value {
        let mut body = event(rule_key);
        body["user_id"] = json!("ann");
        self.hub.post("/v1/affinity/events").json(&body).send().await.expect(200)
    }

    async fn cat(&self) -> Value {
        self.ann.get("/v1/affinity/cat").send().await.expect(200)
    }

    async fn adjust(&self, delta: i64) -> Value {
        let body = json!({ "user_id": "ann", "device_id": "cat", "delta": delta, "reason": "made good" });
        self.admin.post("/v1/affinity/adjust").json(&body).send().await.expect(200)
    }
}

fn event(rule_key: &str) -> Value {
    json!({ "device_id": "cat", "rule_key": rule_key, "source": "device_event" })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_is_answered_with_all_its_figures() {
    let home = Home::open().await;
    let told = home.tell(json!({
        "device_id": "cat", "rule_key": "chat", "source": "phone_event", "event_id": "e/1", "metadata": { "n": 1 },
    }));
    let told = told.await.expect(200);
    for (member, value) in [
        ("outcome", json!("applied")),
        ("rule_key", json!("chat")),
        ("requested", json!(5)),
        ("change_value", json!(5)),
        ("before_value", json!(0)),
        ("after_value", json!(5)),
        ("old_level", json!(1)),
        ("new_level", json!(1)),
        ("log_id", json!("1")),
        ("rewards_granted", json!([])),
        ("rewards_failed", json!([])),
        ("remaining_today", json!(95)),
        ("next_eligible_at", Value::Null),
        ("error", Value::Null),
    ] {
        assert_eq!(told[member], value, "{member}: {told:#}");
    }
    assert!(told["resets_at"].is_string());
    let cat = home.cat().await;
    assert_eq!(
        (&cat["value"], &cat["level_name"], &cat["next_level"]),
        (&json!(5), &json!("Stranger"), &json!(2))
    );
    assert_eq!(
        (&cat["progress"], &cat["today"]["global"], &cat["today"]["rules"]["chat"]),
        (&json!(0.5), &json!(5), &json!(5))
    );
    let log = home.ann.get("/v1/affinity/cat/log").send().await.expect(200);
    let entry = &log["items"][0];
    assert_eq!((&entry["event_id"], &entry["metadata"]), (&json!("e/1"), &json!({ "n": 1 })));
    assert_eq!((&entry["source"], &entry["operator"]), (&json!("phone_event"), &json!("ann")));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_calls_at_once_apply_an_event_once_and_keep_to_a_cap() {
    let home = Home::open().await;
    home.put("rules/tap", &rule(1, 10)).await.expect(200);
    let same =
        json!({ "device_id": "cat", "rule_key": "chat", "source": "device_event", "event_id": "same" });
    let answers = join_all((0..200).map(|_| home.tell(same.clone()))).await;
    let count =
        |answers: &[Value], outcome: &str| answers.iter().filter(|told| told["outcome"] == outcome).count();
    let answers: Vec<Value> = answers.into_iter().map(|answer| answer.expect(200)).collect();
    assert_eq!((count(&answers, "applied"), count(&answers, "noop_event_duplicate")), (1, 199));
    let answers = join_all((0..200).map(|_| home.tell(event("tap")))).await;
    let answers: Vec<Value> = answers.into_iter().map(|answer| answer.expect(200)).collect();
    assert_eq!((count(&answers, "applied"), count(&answers, "noop_rule_daily_cap")), (10, 190));
    assert_eq!(home.cat().await["value"], 15);
    home.system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_level_is_told_and_its_reward_is_in_the_wallet() {
    let home = Home::open().await;
    home.vouched("chat").await;
    let up = home.adjust(17).await;
    assert_eq!((&up["old_level"], &up["new_level"], &up["rule_key"]), (&json!(1), &json!(3), &Value::Null));
    assert_eq!(up["rewards_granted"].as_array().unwrap().len(), 2, "{up:#}");
    let wallet = home.ann.get("/v1/wallets/me").send().await.expect(200);
    assert_eq!(wallet["balance"], 50);
    home.adjust(-20).await;
    assert_eq!(home.adjust(20).await["rewards_granted"], json!([]));
    assert_eq!(home.ann.get("/v1/wallets/me").send().await.expect(200)["balance"], 50);
    home.system.settled().await;
    let events = home.ann.events().await;
    let kinds: Vec<&str> = events
        .iter()
        .filter_map(|event| event["type"].as_str())
        .filter(|kind| *kind != "wallet_updated")
        .collect();
    let expected = [
        "affinity_update",
        "affinity_update",
        "level_up",
        "affinity_update",
        "level_down",
        "affinity_update",
        "level_up",
    ];
    assert_eq!(kinds, expected);
    assert!(events.iter().any(|event| event["type"] == "wallet_updated"));
    let up = events.iter().find(|event| event["type"] == "level_up").unwrap();
    assert_eq!((&up["data"]["old_level"], &up["data"]["new_level"]), (&json!(1), &json!(3)));
    let grants = home.admin.get("/v1/affinity/grants?user_id=ann&device_id=cat").send().await.expect(200);
    assert_eq!(grants["items"].as_array().unwrap().len(), 2);
    home.system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_users_report_pays_nothing() {
    let home = Home::open().await;
    let balance = async || home.ann.get("/v1/wallets/me").send().await.expect(200)["balance"].clone();
    let mut for_services = rule(5, 1_000);
    for_services.as_object_mut().unwrap().remove("reported_by");
    home.put("rules/gift", &for_services).await.expect(200);
    let gift = home.admin.get("/v1/affinity/rules/gift").send().await.expect(200);
    assert_eq!(gift["reported_by"], "service", "unless the rule says otherwise");
    home.tell(event("gift")).await.refused(403, "forbidden");
    for _ in 0..8 {
        let told = home.happens("chat").await;
        assert!(!told["rewards_granted"].to_string().contains("wallet"), "{told:#}");
    }
    let cat = home.cat().await;
    assert_eq!((&cat["value"], &cat["self_reported"], &cat["level"]), (&json!(40), &json!(40), &json!(3)));
    // Nor by unbinding and binding again, nor along with the first that a service reports.
    home.ann.call(Method::DELETE, "/v1/devices/cat").send().await.expect(204);
    home.ann.post("/v1/devices").json(&json!({ "device_id": "cat" })).send().await.expect(201);
    for reported in [5, 10, 15] {
        assert_eq!(home.vouched("gift").await["rewards_granted"], json!([]), "{reported}");
    }
    home.happens("chat").await;
    assert_eq!(balance().await, 0);
    // The level pays once services have reported as much as it asks for.
    let paid = home.vouched("gift").await;
    assert_eq!(
        (&paid["rewards_granted"][0]["type"], &paid["rewards_failed"]),
        (&json!("wallet"), &json!([]))
    );
    home.vouched("gift").await;
    assert_eq!(balance().await, 50);
    home.system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_it_is_switched_off_nobody_is_told() {
    let home = Home::open().await;
    home.put("settings", &json!({ "enable_notify": false })).await.expect(200);
    home.happens("chat").await;
    home.put("settings", &json!({ "enable_notify": true })).await.expect(200);
    home.happens("chat").await;
    home.system.settled().await;
    let told: Vec<Value> = home.ann.events().await;
    let values: Vec<&Value> = told
        .iter()
        .filter(|event| event["type"] == "affinity_update")
        .map(|event| &event["data"]["after_value"])
        .collect();
    assert_eq!(values, [&json!(10)]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reward_that_fails_is_listed_and_paid_once_it_can_be() {
    let home = Home::open().await;
    let status = async |status: &str| {
        let body = json!({ "status": status, "reason": "test" });
        let call = home.admin.call(Method::PUT, "/v1/wallets/ann/status").key(status).json(&body);
        call.send().await.expect(200)
    };
    status("frozen").await;
    let up = home.adjust(20).await;
    assert_eq!((&up["outcome"], &up["new_level"]), (&json!("applied"), &json!(3)));
    assert_eq!(up["rewards_failed"][0]["error"], "wallet_frozen");
    let listed = home.admin.get("/v1/affinity/grants?status=failed").send().await.expect(200);
    assert_eq!((listed["items"].as_array().unwrap().len(), &listed["items"][0]["level"]), (1, &json!(3)));
    let path = format!("/v1/affinity/grants/{}/retry", listed["items"][0]["id"].as_str().unwrap());
    assert_eq!(home.admin.post(&path).send().await.expect(200)["status"], "failed");
    home.ann.post(&path).send().await.refused(403, "forbidden");
    status("active").await;
    // The schedule finds it.
    home.system.pass(Duration::from_secs(600)).await;
    let wallet = home.ann.get("/v1/wallets/me").send().await.expect(200);
    assert_eq!(wallet["balance"], 50);
    assert_eq!(home.admin.post(&path).send().await.expect(200)["status"], "granted");
    assert_eq!(home.ann.get("/v1/wallets/me").send().await.expect(200)["balance"], 50);
    let listed = home.admin.get("/v1/affinity/grants?status=failed").send().await.expect(200);
    assert_eq!(listed["items"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn days_pass_caps_begin_anew_and_idleness_decays() {
    let mut home = Home::open().await;
    home.put("rules/chat", &rule(5, 5)).await.expect(200);
    home.put("rules/decay", &rule(-1, 10)).await.expect(200);
    home.put("settings", &json!({ "decay": { "idle_hours": 48 } })).await.expect(200);
    assert_eq!(home.happens("chat").await["outcome"], "applied");
    let capped = home.happens("chat").await;
    assert_eq!((&capped["outcome"], &capped["remaining_today"]), (&json!("noop_rule_daily_cap"), &json!(0)));
    home.days_later(1).await;
    assert_eq!(home.happens("chat").await["outcome"], "applied", "a new day");
    // Idle for 48 h, and then a day more for each further entry.
    home.days_later(4).await;
    let dry =
        home.admin.post("/v1/affinity/decay").json(&json!({ "dry_run": true })).send().await.expect(200);
    assert_eq!(dry["decayed"], 0, "the schedule has seen to it");
    let log = home.ann.get("/v1/affinity/cat/log").send().await.expect(200);
    let decays = log["items"].as_array().unwrap().iter().filter(|entry| entry["source"] == "decay").count();
    assert!((2..=3).contains(&decays), "{log:#}");
    assert_eq!(home.cat().await["value"], 10 - decays);
}

#[tokio::test(flavor = "multi_thread")]
async fn devices_are_bound_listed_and_unbound_and_keep_their_value() {
    let home = Home::open().await;
    home.happens("chat").await;
    let again = home.ann.post("/v1/devices").json(&json!({ "device_id": "cat", "name": "Mia" })).send().await;
    assert_eq!(again.expect(200)["name"], "Mia");
    home.system.pass(Duration::from_secs(1)).await;
    home.ann.post("/v1/devices").json(&json!({ "device_id": "dog" })).send().await.expect(201);
    let page = home.ann.get("/v1/devices?limit=1").send().await.expect(200);
    assert_eq!(page["items"][0]["device_id"], "dog", "newest first");
    let cursor = page["next_cursor"].as_str().unwrap();
    let page = home.ann.get(format!("/v1/devices?limit=1&cursor={cursor}")).send().await.expect(200);
    assert_eq!(page["items"][0]["device_id"], "cat");
    home.ann.call(Method::DELETE, "/v1/devices/cat").send().await.expect(204);
    let stopped = home.happens("chat").await;
    assert_eq!((&stopped["outcome"], &stopped["error"]), (&json!("error"), &json!("binding_not_found")));
    assert_eq!((&home.cat().await["value"], &home.cat().await["bound"]), (&json!(5), &json!(false)));
    home.ann.post("/v1/devices").json(&json!({ "device_id": "cat" })).send().await.expect(201);
    assert_eq!(home.happens("chat").await["after_value"], 10);
    home.ann.call(Method::DELETE, "/v1/devices/cow").send().await.refused(404, "binding_not_found");
    home.ann.get("/v1/affinity/cow").send().await.refused(404, "binding_not_found");
    let reserved = home.ann.post("/v1/devices").json(&json!({ "device_id": "rules" })).send().await;
    assert_eq!(reserved.refused(400, "invalid_request")["errors"][0]["pointer"], "/device_id");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_touches_or_learns_of_what_is_not_theirs() {
    let home = Home::open().await;
    let bob = home.system.person("bob");
    let mut for_ann = event("chat");
    for_ann["user_id"] = json!("ann");
    bob.post("/v1/affinity/events").json(&for_ann).send().await.refused(403, "forbidden");
    for path in
        ["/v1/affinity/cat?user_id=ann", "/v1/affinity/cat/log?user_id=ann", "/v1/affinity/cat?user_id=zoe"]
    {
        bob.get(path).send().await.refused(403, "forbidden");
    }
    bob.get("/v1/affinity/cat").send().await.refused(404, "binding_not_found");
    let nameless = home.hub.post("/v1/affinity/events").json(&event("chat")).send().await;
    assert_eq!(nameless.refused(400, "invalid_request")["errors"][0]["pointer"], "/user_id");
    assert_eq!(
        home.hub.post("/v1/affinity/events").json(&for_ann).send().await.expect(200)["after_value"],
        5
    );
    assert_eq!(home.hub.get("/v1/affinity/cat?user_id=ann").send().await.expect(200)["value"], 5);
    home.hub.get("/v1/affinity/cat/log?user_id=ann").send().await.refused(403, "forbidden");
    home.admin.get("/v1/affinity/cat/log?user_id=ann").send().await.expect(200);
    let adjust = json!({ "user_id": "ann", "device_id": "cat", "delta": 1, "reason": "r" });
    for person in [&home.ann, &home.hub] {
        person.post("/v1/affinity/adjust").json(&adjust).send().await.refused(403, "forbidden");
        let put = person.call(Method::PUT, "/v1/affinity/rules/chat").json(&rule(1, 1)).send().await;
        put.refused(403, "forbidden");
        person.get("/v1/affinity/rules/chat").send().await.expect(200);
        person.get("/v1/affinity/grants").send().await.refused(403, "forbidden");
    }
    assert_eq!(home.cat().await["value"], 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_input_is_refused_with_its_pointer_and_changes_nothing() {
    let home = Home::open().await;
    let with = |member: &str, value: Value| {
        let mut body = event("chat");
        body[member] = value;
        body
    };
    for (pointer, body) in [
        ("/device_id", with("device_id", json!("a/b"))),
        ("/rule_key", with("rule_key", json!(""))),
        ("/source", with("source", json!("decay"))),
        ("/source", with("source", json!("admin_adjust_single"))),
        ("/event_id", with("event_id", json!(""))),
        ("/event_id", with("event_id", json!("e".repeat(129)))),
        ("/metadata", with("metadata", json!("text"))),
        ("/metadata", with("metadata", json!({ "k": "x".repeat(1_000) }))),
        ("/colour", with("colour", json!("red"))),
    ] {
        let refused = home.tell(body).await.refused(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused:#}");
    }
    for (pointer, what, body) in [
        (
            "/max_change",
            "rules/chat",
            json!({ "min_change": 2, "max_change": 1, "single_cap": 1, "daily_cap": 1 }),
        ),
        (
            "/single_cap",
            "rules/chat",
            json!({ "min_change": 1, "max_change": 1, "single_cap": 0, "daily_cap": 1 }),
        ),
        (
            "/levels/1/threshold",
            "levels",
            json!({ "levels": [
            { "threshold": 5, "name": "a" }, { "threshold": 5, "name": "b" } ] }),
        ),
        (
            "/levels/0/rewards/0/currency",
            "levels",
            json!({ "levels": [
            { "threshold": 5, "name": "a", "rewards": [{ "type": "wallet", "currency": "GOLD", "amount": 1 }] } ] }),
        ),
        ("/timezone", "settings", json!({ "timezone": "Mars/Base" })),
        ("/max_affinity", "settings", json!({ "max_affinity": 0 })),
    ] {
        let refused = home.put(what, &body).await.refused(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused:#}");
    }
    let adjust = json!({ "user_id": "ann", "device_id": "cat", "delta": 1, "reason": "" });
    home.admin.post("/v1/affinity/adjust").json(&adjust).send().await.refused(400, "invalid_request");
    assert_eq!(home.cat().await["value"], 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_are_data_that_is_edited_with_a_trail() {
    let home = Home::open().await;
    let read = home.ann.get("/v1/affinity/rules/chat").send().await.expect(200);
    assert_eq!((&read["max_change"], &read["version"]), (&json!(5), &json!(1)));
    // What was read may be sent back with its changes.
    let mut changed = read.clone();
    changed["max_change"] = json!(6);
    changed["min_change"] = json!(6);
    let call = home.admin.call(Method::PUT, "/v1/affinity/rules/chat?expected_version=1&reason=spring");
    assert_eq!(call.json(&changed).send().await.expect(200)["version"], 2);
    let late = home.admin.call(Method::PUT, "/v1/affinity/rules/chat?expected_version=1").json(&changed);
    assert_eq!(late.send().await.refused(409, "document_changed")["version"], 2);
    assert_eq!(home.happens("chat").await["change_value"], 6);
    let mut settings = home.ann.get("/v1/affinity/settings").send().await.expect(200);
    settings["max_affinity"] = json!(8);
    home.put("settings", &settings).await.expect(200);
    assert_eq!(home.happens("chat").await["change_value"], 2);
    home.admin.call(Method::DELETE, "/v1/affinity/rules/chat").send().await.expect(204);
    assert_eq!(home.happens("chat").await["outcome"], "noop_no_rule");
    home.ann.get("/v1/affinity/rules/chat").send().await.refused(404, "document_not_found");
    let trail = home.admin.get("/v1/affinity/history?of=rule&rule_key=chat").send().await.expect(200);
    let items = trail["items"].as_array().unwrap();
    assert_eq!(
        (items.len(), &items[1]["reason"], &items[1]["operator"]),
        (3, &json!("spring"), &json!("admin"))
    );
    assert_eq!((&items[1]["before"]["max_change"], &items[1]["after"]["max_change"]), (&json!(5), &json!(6)));
    assert_eq!(home.ann.get("/v1/affinity/rules").send().await.expect(200)["items"], json!([]));
}

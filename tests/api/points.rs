//! Points as their clients see them: who may do what, codes and figures,
//! replays, tables, and the event that follows.

use std::time::Duration;

use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person};
use crate::system::System;

struct School {
    system: System,
    lee: Person,
    server: Person,
    admin: Person,
    ann: Person,
}

impl School {
    /// Where Miss Lee gave ann 10 points.
    async fn open() -> Self {
        let system = System::with(|options| options.test_clock = true).await;
        let lee = system.with_roles("lee", &[Role::Teacher]);
        let server = system.with_roles("server", &[Role::Service]);
        let (admin, ann) = (system.admin(), system.person("ann"));
        let school = Self { system, lee, server, admin, ann };
        school.change("open", 10).await.expect(201);
        school
    }

    /// Miss Lee gives ann points or takes them.
    async fn change(&self, key: &str, points: i64) -> Answer {
        let kind = if points < 0 { "deduct_points" } else { "add_points" };
        let body = json!({
            "student_id": "ann", "points_change": points, "transaction_type": kind, "reason": "homework",
        });
        self.lee.post("/v1/points").key(key).json(&body).send().await
    }

    async fn put(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.admin.call(Method::PUT, path).key(key).json(body).send().await
    }

    async fn points(&self) -> Value {
        self.ann.get("/v1/points?fresh=true").send().await.expect(200)["points"].clone()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn points_are_given_taken_seen_and_told() {
    let school = School::open().await;
    let given = school.change("k1", 5).await.expect(201);
    assert_eq!((&given["points"], &given["version"]), (&json!(15), &json!(2)));
    let transaction = &given["transaction"];
    assert_eq!((&transaction["seq"], &transaction["points_change"]), (&json!(2), &json!(5)));
    assert_eq!((&transaction["teacher_id"], &transaction["reason"]), (&json!("lee"), &json!("homework")));
    school.change("k2", -3).await.expect(201);
    let shown = school.ann.get("/v1/points?student_id=ann&transactions=true").send().await.expect(200);
    assert_eq!(
        (&shown["student_id"], &shown["points"], &shown["version"]),
        (&json!("ann"), &json!(12), &json!(3))
    );
    assert_eq!(
        (shown["transactions"].as_array().unwrap().len(), &shown["transactions"][0]["seq"]),
        (3, &json!(3))
    );
    assert!(shown["as_of"].is_string() && shown["age_ms"].is_number());
    let page = school.ann.get("/v1/points/transactions?limit=2").send().await.expect(200);
    assert_eq!((&page["items"][0]["seq"], &page["next_cursor"]), (&json!(3), &json!("2")));
    let page =
        school.lee.get("/v1/points/transactions?student_id=ann&transaction_type=deduct_points").send().await;
    assert_eq!(page.expect(200)["items"].as_array().unwrap().len(), 1);
    let told = school.ann.told_eventually("points_updated", 3).await;
    let figures: Vec<_> =
        told.iter().map(|event| (&event["data"]["points"], &event["data"]["change"])).collect();
    assert_eq!(figures, [(&json!(10), &json!(10)), (&json!(15), &json!(5)), (&json!(12), &json!(-3))]);
    let back =
        school.lee.post("/v1/points/students/ann/transactions/3/reverse").key("r1").send().await.expect(201);
    assert_eq!((&back["points"], &back["transaction"]["reverses"]), (&json!(15), &json!(3)));
    let twice = school.lee.post("/v1/points/students/ann/transactions/3/reverse").key("r2").send().await;
    assert_eq!(twice.refused(409, "already_reversed")["reversed_by"], 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_input_is_refused_with_its_place_and_changes_nothing() {
    let school = School::open().await;
    let good =
        json!({ "student_id": "ann", "points_change": 1, "transaction_type": "adjust", "reason": "x" });
    for (n, (field, value)) in [
        ("student_id", json!("a\u{7}nn")),
        ("points_change", json!(0)),
        ("points_change", json!(1.5)),
        ("points_change", json!("5")),
        ("points_change", json!(9_000_000_000_000_001_i64)),
        ("transaction_type", json!("Adjust")),
        ("transaction_type", json!("correction")),
        ("reason", json!("")),
        ("reason", json!("x".repeat(201))),
        ("colour", json!("red")),
    ]
    .into_iter()
    .enumerate()
    {
        let mut body = good.clone();
        body[field] = value.clone();
        let call = school.lee.post("/v1/points").key(&format!("k{n}")).json(&body);
        let refused = call.send().await.refused(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], format!("/{field}"), "{value}");
    }
    let mismatch = json!({ "student_id": "ann", "points_change": 5, "transaction_type": "deduct_points", "reason": "x" });
    let mismatch = school.lee.post("/v1/points").key("m").json(&mismatch).send().await;
    mismatch.refused(400, "invalid_request");
    school.lee.post("/v1/points").json(&good).send().await.refused(400, "idempotency_key_required");
    let short = school.change("s", -11).await.refused(409, "insufficient_points");
    assert_eq!(
        (&short["available"], &short["required"], &short["floor"]),
        (&json!(10), &json!(11), &json!(0))
    );
    assert_eq!(school.points().await, 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_changes_or_sees_what_is_not_theirs() {
    let school = School::open().await;
    let profile = json!({ "teachers": ["lee"], "group": "class-5b" });
    school.put("/v1/points/students/ann", "p1", &profile).await.expect(200);
    let (bob, wu) = (school.system.person("bob"), school.system.with_roles("wu", &[Role::Teacher]));
    for stranger in [&bob, &wu] {
        for path in
            ["/v1/points?student_id=ann", "/v1/points/transactions?student_id=ann", "/v1/points/students/ann"]
        {
            stranger.get(path).send().await.refused(403, "forbidden");
        }
    }
    let nobody = bob.get("/v1/points?student_id=nobody").send().await.refused(403, "forbidden");
    assert_eq!(nobody["detail"], bob.get("/v1/points?student_id=ann").send().await.body["detail"]);
    let body =
        json!({ "student_id": "ann", "points_change": 1, "transaction_type": "adjust", "reason": "x" });
    for (who, key) in [(&bob, "a"), (&wu, "b"), (&school.ann, "c"), (&school.admin, "d")] {
        who.post("/v1/points").key(key).json(&body).send().await.refused(403, "forbidden");
    }
    let mut named = body.clone();
    named["teacher_id"] = json!("wu");
    school.lee.post("/v1/points").key("e").json(&named).send().await.refused(403, "forbidden");
    let by_server = school.server.post("/v1/points").key("f").json(&named).send().await.expect(201);
    assert_eq!(by_server["transaction"]["teacher_id"], "wu");
    for path in ["/v1/points/monitor", "/v1/points/students/ann/check"] {
        school.lee.get(path).send().await.refused(403, "forbidden");
    }
    let rule =
        school.lee.call(Method::PUT, "/v1/points/rules/chat").json(&json!({ "points": 1 })).send().await;
    rule.refused(403, "forbidden");
    let seen = school.lee.get("/v1/points/students/ann").send().await.expect(200);
    assert_eq!((&seen["group"], &seen["teachers"]), (&json!("class-5b"), &json!(["lee"])));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_has_one_effect_and_one_answer() {
    let school = School::open().await;
    let (first, again) = (school.change("k1", 5).await, school.change("k1", 5).await);
    assert!(!first.is_replayed() && again.is_replayed());
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    school.change("k1", 6).await.refused(422, "idempotency_key_reused");
    assert_eq!(school.points().await, 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_class_is_answered_for_each_student() {
    let school = School::open().await;
    let body = json!({
        "student_ids": ["bob", "ann", "cat"], "points_change": -5, "transaction_type": "deduct_points",
        "reason": "noise",
    });
    let send =
        |key: &'static str, body: Value| school.lee.post("/v1/points/batch").key(key).json(&body).send();
    let done = send("b1", body.clone()).await.expect(200);
    assert_eq!((&done["succeeded"], &done["failed"]), (&json!(1), &json!(2)));
    let results = done["results"].as_array().unwrap();
    let students: Vec<_> = results.iter().map(|result| result["student_id"].as_str().unwrap()).collect();
    assert_eq!(students, ["bob", "ann", "cat"]);
    assert_eq!(
        (&results[1]["points"], &results[0]["problem"]["code"]),
        (&json!(5), &json!("insufficient_points"))
    );
    let mut twice = body.clone();
    twice["student_ids"] = json!(["ann", "bob", "ann"]);
    let refused = send("b2", twice).await.refused(400, "invalid_request");
    assert_eq!(refused["errors"][0]["pointer"], "/student_ids/2");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_gives_up_to_its_cap_and_says_why() {
    let school = School::open().await;
    let rule = json!({ "points": 4, "caps": { "day": 6 }, "timezone": "Asia/Shanghai", "enabled": true });
    let made = school.put("/v1/points/rules/chat?reason=season", "x", &rule).await.expect(200);
    assert_eq!(
        (&made["rule_key"], &made["version"], &made["caps"]["day"]),
        (&json!("chat"), &json!(1), &json!(6))
    );
    school.put("/v1/points/rules/bad", "y", &json!({ "points": 0 })).await.refused(400, "invalid_request");
    let event = async |event: &str, key: &str| {
        let body = json!({ "student_id": "ann", "rule_key": "chat", "event_id": event });
        school.server.post("/v1/points/events").key(key).json(&body).send().await
    };
    let first = event("e1", "k1").await.expect(200);
    assert_eq!(
        (&first["requested"], &first["applied"], &first["reason"]),
        (&json!(4), &json!(4), &Value::Null)
    );
    assert_eq!(first["remaining"], 2);
    let second = event("e2", "k2").await.expect(200);
    assert_eq!(
        (&second["applied"], &second["reason"], &second["remaining"]),
        (&json!(2), &json!("daily_cap"), &json!(0))
    );
    assert!(second["resets_at"].is_string());
    let again = event("e1", "k3").await;
    assert!(again.is_replayed());
    assert_eq!(again.body, first);
    assert_eq!(school.points().await, 16);
    let body = json!({ "student_id": "ann", "rule_key": "none", "event_id": "e" });
    school.server.post("/v1/points/events").key("n").json(&body).send().await.refused(404, "rule_not_found");
    let rules = school.ann.get("/v1/points/rules").send().await.expect(200);
    assert_eq!(rules["items"].as_array().unwrap().len(), 1);
    school.admin.call(Method::DELETE, "/v1/points/rules/chat").send().await.expect(204);
    school.ann.get("/v1/points/rules/chat").send().await.refused(404, "document_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn points_expire_by_their_plan_and_the_schedule_takes_them() {
    let mut school = School::open().await;
    school
        .put("/v1/points/plans/short", "x", &json!({ "expires_after_days": 1, "floor": -5 }))
        .await
        .expect(200);
    school.put("/v1/points/students/ann", "p", &json!({ "plan": "short", "group": "g" })).await.expect(200);
    school.change("k1", 7).await.expect(201);
    let shown = school.ann.get("/v1/points").send().await.expect(200);
    assert_eq!((&shown["points"], &shown["next_expiry"]["points"]), (&json!(17), &json!(7)));
    school.system.pass(Duration::from_secs(2 * 24 * 3_600 + 600)).await;
    // Tokens end before points do.
    school.ann = school.system.person("ann");
    school.lee = school.system.with_roles("lee", &[Role::Teacher]);
    assert_eq!(school.points().await, 10);
    let page = school.ann.get("/v1/points/transactions?limit=1").send().await.expect(200);
    assert_eq!(
        (&page["items"][0]["transaction_type"], &page["items"][0]["points_change"]),
        (&json!("expire"), &json!(-7))
    );
    school.change("k2", -15).await.expect(201);
    let board = school.ann.get("/v1/points/leaderboard?group=g").send().await.expect(200);
    assert_eq!(board["items"], json!([{ "rank": 1, "student_id": "ann", "points": -5 }]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_history_is_a_table_without_formulas() {
    let school = School::open().await;
    let formula = json!({
        "student_id": "ann", "points_change": -1, "transaction_type": "adjust", "reason": "=HYPERLINK(\"x\")",
    });
    school.lee.post("/v1/points").key("f").json(&formula).send().await.expect(201);
    let table = async |query: &str| {
        let url = format!("{}/v1/points/transactions{query}", school.ann.url);
        let call = school.ann.http.get(url).bearer_auth(school.ann.token.as_ref().unwrap());
        call.header("accept", "text/csv").send().await.unwrap()
    };
    let answer = table("?order=asc").await;
    assert_eq!(answer.status(), 200);
    assert!(answer.headers()["content-type"].to_str().unwrap().starts_with("text/csv"));
    assert!(answer.headers().get("link").is_none());
    let text = answer.text().await.unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("seq,at,student_id,points_change,balance_after"), "{text}");
    assert!(lines[1].starts_with("1,") && lines[1].contains(",ann,10,10,add_points,homework,lee,"), "{text}");
    assert!(lines[2].contains(",-1,9,adjust,\"'=HYPERLINK(\"\"x\"\")\","), "{text}");
    let first = table("?order=asc&limit=1").await;
    assert_eq!(first.headers()["link"], "<?order=asc&limit=1&cursor=1>; rel=\"next\"");
    assert_eq!(first.text().await.unwrap().lines().count(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_monitor_answers_in_its_shape_and_repairs_nothing_that_is_sound() {
    let school = School::open().await;
    let found = school.admin.get("/v1/points/monitor").send().await.expect(200);
    assert_eq!(
        (&found["health"]["status"], &found["health"]["error_rate"]),
        (&json!("healthy"), &json!(0.0))
    );
    let expected = json!({
        "totalStudents": 1, "consistent": 1, "inconsistent": 0, "consistencyRate": 100.0, "transactions": 1,
    });
    assert_eq!((&found["summary"], &found["problems"]), (&expected, &json!([])));
    let fixed = school.admin.post("/v1/points/monitor?auto_fix=true").send().await.expect(200);
    assert_eq!((&fixed["fixed"], &fixed["changes"]), (&json!(0), &json!([])));
    assert!(fixed["message"].is_string());
    let one = school.admin.get("/v1/points/students/ann/check").send().await.expect(200);
    assert_eq!((&one["consistent"], &one["entries"]), (&json!(true), &json!(1)));
    let fix = school.admin.post("/v1/points/students/ann/fix?dry_run=true").send().await.expect(200);
    assert_eq!(fix["result"], "consistent");
    let incremental = school.admin.get("/v1/points/monitor?mode=incremental").send().await.expect(200);
    assert_eq!(incremental["summary"]["inconsistent"], 0);
}

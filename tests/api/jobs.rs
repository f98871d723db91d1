//! Reward jobs as a service meets them: slices, files, progress, failures, and
//! the command; and a kill in the middle.

use std::time::Duration;

use futures::StreamExt;
use heartlink_domain::roles::Role;
use heartlink_store::retry::pause;
use heartlink_testkit::on_each_engine;
use heartlink_testkit::test_env::EngineKind;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person, eventually};
use crate::process::Server;
use crate::system::{System, text};

on_each_engine!(
    more_than_a_thousand_rewards_become_a_job_that_tells_how_far_it_is,
    slices_come_in_any_order_and_the_job_pays_them_all,
    a_kill_in_the_middle_of_a_job_pays_everybody_exactly_once,
);

/// How often a job is looked at, and how many times at most.
const LOOK: Duration = Duration::from_millis(50);
const LOOKS: u32 = 5_000;

fn reward(who: impl std::fmt::Display) -> Value {
    json!({ "user_id": format!("u{who}"), "amount": 2 })
}

/// A file of rewards for so many users.
fn file(users: usize) -> String {
    (0..users).map(|n| format!("{}\n", reward(n))).collect()
}

async fn job(person: &Person, id: &str) -> Value {
    person.get(format!("/v1/jobs/{id}")).send_patiently().await.expect(200)
}

/// Waits until the job is over.
async fn finished(person: &Person, id: &str) -> Value {
    for _ in 0..LOOKS {
        let job = job(person, id).await;
        if matches!(job["status"].as_str(), Some("done" | "failed" | "cancelled")) {
            return job;
        }
        pause(LOOK).await;
    }
    panic!("the job has no end: {:#}", job(person, id).await)
}

fn figures(job: &Value) -> (&str, u64, u64, u64) {
    let figure = |name: &str| job[name].as_u64().unwrap();
    (job["status"].as_str().unwrap(), figure("total"), figure("done"), figure("failed"))
}

async fn create(shop: &Person, source: &str, key: &str) -> String {
    let body = json!({ "source": source });
    let made = shop.post("/v1/wallets/rewards/jobs").key(key).json(&body).send().await.expect(201);
    assert_eq!((&made["job"]["status"], &made["job"]["created_by"]), (&json!("open"), &json!(shop.name)));
    text(&made["job"], "id")
}

async fn start(shop: &Person, id: &str) -> Answer {
    shop.post(format!("/v1/jobs/{id}/start")).send().await
}

/// Uploads `content` to the address that the job names.
async fn upload(shop: &Person, id: &str, content: String) -> reqwest::StatusCode {
    let address = shop.post(format!("/v1/jobs/{id}/upload")).send().await.expect(200);
    assert_eq!(address["method"], "PUT");
    shop.http.put(text(&address, "url")).body(content).send().await.expect("an answer").status()
}

async fn balance(shop: &Person, who: usize) -> Value {
    shop.get(format!("/v1/wallets/u{who}")).send().await.expect(200)["balance"].clone()
}

async fn more_than_a_thousand_rewards_become_a_job_that_tells_how_far_it_is(kind: EngineKind) {
    let system = System::on(kind, |_| {}).await;
    let shop = system.with_roles("shop", &[Role::Service]);
    let body = json!({ "rewards": (0..1_700).map(|n| reward(n % 1_200)).collect::<Vec<_>>() });
    let pay = || shop.post("/v1/wallets/rewards").key("k").json(&body).send();
    let (first, again) = (pay().await, pay().await);
    assert!(!first.is_replayed() && again.is_replayed());
    let id = text(&first.expect(202)["job"], "id");
    assert_eq!(id, text(&again.expect(202)["job"], "id"));
    let done = finished(&shop, &id).await;
    assert_eq!(figures(&done), ("done", 1_700, 1_700, 0));
    assert_eq!(done["paid"], json!({ "CREDIT": 3_400 }));
    let list = async |person: &Person| person.get("/v1/jobs?limit=5").send().await.expect(200);
    for person in [&shop, &system.admin()] {
        assert_eq!(list(person).await, json!({ "items": [done], "next_cursor": null }));
    }
    assert_eq!(list(&system.with_roles("other", &[Role::Service])).await["items"], json!([]));
    system.person("shop").get("/v1/jobs").send().await.refused(403, "forbidden");
    assert!(done["started_at"].is_string() && done["finished_at"].is_string() && done["reason"].is_null());
    system.settled().await;
    let told = shop.told("job_progress").await;
    assert!(told.len() >= 3, "{told:#?}");
    let last = told.last().unwrap();
    assert_eq!(
        (&last["data"]["job"]["status"], &last["data"]["job"]["done"]),
        (&json!("done"), &json!(1_700))
    );
    for (who, amount) in [(0, 4), (499, 4), (500, 2), (1_199, 2)] {
        assert_eq!(balance(&shop, who).await, amount, "u{who}");
        let verified = shop.get(format!("/v1/wallets/u{who}/verify")).send().await.expect(200);
        assert_eq!(verified["consistent"], true);
    }
    system.assert_sound().await;
}

async fn slices_come_in_any_order_and_the_job_pays_them_all(kind: EngineKind) {
    let system = System::on(kind, |_| {}).await;
    let shop = system.with_roles("shop", &[Role::Service]);
    let id = create(&shop, "slices", "k").await;
    let put = async |number: usize, first: usize| {
        let rewards: Vec<Value> = (first..first + 300).map(reward).collect();
        let path = format!("/v1/jobs/{id}/slices/{number}");
        shop.call(Method::PUT, path).json(&json!({ "rewards": rewards })).send().await
    };
    put(3, 600).await.expect(200);
    put(1, 0).await.expect(200);
    let missing = start(&shop, &id).await.refused(409, "slices_missing");
    assert_eq!((&missing["slices"], &missing["highest"]), (&json!(2), &json!(3)));
    put(1, 1).await.refused(409, "slice_differs");
    put(2, 300).await.expect(200);
    assert_eq!(put(1, 0).await.expect(200)["job"]["total"], 900);
    assert_eq!(start(&shop, &id).await.expect(202)["job"]["status"], "running");
    start(&shop, &id).await.expect(202);
    put(4, 900).await.refused(409, "job_not_open");
    assert_eq!(figures(&finished(&shop, &id).await), ("done", 900, 900, 0));
    assert_eq!((balance(&shop, 0).await, balance(&shop, 899).await), (json!(2), json!(2)));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_20_000_lines_is_paid_and_its_wrong_lines_are_listed() {
    let system = System::start().await;
    let shop = system.with_roles("shop", &[Role::Service]);
    let admin = system.admin();
    let id = create(&shop, "file", "k").await;
    start(&shop, &id).await.refused(409, "file_missing");
    let wrong = ["not json", r#"{"user_id": "u1", "amount": 1.5}"#, r#"{"amount": 1}"#];
    let content = format!("{}{}\n", file(20_000), wrong.join("\n"));
    assert_eq!(upload(&shop, &id, content).await, 200);
    start(&shop, &id).await.expect(202);
    let done = finished(&shop, &id).await;
    assert_eq!(figures(&done), ("done", 20_003, 20_000, 3));
    let failures =
        async |query: &str| shop.get(format!("/v1/jobs/{id}/failures{query}")).send().await.expect(200);
    let page = failures("?order=asc&limit=2").await;
    let cursor = text(&page, "next_cursor");
    let rest = failures(&format!("?order=asc&limit=2&cursor={cursor}")).await;
    let listed: Vec<&Value> =
        page["items"].as_array().unwrap().iter().chain(rest["items"].as_array().unwrap()).collect();
    let seen: Vec<_> = listed.iter().map(|item| (&item["index"], item["code"].as_str().unwrap())).collect();
    let expected = [
        (&json!(20_000), "malformed_json"),
        (&json!(20_001), "invalid_request"),
        (&json!(20_002), "invalid_request"),
    ];
    assert_eq!(seen, expected);
    assert_eq!(listed[1]["problem"]["errors"][0]["pointer"], "/amount");
    assert_eq!(figures(&job(&admin, &id).await).2, 20_000, "an admin sees it too");
    assert_eq!((balance(&shop, 0).await, balance(&shop, 19_999).await), (json!(2), json!(2)));
    let retried = shop.post(format!("/v1/jobs/{id}/retry")).key("r").send().await.expect(202);
    assert_eq!(retried["job"]["round"], 1);
    assert_eq!(figures(&finished(&shop, &id).await), ("done", 20_003, 20_000, 3));
    assert_eq!(balance(&shop, 7).await, 2, "nobody is paid twice");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_touches_or_learns_of_somebody_elses_job() {
    let system = System::start().await;
    let shop = system.with_roles("shop", &[Role::Service]);
    let id = create(&shop, "file", "k").await;
    let user = system.person("shop");
    let other = system.with_roles("other", &[Role::Service]);
    for (person, id) in [(&user, id.as_str()), (&other, id.as_str()), (&other, "none")] {
        for path in ["", "/failures"] {
            person.get(format!("/v1/jobs/{id}{path}")).send().await.refused(403, "forbidden");
        }
        for path in ["upload", "start", "cancel", "retry"] {
            let call = person.post(format!("/v1/jobs/{id}/{path}")).key("k");
            call.send().await.refused(403, "forbidden");
        }
    }
    let admin = system.admin();
    let body = json!({ "source": "file" });
    admin.post("/v1/wallets/rewards/jobs").key("k").json(&body).send().await.refused(403, "forbidden");
    shop.post("/v1/wallets/rewards/jobs").json(&body).send().await.refused(400, "idempotency_key_required");
    let address = shop.post(format!("/v1/jobs/{id}/upload")).send().await.expect(200);
    let url = text(&address, "url");
    for forged in [url.replace(&id, "another"), url.replace("signature=", "signature=0"), url.clone() + "0"] {
        assert_eq!(shop.http.put(forged).body("x").send().await.unwrap().status(), 403);
    }
    assert_eq!(shop.http.get(&url).send().await.unwrap().status(), 405);
    let cancelled = admin.post(format!("/v1/jobs/{id}/cancel")).send().await.expect(200);
    assert_eq!(cancelled["job"]["status"], "cancelled");
    shop.post(format!("/v1/jobs/{id}/upload")).send().await.refused(409, "job_not_open");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_that_is_too_large_or_has_too_many_lines_pays_nobody() {
    let system = System::with(|options| {
        options.settings.jobs.file_bytes = 10_000;
        options.settings.jobs.rewards = 100;
    })
    .await;
    let shop = system.with_roles("shop", &[Role::Service]);
    let id = create(&shop, "file", "k").await;
    assert_eq!(upload(&shop, &id, file(1_000)).await, 413);
    start(&shop, &id).await.refused(409, "file_missing");
    assert_eq!(upload(&shop, &id, file(101)).await, 200);
    start(&shop, &id).await.expect(202);
    let stopped = finished(&shop, &id).await;
    assert_eq!((&stopped["status"], &stopped["reason"]), (&json!("failed"), &json!("too_many_rewards")));
    assert_eq!(balance(&shop, 0).await, 0);
}

/// Waits until so many are paid, so that what follows happens in the middle.
async fn in_the_middle(shop: &Person, id: &str, done: u64) {
    eventually("some payments", async || {
        let job = job(shop, id).await;
        if job["done"].as_u64() >= Some(done) { Ok(()) } else { Err(job) }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_job_that_is_cancelled_half_way_counts_exactly_what_it_paid() {
    let system = System::start().await;
    let shop = system.with_roles("shop", &[Role::Service]);
    let id = create(&shop, "file", "k").await;
    assert_eq!(upload(&shop, &id, file(8_000)).await, 200);
    start(&shop, &id).await.expect(202);
    in_the_middle(&shop, &id, 500).await;
    shop.post(format!("/v1/jobs/{id}/cancel")).send().await.expect(200);
    let cancelled = finished(&shop, &id).await;
    let (status, total, done, failed) = figures(&cancelled);
    assert_eq!((status, total, failed), ("cancelled", 8_000, 0));
    assert!((500..8_000).contains(&done), "{cancelled:#}");
    system.settled().await;
    let balances = futures::stream::iter(0..8_000).map(|n| balance(&shop, n)).buffer_unordered(64);
    let paid = balances.filter(|balance| std::future::ready(*balance == 2)).count().await;
    assert_eq!(paid as u64, done);
}

async fn a_kill_in_the_middle_of_a_job_pays_everybody_exactly_once(kind: EngineKind) {
    let mut server = Server::start_on(kind).await;
    let shop = server.service();
    let id = create(&shop, "file", "k").await;
    assert_eq!(upload(&shop, &id, file(2_000)).await, 200);
    start(&shop, &id).await.expect(202);
    for done in [200, 1_000] {
        in_the_middle(&shop, &id, done).await;
        server.kill().await;
        server.start_again().await;
    }
    let done = finished(&shop, &id).await;
    assert_eq!(figures(&done), ("done", 2_000, 2_000, 0));
    assert_eq!(done["paid"], json!({ "CREDIT": 4_000 }));
    let wallets = futures::stream::iter(0..2_000_usize).map(|n| {
        let shop = &shop;
        async move { shop.get(format!("/v1/wallets/u{n}/verify")).send().await.expect(200) }
    });
    let verified: Vec<Value> = wallets.buffer_unordered(64).collect().await;
    let wrong: Vec<_> = verified
        .iter()
        .filter(|found| found["consistent"] != true || found["entries"] != 1 || found["balance"] != 2)
        .collect();
    assert!(verified.len() == 2_000 && wrong.is_empty(), "{wrong:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_pays_a_file_once_however_often_it_is_run() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("prizes.jsonl");
    std::fs::write(&path, file(600) + "broken\n").expect("a file");
    let path = path.to_str().expect("a path");
    let run = async |more: &[&str]| {
        let arguments: Vec<&str> = ["rewards", "run", path].into_iter().chain(more.iter().copied()).collect();
        server.client(&arguments).await
    };
    let first = run(&["--output", "json"]).await;
    assert_eq!(first.code, Some(1), "one line was not paid: {first:?}");
    let report: Value = serde_json::from_str(&first.stdout).expect("JSON");
    assert_eq!(figures(&report["job"]), ("done", 601, 600, 1));
    assert_eq!(
        (&report["failures"][0]["index"], &report["failures"][0]["code"]),
        (&json!(600), &json!("malformed_json"))
    );
    let shop = server.service();
    let again = run(&[]).await;
    assert_eq!(again.code, Some(1), "{again:?}");
    for part in ["line 601", "malformed_json", "paid CREDIT", "1200"] {
        assert!(again.stdout.contains(part), "{part}: {again:?}");
    }
    assert!(again.stderr.contains("paid before"), "{again:?}");
    assert_eq!(balance(&shop, 5).await, 2);
    assert_eq!(run(&["--retry"]).await.code, Some(1));
    assert_eq!(balance(&shop, 5).await, 2);
    assert_eq!(run(&["--new"]).await.code, Some(1));
    assert_eq!(balance(&shop, 5).await, 4);
    std::fs::write(path, file(3)).expect("a file");
    assert_eq!(run(&[]).await.code, Some(0));
    let missing = server.client(&["rewards", "run", "/nowhere/prizes.jsonl"]).await;
    assert_eq!(missing.code, Some(2), "{missing:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_was_killed_goes_on_with_the_same_job() {
    let server = Server::start().await;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("prizes.jsonl");
    std::fs::write(&path, file(3_000)).expect("a file");
    let (url, data) = (server.url(), server.data());
    let arguments = ["rewards", "run", path.to_str().expect("a path"), "--output", "json"];
    let mut command = crate::process::heartlink(arguments);
    let mut first = command.args(server.reached_by(&url, &data)).spawn().expect("the command");
    let shop = server.service();
    eventually("the first payments", async || {
        let balance = balance(&shop, 3).await;
        if balance == 2 { Ok(()) } else { Err(balance) }
    })
    .await;
    first.kill().await.expect("killed");
    let second = server.client(&arguments).await;
    assert_eq!(second.code, Some(0), "{second:?}");
    let report: Value = serde_json::from_str(&second.stdout).expect("JSON");
    assert_eq!(figures(&report["job"]), ("done", 3_000, 3_000, 0));
    assert_eq!((balance(&shop, 3).await, balance(&shop, 2_999).await), (json!(2), json!(2)));
}

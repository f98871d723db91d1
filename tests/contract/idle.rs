//! What a deployment costs that nobody uses: list prices of us-east-1 times what
//! the template holds and what its scheduled runs use, measured.

use std::io::Write;
use std::sync::{Arc, Mutex};

use futures::FutureExt;
use futures::future::BoxFuture;
use heartlink_all as routes;
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::settings::Settings;
use heartlink_engine::Engine;
use heartlink_runtime::push::{Push, PushError};
use heartlink_runtime::{App, dispatch};
use heartlink_store::Store;
use heartlink_store::client::local_client;
use heartlink_store::clock::Clock;
use lambda_http::Context;
use serde_json::{Value as Json, json};
use yaml_serde::Value;

use crate::{assert_in_step, read};

const DOCUMENT: &str = "docs/operations.md";
const BEGIN: &str = "<!-- idle: begin -->\n";
const END: &str = "<!-- idle: end -->\n";
/// What it may cost a month, in dollars.
const MOST: f64 = 5.0;

/// A month of 30 days, in seconds.
const MONTH: f64 = 30.0 * 86_400.0;
/// Dollars a month for each metric that an alarm looks at, and for each secret.
const ALARM_METRIC: f64 = 0.10;
const SECRET: f64 = 0.40;
/// Dollars a million: requests of Lambda, GB-seconds of arm64, units of DynamoDB.
const INVOCATIONS: f64 = 0.20;
const GB_SECONDS: f64 = 13.33;
const READ_UNITS: f64 = 0.125;
const WRITE_UNITS: f64 = 0.625;
/// Dollars for a gigabyte of logs.
const LOGS: f64 = 0.50;
/// Lines of Lambda itself around each run, in bytes (START, END, REPORT), as AWS
/// prints them for a name of 50 characters.
const LAMBDA_LINES: usize = 264;
/// Taken for the length of a run, in seconds: each call of the store 10 ms.
const CALL_SECONDS: f64 = 0.010;

/// Nobody is connected.
struct Nobody;

impl Push for Nobody {
    fn post(&self, _: ConnectionId, _: String) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
    fn close(&self, _: ConnectionId, _: u16) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
}

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    /// Those of the run `request_id`.
    fn of(&self, request_id: &str) -> Vec<Json> {
        let bytes = self.0.lock().unwrap().clone();
        let lines = String::from_utf8(bytes).unwrap();
        let lines = lines.lines().map(|line| serde_json::from_str::<Json>(line).unwrap());
        lines.filter(|line| line["request_id"] == request_id).collect()
    }
}

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn an_idle_stage_costs_what_the_document_says_and_no_more() {
    let template: Value = yaml_serde::from_str(&read("infra/template.yaml")).unwrap();
    let resources: Vec<&Value> = template["Resources"].as_mapping().unwrap().values().collect();
    let of_type = |name: &str| resources.iter().filter(|resource| resource["Type"] == name).count();
    let alarms: usize =
        resources.iter().filter(|r| r["Type"] == "AWS::CloudWatch::Alarm").map(|r| looked_at(r)).sum();
    for paid in ["AWS::KMS::Key", "AWS::CloudWatch::Dashboard"] {
        let unconditional = resources.iter().filter(|r| r["Type"] == paid && r["Condition"].is_null());
        assert_eq!(unconditional.count(), 0, "{paid} has no row");
    }
    let memory = template["Parameters"]["Memory"]["Default"].as_f64().unwrap() / 1024.0;

    let mut rows = vec![
        (format!("{alarms} metrics that alarms look at"), count(alarms) * ALARM_METRIC),
        (
            format!("{} secret", of_type("AWS::SecretsManager::Secret")),
            count(of_type("AWS::SecretsManager::Secret")) * SECRET,
        ),
    ];
    let (mut runs, mut lambda, mut units, mut logs) = (0.0, 0.0, 0.0, 0.0);
    for Run { every_secs, calls, read_units, write_units, bytes } in scheduled_runs().await {
        let times = MONTH / every_secs;
        runs += times;
        lambda += times * (INVOCATIONS + calls * CALL_SECONDS * memory * GB_SECONDS) / 1e6;
        units += times * (read_units * READ_UNITS + write_units * WRITE_UNITS) / 1e6;
        logs += times * bytes / 1e9 * LOGS;
    }
    rows.push((format!("{runs:.0} scheduled runs, each call of the store taken as 10 ms"), lambda));
    rows.push(("their units of the store".to_owned(), units));
    rows.push(("their log lines".to_owned(), logs));

    let total: f64 = rows.iter().map(|(_, dollars)| dollars).sum();
    let mut text = String::from("| idle, a month | dollars |\n| --- | --- |\n");
    for (what, dollars) in &rows {
        text.push_str(&format!("| {what} | {dollars:.2} |\n"));
    }
    text.push_str(&format!("| in all | {total:.2} |\n"));
    assert!(total <= MOST, "{text}");
    let document = read(DOCUMENT);
    let (before, rest) = document.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    assert_in_step(DOCUMENT, &format!("{before}{BEGIN}{text}{END}{after}"));
}

/// Metrics that an alarm is charged for: those that it calculates with, or its one.
fn looked_at(alarm: &Value) -> usize {
    let metrics = alarm["Properties"]["Metrics"].as_sequence();
    metrics.map_or(1, |metrics| metrics.iter().filter(|metric| !metric["MetricStat"].is_null()).count())
}

/// One run of a scheduled function where there is nothing to do.
struct Run {
    every_secs: f64,
    calls: f64,
    read_units: f64,
    write_units: f64,
    bytes: f64,
}

async fn scheduled_runs() -> Vec<Run> {
    let engine = Engine::in_memory().unwrap();
    let client = local_client(engine.http_client(), "http://embedded.local");
    let store = Store::new(client, "idle-", Settings::default(), Clock::default(), 1);
    store.create_tables().await.unwrap();
    let app = App {
        store,
        push: Arc::new(Nobody),
        verifier: None,
        files: None,
        daemon: None,
        limits: Arc::default(),
        vitals: None,
    };
    let lines = Lines::default();
    let writer = lines.clone();
    let logs = tracing_subscriber::fmt().json().flatten_event(true).with_writer(move || writer.clone());
    // Of the process: who logs what of one thread is cached across threads.
    tracing::subscriber::set_global_default(logs.finish()).unwrap();
    let mut runs = Vec::new();
    for route in routes::schedules() {
        let mut context = Context::default();
        context.request_id = format!("00000000-0000-0000-0000-{:0>12}", runs.len());
        dispatch::schedule(&app, route, Some(&context)).boxed().await.unwrap();
        let mut logged = lines.of(&context.request_id);
        let access = logged.iter_mut().find(|line| line["message"] == "access").unwrap();
        // As long as it usually is, whatever this run took.
        access["duration_ms"] = json!(12.345);
        let access = access.clone();
        let bytes: usize = logged.iter().map(|line| line.to_string().len() + 1).sum();
        let units = |name: &str| access[name].as_f64().unwrap();
        runs.push(Run {
            // As the template has it, in whole minutes.
            every_secs: ((route.every)(app.store.settings()).as_secs_f64() / 60.0).ceil() * 60.0,
            calls: units("store_calls"),
            read_units: units("read_units"),
            write_units: units("write_units") + units("index_write_units"),
            bytes: count(bytes + LAMBDA_LINES),
        });
    }
    runs
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

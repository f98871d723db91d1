//! Two gateways (with and without acceptance), and calls that are checked
//! against the document.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::Client;
use heartlink_domain::limits::Rate;
use heartlink_domain::roles::Role;
use heartlink_domain::settings::{LimitSettings, Settings};
use heartlink_engine::Engine;
use heartlink_local::{EngineChoice, Gateway, ServeOptions};
use heartlink_store::client::local_client;
use heartlink_testkit::document::{Document, Exchange, Operation};
use heartlink_testkit::faults::{Fault, Faults};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use tempfile::TempDir;

use crate::openapi::document;

/// An operation and a status that it answers with.
pub type Answered = (String, u16);

/// The interface under test.
pub struct Api {
    document: Document,
    pub plain: Gateway,
    pub accepting: Gateway,
    /// A look behind the first.
    pub client: Client,
    pub faults: Faults,
    http: reqwest::Client,
    seen: Mutex<BTreeSet<Answered>>,
    _folder: TempDir,
}

/// One call.
#[derive(Clone, Copy, Default)]
pub struct Call<'a> {
    pub operation: &'a str,
    /// Values of the path's parameters, in their order.
    pub path: &'a [&'a str],
    pub query: &'a str,
    pub token: Option<&'a str>,
    pub key: Option<&'a str>,
    pub body: Option<&'a str>,
    pub content_type: Option<&'a str>,
}

impl Api {
    pub async fn start() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let faults = ["GetItem", "BatchGetItem", "Query", "PutItem", "TransactWriteItems"]
            .into_iter()
            .fold(Faults::seeded(1), |faults, call| faults.with(call, Fault::RefusedBefore, 1.0));
        faults.off();
        let gateway = async |acceptance: bool, engine: Engine| {
            let wrapped = faults.clone();
            let mut options = ServeOptions::ephemeral(folder.path());
            options.cold_calls = true;
            only_when_told(&mut options.settings);
            options.engine = EngineChoice::Given(engine);
            options.settings.realtime.connections_per_user = 1;
            options.settings.wallet.currencies = "CREDIT,GEM".parse().unwrap();
            options.settings.retry.rewards_step_millis = 1;
            // Every call of somebody records it.
            options.settings.activity.write_every_secs = 0;
            options.settings.matching.acceptance = acceptance;
            options.settings.retry.normal_step_millis = 1;
            options.settings.retry.batch_step_millis = 1;
            options.settings.affinity.devices_per_user = 2;
            options.settings.limits = slowly_filled();
            options.settings.matching.rematch_after_secs = 0;
            options.wrap_http = Some(Arc::new(move |http| wrapped.wrap(http)));
            Gateway::start(options).await.unwrap()
        };
        let [engine, other] = [(), ()].map(|()| Engine::sharded().unwrap());
        let client = local_client(engine.http_client(), "http://embedded.local");
        let (plain, accepting) = (gateway(false, engine).await, gateway(true, other).await);
        Self {
            document: Document::new(document()),
            plain,
            accepting,
            client,
            faults: faults.clone(),
            http: reqwest::Client::new(),
            seen: Mutex::default(),
            _folder: folder,
        }
    }

    pub fn token(&self, name: &str, roles: &[Role]) -> String {
        self.plain.token(name, roles).unwrap()
    }

    pub fn person(&self, name: &str) -> String {
        self.token(name, &[Role::User])
    }

    pub fn operations(&self) -> &[Operation] {
        self.document.operations()
    }

    /// Every answer that the document knows.
    pub fn documented(&self) -> BTreeSet<Answered> {
        let mut answers = BTreeSet::new();
        for operation in self.operations() {
            for status in operation.described["responses"].as_object().unwrap().keys() {
                answers.insert((operation.id.clone(), status.parse().unwrap()));
            }
        }
        answers
    }

    pub fn was_seen(&self, answer: &Answered) -> bool {
        self.seen.lock().unwrap().contains(answer)
    }

    /// Makes a call that must be answered with `status`, checks the answer and
    /// returns its body.
    pub async fn expect(&self, status: u16, call: Call<'_>) -> Value {
        self.expect_at(&self.plain, status, call).await
    }

    /// Makes the call until that is too often.
    pub async fn exhaust(&self, call: Call<'_>) {
        for _ in 0..200 {
            let (_, _, request) = self.request(&self.plain, &call);
            if request.send().await.unwrap().status() == 429 {
                return;
            }
        }
        panic!("{} is not limited", call.operation);
    }

    fn request(&self, gateway: &Gateway, call: &Call<'_>) -> (&Operation, String, RequestBuilder) {
        let mut operations = self.document.operations().iter();
        let operation = operations
            .find(|operation| operation.id == call.operation)
            .unwrap_or_else(|| panic!("no operation {}", call.operation));
        let target = format!("{}{}", filled(&operation.path, call.path), call.query);
        let method = Method::from_bytes(operation.method.as_bytes()).unwrap();
        let mut request = self.http.request(method, format!("{}{target}", gateway.url()));
        if let Some(token) = call.token {
            request = request.bearer_auth(token);
        }
        if let Some(key) = call.key {
            request = request.header("idempotency-key", key);
        }
        if let Some(body) = call.body {
            let content_type = call.content_type.unwrap_or("application/json");
            request = request.header("content-type", content_type).body(body.to_owned());
        }
        (operation, target, request)
    }

    pub async fn expect_at(&self, gateway: &Gateway, status: u16, call: Call<'_>) -> Value {
        let (operation, target, request) = self.request(gateway, &call);
        let again = request.try_clone();
        let response = request.send().await.unwrap();
        let (answered, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap();
        let about = format!("{} answered {answered}: {}", call.operation, String::from_utf8_lossy(&body));
        assert_eq!(answered, status, "{about}");
        // What is answered from the record of a key is read by rights of its own.
        let takes_key = operation.described["parameters"].to_string().contains("Idempotency-Key");
        if takes_key && (200..300).contains(&status) && call.key.is_some_and(|key| !key.is_empty()) {
            let again = again.expect("a body that is there twice").send().await.unwrap();
            assert_eq!(again.status().as_u16(), status, "{}, sent again", call.operation);
        }
        let content_type = call.content_type.unwrap_or("application/json");
        let problems = self.document.problems(&Exchange {
            method: &operation.method,
            target: &target,
            with_key: call.key.is_some(),
            sent: call.body.map(|body| (content_type, body.as_bytes())),
            status,
            headers: &headers,
            answered: &body,
        });
        assert!(problems.is_empty(), "{about}\n{problems:#?}");
        self.seen.lock().unwrap().insert((call.operation.to_owned(), answered));
        serde_json::from_slice(&body).unwrap_or_default()
    }
}

/// No schedule runs by itself.
pub fn only_when_told(settings: &mut Settings) {
    let never = 365 * 24 * 3600;
    settings.sweep.cleanup_every_secs = never;
    settings.sweep.tick_every_secs = never;
    settings.points.expire_every_secs = never;
    settings.points.check_every_secs = never;
    settings.affinity.decay_every_secs = never;
    settings.affinity.grants_every_secs = never;
}

/// As many calls as ever, and once too often is too often for the rest of the test.
fn slowly_filled() -> LimitSettings {
    let rate: Rate = "100/1".parse().unwrap();
    LimitSettings {
        ask: rate,
        send: rate,
        typing: rate,
        block: rate,
        transfer: rate,
        bind: rate,
        event: rate,
        feedback: rate,
        connect: rate,
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("no text: {value}")).to_owned()
}

/// `path` with its parameters replaced, in their order.
fn filled(path: &str, values: &[&str]) -> String {
    let mut values = values.iter();
    let parts = path.split('/').map(|part| match part.starts_with('{') {
        true => values.next().copied().unwrap_or("nobody"),
        false => part,
    });
    parts.collect::<Vec<_>>().join("/")
}

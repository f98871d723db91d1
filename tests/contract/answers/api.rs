//! Two gateways (with and without acceptance), and calls that are checked
//! against the document.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use heartlink::{Gateway, ServeOptions};
use heartlink_domain::roles::Role;
use heartlink_testkit::faults::{Fault, Faults};
use reqwest::Method;
use serde_json::{Map, Value, json};
use tempfile::TempDir;

use crate::openapi::{document, operations, resolved};

/// An operation and a status that it answers with.
pub type Answered = (String, u16);

/// The interface under test.
pub struct Api {
    document: Value,
    pub plain: Gateway,
    pub accepting: Gateway,
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
        heartlink_testkit::rights::gather();
        let folder = tempfile::tempdir().unwrap();
        let faults = ["GetItem", "BatchGetItem", "Query", "PutItem", "TransactWriteItems"]
            .into_iter()
            .fold(Faults::seeded(1), |faults, call| faults.with(call, Fault::RefusedBefore, 1.0));
        faults.off();
        let gateway = async |acceptance: bool| {
            let wrapped = faults.clone();
            let mut options = ServeOptions::ephemeral(folder.path());
            options.settings.matching.acceptance = acceptance;
            options.settings.retry.normal_step_millis = 1;
            options.settings.retry.batch_step_millis = 1;
            options.settings.affinity.devices_per_user = 2;
            options.wrap_http = Some(Arc::new(move |http| wrapped.wrap(http)));
            Gateway::start(options).await.unwrap()
        };
        let (plain, accepting) = (gateway(false).await, gateway(true).await);
        Self {
            document: strict(document()),
            plain,
            accepting,
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

    pub fn operations(&self) -> Vec<(String, String, Value)> {
        operations(&self.document)
    }

    /// Every answer that the document knows.
    pub fn documented(&self) -> BTreeSet<Answered> {
        let mut answers = BTreeSet::new();
        for (_, _, operation) in self.operations() {
            for status in operation["responses"].as_object().unwrap().keys() {
                answers.insert((text(&operation["operationId"]), status.parse().unwrap()));
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

    pub async fn expect_at(&self, gateway: &Gateway, status: u16, call: Call<'_>) -> Value {
        let (path, method, operation) = self
            .operations()
            .into_iter()
            .find(|(_, _, operation)| operation["operationId"] == call.operation)
            .unwrap_or_else(|| panic!("no operation {}", call.operation));
        let address = format!("{}{}{}", gateway.url(), filled(&path, call.path), call.query);
        let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
        let mut request = self.http.request(method, address);
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
        let response = request.send().await.unwrap();
        let answered = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.text().await.unwrap();
        let about = format!("{} answered {answered}: {body}", call.operation);
        assert_eq!(answered, status, "{about}");
        if answered < 300
            && let Some(sent) = call.body
        {
            self.check_sent(&operation, sent);
        }
        let described = operation["responses"].get(answered.to_string());
        let described =
            resolved(&self.document, described.unwrap_or_else(|| panic!("undocumented: {about}")));
        for name in described["headers"].as_object().unwrap().keys() {
            // Only a repeated answer says that it is one.
            assert!(name == "Idempotency-Replayed" || headers.contains_key(name), "{name}: {about}");
        }
        self.seen.lock().unwrap().insert((call.operation.to_owned(), answered));
        let Some(content) = described["content"].as_object() else {
            assert_eq!(body, "", "{about}");
            return Value::Null;
        };
        let content_type = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap();
        let body: Value = serde_json::from_str(&body).unwrap();
        self.check(&content[content_type]["schema"], &body, &about);
        if let Some(examples) = content[content_type]["examples"].as_object() {
            assert!(examples.contains_key(body["code"].as_str().unwrap()), "undocumented: {about}");
        }
        body
    }

    /// A body that was accepted is one that the document allows.
    fn check_sent(&self, operation: &Value, sent: &str) {
        if let Some(schema) = operation.pointer("/requestBody/content/application~1json/schema") {
            self.check(schema, &serde_json::from_str(sent).unwrap(), "the body that was sent");
        }
    }

    fn check(&self, schema: &Value, value: &Value, about: &str) {
        let mut root = schema.clone();
        root["components"] = self.document["components"].clone();
        let validator = jsonschema::options()
            .with_draft(jsonschema::Draft::Draft202012)
            .should_validate_formats(true)
            .build(&root)
            .unwrap();
        let errors: Vec<String> = validator
            .iter_errors(value)
            .map(|error| format!("{} at {}", error, error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{about}\n{errors:#?}");
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

/// The document with every object closed that names its members, save where
/// it says itself that there may be more.
fn strict(mut document: Value) -> Value {
    let schemas = document["components"]["schemas"].as_object_mut().unwrap();
    let parts: BTreeSet<String> = schemas
        .values()
        .filter_map(|schema| schema["allOf"].as_array())
        .flatten()
        .filter_map(|part| {
            Some(part["$ref"].as_str()?.trim_start_matches("#/components/schemas/").to_owned())
        })
        .collect();
    for (name, schema) in schemas {
        if schema.get("allOf").is_some() {
            schema["unevaluatedProperties"] = json!(false);
        } else if !parts.contains(name) {
            close(schema);
        }
    }
    document
}

fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(close);
            if is_open(members) {
                members.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn is_open(schema: &Map<String, Value>) -> bool {
    let names_members = schema.get("properties").is_some_and(Value::is_object);
    names_members && schema["type"] == "object" && !schema.contains_key("additionalProperties")
}

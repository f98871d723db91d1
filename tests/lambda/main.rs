//! Functions as AWS runs them: binaries fed over the Lambda Runtime API, on
//! DynamoDB Local.
//!
//! `HEARTLINK_FUNCTIONS` names the folder of the binaries, such as the one that
//! `cargo lambda build` fills; without it they are taken from where this test
//! was built.

mod elsewhere;
mod runtime;
mod traces;
mod watch;

use std::sync::Arc;

use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;
use serde_json::{Value, json};

use crate::runtime::Function;

/// Tables of their own on DynamoDB Local.
struct Tables {
    local: Arc<DynamoDbLocal>,
    prefix: String,
}

impl Tables {
    async fn new() -> Self {
        let local = DynamoDbLocal::shared();
        let prefix = format!("l{:016x}-", rand::random::<u64>());
        let client = local_client(http_client(), &local.endpoint());
        let store = Store::new(client, &prefix, Settings::default(), Clock::default(), 1);
        store.create_tables().await.unwrap();
        Self { local, prefix }
    }

    fn place(&self) -> (&DynamoDbLocal, &str) {
        (&self.local, &self.prefix)
    }

    /// The function `name`, by its own binary.
    async fn function(&self, name: &str) -> Function {
        Function::start(name, self.place()).await
    }
}

/// An event of an HTTP API, payload format 2.0, as API Gateway sends it.
fn event(method: &str, path: &str, caller: Option<&str>, body: Option<&Value>) -> Value {
    let mut context = json!({
        "accountId": "0", "apiId": "api", "domainName": "api.local", "domainPrefix": "api",
        "http": { "method": method, "path": path, "protocol": "HTTP/1.1", "sourceIp": "127.0.0.1", "userAgent": "test" },
        "requestId": "gateway-request-1", "routeKey": format!("{method} {path}"), "stage": "$default",
        "time": "21/Nov/2026:09:00:00 +0000", "timeEpoch": 1_795_251_600_000_u64,
    });
    if let Some(sub) = caller {
        context["authorizer"] = json!({ "lambda": { "sub": sub, "roles": "user" } });
    }
    json!({
        "version": "2.0", "routeKey": format!("{method} {path}"), "rawPath": path, "rawQueryString": "",
        "headers": { "content-type": "application/json", "host": "api.local" },
        "requestContext": context, "isBase64Encoded": false, "body": body.map(Value::to_string),
    })
}

fn body(answer: &Value) -> Value {
    serde_json::from_str(answer["body"].as_str().unwrap()).unwrap()
}

#[tokio::test]
async fn two_invocations_of_the_asking_function_pair_two_people() {
    let tables = Tables::new().await;
    let mut ask = tables.function("matching-ask").await;
    let first = ask.invoke(event("POST", "/v1/heart-links", Some("ann"), Some(&json!({})))).await;
    assert_eq!((&first["statusCode"], &body(&first)["matched"]), (&json!(201), &json!(false)));
    let second = ask.invoke(event("POST", "/v1/heart-links", Some("bob"), Some(&json!({})))).await;
    assert_eq!((&second["statusCode"], &body(&second)["partner"]), (&json!(201), &json!("ann")));
    let mut current = tables.function("matching-current").await;
    let seen = current.invoke(event("GET", "/v1/heart-links/current", Some("ann"), None)).await;
    assert_eq!(body(&seen)["room_id"], body(&second)["room_id"]);
}

#[tokio::test]
async fn a_function_denies_whom_no_authorizer_vouched_for() {
    let mut ask = Tables::new().await.function("matching-ask").await;
    let refused = ask.invoke(event("POST", "/v1/heart-links", None, Some(&json!({})))).await;
    assert_eq!((&refused["statusCode"], &body(&refused)["code"]), (&json!(401), &json!("unauthorized")));
}

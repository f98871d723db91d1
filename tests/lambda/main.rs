//! An endpoint's own binary, as AWS runs it: fed over the Lambda Runtime API,
//! on DynamoDB Local.
//!
//! `HEARTLINK_FUNCTIONS` names the folder of the binaries, such as the one that
//! `cargo lambda build` fills; without it they are taken from where this test
//! was built.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use heartlink_domain::settings::Settings;
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

/// The two ends of the Runtime API: events for the function, answers from it.
struct Runtime {
    events: Mutex<mpsc::Receiver<Value>>,
    answers: mpsc::Sender<Value>,
}

async fn next(State(runtime): State<&'static Runtime>) -> (HeaderMap, String) {
    let event = runtime.events.lock().await.recv().await.expect("the test ended first");
    let deadline = Clock::default().now() + PATIENCE;
    let headers = [
        ("lambda-runtime-aws-request-id", "request-1".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.unix_millis().to_string()),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:local:0:function:f".to_owned()),
    ];
    let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    (headers.into_iter().collect(), event.to_string())
}

async fn answer(State(runtime): State<&'static Runtime>, body: Bytes) -> StatusCode {
    runtime.answers.send(serde_json::from_slice(&body).unwrap()).await.unwrap();
    StatusCode::ACCEPTED
}

/// A running function.
struct Function {
    _process: Child,
    events: mpsc::Sender<Value>,
    answers: mpsc::Receiver<Value>,
}

fn binary(name: &str) -> PathBuf {
    let folder = match std::env::var_os("HEARTLINK_FUNCTIONS") {
        Some(folder) => PathBuf::from(folder).join(name).join("bootstrap"),
        None => std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join(name),
    };
    assert!(folder.is_file(), "{} is missing: build it with `cargo build --workspace`", folder.display());
    folder
}

impl Function {
    async fn start(name: &str, prefix: &str) -> Self {
        let (events, receiver) = mpsc::channel(1);
        let (sender, answers) = mpsc::channel(1);
        let runtime: &'static Runtime =
            Box::leak(Box::new(Runtime { events: Mutex::new(receiver), answers: sender }));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = Router::new()
            .route("/2018-06-01/runtime/invocation/next", get(next))
            .route("/2018-06-01/runtime/invocation/{id}/response", post(answer))
            .route("/2018-06-01/runtime/invocation/{id}/error", post(answer))
            .with_state(runtime);
        tokio::spawn(async move { axum::serve(listener, router).await });
        let process = Command::new(binary(name))
            .env_clear()
            .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
            .env("AWS_LAMBDA_FUNCTION_NAME", name)
            .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
            .env("AWS_REGION", "local")
            .env("AWS_ACCESS_KEY_ID", "local")
            .env("AWS_SECRET_ACCESS_KEY", "local")
            .env("HEARTLINK_DYNAMODB_ENDPOINT", DynamoDbLocal::shared().endpoint())
            .env("HEARTLINK_TABLE_PREFIX", prefix)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self { _process: process, events, answers }
    }

    async fn invoke(&mut self, event: Value) -> Value {
        self.events.send(event).await.unwrap();
        let answer = timeout(PATIENCE, self.answers.recv()).await.expect("the function did not answer");
        answer.unwrap()
    }
}

/// Tables of their own on DynamoDB Local.
async fn tables() -> String {
    let prefix = format!("l{:016x}-", rand::random::<u64>());
    let client = local_client(http_client(), &DynamoDbLocal::shared().endpoint());
    let store = Store::new(client, &prefix, Settings::default(), Clock::default(), 1);
    store.create_tables().await.unwrap();
    prefix
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
    let prefix = tables().await;
    let mut ask = Function::start("matching-ask", &prefix).await;
    let first = ask.invoke(event("POST", "/v1/heart-links", Some("ann"), Some(&json!({})))).await;
    assert_eq!((&first["statusCode"], &body(&first)["matched"]), (&json!(201), &json!(false)));
    let second = ask.invoke(event("POST", "/v1/heart-links", Some("bob"), Some(&json!({})))).await;
    assert_eq!((&second["statusCode"], &body(&second)["partner"]), (&json!(201), &json!("ann")));
    let mut current = Function::start("matching-current", &prefix).await;
    let seen = current.invoke(event("GET", "/v1/heart-links/current", Some("ann"), None)).await;
    assert_eq!(body(&seen)["room_id"], body(&second)["room_id"]);
}

#[tokio::test]
async fn a_function_denies_whom_no_authorizer_vouched_for() {
    let mut ask = Function::start("matching-ask", &tables().await).await;
    let refused = ask.invoke(event("POST", "/v1/heart-links", None, Some(&json!({})))).await;
    assert_eq!((&refused["statusCode"], &body(&refused)["code"]), (&json!(401), &json!("unauthorized")));
}

//! Functions as processes, and the Lambda Runtime API that feeds one.
//!
//! Owns the process and its environment. Never knows what an event means.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::{get, post};
use heartlink_store::clock::Clock;
use heartlink_testkit::dynamodb_local::DynamoDbLocal;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::sync::{Mutex, mpsc};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(20);

/// An event, and the trace that Lambda says it is part of.
struct Invocation {
    event: Value,
    trace: Option<String>,
}

/// The two ends of the Runtime API: events for the function, answers from it.
struct Runtime {
    events: Mutex<mpsc::Receiver<Invocation>>,
    answers: mpsc::Sender<Value>,
}

async fn next(State(runtime): State<&'static Runtime>) -> (HeaderMap, String) {
    let invocation = runtime.events.lock().await.recv().await.expect("the test ended first");
    let deadline = Clock::default().now() + PATIENCE;
    let headers = [
        ("lambda-runtime-aws-request-id", "request-1".to_owned()),
        ("lambda-runtime-deadline-ms", deadline.unix_millis().to_string()),
        ("lambda-runtime-invoked-function-arn", "arn:aws:lambda:local:0:function:f".to_owned()),
    ];
    let headers = headers.into_iter().chain(invocation.trace.map(|trace| ("lambda-runtime-trace-id", trace)));
    let headers = headers.map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
    (headers.collect(), invocation.event.to_string())
}

async fn answer(State(runtime): State<&'static Runtime>, body: Bytes) -> StatusCode {
    runtime.answers.send(serde_json::from_slice(&body).unwrap()).await.unwrap();
    StatusCode::ACCEPTED
}

/// A running function.
pub struct Function {
    _process: Child,
    events: mpsc::Sender<Invocation>,
    answers: mpsc::Receiver<Value>,
}

fn path(name: &str) -> PathBuf {
    let folder = match std::env::var_os("HEARTLINK_FUNCTIONS") {
        Some(folder) => PathBuf::from(folder).join(name).join("bootstrap"),
        None => std::env::current_exe().unwrap().parent().unwrap().parent().unwrap().join(name),
    };
    assert!(folder.is_file(), "{} is missing: build it with `cargo build --workspace`", folder.display());
    folder
}

/// Starts the binary `binary` as the function `name`, which takes its events at
/// `api`, has its tables at `place` and logs to `log`; with more settings.
pub fn spawn(
    (binary, name): (&str, &str),
    api: &str,
    (local, prefix): (&DynamoDbLocal, &str),
    settings: &[(&str, &str)],
    log: Stdio,
) -> Child {
    Command::new(path(binary))
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", api)
        .env("AWS_LAMBDA_FUNCTION_NAME", name)
        .env("_HANDLER", name)
        .env("AWS_LAMBDA_FUNCTION_VERSION", "1")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("AWS_REGION", "local")
        .env("AWS_ACCESS_KEY_ID", "local")
        .env("AWS_SECRET_ACCESS_KEY", "local")
        .env("HEARTLINK_DYNAMODB_ENDPOINT", local.endpoint())
        .env("HEARTLINK_TABLE_PREFIX", prefix)
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(log)
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

impl Function {
    /// Starts the function `name`, by its own binary.
    pub async fn start(name: &str, place: (&DynamoDbLocal, &str)) -> Self {
        Self::start_with((name, name), place, &[]).await
    }

    /// Starts the binary `binary` as the function `name`, with more settings.
    pub async fn start_with(
        (binary, name): (&str, &str),
        place: (&DynamoDbLocal, &str),
        settings: &[(&str, &str)],
    ) -> Self {
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
        let process = spawn((binary, name), &address.to_string(), place, settings, Stdio::inherit());
        Self { _process: process, events, answers }
    }

    /// The answer to an event.
    pub async fn invoke(&mut self, event: Value) -> Value {
        self.answer_to(Invocation { event, trace: None }).await
    }

    /// The answer to an event that comes with a trace header.
    pub async fn invoke_traced(&mut self, event: Value, trace: &str) -> Value {
        self.answer_to(Invocation { event, trace: Some(trace.to_owned()) }).await
    }

    async fn answer_to(&mut self, invocation: Invocation) -> Value {
        self.events.send(invocation).await.unwrap_or_else(|_| panic!("the function is gone"));
        let answer = timeout(PATIENCE, self.answers.recv()).await.expect("the function did not answer");
        answer.unwrap()
    }
}

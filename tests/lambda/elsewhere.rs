//! A gateway whose functions run elsewhere and are called as Lambda is: what
//! `cargo lambda watch` offers, here with the binary that is every function.

use std::collections::HashMap;
use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::routing::post;
use axum::{Json, Router};
use futures::{SinkExt, StreamExt};
use heartlink::serve::{EngineChoice, Gateway, ServeOptions};
use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::Mutex;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Tables;
use crate::runtime::Function;

const PATIENCE: Duration = Duration::from_secs(60);

/// What Lambda is to its callers: functions by name, started when they are
/// called first.
struct Lambda {
    tables: Tables,
    connections: String,
    functions: Mutex<HashMap<String, Arc<Mutex<Function>>>>,
}

impl Lambda {
    async fn function(&self, name: &str) -> Arc<Mutex<Function>> {
        let mut functions = self.functions.lock().await;
        if let Some(function) = functions.get(name) {
            return function.clone();
        }
        let settings = [
            ("HEARTLINK_CONNECTIONS_ENDPOINT", self.connections.as_str()),
            ("HEARTLINK_FILES_BUCKET", "uploads"),
        ];
        let place = (&*self.tables.local, self.tables.prefix.as_str());
        let function = Function::start("heartlink-all", name, place, &settings).await;
        functions.entry(name.to_owned()).or_insert(Arc::new(Mutex::new(function))).clone()
    }
}

async fn invoke(State(lambda): State<Arc<Lambda>>, Path(name): Path<String>, body: Bytes) -> Json<Value> {
    let function = lambda.function(&name).await;
    let answer = function.lock().await.invoke(serde_json::from_slice(&body).unwrap()).await;
    Json(answer)
}

struct World {
    lambda: Arc<Lambda>,
    gateway: Gateway,
    http: reqwest::Client,
    _folder: tempfile::TempDir,
}

impl World {
    async fn open() -> Self {
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let (listen, tables) = (free(), Tables::new().await);
        let (engine, prefix) = (EngineChoice::Endpoint(tables.local.endpoint()), tables.prefix.clone());
        let connections = format!("http://{listen}");
        let lambda = Arc::new(Lambda { tables, connections, functions: Mutex::default() });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let router = Router::new()
            .route("/2015-03-31/functions/{name}/invocations", post(invoke))
            .with_state(lambda.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        let folder = tempfile::tempdir().unwrap();
        let gateway = Gateway::start(ServeOptions {
            listen,
            engine,
            table_prefix: prefix,
            functions: Some(url),
            ..ServeOptions::ephemeral(folder.path())
        });
        Self { lambda, gateway: gateway.await.unwrap(), http: reqwest::Client::new(), _folder: folder }
    }

    async fn call(
        &self,
        (who, role): (&str, Role),
        method: Method,
        path: &str,
        body: &Value,
    ) -> (u16, Value) {
        let request = self.http.request(method, format!("{}{path}", self.gateway.url())).json(body);
        let token = self.gateway.token(who, &[role]).unwrap();
        let request = request.bearer_auth(token).header("idempotency-key", format!("{who}:{path}"));
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    async fn connect(&self, who: &str) -> WebSocketStream<MaybeTlsStream<TcpStream>> {
        let token = self.gateway.token(who, &[Role::User]).unwrap();
        connect_async(format!("{}?token={token}", self.gateway.socket_url())).await.unwrap().0
    }
}

/// The next message of the type `kind`.
async fn receive(socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>, kind: &str) -> Value {
    let search = async {
        loop {
            let message = socket.next().await.expect("the connection is open").unwrap();
            let message: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
            if message["type"] == kind {
                return message;
            }
        }
    };
    timeout(PATIENCE, search).await.unwrap_or_else(|_| panic!("no {kind}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_hands_every_kind_of_event_to_functions_elsewhere() {
    let world = World::open().await;
    let (ann, bob) = (("ann", Role::User), ("bob", Role::User));
    let shop = ("shop", Role::Service);
    let mut socket = world.connect("ann").await;
    socket.send(Message::text(r#"{"action":"ping"}"#)).await.unwrap();
    receive(&mut socket, "pong").await;
    let (status, waiting) = world.call(ann, Method::POST, "/v1/heart-links", &json!({})).await;
    assert_eq!((status, &waiting["matched"]), (201, &json!(false)), "{waiting:#}");
    let (status, met) = world.call(bob, Method::POST, "/v1/heart-links", &json!({})).await;
    assert_eq!((status, &met["partner"]), (201, &json!("ann")), "{met:#}");
    let told = receive(&mut socket, "match_found").await;
    assert_eq!(told["data"]["room_id"], met["room_id"]);
    let room = met["room_id"].as_str().unwrap();
    for (who, path, body) in [
        (bob, format!("/v1/rooms/{room}/messages"), json!({ "text": "hello" })),
        (shop, "/v1/wallets/ann/credit".to_owned(), json!({ "amount": 5 })),
        (
            shop,
            "/v1/points".to_owned(),
            json!({
                "student_id": "ann", "points_change": 5, "transaction_type": "add_points", "reason": "homework",
            }),
        ),
        (ann, "/v1/devices".to_owned(), json!({ "device_id": "cat" })),
        (shop, "/v1/wallets/rewards/jobs".to_owned(), json!({ "source": "slices" })),
    ] {
        let (status, answer) = world.call(who, Method::POST, &path, &body).await;
        assert_eq!(status, 201, "{path}: {answer:#}");
    }
    assert_eq!(receive(&mut socket, "room_message").await["data"]["text"], "hello");
    assert_eq!(receive(&mut socket, "wallet_updated").await["data"]["balance"], 5);
    let (status, refused) =
        world.call(ann, Method::POST, "/v1/wallets/ann/credit", &json!({ "amount": 5 })).await;
    assert_eq!((status, &refused["code"]), (403, &json!("forbidden")), "{refused:#}");
    world.gateway.advance(Duration::from_secs(60)).await;
    let called = world.lambda.functions.lock().await;
    for name in [
        "matching-ask",
        "matching-pair",
        "rooms-send",
        "realtime-connect",
        "realtime-ping",
        "realtime-fanout",
        "realtime-ledger",
        "wallet-credit",
        "points-change",
        "affinity-bind",
        "jobs-create",
        "maintenance-tick",
    ] {
        assert!(called.contains_key(name), "{name} was not called, but {:?}", called.keys());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_function_that_does_not_answer_is_an_internal_error_with_a_problem_document() {
    let folder = tempfile::tempdir().unwrap();
    let tables = Tables::new().await;
    let gateway = Gateway::start(ServeOptions {
        engine: EngineChoice::Endpoint(tables.local.endpoint()),
        table_prefix: tables.prefix.clone(),
        functions: Some("http://127.0.0.1:1".to_owned()),
        ..ServeOptions::ephemeral(folder.path())
    });
    let gateway = gateway.await.unwrap();
    let answer = reqwest::get(format!("{}/v1/health", gateway.url())).await.unwrap();
    assert_eq!(answer.status(), 500);
    let problem: Value = answer.json().await.unwrap();
    assert_eq!((&problem["code"], &problem["retryable"]), (&json!("internal_error"), &json!(false)));
    assert!(!problem.to_string().contains("127.0.0.1"), "{problem:#}");
}

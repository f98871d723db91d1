//! A gateway whose functions run elsewhere and are called as Lambda is: behind
//! `cargo lambda watch`, by the binary that is every function.

use std::net::TcpListener;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use heartlink_all as routes;
use heartlink_domain::roles::Role;
use heartlink_local::{EngineChoice, Gateway, ServeOptions};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use crate::Tables;
use crate::watch::Watch;

const PATIENCE: Duration = Duration::from_secs(60);
/// The endpoints that the test calls: of each domain at least one.
const CALLED: [&str; 7] = [
    "matching-ask",
    "rooms-send",
    "wallet-credit",
    "points-change",
    "affinity-bind",
    "jobs-create",
    "maintenance-health",
];

struct TestEnv {
    gateway: Gateway,
    http: reqwest::Client,
    watch: Watch,
    _folder: tempfile::TempDir,
}

impl TestEnv {
    async fn open() -> Self {
        let free = || TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let (listen, tables) = (free().to_string(), Tables::new().await);
        let (engine, prefix) = (EngineChoice::Endpoint(tables.local.endpoint()), tables.prefix.clone());
        let background = routes::sockets().map(|route| route.name);
        let background = background.chain(routes::streams().map(|route| route.name));
        let background = background.chain(routes::schedules().map(|route| route.name));
        let names = background.chain(CALLED).collect::<Vec<_>>();
        let watch = Watch::start(free().port(), &names, tables, &format!("http://{listen}")).await;
        let folder = tempfile::tempdir().unwrap();
        let gateway = Gateway::start(ServeOptions {
            listen,
            engine,
            table_prefix: prefix,
            functions: Some(watch.url()),
            ..ServeOptions::ephemeral(folder.path())
        });
        Self { gateway: gateway.await.unwrap(), http: reqwest::Client::new(), watch, _folder: folder }
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

/// The next message of each type of `kinds`, in whatever order they come: those
/// of different functions may pass each other.
async fn receive<const N: usize>(
    socket: &mut WebSocketStream<MaybeTlsStream<TcpStream>>,
    kinds: [&str; N],
) -> [Value; N] {
    let mut found = kinds.map(|_| Value::Null);
    let search = async {
        while found.contains(&Value::Null) {
            let message = socket.next().await.expect("the connection is open").unwrap();
            let message: Value = serde_json::from_str(message.to_text().unwrap()).unwrap();
            let wanted = kinds.iter().zip(&mut found).find(|(kind, _)| message["type"] == **kind);
            if let Some((_, place)) = wanted {
                *place = message;
            }
        }
    };
    let waited = timeout(PATIENCE, search).await;
    assert!(waited.is_ok(), "of {kinds:?} came {found:#?}");
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gateway_hands_every_kind_of_event_to_functions_elsewhere() {
    let env = TestEnv::open().await;
    let (ann, bob) = (("ann", Role::User), ("bob", Role::User));
    let shop = ("shop", Role::Service);
    let mut socket = env.connect("ann").await;
    socket.send(Message::text(r#"{"action":"ping"}"#)).await.unwrap();
    receive(&mut socket, ["pong"]).await;
    let (status, waiting) = env.call(ann, Method::POST, "/v1/heart-links", &json!({})).await;
    assert_eq!((status, &waiting["matched"]), (201, &json!(false)), "{waiting:#}");
    let (status, met) = env.call(bob, Method::POST, "/v1/heart-links", &json!({})).await;
    assert_eq!((status, &met["partner"]), (201, &json!("ann")), "{met:#}");
    let [told] = receive(&mut socket, ["match_found"]).await;
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
        let (status, answer) = env.call(who, Method::POST, &path, &body).await;
        assert_eq!(status, 201, "{path}: {answer:#}");
    }
    let [said, paid] = receive(&mut socket, ["room_message", "wallet_updated"]).await;
    assert_eq!((&said["data"]["text"], &paid["data"]["balance"]), (&json!("hello"), &json!(5)));
    let (status, refused) =
        env.call(ann, Method::POST, "/v1/wallets/ann/credit", &json!({ "amount": 5 })).await;
    assert_eq!((status, &refused["code"]), (403, &json!("forbidden")), "{refused:#}");
    let health = reqwest::get(format!("{}/v1/health", env.gateway.url())).await.unwrap();
    assert_eq!(health.status(), 200);
    env.gateway.advance(Duration::from_secs(60)).await;
    let background = ["matching-pair", "realtime-fanout", "realtime-ledger", "maintenance-minute"];
    for name in ["realtime-connect", "realtime-ping"].into_iter().chain(background).chain(CALLED) {
        assert_ne!(env.watch.calls_of(name), 0, "{name} was not called");
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

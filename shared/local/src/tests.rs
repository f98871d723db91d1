//! The gateway as API Gateway's stand-in: connections, their limits and their
//! end, posts from outside, draining. What the endpoints do is tested elsewhere.

use std::time::Duration;

use super::{Gateway, ServeOptions, SocketLimits};
use futures::{SinkExt, StreamExt};
use heartlink_domain::roles::Role;
use heartlink_domain::settings::Settings;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

const LIMIT: Duration = Duration::from_secs(20);

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

struct TestEnv {
    gateway: Gateway,
    folder: tempfile::TempDir,
    http: reqwest::Client,
}

async fn env(change: impl FnOnce(&mut ServeOptions)) -> TestEnv {
    let folder = tempfile::tempdir().unwrap();
    let mut options = ServeOptions::ephemeral(folder.path());
    change(&mut options);
    let gateway = Gateway::start(options).await.unwrap();
    TestEnv { gateway, folder, http: reqwest::Client::new() }
}

impl TestEnv {
    async fn socket(&self, name: &str) -> Socket {
        let token = self.gateway.token(name, &[Role::User]).unwrap();
        self.connect(&format!("?token={token}")).await.unwrap()
    }

    async fn connect(&self, query: &str) -> Result<Socket, Error> {
        let url = format!("{}{query}", self.gateway.socket_url());
        connect_async(url).await.map(|(socket, _)| socket)
    }

    /// The connection of the only person with this name.
    async fn connection_of(&self, name: &str) -> String {
        let found = self.gateway.store().connections_of(&name.parse().unwrap()).await.unwrap();
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].connection_id.to_string()
    }
}

async fn receive(socket: &mut Socket) -> Value {
    let frame = tokio::time::timeout(LIMIT, socket.next()).await.unwrap().unwrap().unwrap();
    serde_json::from_str(frame.to_text().unwrap()).unwrap()
}

/// The code that the server closes with.
async fn close_code(socket: &mut Socket) -> u16 {
    loop {
        match tokio::time::timeout(LIMIT, socket.next()).await.unwrap() {
            Some(Ok(Message::Close(Some(frame)))) => return frame.code.into(),
            Some(Ok(_)) => {}
            other => panic!("closed without a code: {other:?}"),
        }
    }
}

async fn send(socket: &mut Socket, message: &Value) {
    socket.send(Message::text(message.to_string())).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_is_answered_on_its_connection() {
    let env = env(|_| {}).await;
    let mut ann = env.socket("ann").await;
    send(&mut ann, &json!({ "action": "ping" })).await;
    assert_eq!(receive(&mut ann).await, json!({ "type": "pong" }));
    send(&mut ann, &json!({ "action": "fly" })).await;
    let refused = receive(&mut ann).await;
    assert_eq!((&refused["type"], &refused["problem"]["code"]), (&json!("error"), &json!("invalid_request")));
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_does_not_end_the_head_of_a_request_is_hung_up_on() {
    let limits = SocketLimits { head: Duration::from_millis(50), ..SocketLimits::default() };
    let env = env(|options| options.socket_limits = limits).await;
    let address = env.gateway.url().trim_start_matches("http://").to_owned();
    let mut half = TcpStream::connect(address).await.unwrap();
    half.write_all(b"GET /v1/health HTTP/1.1\r\nHo").await.unwrap();
    let mut said = Vec::new();
    tokio::time::timeout(LIMIT, half.read_to_end(&mut said))
        .await
        .expect("the end of the connection")
        .unwrap();
    assert!(!said.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&said));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forged_token_opens_no_connection() {
    let env = env(|_| {}).await;
    let Err(Error::Http(answer)) = env.connect("?token=forged").await else { panic!("it opened") };
    assert_eq!(answer.status(), 401);
    assert_eq!(answer.headers()["content-type"], "application/problem+json");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_without_a_token_must_authenticate_in_time() {
    let mut settings = Settings::default();
    settings.realtime.auth_secs = 1;
    let env = env(|options| options.settings = settings).await;
    let (mut silent, mut known) = (env.connect("").await.unwrap(), env.connect("").await.unwrap());
    let token = env.gateway.token("ann", &[Role::User]).unwrap();
    send(&mut known, &json!({ "action": "auth", "token": token })).await;
    assert_eq!(receive(&mut known).await["type"], "ack");
    assert_eq!(close_code(&mut silent).await, 1008);
    send(&mut known, &json!({ "action": "ping" })).await;
    assert_eq!(receive(&mut known).await["type"], "pong");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_or_no_text_closes_the_connection() {
    let env = env(|_| {}).await;
    let mut ann = env.socket("ann").await;
    ann.send(Message::text("x".repeat(128 * 1024 + 1))).await.unwrap();
    assert_eq!(close_code(&mut ann).await, 1009);
    let mut ann = env.socket("ann").await;
    // The gateway hangs up before it has read all of this: what the sender then
    // meets, the close frame or a broken connection, is up to the network.
    let _ = ann.send(Message::text("x".repeat(512 * 1024))).await;
    let hung_up = async { while let Some(Ok(Message::Text(_) | Message::Ping(_))) = ann.next().await {} };
    tokio::time::timeout(Duration::from_secs(10), hung_up).await.expect("the connection stayed open");
    let mut ann = env.socket("ann").await;
    ann.send(Message::binary(vec![1, 2, 3])).await.unwrap();
    assert_eq!(close_code(&mut ann).await, 1003);
}

#[tokio::test(flavor = "multi_thread")]
async fn idle_and_old_connections_are_closed() {
    let short = Duration::from_millis(100);
    let idle = SocketLimits { idle: short, ..SocketLimits::default() };
    let idle_env = env(|options| options.socket_limits = idle).await;
    assert_eq!(close_code(&mut idle_env.socket("ann").await).await, 1001);
    let old = SocketLimits { total: short, ..SocketLimits::default() };
    let old_env = env(|options| options.socket_limits = old).await;
    assert_eq!(close_code(&mut old_env.socket("ann").await).await, 1001);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_post_from_outside_arrives_until_the_connection_is_gone() {
    let env = env(|_| {}).await;
    let mut ann = env.socket("ann").await;
    let url = format!("{}/@connections/{}", env.gateway.url(), env.connection_of("ann").await);
    let posted = env.http.post(&url).body(r#"{"hello":1}"#).send().await.unwrap();
    assert_eq!(posted.status(), 200);
    assert_eq!(receive(&mut ann).await, json!({ "hello": 1 }));
    let about: Value = env.http.get(&url).send().await.unwrap().json().await.unwrap();
    assert!(about["connectedAt"].is_string(), "{about}");
    assert_eq!(env.http.delete(&url).send().await.unwrap().status(), 204);
    assert_eq!(close_code(&mut ann).await, 1000);
    // The closing handshake is over when the stream has ended.
    while tokio::time::timeout(LIMIT, ann.next()).await.unwrap().is_some() {}
    let gone = env.http.post(&url).body("{}").send().await.unwrap();
    assert_eq!(
        (gone.status().as_u16(), gone.headers()["x-amzn-errortype"].to_str().unwrap()),
        (410, "GoneException")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hung_up_client_is_disconnected() {
    let env = env(|_| {}).await;
    let ann = env.socket("ann").await;
    env.connection_of("ann").await;
    drop(ann);
    let store = env.gateway.store().clone();
    let gone = async {
        while !store.connections_of(&"ann".parse().unwrap()).await.unwrap().is_empty() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(LIMIT, gone).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn draining_closes_connections_and_a_restart_finds_everything() {
    let folder = tempfile::tempdir().unwrap();
    let options = || ServeOptions { listen: "127.0.0.1:0".into(), ..ServeOptions::on_disk(folder.path()) };
    let gateway = Gateway::start(options()).await.unwrap();
    let env = TestEnv { gateway, folder: tempfile::tempdir().unwrap(), http: reqwest::Client::new() };
    let token = env.gateway.token("ann", &[Role::User]).unwrap();
    let mut ann = env.socket("ann").await;
    let url = format!("{}/v1/heart-links", env.gateway.url());
    let asked = env.http.post(url).bearer_auth(&token).json(&json!({})).send().await.unwrap();
    assert_eq!(asked.status(), 201);
    let (code, ()) = tokio::join!(close_code(&mut ann), env.gateway.shutdown());
    assert_eq!(code, 1001);

    let gateway = Gateway::start(options()).await.unwrap();
    let url = format!("{}/v1/heart-links/current", gateway.url());
    let current = env.http.get(url).bearer_auth(&token).send().await.unwrap();
    assert_eq!(current.status(), 200, "the token and the request are still good");
    assert_eq!(gateway.dead_letters(), 0);
    gateway.shutdown().await;
    drop(env.folder);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_gateways_do_not_share_a_data_folder() {
    let folder = tempfile::tempdir().unwrap();
    let options = || ServeOptions { listen: "127.0.0.1:0".into(), ..ServeOptions::on_disk(folder.path()) };
    let gateway = Gateway::start(options()).await.unwrap();
    let error = Gateway::start(options()).await.unwrap_err();
    assert!(format!("{error:#}").contains("in use"), "{error:#}");
    gateway.shutdown().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_listens_everywhere_hands_out_an_address_that_can_be_called() {
    let env = env(|options| options.listen = "0.0.0.0:0".to_owned()).await;
    let url = env.gateway.url();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    assert!(env.gateway.socket_url().starts_with("ws://127.0.0.1:"));
    let shop = env.gateway.token("shop", &[Role::Service]).unwrap();
    let post = |path: String| {
        env.http.post(format!("{url}{path}")).bearer_auth(&shop).header("idempotency-key", "k")
    };
    let made =
        post("/v1/wallets/rewards/jobs".into()).json(&json!({ "source": "file" })).send().await.unwrap();
    let made: Value = made.json().await.unwrap();
    let upload = format!("/v1/jobs/{}/upload", made["job"]["id"].as_str().unwrap());
    let address = async |call: reqwest::RequestBuilder| {
        let answer: Value = call.send().await.unwrap().json().await.unwrap();
        answer["url"].as_str().unwrap().to_owned()
    };
    let here = address(post(upload.clone())).await;
    assert!(here.starts_with(&format!("{url}/_uploads/")), "{here}");
    let named = address(post(upload.clone()).header("host", "heartlink.test:8787")).await;
    assert!(named.starts_with("http://heartlink.test:8787/_uploads/"), "{named}");
    let strange = address(post(upload).header("host", "a@b")).await;
    assert!(strange.starts_with(&format!("{url}/_uploads/")), "{strange}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_clock_moves_only_where_it_was_asked_for() {
    let fixed = env(|_| {}).await;
    let url = |env: &TestEnv| format!("{}/_test/clock", env.gateway.url());
    let body = json!({ "advance_seconds": 3_600 });
    let refused = fixed.http.post(url(&fixed)).json(&body).send().await.unwrap();
    assert_eq!(refused.status(), 404);
    let movable = env(|options| options.test_clock = true).await;
    let before = movable.gateway.clock().now();
    let moved = movable.http.post(url(&movable)).json(&body).send().await.unwrap();
    assert_eq!(moved.status(), 200);
    assert!(movable.gateway.clock().now().since(before) >= Duration::from_secs(3_600));
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_answers_is_a_problem_document_all_the_same() {
    let env = env(|_| {}).await;
    for (method, path, status) in
        [("GET", "/nothing", 404), ("DELETE", "/v1/health", 405), ("POST", "/ws", 400), ("GET", "/ws", 400)]
    {
        let url = format!("{}{path}", env.gateway.url());
        let answer = env.http.request(method.parse().unwrap(), url).send().await.unwrap();
        assert_eq!(answer.status(), status, "{method} {path}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        assert!(answer.headers().contains_key("x-request-id"));
        assert_eq!(answer.headers().contains_key("allow"), status == 405);
    }
    let url = format!("{}/v1/heart-links", env.gateway.url());
    let large = env.http.post(url).body(vec![b'x'; 1_000_000]).send().await.unwrap();
    assert_eq!(large.status(), 413);
    drop(env.folder);
}

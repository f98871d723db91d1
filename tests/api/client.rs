//! A person who uses the API as any client does: over real HTTP and WebSocket.
//!
//! Owns paths, headers and waiting for messages, and holds every call and
//! answer against `openapi.yaml`. Never looks behind the API.

use std::fmt::Debug;
use std::sync::LazyLock;
use std::time::Duration;

use futures::{SinkExt, StreamExt};
use heartlink_store::retry::pause;
use heartlink_testkit::document::{Document, Exchange};
use heartlink_xtask::openapi;
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::protocol::frame::CloseFrame;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Longest wait for anything that is to happen.
pub const LIMIT: Duration = Duration::from_secs(400);
/// How often what has to be asked for is asked for.
const POLL: Duration = Duration::from_millis(20);
/// Most pages of a feed that a test reads.
const PAGES: usize = 20;
/// Attempts of a client that is told to come again.
const PATIENCE: u32 = 1_000;

/// Asks `look` until it finds something.
///
/// # Panics
/// After [`LIMIT`], with what was seen last.
pub async fn eventually<T, S: Debug>(what: &str, mut look: impl AsyncFnMut() -> Result<T, S>) -> T {
    let mut last = None;
    let search = async {
        loop {
            match look().await {
                Ok(found) => return found,
                Err(seen) => last = Some(seen),
            }
            pause(POLL).await;
        }
    };
    let found = timeout(LIMIT, search).await;
    found.unwrap_or_else(|_| panic!("{what}: not within {LIMIT:?}; seen last: {last:?}"))
}

/// The number of an event in its feed.
pub fn number(event: &Value) -> u64 {
    event["n"].as_u64().unwrap_or_else(|| panic!("no number: {event:#}"))
}

/// An answer of the API.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Value,
}

impl Answer {
    /// A header's text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// The body of an answer that has this status.
    pub fn expect(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:#?}");
        assert!(self.header("x-request-id").is_some_and(|id| !id.is_empty()), "{self:#?}");
        self.body
    }

    /// The document of a refusal with this status and code, complete.
    pub fn refused(self, status: u16, code: &str) -> Value {
        assert_eq!(self.status, status, "{self:#?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"), "{self:#?}");
        assert_eq!(self.body["code"], code, "{self:#?}");
        assert_eq!(self.body["status"], status, "{self:#?}");
        assert_eq!(self.body["type"], format!("urn:heartlink:problem:{code}"), "{self:#?}");
        assert_eq!(self.body["request_id"].as_str(), self.header("x-request-id"), "{self:#?}");
        for (member, right) in [
            ("title", Value::is_string as fn(&Value) -> bool),
            ("detail", Value::is_string),
            ("instance", Value::is_string),
            ("retryable", Value::is_boolean),
        ] {
            assert!(right(&self.body[member]), "{member}: {self:#?}");
        }
        if matches!(status, 429 | 503) {
            assert!(self.header("retry-after").is_some(), "{self:#?}");
        }
        self.body
    }

    /// Whether it is the repetition of an earlier answer.
    pub fn is_replayed(&self) -> bool {
        self.header("idempotency-replayed") == Some("true")
    }
}

/// A call before it is sent.
pub struct Call<'a> {
    person: &'a Person,
    method: Method,
    path: String,
    headers: Vec<(&'static str, Vec<u8>)>,
    body: Option<Vec<u8>>,
}

impl Call<'_> {
    /// With a JSON body.
    pub fn json(self, body: &Value) -> Self {
        self.raw("application/json", body.to_string())
    }

    /// With any body.
    pub fn raw(mut self, content_type: &'static str, body: impl Into<Vec<u8>>) -> Self {
        self.body = Some(body.into());
        self.header("content-type", content_type)
    }

    /// With a header.
    pub fn header(mut self, name: &'static str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    /// With an idempotency key.
    pub fn key(self, key: &str) -> Self {
        self.header("idempotency-key", key)
    }

    /// Sends it; what went wrong on the way where nobody answered.
    pub async fn try_send(&self) -> Result<Answer, reqwest::Error> {
        let mut request =
            self.person.http.request(self.method.clone(), format!("{}{}", self.person.url, self.path));
        if let Some(token) = &self.person.token {
            request = request.bearer_auth(token);
        }
        for (name, value) in &self.headers {
            request = request.header(*name, value.as_slice());
        }
        if let Some(body) = &self.body {
            request = request.body(body.clone());
        }
        let answer = request.send().await?;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        let text = answer.bytes().await?;
        self.assert_documented(status, &headers, &text);
        let body =
            if text.is_empty() { Value::Null } else { serde_json::from_slice(&text).unwrap_or_default() };
        Ok(Answer { status, headers, body })
    }

    /// Fails the test where the call and its answer contradict `openapi.yaml`.
    fn assert_documented(&self, status: u16, headers: &HeaderMap, answered: &[u8]) {
        static DOCUMENT: LazyLock<Document> =
            LazyLock::new(|| Document::new(serde_json::to_value(openapi::document()).expect("JSON")));
        if !self.path.starts_with("/v1/") {
            return;
        }
        let is = |wanted: &'static str| move |(name, _): &&(&'static str, Vec<u8>)| *name == wanted;
        let kind = self.headers.iter().find(is("content-type"));
        let kind = kind.map(|(_, value)| String::from_utf8_lossy(value)).unwrap_or_default();
        let problems = DOCUMENT.problems(&Exchange {
            method: self.method.as_str(),
            target: &self.path,
            with_key: self.headers.iter().any(|header| is("idempotency-key")(&header)),
            sent: self.body.as_deref().map(|body| (kind.as_ref(), body)),
            status,
            headers,
            answered,
        });
        let seen = String::from_utf8_lossy(answered);
        assert!(problems.is_empty(), "{} {}: {status} {seen}\n{problems:#?}", self.method, self.path);
    }

    /// Sends it.
    pub async fn send(self) -> Answer {
        self.try_send().await.unwrap_or_else(|error| panic!("{} {}: {error:?}", self.method, self.path))
    }

    /// Sends it again and again, as it is, while the server says that it may
    /// succeed later.
    pub async fn send_patiently(self) -> Answer {
        let mut last = None;
        for _ in 0..PATIENCE {
            match self.try_send().await {
                Ok(answer) if answer.status < 500 && answer.status != 429 => return answer,
                seen => last = Some(seen),
            }
            pause(POLL).await;
        }
        panic!("{} {}: told {PATIENCE} times to come again, last with {last:?}", self.method, self.path)
    }
}

/// Somebody with a token, or without.
#[derive(Debug, Clone)]
pub struct Person {
    pub name: String,
    pub token: Option<String>,
    pub url: String,
    pub http: reqwest::Client,
}

impl Person {
    /// The same with another token, or none.
    pub fn with_token(&self, token: Option<String>) -> Self {
        Self { token, ..self.clone() }
    }

    pub fn call(&self, method: Method, path: impl Into<String>) -> Call<'_> {
        Call { person: self, method, path: path.into(), headers: Vec::new(), body: None }
    }

    pub fn get(&self, path: impl Into<String>) -> Call<'_> {
        self.call(Method::GET, path)
    }

    pub fn post(&self, path: impl Into<String>) -> Call<'_> {
        self.call(Method::POST, path)
    }

    /// Asks for anybody.
    pub async fn ask(&self) -> Answer {
        self.ask_for(&json!({})).await
    }

    pub async fn ask_for(&self, preferences: &Value) -> Answer {
        self.post("/v1/heart-links").json(preferences).send().await
    }

    pub async fn current(&self) -> Answer {
        self.get("/v1/heart-links/current").send().await
    }

    pub async fn cancel(&self) -> Answer {
        self.post("/v1/heart-links/current/cancel").send().await
    }

    pub async fn accept(&self) -> Answer {
        self.post("/v1/heart-links/current/accept").send().await
    }

    pub async fn decline(&self) -> Answer {
        self.post("/v1/heart-links/current/decline").send().await
    }

    /// A page of the history; `query` with its question mark.
    pub async fn history(&self, query: &str) -> Answer {
        self.get(format!("/v1/heart-links/history{query}")).send().await
    }

    pub async fn heartbeat(&self) {
        self.post("/v1/activity").json(&json!({ "kind": "heartbeat" })).send().await.expect(204);
    }

    pub async fn block(&self, other: &str) {
        self.call(Method::PUT, format!("/v1/blocks/{other}")).send().await.expect(204);
    }

    pub async fn room(&self, room: &str) -> Answer {
        self.get(format!("/v1/rooms/{room}")).send().await
    }

    pub async fn say(&self, room: &str, text: &str) -> Answer {
        self.post(format!("/v1/rooms/{room}/messages")).json(&json!({ "text": text })).send().await
    }

    /// A page of a room's messages; `query` with its question mark.
    pub async fn messages(&self, room: &str, query: &str) -> Answer {
        self.get(format!("/v1/rooms/{room}/messages{query}")).send().await
    }

    pub async fn leave(&self, room: &str) -> Answer {
        self.post(format!("/v1/rooms/{room}/leave")).send().await
    }

    pub async fn feedback(&self, room: &str, feedback: &Value) -> Answer {
        self.post(format!("/v1/rooms/{room}/feedback")).json(feedback).send().await
    }

    /// Everything in the feed. Its numbers must have no gap.
    pub async fn events(&self) -> Vec<Value> {
        let mut events: Vec<Value> = Vec::new();
        for _ in 0..PAGES {
            let after = events.last().map_or(0, number);
            let page = self.get(format!("/v1/events?after={after}")).send_patiently().await.expect(200);
            let items = page["items"].as_array().cloned().unwrap_or_default();
            let nothing_more = items.is_empty();
            events.extend(items);
            let gaps = events.windows(2).filter(|pair| number(&pair[1]) != number(&pair[0]) + 1);
            assert_eq!(gaps.count(), 0, "the feed of {}: {events:#?}", self.name);
            let last = events.last().map(number);
            if nothing_more || page["last"].as_u64() == last {
                assert!(last.is_none() || page["last"].as_u64() == last, "{}: {page:#}", self.name);
                return events;
            }
        }
        panic!("the feed of {} has no end: {events:#?}", self.name)
    }

    /// The events of one type in the feed.
    pub async fn told(&self, kind: &str) -> Vec<Value> {
        self.events().await.into_iter().filter(|event| event["type"] == kind).collect()
    }

    /// Waits until the feed has `count` events of a type.
    pub async fn told_eventually(&self, kind: &str, count: usize) -> Vec<Value> {
        eventually(&format!("{count} {kind} for {}", self.name), async || {
            let events = self.events().await;
            let told: Vec<Value> = events.iter().filter(|event| event["type"] == kind).cloned().collect();
            if told.len() >= count { Ok(told) } else { Err(events) }
        })
        .await
    }

    fn socket_url(&self) -> String {
        format!("{}/ws", self.url.replacen("http", "ws", 1))
    }

    /// Opens a connection that belongs to this person from the start.
    pub async fn connect(&self) -> Socket {
        self.open_with_token().await.unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    /// Tries to open a connection with the token in its address.
    pub async fn open_with_token(&self) -> Result<Socket, SocketError> {
        let token = self.token.as_deref().unwrap_or_default();
        self.open(&format!("?token={token}")).await
    }

    /// Opens a connection with any query.
    pub async fn open(&self, query: &str) -> Result<Socket, SocketError> {
        let url = format!("{}{query}", self.socket_url());
        let connecting = timeout(LIMIT, connect_async(url)).await;
        let (stream, _) = connecting.unwrap_or_else(|_| panic!("{} could not connect", self.name))?;
        Ok(Socket { stream, whose: self.name.clone(), seen: Vec::new() })
    }
}

/// A WebSocket connection.
pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>,
    whose: String,
    /// Every message so far.
    pub seen: Vec<Value>,
}

impl Socket {
    pub async fn send(&mut self, message: &Value) {
        self.send_raw(Message::text(message.to_string())).await;
    }

    pub async fn send_raw(&mut self, message: Message) {
        self.stream.send(message).await.unwrap_or_else(|error| panic!("{}: {error}", self.whose));
    }

    /// Waits for the first message, from now on, that `wanted` accepts.
    pub async fn next_that(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        let search = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Text(text))) => {
                        let message: Value = serde_json::from_str(&text).expect("JSON");
                        self.seen.push(message.clone());
                        if wanted(&message) {
                            return Ok(message);
                        }
                    }
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                    end => return Err(end),
                }
            }
        };
        match timeout(LIMIT, search).await {
            Ok(Ok(message)) => message,
            Ok(Err(end)) => panic!("{}: {what} was due, but: {end:?}; seen: {:#?}", self.whose, self.seen),
            Err(_) => panic!("{}: no {what} within {LIMIT:?}; seen: {:#?}", self.whose, self.seen),
        }
    }

    /// Waits for a message of this type.
    pub async fn next(&mut self, kind: &str) -> Value {
        self.next_that(kind, |message| message["type"] == kind).await
    }

    /// Waits for the refusal of a message.
    pub async fn refused(&mut self, code: &str) -> Value {
        let error = self.next("error").await;
        assert_eq!(error["problem"]["code"], code, "{error:#}");
        assert_eq!(error["problem"]["instance"], "/ws", "{error:#}");
        assert!(error["problem"]["request_id"].is_string(), "{error:#}");
        error
    }

    /// Sends a heartbeat and waits for its answer: whatever was posted before
    /// has arrived then.
    pub async fn ping(&mut self) {
        self.send(&json!({ "action": "ping" })).await;
        self.next("pong").await;
    }

    /// What came of this type so far.
    pub fn seen(&self, kind: &str) -> Vec<&Value> {
        self.seen.iter().filter(|message| message["type"] == kind).collect()
    }

    /// Waits for the end; its close code, if there was one.
    pub async fn closed(mut self) -> Option<u16> {
        let end = async {
            loop {
                match self.stream.next().await {
                    Some(Ok(Message::Close(frame))) => {
                        return frame.map(|CloseFrame { code, .. }| code.into());
                    }
                    Some(Ok(_)) => {}
                    Some(Err(_)) | None => return None,
                }
            }
        };
        timeout(LIMIT, end).await.unwrap_or_else(|_| panic!("{}: the connection stayed open", self.whose))
    }
}

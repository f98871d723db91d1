//! Calls of the HTTP API, with the retries that a client owes a server that
//! restarts. Never decides what an answer means.

use std::time::Duration;

use heartlink_domain::chance::Chance;
use heartlink_store::retry::pause;
use reqwest::header::RETRY_AFTER;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tokio::time::Instant;

use crate::terminal::Failure;

/// Longest time for one call.
const CALL: Duration = Duration::from_secs(30);
/// Longest time that a call is repeated.
const MAX_RETRY_TIME: Duration = Duration::from_secs(60);
/// Longest wait between two attempts, save where the server asks for more.
const MAX_BACKOFF: Duration = Duration::from_secs(2);
/// Connections that are kept open for the next call.
const IDLE_CONNECTIONS: usize = 128;

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// Nobody answered, or not in HTTP.
    #[error("{0}")]
    Network(String),
    /// The server said no.
    #[error("{}", refusal(*status, problem))]
    Refused {
        status: u16,
        /// The problem document, where there was one.
        problem: Value,
        /// How long the server asks to wait.
        retry_after: Option<Duration>,
    },
}

/// One call.
#[derive(Debug, Clone)]
pub(crate) struct Request<'a> {
    pub(crate) method: Method,
    pub(crate) path: &'a str,
    pub(crate) body: Option<&'a Value>,
    pub(crate) key: Option<&'a str>,
}

/// How often and how long a call is repeated.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryPolicy {
    retries: u32,
    span: Duration,
}

impl RetryPolicy {
    /// Until the server is back, within a minute.
    const WHILE_UNAVAILABLE: Self = Self { retries: u32::MAX, span: MAX_RETRY_TIME };

    /// At most so many repetitions, within a minute.
    pub(crate) const fn retries(retries: u32) -> Self {
        Self { retries, span: MAX_RETRY_TIME }
    }
}

impl CallError {
    /// The problem's code.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Network(_) => "network",
            Self::Refused { problem, .. } => problem["code"].as_str().unwrap_or_default(),
        }
    }

    fn is_transient(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Refused { status, problem, .. } => {
                matches!(status, 429 | 502..=504) || problem["retryable"] == true
            }
        }
    }

    /// Whether nobody knows if the call took effect.
    pub(crate) fn may_have_happened(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Refused { status, .. } => *status >= 500 && self.code() != "system_busy",
        }
    }

    fn retry_after(&self) -> Duration {
        match self {
            Self::Network(_) => Duration::ZERO,
            Self::Refused { retry_after, .. } => retry_after.unwrap_or_default(),
        }
    }
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self::Refused(error.to_string())
    }
}

fn refusal(status: u16, problem: &Value) -> String {
    let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    match problem["code"].as_str() {
        Some(code) => format!("{} ({code}, {status}). {}", text("title"), text("detail")),
        None => format!("the server answered {status}"),
    }
}

/// The HTTP client of all callers of one process.
///
/// # Errors
/// The TLS library could not be set up.
pub(crate) fn http_client() -> anyhow::Result<reqwest::Client> {
    heartlink_local::tls::install();
    Ok(reqwest::Client::builder().timeout(CALL).pool_max_idle_per_host(IDLE_CONNECTIONS).build()?)
}

/// One caller of the API.
#[derive(Clone)]
pub(crate) struct Api {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Api {
    pub(crate) fn new(http: reqwest::Client, base: &str, token: String) -> Self {
        Self { http, base: base.trim_end_matches('/').to_owned(), token }
    }

    pub(crate) async fn get(&self, path: &str) -> Result<Value, CallError> {
        self.call(&Request { method: Method::GET, path, body: None, key: None }).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, CallError> {
        self.call(&Request { method: Method::POST, path, body: Some(body), key: None }).await
    }

    /// Reads, repeated while the server is away.
    pub(crate) async fn get_with_retries(&self, path: &str, chance: &mut Chance) -> Result<Value, CallError> {
        let request = Request { method: Method::GET, path, body: None, key: None };
        self.call_with_retries(&request, &RetryPolicy::WHILE_UNAVAILABLE, chance).await
    }

    /// Writes under an idempotency key, repeated while the server is away.
    pub(crate) async fn post_with_retries(
        &self,
        path: &str,
        body: &Value,
        key: &str,
        chance: &mut Chance,
    ) -> Result<Value, CallError> {
        let request = Request { method: Method::POST, path, body: Some(body), key: Some(key) };
        self.call_with_retries(&request, &RetryPolicy::WHILE_UNAVAILABLE, chance).await
    }

    /// Repeats what may pass by itself, not sooner than the server asks for. A
    /// write needs a key, or must be harmless if it happens twice.
    pub(crate) async fn call_with_retries(
        &self,
        request: &Request<'_>,
        patience: &RetryPolicy,
        chance: &mut Chance,
    ) -> Result<Value, CallError> {
        let began = Instant::now();
        let mut longest = Duration::from_millis(100);
        let mut retries_left = patience.retries;
        loop {
            let error = match self.call(request).await {
                Err(error) if error.is_transient() && retries_left > 0 => error,
                result => return result,
            };
            let wait = error.retry_after().max(longest.mul_f64(chance.fraction()));
            if began.elapsed() + wait >= patience.span {
                return Err(error);
            }
            pause(wait).await;
            longest = (longest * 2).min(MAX_BACKOFF);
            retries_left -= 1;
        }
    }

    async fn call(&self, request: &Request<'_>) -> Result<Value, CallError> {
        let Request { method, path, body, key } = request;
        let url = format!("{}{path}", self.base);
        let mut request = self.http.request(method.clone(), url).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", *key);
        }
        let answer = request.send().await.map_err(network)?;
        let status = answer.status();
        let retry_after =
            answer.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok()?.parse().ok());
        let bytes = answer.bytes().await.map_err(network)?;
        if status == StatusCode::NO_CONTENT {
            return Ok(Value::Null);
        }
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if status.is_success() {
            Ok(json)
        } else {
            let retry_after = retry_after.map(Duration::from_secs);
            Err(CallError::Refused { status: status.as_u16(), problem: json, retry_after })
        }
    }
}

/// The innermost cause says most: "connection refused", not "error sending".
fn network(error: reqwest::Error) -> CallError {
    let url = error.url().map(ToString::to_string).unwrap_or_default();
    let mut cause: &dyn std::error::Error = &error;
    while let Some(source) = cause.source() {
        cause = source;
    }
    CallError::Network(format!("{url} does not answer: {cause}"))
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use axum::Router;
    use axum::http::HeaderMap;
    use serde_json::json;

    use super::*;

    fn refused(status: u16, problem: Value) -> CallError {
        CallError::Refused { status, problem, retry_after: None }
    }

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        let problem = json!({ "code": "forbidden", "title": "Not allowed", "detail": "You may not." });
        assert_eq!(refused(403, problem).to_string(), "Not allowed (forbidden, 403). You may not.");
        assert_eq!(refused(502, Value::Null).to_string(), "the server answered 502");
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        assert!(refused(503, Value::Null).is_transient());
        assert!(refused(429, Value::Null).is_transient());
        assert!(refused(409, json!({ "retryable": true })).is_transient());
        assert!(!refused(409, json!({ "retryable": false })).is_transient());
        assert!(!refused(500, Value::Null).is_transient());
        assert!(CallError::Network("x".into()).is_transient());
    }

    #[test]
    fn what_was_refused_did_not_happen_and_what_broke_may_have() {
        assert!(refused(504, json!({ "code": "request_timeout" })).may_have_happened());
        assert!(CallError::Network("x".into()).may_have_happened());
        assert!(!refused(503, json!({ "code": "system_busy" })).may_have_happened());
        assert!(!refused(423, json!({ "code": "wallet_locked" })).may_have_happened());
    }

    /// A server that is busy for `busy` calls and asks to wait for
    /// `retry_after` seconds. The keys that it saw.
    async fn server(busy: usize, retry_after: &'static str) -> (Api, Arc<Mutex<Vec<String>>>) {
        let seen: Arc<Mutex<Vec<String>>> = Arc::default();
        let keys = seen.clone();
        let answer = async move |headers: HeaderMap| {
            let mut keys = keys.lock().unwrap();
            keys.push(headers["idempotency-key"].to_str().unwrap().to_owned());
            let status = if keys.len() > busy { 200 } else { 503 };
            (StatusCode::from_u16(status).unwrap(), [("retry-after", retry_after)], "1")
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(answer)).await });
        (Api::new(http_client().unwrap(), &base, "t".to_owned()), seen)
    }

    async fn write(api: &Api, retries: u32) -> Result<Value, CallError> {
        let request = Request { method: Method::POST, path: "/", body: None, key: Some("k") };
        let mut chance = Chance::from_seed(1);
        api.call_with_retries(&request, &RetryPolicy::retries(retries), &mut chance).await
    }

    #[tokio::test]
    async fn a_busy_server_is_asked_again_under_the_same_key() {
        let (api, seen) = server(2, "0").await;
        assert_eq!(write(&api, 5).await.unwrap(), json!(1));
        assert_eq!(*seen.lock().unwrap(), ["k", "k", "k"]);
    }

    #[tokio::test]
    async fn retries_have_an_end() {
        let (api, seen) = server(usize::MAX, "0").await;
        assert!(matches!(write(&api, 2).await, Err(CallError::Refused { status: 503, .. })));
        assert_eq!(seen.lock().unwrap().len(), 3);
    }

    #[tokio::test]
    async fn a_server_that_asks_for_more_than_the_patience_is_not_waited_for() {
        let (api, seen) = server(usize::MAX, "61").await;
        assert!(matches!(write(&api, 2).await, Err(CallError::Refused { status: 503, .. })));
        assert_eq!(seen.lock().unwrap().len(), 1);
    }
}

//! Calls of the HTTP API, with the retries that a client owes a server that
//! restarts. Never decides what an answer means.

use std::time::Duration;

use heartlink_domain::chance::Chance;
use heartlink_store::retry::pause;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tokio::time::Instant;

/// Longest time for one call.
const CALL: Duration = Duration::from_secs(30);
/// How long a call is repeated while the server does not answer.
const PATIENCE: Duration = Duration::from_secs(60);
/// Longest wait between two attempts.
const LONGEST_PAUSE: Duration = Duration::from_secs(2);
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
    },
}

impl CallError {
    /// The problem's code.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Network(_) => "network",
            Self::Refused { problem, .. } => problem["code"].as_str().unwrap_or_default(),
        }
    }

    fn may_pass(&self) -> bool {
        match self {
            Self::Network(_) => true,
            Self::Refused { status, problem } => {
                matches!(status, 429 | 502..=504) || problem["retryable"] == true
            }
        }
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
    crate::tls::install();
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
        self.call(Method::GET, path, None, None).await
    }

    pub(crate) async fn post(&self, path: &str, body: &Value) -> Result<Value, CallError> {
        self.call(Method::POST, path, Some(body), None).await
    }

    /// Reads, repeated while the server is away.
    pub(crate) async fn get_patiently(&self, path: &str, chance: &mut Chance) -> Result<Value, CallError> {
        self.patiently(Method::GET, path, None, None, chance).await
    }

    /// Writes under an idempotency key, repeated while the server is away.
    pub(crate) async fn post_patiently(
        &self,
        path: &str,
        body: &Value,
        key: &str,
        chance: &mut Chance,
    ) -> Result<Value, CallError> {
        self.patiently(Method::POST, path, Some(body), Some(key), chance).await
    }

    async fn patiently(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
        chance: &mut Chance,
    ) -> Result<Value, CallError> {
        let began = Instant::now();
        let mut longest = Duration::from_millis(100);
        loop {
            match self.call(method.clone(), path, body, key).await {
                Err(error) if error.may_pass() && began.elapsed() < PATIENCE => {
                    pause(longest.mul_f64(chance.fraction())).await;
                    longest = (longest * 2).min(LONGEST_PAUSE);
                }
                result => return result,
            }
        }
    }

    async fn call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
    ) -> Result<Value, CallError> {
        let mut request = self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        let answer = request.send().await.map_err(network)?;
        let status = answer.status();
        let bytes = answer.bytes().await.map_err(network)?;
        if status == StatusCode::NO_CONTENT {
            return Ok(Value::Null);
        }
        let json = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        if status.is_success() {
            Ok(json)
        } else {
            Err(CallError::Refused { status: status.as_u16(), problem: json })
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
    use super::*;
    use serde_json::json;

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        let problem = json!({ "code": "forbidden", "title": "Not allowed", "detail": "You may not." });
        let error = CallError::Refused { status: 403, problem };
        assert_eq!(error.to_string(), "Not allowed (forbidden, 403). You may not.");
        let error = CallError::Refused { status: 502, problem: Value::Null };
        assert_eq!(error.to_string(), "the server answered 502");
    }

    #[test]
    fn only_what_may_pass_is_tried_again() {
        let refused = |status, problem| CallError::Refused { status, problem };
        assert!(refused(503, Value::Null).may_pass());
        assert!(refused(429, Value::Null).may_pass());
        assert!(refused(409, json!({ "retryable": true })).may_pass());
        assert!(!refused(409, json!({ "retryable": false })).may_pass());
        assert!(!refused(500, Value::Null).may_pass());
        assert!(CallError::Network("x".into()).may_pass());
    }
}

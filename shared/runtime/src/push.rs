//! Posting to WebSocket connections.

use std::sync::OnceLock;
use std::time::Duration;

use aws_config::SdkConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_sdk_apigatewaymanagement::Client;
use aws_sdk_apigatewaymanagement::error::{DisplayErrorContext, ProvideErrorMetadata, SdkError};
use aws_sdk_apigatewaymanagement::primitives::Blob;
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use futures::future::BoxFuture;
use heartlink_domain::ids::ConnectionId;
use heartlink_store::Store;
use heartlink_store::retry::pause;

/// Attempts after the first.
const RETRIES: u32 = 2;
/// Longest pause before the first retry; the second may take twice as long.
const LONGEST_PAUSE: Duration = Duration::from_millis(100);
/// Longest time that one attempt may take.
const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(3);

/// Why a post did not arrive.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PushError {
    /// The connection is gone (410): its record is to be deleted.
    #[error("the connection is gone")]
    Gone,
    /// Anything else; may be tried again.
    #[error("the post failed: {0}")]
    Failed(String),
}

/// A way to post to connections: API Gateway's, or the local gateway's own.
pub trait Push: Send + Sync {
    /// Sends `message` to `connection`.
    fn post(&self, connection: ConnectionId, message: String) -> BoxFuture<'_, Result<(), PushError>>;
    /// Closes `connection`, with this code where whoever holds it can be told one: API
    /// Gateway closes with one of its own.
    fn close(&self, connection: ConnectionId, code: u16) -> BoxFuture<'_, Result<(), PushError>>;
}

/// Posts through API Gateway's `@connections`.
pub struct ApiGatewayPush {
    config: SdkConfig,
    endpoint: Option<String>,
    store: Store,
    // Built at the first post: most functions never push.
    client: OnceLock<Client>,
}

/// What one attempt came to.
enum Attempt {
    Gone,
    /// Another attempt may succeed.
    Passing(String),
    /// Another attempt would fail as well.
    Lasting(String),
}

impl ApiGatewayPush {
    /// Posts through `endpoint`, the stage's `https://…` address
    /// (`HEARTLINK_CONNECTIONS_ENDPOINT`); without one every post fails. The
    /// jitter of retries comes from the chance of `store`.
    pub fn new(config: SdkConfig, endpoint: Option<String>, store: Store) -> Self {
        Self { config, endpoint, store, client: OnceLock::new() }
    }

    fn client(&self) -> Result<&Client, PushError> {
        let Some(endpoint) = &self.endpoint else {
            return Err(PushError::Failed("HEARTLINK_CONNECTIONS_ENDPOINT is not set".to_owned()));
        };
        Ok(self.client.get_or_init(|| {
            let timeouts = TimeoutConfig::builder().operation_attempt_timeout(ATTEMPT_TIMEOUT).build();
            let config = aws_sdk_apigatewaymanagement::config::Builder::from(&self.config)
                .endpoint_url(endpoint)
                .retry_config(RetryConfig::disabled())
                .timeout_config(timeouts)
                .build();
            Client::from_conf(config)
        }))
    }

    /// Attempts until one succeeds, none can, or the retries are used up.
    async fn repeat<F>(&self, attempt: impl Fn() -> F) -> Result<(), PushError>
    where
        F: Future<Output = Result<(), Attempt>>,
    {
        let mut retry = 0;
        loop {
            match attempt().await {
                Ok(()) => return Ok(()),
                Err(Attempt::Gone) => return Err(PushError::Gone),
                Err(Attempt::Passing(_)) if retry < RETRIES => retry += 1,
                Err(Attempt::Passing(text) | Attempt::Lasting(text)) => return Err(PushError::Failed(text)),
            }
            pause((LONGEST_PAUSE * retry).mul_f64(self.store.chance("push").fraction())).await;
        }
    }
}

impl Push for ApiGatewayPush {
    fn post(&self, connection: ConnectionId, message: String) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async move {
            let client = self.client()?;
            let data = Blob::new(message);
            self.repeat(|| async {
                let post = client.post_to_connection().connection_id(connection.as_str());
                post.data(data.clone()).send().await.map(|_| ()).map_err(attempt)
            })
            .await
        })
    }

    fn close(&self, connection: ConnectionId, _code: u16) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async move {
            let client = self.client()?;
            self.repeat(|| async {
                let close = client.delete_connection().connection_id(connection.as_str());
                close.send().await.map(|_| ()).map_err(attempt)
            })
            .await
        })
    }
}

fn attempt<E>(error: SdkError<E, HttpResponse>) -> Attempt
where
    E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
{
    let text = DisplayErrorContext(&error).to_string();
    match &error {
        SdkError::ConstructionFailure(_) => Attempt::Lasting(text),
        SdkError::ServiceError(service) => match service.raw().status().as_u16() {
            410 => Attempt::Gone,
            429 | 500.. => Attempt::Passing(text),
            _ => Attempt::Lasting(text),
        },
        _ => Attempt::Passing(text),
    }
}

#[cfg(test)]
mod tests;

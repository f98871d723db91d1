//! The engine as the AWS SDK's HTTP client.
//!
//! Owns the step from an HTTP request to an operation and from an answer to an
//! HTTP response. Opens no socket and verifies no signature. An error of the
//! engine is a response, as it is from the service; the connector itself fails
//! only if the engine's thread has died.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;

use crate::Engine;
use crate::dispatch::{Answer, Operation};
use crate::worker::Request;

/// Hands the SDK its connector. Time-outs are the SDK's own affair.
#[derive(Debug)]
pub(crate) struct EngineClient {
    connector: SharedHttpConnector,
}

impl EngineClient {
    pub(crate) fn new(engine: Engine) -> Self {
        Self {
            connector: SharedHttpConnector::new(EngineConnector {
                engine,
                requests: Arc::new(AtomicU64::new(0)),
            }),
        }
    }
}

impl HttpClient for EngineClient {
    fn http_connector(
        &self,
        _settings: &HttpConnectorSettings,
        _components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        self.connector.clone()
    }
}

#[derive(Debug)]
struct EngineConnector {
    engine: Engine,
    requests: Arc<AtomicU64>,
}

impl HttpConnector for EngineConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let engine = self.engine.clone();
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        HttpConnectorFuture::new(async move {
            let answer = match read(request) {
                Some(request) => {
                    engine.answer(request).await.map_err(|gone| ConnectorError::other(gone.into(), None))?
                }
                None => Answer::unknown_operation(),
            };
            respond(answer, number)
        })
    }
}

fn read(mut request: HttpRequest) -> Option<Request> {
    let operation = Operation::of_target(request.headers().get("x-amz-target")?)?;
    Some(Request { operation, body: request.take_body() })
}

fn respond(answer: Answer, number: u64) -> Result<HttpResponse, ConnectorError> {
    let status =
        StatusCode::try_from(answer.status).map_err(|error| ConnectorError::other(error.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(answer.body));
    let headers = response.headers_mut();
    headers.insert("content-type", "application/x-amz-json-1.0");
    headers.insert("x-amzn-requestid", format!("ENGINE{number:046}"));
    Ok(response)
}

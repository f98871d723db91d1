//! The HTTP client that carries a plan of faults out.
//!
//! Owns what each fault does to a call. Never decides which call is hit.

use aws_smithy_runtime_api::box_error::BoxError;
use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpClient,
    SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::{RuntimeComponents, RuntimeComponentsBuilder};
use aws_smithy_types::body::SdkBody;
use aws_smithy_types::byte_stream::ByteStream;
use aws_smithy_types::config_bag::ConfigBag;
use heartlink_store::retry;
use serde_json::Value;

use super::{Fault, Faults, answers};

/// Items of a page that is cut short, at most.
const MOST_OF_A_SHORT_PAGE: usize = 3;

#[derive(Debug)]
pub(super) struct FaultyClient {
    inner: SharedHttpClient,
    faults: Faults,
}

impl FaultyClient {
    pub(super) fn new(inner: SharedHttpClient, faults: Faults) -> Self {
        Self { inner, faults }
    }
}

impl HttpClient for FaultyClient {
    fn http_connector(
        &self,
        settings: &HttpConnectorSettings,
        components: &RuntimeComponents,
    ) -> SharedHttpConnector {
        SharedHttpConnector::new(FaultyConnector {
            inner: self.inner.http_connector(settings, components),
            faults: self.faults.clone(),
        })
    }

    fn validate_base_client_config(
        &self,
        components: &RuntimeComponentsBuilder,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.inner.validate_base_client_config(components, config)
    }

    fn validate_final_config(
        &self,
        components: &RuntimeComponents,
        config: &ConfigBag,
    ) -> Result<(), BoxError> {
        self.inner.validate_final_config(components, config)
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        self.inner.connector_metadata()
    }
}

#[derive(Debug, Clone)]
struct FaultyConnector {
    inner: SharedHttpConnector,
    faults: Faults,
}

impl HttpConnector for FaultyConnector {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let connector = self.clone();
        HttpConnectorFuture::new(async move { connector.carry_out(request).await })
    }
}

/// What a plan needs to know of a request.
struct SdkCall {
    operation: String,
    request: Value,
    /// A query of an index, in a form that is the same each time it is asked.
    index_query: Option<String>,
}

impl FaultyConnector {
    async fn carry_out(&self, request: HttpRequest) -> Result<HttpResponse, ConnectorError> {
        let call = SdkCall::of(&request);
        if self.faults.rejects(&call.operation, &call.request) {
            return refusal(&answers::rejected());
        }
        match self.faults.next(&call.operation, call.index_query.is_some()) {
            None => self.forward(request, &call).await,
            Some(Fault::RefusedBefore) => Err(ConnectorError::io("connection refused (injected)".into())),
            Some(Fault::AnswerLost) => {
                self.forward(request, &call).await?;
                Err(ConnectorError::timeout("the answer was lost (injected)".into()))
            }
            Some(Fault::Throttled) => {
                refusal(&answers::throttled(&self.faults, &call.operation, &call.request))
            }
            Some(Fault::TransactionConflict) => {
                refusal(&answers::conflict(&self.faults, &call.operation, &call.request))
            }
            Some(Fault::Slow(span)) => {
                retry::pause(span).await;
                self.forward(request, &call).await
            }
            Some(Fault::ShortPage) => self.forward(self.shorter(request, &call), &call).await,
            Some(Fault::StaleIndex) => {
                let earlier = call.index_query.as_deref().and_then(|query| self.faults.kept_answer(query));
                answers::response(200, earlier.unwrap_or_else(answers::empty_index))
            }
        }
    }

    /// The query for one to `MOST_OF_A_SHORT_PAGE` items, and fewer than it was for
    /// where that was more than one.
    fn shorter(&self, mut request: HttpRequest, call: &SdkCall) -> HttpRequest {
        let limit = call.request.get("Limit").and_then(Value::as_u64).unwrap_or(u64::MAX);
        let most =
            usize::try_from(limit.saturating_sub(1)).unwrap_or(usize::MAX).clamp(1, MOST_OF_A_SHORT_PAGE);
        let mut query = call.request.clone();
        query["Limit"] = (1 + self.faults.draw(most)).into();
        let body = query.to_string();
        request.headers_mut().insert("content-length", body.len().to_string());
        *request.body_mut() = SdkBody::from(body);
        request
    }

    /// Makes the call and reads its answer in passing.
    async fn forward(&self, request: HttpRequest, call: &SdkCall) -> Result<HttpResponse, ConnectorError> {
        let mut response = self.inner.call(request).await?;
        // The answer of a socket is read here, so that it is there twice.
        let body = ByteStream::new(response.take_body())
            .collect()
            .await
            .map_err(|error| ConnectorError::io(error.into()))?
            .to_vec();
        if let Some(units) = answers::consumed_units(&body) {
            self.faults.consumed(&call.operation, units);
        }
        if let Some(query) = &call.index_query
            && response.status().is_success()
            && self.faults.may_be_stale()
        {
            self.faults.keep_answer(query.clone(), &body);
        }
        *response.body_mut() = SdkBody::from(body);
        Ok(response)
    }
}

impl SdkCall {
    fn of(request: &HttpRequest) -> Self {
        let target = request.headers().get("x-amz-target").unwrap_or_default();
        let operation = target.rsplit('.').next().unwrap_or_default().to_owned();
        let request: Value =
            request.body().bytes().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
        let index_query =
            (operation == "Query" && request.get("IndexName").is_some()).then(|| canonical(&request));
        Self { operation, request, index_query }
    }
}

/// The JSON text with the members of objects in alphabetical order: the SDK
/// writes a map in another order each time.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            let members: Vec<_> =
                members.into_iter().map(|(name, member)| format!("{name:?}:{}", canonical(member))).collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(elements) => {
            format!("[{}]", elements.iter().map(canonical).collect::<Vec<_>>().join(","))
        }
        scalar => scalar.to_string(),
    }
}

fn refusal(error: &Value) -> Result<HttpResponse, ConnectorError> {
    answers::response(400, error.to_string().into_bytes())
}

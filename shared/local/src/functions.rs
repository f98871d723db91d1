//! Who handles the events: this process, or functions that run elsewhere and are
//! called as Lambda is, such as those of `cargo lambda watch`.
//!
//! Owns how an event is handed over and what counts as an answer. Never looks
//! into either.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, bail};
use aws_lambda_events::event::apigw::{ApiGatewayV2httpRequest, ApiGatewayWebsocketProxyRequest};
use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use heartlink_runtime::route::Granted;
use heartlink_runtime::trace::{Arrival, HEADER};
use heartlink_runtime::{App, HttpRoute, Problem, ScheduleRoute, SocketRoute, StreamRoute, dispatch};
use heartlink_store::context;
use heartlink_store::files::FILES;
use heartlink_store::permissions::TOKENS;
use lambda_http::request::LambdaRequest;
use lambda_http::{Body, Request, RequestExt, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::options::ServeOptions;

/// Longest wait for an answer: the function may have to be compiled first.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Where the functions are.
#[derive(Clone)]
pub(super) enum Functions {
    /// In this process.
    Here(Box<Here>),
    /// Behind an address that takes Lambda's calls.
    At(Remote),
}

impl Functions {
    /// The functions where `options` say that they are, or those of this process.
    ///
    /// # Errors
    /// There is no HTTP client to be had.
    pub(super) fn new(app: &App, options: &ServeOptions) -> anyhow::Result<Self> {
        let Some(url) = &options.functions else {
            return Ok(Self::Here(Box::new(Here { app: app.clone(), cold: options.cold_calls })));
        };
        let http = reqwest::Client::builder().timeout(PATIENCE).build()?;
        Ok(Self::At(Remote { http, url: url.trim_end_matches('/').to_owned() }))
    }

    /// The answer of an HTTP endpoint.
    pub(super) async fn http(
        &self,
        route: &'static HttpRoute,
        event: ApiGatewayV2httpRequest,
        trace: Option<&Arrival>,
    ) -> Response<Body> {
        match self {
            Self::Here(here) => {
                let request = traced(LambdaRequest::ApiGatewayV2(event), trace);
                here.run(route.function(), async |app| dispatch::http(app, route, request).await).await
            }
            Self::At(remote) => {
                let path = event.raw_path.as_deref().unwrap_or_default();
                let id = event.request_context.request_id.as_deref().unwrap_or_default();
                remote.respond(route.name, &event, trace, (path, id)).await
            }
        }
    }

    /// The answer of a WebSocket route.
    pub(super) async fn socket(
        &self,
        route: &'static SocketRoute,
        event: ApiGatewayWebsocketProxyRequest,
        trace: Option<&Arrival>,
    ) -> Response<Body> {
        match self {
            Self::Here(here) => {
                let request = traced(LambdaRequest::WebSocket(event), trace);
                here.run(route.function(), async |app| dispatch::socket(app, route, request).await).await
            }
            Self::At(remote) => {
                let id = event.request_context.request_id.as_deref().unwrap_or_default();
                remote.respond(route.name, &event, trace, (super::socket::INSTANCE, id)).await
            }
        }
    }

    /// The sequence numbers of what a stream function could not handle: all of
    /// them where it failed.
    pub(super) async fn stream(&self, route: &'static StreamRoute, event: StreamEvent) -> Vec<String> {
        let remote = match self {
            Self::Here(here) => {
                let run = async |app: &App| dispatch::stream(app, route, event, None).await;
                return here.run(route.function(), run).await;
            }
            Self::At(remote) => remote,
        };
        match remote.invoke::<BatchAnswer>(route.name, &event, None).await {
            Ok(answer) => answer.failures.into_iter().map(|failure| failure.item_identifier).collect(),
            Err(error) => {
                tracing::error!(function = route.name, error = format!("{error:#}"), "a batch failed");
                event.records.into_iter().filter_map(|record| record.change.sequence_number).collect()
            }
        }
    }

    /// Has a scheduled function run. A failure is in the log; the next run is the
    /// next attempt.
    pub(super) async fn schedule(&self, route: &'static ScheduleRoute) {
        match self {
            Self::Here(here) => {
                let run = async |app: &App| dispatch::schedule(app, route, None).await;
                let _ = here.run(route.function(), run).await;
            }
            Self::At(remote) => {
                if let Err(error) = remote.invoke::<Value>(route.name, &json!({}), None).await {
                    tracing::error!(function = route.name, error = format!("{error:#}"), "a run failed");
                }
            }
        }
    }
}

/// The functions of this process.
#[derive(Clone)]
pub(super) struct Here {
    app: App,
    cold: bool,
}

impl Here {
    /// Runs `call` with what `function` has on AWS.
    async fn run<T>(&self, function: Granted, call: impl AsyncFnOnce(&App) -> T) -> T {
        let has = |resource| function.granted().any(|permission| permission.resource == resource);
        let mut app = self.app.clone();
        app.verifier = app.verifier.filter(|_| has(TOKENS));
        app.files = app.files.filter(|_| has(FILES));
        if !self.cold {
            return call(&app).await;
        }
        app.store = app.store.cold();
        let result = call(&app).await;
        // The sandbox's next call would do it, sooner or later.
        context::call(function, app.store.tell_wallet_figures_now()).await;
        result
    }
}

/// The event as a function's runtime presents it, in the trace that it is part of.
fn traced(event: LambdaRequest, trace: Option<&Arrival>) -> Request {
    let request: Request = event.into();
    let Some(trace) = trace else { return request };
    let mut context = lambda_http::Context::default();
    context.xray_trace_id = Some(trace.header());
    request.with_lambda_context(context)
}

/// Functions that are called over HTTP.
#[derive(Clone)]
pub(super) struct Remote {
    http: reqwest::Client,
    url: String,
}

impl Remote {
    async fn respond(
        &self,
        name: &str,
        event: &impl Serialize,
        trace: Option<&Arrival>,
        (path, request_id): (&str, &str),
    ) -> Response<Body> {
        let answer = self.invoke::<Answer>(name, event, trace).await.and_then(Answer::into_response);
        answer.unwrap_or_else(|error| {
            let error = format!("{error:#}");
            tracing::error!(request_id, function = name, error, "no answer");
            dispatch::refuse(&Problem::internal(error), path, request_id)
        })
    }

    async fn invoke<T: DeserializeOwned>(
        &self,
        name: &str,
        event: &impl Serialize,
        trace: Option<&Arrival>,
    ) -> anyhow::Result<T> {
        let url = format!("{}/2015-03-31/functions/{name}/invocations", self.url);
        let mut call = self.http.post(url).json(event);
        if let Some(trace) = trace {
            call = call.header(HEADER, trace.header());
        }
        let answer = call.send().await.context("the function is not there")?;
        let failed = answer.headers().contains_key("x-amz-function-error") || !answer.status().is_success();
        let text = answer.text().await.context("the answer broke off")?;
        if failed {
            bail!("the function failed: {text}");
        }
        serde_json::from_str(&text).context("the answer is none")
    }
}

/// What a function answers to API Gateway.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Answer {
    status_code: u16,
    #[serde(default)]
    headers: HashMap<String, String>,
    body: Option<String>,
    #[serde(default)]
    is_base64_encoded: bool,
}

impl Answer {
    fn into_response(self) -> anyhow::Result<Response<Body>> {
        let body = match self.body {
            None => Body::Empty,
            Some(text) if self.is_base64_encoded => Body::Binary(STANDARD.decode(text)?),
            Some(text) => Body::Text(text),
        };
        let mut response = Response::builder().status(self.status_code);
        for (name, value) in self.headers {
            response = response.header(name, value);
        }
        Ok(response.body(body)?)
    }
}

/// What a stream function answers to its event source mapping.
#[derive(Default, Deserialize)]
struct BatchAnswer {
    #[serde(default, rename = "batchItemFailures")]
    failures: Vec<Failure>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Failure {
    item_identifier: String,
}

//! The system's side of a benchmark: calls of its handlers, as API Gateway
//! hands them over.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures::future::BoxFuture;
use heartlink_domain::ids::{ConnectionId, UserId};
use heartlink_domain::roles::{Caller, Role};
use heartlink_runtime::push::{Push, PushError};
use heartlink_runtime::{App, HttpRoute, dispatch};
use heartlink_store::Store;
use lambda_http::request::LambdaRequest;

use heartlink::terminal::Failure;
use heartlink_local::{RequestInfo, http_event};

/// Nobody is connected.
struct Nobody;

impl Push for Nobody {
    fn post(&self, _: ConnectionId, _: String) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
    fn close(&self, _: ConnectionId, _: u16) -> BoxFuture<'_, Result<(), PushError>> {
        Box::pin(async { Err(PushError::Gone) })
    }
}

/// The handlers of a system under load, called by a service.
pub(super) struct Handlers {
    app: App,
    caller: Caller,
    calls: AtomicU64,
}

impl Handlers {
    pub(super) fn new(store: Store) -> Result<Self, Failure> {
        let user: UserId = "bench".parse().map_err(Failure::failed)?;
        let caller = Caller::new(user, &[Role::Service]);
        let app = App {
            store,
            push: Arc::new(Nobody),
            verifier: None,
            files: None,
            daemon: None,
            limits: Arc::default(),
            vitals: None,
        };
        Ok(Self { app, caller, calls: AtomicU64::new(0) })
    }

    pub(super) fn store(&self) -> &Store {
        &self.app.store
    }

    /// The call of a route, ready to be handled; under a key of its own if it
    /// is `keyed`.
    pub(super) fn call(
        self: Arc<Self>,
        name: &'static str,
        parameters: &[(&str, &str)],
        body: &str,
        keyed: bool,
    ) -> BoxFuture<'static, Result<(), Failure>> {
        let request = self.request(name, parameters, body, keyed);
        Box::pin(async move {
            let (route, request) = request?;
            let answer = dispatch::http(&self.app, route, request).await;
            if answer.status().is_success() {
                return Ok(());
            }
            let text = String::from_utf8_lossy(answer.body()).into_owned();
            Err(Failure::Refused(format!("{} answered {}: {text}", route.name, answer.status())))
        })
    }

    fn request(
        &self,
        name: &str,
        parameters: &[(&str, &str)],
        body: &str,
        keyed: bool,
    ) -> Result<(&'static HttpRoute, lambda_http::Request), Failure> {
        let named = |route: &&HttpRoute| route.name == name;
        let route =
            heartlink_all::http().find(named).ok_or_else(|| Failure::Refused("no such route".to_owned()))?;
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        let fill = |path: String, (name, value): &(&str, &str)| path.replace(&format!("{{{name}}}"), value);
        let mut request = http::Request::builder()
            .method(route.method)
            .uri(parameters.iter().fold(route.path.to_owned(), fill))
            .header("content-type", "application/json");
        if keyed {
            request = request.header("idempotency-key", format!("bench-key-{number:020}"));
        }
        let (parts, ()) = request.body(()).map_err(Failure::failed)?.into_parts();
        let info = RequestInfo {
            request_id: &format!("{number:032x}"),
            now: self.app.store.now(),
            authority: "bench.local",
            caller: Some(&self.caller),
        };
        let parameters = parameters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let key = format!("{} {}", route.method, route.path);
        let parameters: HashMap<String, String> = parameters.collect();
        let event = http_event(&info, &parts, body.as_bytes(), &key, parameters);
        Ok((route, LambdaRequest::ApiGatewayV2(event).into()))
    }
}

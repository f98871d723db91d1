//! What every part of the running gateway shares.

use std::sync::Arc;

use axum::body::Body;
use axum::http::Response;
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::roles::Caller;
use heartlink_files::LocalFiles;
use heartlink_runtime::auth::Verifier;
use heartlink_runtime::trace::Arrival;
use heartlink_runtime::{App, Code, Problem, dispatch};
use heartlink_store::context;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::admission::Admission;
use super::connections::Connections;
use super::disconnects::Disconnects;
use super::events::RequestInfo;
use super::functions::Functions;
use super::options::SocketLimits;
use super::schedule::Schedules;
use crate::routes::RouteTable;

/// What every part of the running gateway shares.
pub(super) struct ServerState {
    pub(super) app: App,
    pub(super) functions: Functions,
    pub(super) verifier: Arc<Verifier>,
    pub(super) routes: RouteTable,
    pub(super) connections: Connections,
    pub(super) files: LocalFiles,
    pub(super) limits: SocketLimits,
    pub(super) admission: Admission,
    pub(super) disconnects: Disconnects,
    /// Host and port as clients know them.
    pub(super) authority: String,
    /// Calls and connections under way.
    pub(super) tasks: TaskTracker,
    /// Cancelled when the gateway begins to drain.
    pub(super) draining: CancellationToken,
    /// The schedules to run through, where the clock may be moved.
    pub(super) test_clock: Option<Arc<Schedules>>,
}

impl ServerState {
    pub(super) fn request_id(&self) -> String {
        format!("{:032x}", self.app.store.chance("request").bits128())
    }

    /// The part of the gateway in the trace of a request.
    pub(super) fn arrival(&self, header: Option<&str>) -> Option<Arrival> {
        Arrival::begin(&self.app, "gateway", header)
    }

    pub(super) fn connection_id(&self) -> ConnectionId {
        ConnectionId::generate(self.app.store.now(), &mut self.app.store.chance("connection"))
    }

    /// The authorizer: who calls, by their token.
    ///
    /// # Errors
    /// As [`Verifier::verify`].
    pub(super) async fn verify(&self, token: &str) -> Result<Caller, Problem> {
        context::call(heartlink_all::authorizer(), self.verifier.verify(token)).await
    }

    /// What the events of a request say of it.
    pub(super) fn request_info<'a>(
        &'a self,
        request_id: &'a str,
        caller: Option<&'a Caller>,
    ) -> RequestInfo<'a> {
        RequestInfo { request_id, now: self.app.store.now(), authority: &self.authority, caller }
    }
}

/// The problem document of `problem`.
pub(super) fn refuse(problem: &Problem, path: &str, request_id: &str) -> Response<Body> {
    let (code, internal) = (problem.code.as_str(), problem.internal.as_deref());
    // Who is turned away under load is told so; a line for each would add to it.
    if problem.code == Code::SystemBusy {
        tracing::debug!(request_id, code, internal, "refused by the gateway");
    } else if problem.code.status() >= 500 {
        tracing::error!(request_id, code, internal, "refused by the gateway");
    } else {
        tracing::info!(request_id, code, internal, "refused by the gateway");
    }
    answer(dispatch::refuse(problem, path, request_id))
}

/// A function's answer as the server sends it.
pub(super) fn answer(response: lambda_http::Response<lambda_http::Body>) -> Response<Body> {
    response.map(|body| match body {
        lambda_http::Body::Empty => Body::empty(),
        lambda_http::Body::Text(text) => Body::from(text),
        lambda_http::Body::Binary(bytes) => Body::from(bytes),
        // A kind that the runtime may get one day; no function of ours makes it.
        _ => Body::empty(),
    })
}

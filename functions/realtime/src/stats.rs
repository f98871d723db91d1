//! `GET /v1/connections/stats`: how many are connected.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;
use serde::Serialize;
use utoipa::ToSchema;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "realtime-stats",
    method: "GET",
    path: "/v1/connections/stats",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    permissions: &[permissions::COUNT_CONNECTIONS],
    run: |app, request| Box::pin(stats(app, request)),
};

/// The figures of connections.
#[derive(Debug, Serialize, ToSchema)]
pub struct ConnectionStats {
    /// WebSocket connections that are open and authenticated.
    connections: u64,
}

/// Count the open connections
///
/// WebSocket connections that are authenticated and open now. One that broke
/// off unnoticed counts until something is pushed to it, or two hours have passed.
#[utoipa::path(get, path = "/v1/connections/stats", tag = "realtime", operation_id = "realtime-stats",
    responses((status = 200, description = "The figures now.", body = ConnectionStats)))]
pub(crate) async fn stats(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&ConnectionStats { connections: app.store.count_connections().await? })
}

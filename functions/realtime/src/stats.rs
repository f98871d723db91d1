//! How many are connected.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

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
#[endpoint(
    GET "/v1/connections/stats",
    roles(Admin),
    answers(200 = ConnectionStats: "The figures now."),
    permissions(COUNT_CONNECTIONS)
)]
pub(crate) async fn stats(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&ConnectionStats { connections: app.store.count_connections().await? })
}

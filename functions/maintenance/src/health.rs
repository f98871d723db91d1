//! `GET /v1/health`: whether the system and its store answer.

use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;
use serde::Serialize;
use utoipa::ToSchema;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "maintenance-health",
    method: "GET",
    path: "/v1/health",
    access: Access::Public,
    counts_as_activity: false,
    permissions: &[permissions::READ_PERSON],
    run: |app, request| Box::pin(health(app, request)),
};

/// How the system is.
#[derive(Debug, Serialize, ToSchema)]
pub struct HealthView {
    /// `ok` or `degraded`.
    #[schema(example = "ok")]
    status: &'static str,
    /// Of the system.
    version: &'static str,
    /// How the store is.
    store: StoreHealth,
}

/// How the store is.
#[derive(Debug, Serialize, ToSchema)]
pub struct StoreHealth {
    /// Whether it answers.
    ok: bool,
    /// Time of one read, in milliseconds.
    latency_ms: u64,
}

/// Ask whether the system is well
///
/// Needs no token. Answers 200 also when degraded: `status` tells.
#[utoipa::path(get, path = "/v1/health", tag = "maintenance", operation_id = "maintenance-health",
    security(()), responses((status = 200, description = "How it is.", body = HealthView)))]
pub(crate) async fn health(app: App, _call: Request) -> Result<Response, Problem> {
    let (ok, latency) = app.store.probe().await;
    Response::ok(&HealthView {
        status: if ok { "ok" } else { "degraded" },
        version: env!("CARGO_PKG_VERSION"),
        store: StoreHealth { ok, latency_ms: u64::try_from(latency.as_millis()).unwrap_or(u64::MAX) },
    })
}

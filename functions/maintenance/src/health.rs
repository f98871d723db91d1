//! Whether the system and its store answer.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

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
#[endpoint(
    GET "/v1/health",
    public,
    answers(200 = HealthView: "How it is."),
    permissions(READ_PERSON)
)]
pub(crate) async fn health(app: App, _call: Request) -> Result<Response, Problem> {
    let (ok, latency) = app.store.probe().await;
    Response::ok(&HealthView {
        status: if ok { "ok" } else { "degraded" },
        version: env!("CARGO_PKG_VERSION"),
        store: StoreHealth { ok, latency_ms: u64::try_from(latency.as_millis()).unwrap_or(u64::MAX) },
    })
}

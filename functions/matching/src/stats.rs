//! `GET /v1/heart-links/stats`: the figures of matching.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::view::StatsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-stats",
    method: "GET",
    path: "/v1/heart-links/stats",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(stats(app, request)),
};

/// Read the figures of matching
///
/// Counters are written in the transactions that they count, so they agree
/// with what happened; `pending` is counted in the waiting pool.
#[utoipa::path(get, path = "/v1/heart-links/stats", tag = "matching", operation_id = "matching-stats",
    responses((status = 200, description = "The figures now.", body = StatsView)))]
pub(crate) async fn stats(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&StatsView::from(app.store.stats().await?))
}

//! `GET /v1/affinity/levels`: all levels.

use heartlink_domain::affinity::Levels;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::affinity::LEVELS;
use heartlink_store::permissions;

use crate::input::{ANYBODY, name};
use crate::view::LevelsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-levels",
    method: "GET",
    path: "/v1/affinity/levels",
    access: Access::AnyOf(ANYBODY),
    counts_as_activity: true,
    permissions: &[permissions::READ_DOCUMENTS],
    run: |app, request| Box::pin(levels(app, request)),
};

/// Look at the levels
///
/// The first is level 1. As they were at most 10 s ago.
#[utoipa::path(get, path = "/v1/affinity/levels", tag = "affinity", operation_id = "affinity-levels",
    responses((status = 200, description = "All levels.", body = LevelsView)))]
pub(crate) async fn levels(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&LevelsView::from(app.store.document::<Levels>(&name(LEVELS)?).await?))
}

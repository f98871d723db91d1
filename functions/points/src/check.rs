//! `GET /v1/points/students/{id}/check`: whether one account is consistent.

use heartlink_domain::roles::Role;
use heartlink_runtime::wire::VerificationView;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::points::CheckMode;

use crate::input::student_in_path;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-check",
    method: "GET",
    path: "/v1/points/students/{id}/check",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(check(app, request)),
};

/// Check an account
///
/// From the first transaction to the last, as the monitor does for all of them.
#[utoipa::path(get, path = "/v1/points/students/{id}/check", tag = "points", operation_id = "points-check",
    params(("id" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose: a user id, or `me`.")),
    responses((status = 200, description = "What was found.", body = VerificationView)))]
pub(crate) async fn check(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = student_in_path(&request)?;
    let found = app.store.check_points(&student_id, CheckMode::Full).await?;
    Response::ok(&VerificationView::from(found))
}

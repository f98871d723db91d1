//! `GET /v1/points/students/{id}`: what is said about a student's account.

use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::{READERS, looked_at};
use crate::view::ProfileView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-profile",
    method: "GET",
    path: "/v1/points/students/{id}",
    access: Access::AnyOf(READERS),
    counts_as_activity: true,
    run: |app, request| Box::pin(profile(app, request)),
};

/// Look at a profile
///
/// Group, plan and teachers of a student's account.
#[utoipa::path(get, path = "/v1/points/students/{id}", tag = "points", operation_id = "points-profile",
    params(("id" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose: a user id, or `me`.")),
    responses((status = 200, description = "The profile.", body = ProfileView)))]
pub(crate) async fn profile(app: App, request: Request) -> Result<Response, Problem> {
    let asked = request.parameters.get("id").map(String::as_str);
    let student_id = looked_at(&request, asked)?.allowed(&app, &request).await?;
    let read = app.store.points(&student_id, true).await?;
    Response::ok(&ProfileView::of(&read.account))
}

//! `GET /v1/points/students/{id}`: what is said about a student's account.

use heartlink_runtime::{Access, App, Call, HttpRoute, Problem, Reply};

use crate::input::{READERS, looked_at};
use crate::view::ProfileView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-profile",
    method: "GET",
    path: "/v1/points/students/{id}",
    access: Access::AnyOf(READERS),
    counts_as_activity: true,
    run: |app, call| Box::pin(profile(app, call)),
};

/// Look at a profile
///
/// Group, plan and teachers of a student's account.
#[utoipa::path(get, path = "/v1/points/students/{id}", tag = "points", operation_id = "points-profile",
    params(("id" = heartlink_domain::ids::UserId, Path, description = "Whose: a user id, or `me`.")),
    responses((status = 200, description = "The profile.", body = ProfileView)))]
pub(crate) async fn profile(app: App, call: Call) -> Result<Reply, Problem> {
    let asked = call.parameters.get("id").map(String::as_str);
    let student_id = looked_at(&call, asked)?.allowed(&app, &call).await?;
    let read = app.store.points(&student_id, true).await?;
    Reply::ok(&ProfileView::of(&read.account))
}

//! `PUT /v1/points/students/{id}`: say group, plan and teachers of an account.

use heartlink_domain::points::Profile;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::forms;
use crate::input::{student_in_path, unbounded};
use crate::view::ProfileView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-set-profile",
    method: "PUT",
    path: "/v1/points/students/{id}",
    access: Access::AnyOf(&[Role::Service, Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(set_profile(app, request)),
};

/// Set a profile
///
/// Says all of it: what is left out is none. Touches no points.
#[utoipa::path(put, path = "/v1/points/students/{id}", tag = "points", operation_id = "points-set-profile",
    params(("id" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose: a user id, or `me`."), ("Idempotency-Key" = String, Header)),
    request_body = forms::Profile,
    responses((status = 200, description = "The profile.", body = ProfileView)))]
pub(crate) async fn set_profile(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = student_in_path(&request)?;
    let profile: Profile = request.body()?;
    let order = unbounded(&request)?;
    let set = app.store.set_points_profile(&student_id, &profile, &order).await?;
    let set = set.map(|version| ProfileView::new(student_id, profile, version));
    Ok(Response::ok(&set.value)?.replayed(&set))
}

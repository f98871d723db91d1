//! `PUT /v1/points/students/{id}`: say group, plan and teachers of an account.

use heartlink_domain::points::Profile;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, Call, HttpRoute, Problem, Reply};

use crate::input::{student_in_path, unbounded};
use crate::view::ProfileView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-set-profile",
    method: "PUT",
    path: "/v1/points/students/{id}",
    access: Access::AnyOf(&[Role::Service, Role::Admin]),
    counts_as_activity: false,
    run: |app, call| Box::pin(set_profile(app, call)),
};

/// Set a profile
///
/// Says all of it: what is left out is none. Touches no points.
#[utoipa::path(put, path = "/v1/points/students/{id}", tag = "points", operation_id = "points-set-profile",
    params(("id" = heartlink_domain::ids::UserId, Path, description = "Whose: a user id, or `me`."), ("Idempotency-Key" = String, Header)),
    request_body = Profile,
    responses((status = 200, description = "The profile.", body = ProfileView)))]
pub(crate) async fn set_profile(app: App, call: Call) -> Result<Reply, Problem> {
    let student_id = student_in_path(&call)?;
    let profile: Profile = call.body()?;
    let order = unbounded(&call)?;
    let set = app.store.set_points_profile(&student_id, &profile, &order).await?;
    let set = set.map(|version| ProfileView::new(student_id, profile, version));
    Ok(Reply::ok(&set.value)?.replayed(&set))
}

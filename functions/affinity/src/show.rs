//! `GET /v1/affinity/{device_id}`: how attached a user and a device are.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::{UserQuery, whose};
use crate::view::AffinityView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-show",
    method: "GET",
    path: "/v1/affinity/{device_id}",
    access: Access::AnyOf(&[Role::User, Role::Service, Role::Admin]),
    counts_as_activity: true,
    run: |app, request| Box::pin(show(app, request)),
};

/// Look at a value
///
/// With its level, the way to the next, and what was used up of today's caps.
#[utoipa::path(get, path = "/v1/affinity/{device_id}", tag = "affinity", operation_id = "affinity-show",
    params(("device_id" = heartlink_runtime::wire::DeviceIdForm, Path, description = "The device."), UserQuery),
    responses(
        (status = 200, description = "The value and its level.", body = AffinityView),
        (status = 404, description = "binding_not_found")))]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let device = request.parameter("device_id")?;
    let UserQuery { user_id } = request.query()?;
    let user = whose(&request, user_id, &[Role::Service, Role::Admin], "?user_id")?;
    Response::ok(&AffinityView::from(app.store.affinity(&user, &device).await?))
}

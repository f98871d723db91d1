//! `DELETE /v1/devices/{id}`: unbind a device.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::order;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-unbind",
    method: "DELETE",
    path: "/v1/devices/{id}",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(unbind(app, request)),
};

/// Unbind a device
///
/// Its value and log are kept, and change no more until it is bound again.
#[utoipa::path(delete, path = "/v1/devices/{id}", tag = "affinity", operation_id = "affinity-unbind",
    params(("id" = heartlink_runtime::wire::DeviceIdForm, Path, description = "The device."), ("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 204, description = "It is not bound any more."),
        (status = 404, description = "binding_not_found")))]
pub(crate) async fn unbind(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let device = request.parameter("id")?;
    let unbound = app.store.unbind_device(request.me()?, &device, &order(&request)?).await?;
    Ok(Response::no_content().replayed(&unbound))
}

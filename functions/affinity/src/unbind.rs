//! `DELETE /v1/devices/{id}`: unbind a device.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, Call, HttpRoute, Problem, Reply};

use crate::input::order;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-unbind",
    method: "DELETE",
    path: "/v1/devices/{id}",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, call| Box::pin(unbind(app, call)),
};

/// Unbind a device
///
/// Its value and log are kept, and change no more until it is bound again.
#[utoipa::path(delete, path = "/v1/devices/{id}", tag = "affinity", operation_id = "affinity-unbind",
    params(("id" = heartlink_domain::ids::DeviceId, Path, description = "The device."), ("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 204, description = "It is not bound any more."),
        (status = 404, description = "binding_not_found")))]
pub(crate) async fn unbind(app: App, call: Call) -> Result<Reply, Problem> {
    call.no_body()?;
    let device = call.parameter("id")?;
    let unbound = app.store.unbind_device(call.me()?, &device, &order(&call)?).await?;
    Ok(Reply::no_content().replayed(&unbound))
}

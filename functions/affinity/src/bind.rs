//! `POST /v1/devices`: bind a device.

use heartlink_domain::ids::DeviceId;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::devices::DeviceView;
use crate::input::order;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-bind",
    method: "POST",
    path: "/v1/devices",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(bind(app, request)),
};

/// Which device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviceBody {
    /// Its id.
    device_id: DeviceId,
    /// What its user calls it; the name it has if absent.
    #[schema(min_length = 1, max_length = 100)]
    name: Option<String>,
}

/// Bind a device
///
/// One that is bound already may be renamed by this. One that was bound before
/// goes on with the value it had. A device may be bound to several users, each
/// with a value of their own.
#[utoipa::path(post, path = "/v1/devices", tag = "affinity", operation_id = "affinity-bind",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = DeviceBody,
    responses(
        (status = 201, description = "It is bound now.", body = DeviceView),
        (status = 200, description = "It was bound already.", body = DeviceView),
        (status = 409, description = "too_many_devices")))]
pub(crate) async fn bind(app: App, request: Request) -> Result<Response, Problem> {
    let DeviceBody { device_id, name } = request.body()?;
    let bound = app.store.bind_device(request.me()?, &device_id, name.as_deref(), &order(&request)?).await?;
    let view = DeviceView::of(device_id, &bound.value.device);
    let reply = if bound.value.fresh { Response::created(&view)? } else { Response::ok(&view)? };
    Ok(reply.replayed(&bound))
}

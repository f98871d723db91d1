//! Bind a device.

use heartlink_domain::ids::DeviceId;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::devices::DeviceView;
use crate::input::order;

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
#[endpoint(
    POST "/v1/devices",
    roles(User),
    limit(Bind),
    activity,
    key(optional),
    body(DeviceBody),
    answers(201 = DeviceView: "It is bound now.", 200 = DeviceView: "It was bound already."),
    errors(TooManyDevices, Suspended),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNTS, READ_DOCUMENTS, CHECK_PERSON)
)]
pub(crate) async fn bind(app: App, request: Request) -> Result<Response, Problem> {
    let DeviceBody { device_id, name } = request.body()?;
    let bound = app.store.bind_device(request.me()?, &device_id, name.as_deref(), &order(&request)?).await?;
    let view = DeviceView::of(device_id, &bound.value.device);
    let reply = if bound.value.fresh { Response::created(&view)? } else { Response::ok(&view)? };
    Ok(reply.replayed(&bound))
}

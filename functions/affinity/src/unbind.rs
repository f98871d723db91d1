//! Unbind a device.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::order;

/// Unbind a device
///
/// Its value and log are kept, and change no more until it is bound again.
#[endpoint(
    DELETE "/v1/devices/{id}",
    roles(User),
    activity,
    path(id: heartlink_runtime::wire::DeviceIdForm, "The device."),
    key(optional),
    answers(204: "It is not bound any more."),
    errors(BindingNotFound),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNTS)
)]
pub(crate) async fn unbind(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let device = request.parameter("id")?;
    let unbound = app.store.unbind_device(request.me()?, &device, &order(&request)?).await?;
    Ok(Response::no_content().replayed(&unbound))
}

//! How attached a user and a device are.

use heartlink_domain::roles::Role;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{UserQuery, whose};
use crate::view::AffinityView;

/// Look at a value
///
/// With its level, the way to the next, and what was used up of today's caps.
#[endpoint(
    GET "/v1/affinity/{device_id}",
    roles(User, Service, Admin),
    activity,
    path(device_id: heartlink_runtime::wire::DeviceIdForm, "The device."),
    query(UserQuery),
    answers(200 = AffinityView: "The value and its level."),
    errors(BindingNotFound),
    permissions(READ_ACCOUNT, READ_DOCUMENTS)
)]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let device = request.parameter("device_id")?;
    let UserQuery { user_id } = request.query()?;
    let user = whose(&request, user_id, &[Role::Service, Role::Admin], "?user_id")?;
    Response::ok(&AffinityView::from(app.store.affinity(&user, &device).await?))
}

//! Say group, plan and teachers of an account.

use heartlink_domain::points::Profile;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::forms;
use crate::input::unbounded;
use crate::view::ProfileView;

/// Set a profile
///
/// Says all of it: what is left out is none. Touches no points.
#[endpoint(
    PUT "/v1/points/students/{id}",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::UserIdForm, "Whose: a user id, or `me`."),
    key(required),
    body(forms::Profile),
    answers(200 = ProfileView: "The profile."),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, READ_DOCUMENTS)
)]
pub(crate) async fn set_profile(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = request.person("id")?;
    let profile: Profile = request.body()?;
    let order = unbounded(&request)?;
    let set = app.store.set_points_profile(&student_id, &profile, &order).await?;
    let set = set.map(|version| ProfileView::new(student_id, profile, version));
    Ok(Response::ok(&set.value)?.replayed(&set))
}

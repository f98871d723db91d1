//! What is said about a student's account.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::looked_at;
use crate::view::ProfileView;

/// Look at a profile
///
/// Group, plan and teachers of a student's account.
#[endpoint(
    GET "/v1/points/students/{id}",
    roles(User, Teacher, Service, Admin),
    activity,
    path(id: heartlink_runtime::wire::UserIdForm, "Whose: a user id, or `me`."),
    answers(200 = ProfileView: "The profile."),
    permissions(READ_ACCOUNT)
)]
pub(crate) async fn profile(app: App, request: Request) -> Result<Response, Problem> {
    let asked = request.parameters.get("id").map(String::as_str);
    let student_id = looked_at(&request, asked)?.allowed(&app, &request).await?;
    let read = app.store.points(&student_id, true).await?;
    Response::ok(&ProfileView::of(&read.account))
}

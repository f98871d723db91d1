//! Whether one account is consistent.

use heartlink_runtime::wire::VerificationView;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::points::VerificationMode;

/// Check an account
///
/// From the first transaction to the last, as the monitor does for all of them.
#[endpoint(
    GET "/v1/points/students/{id}/check",
    roles(Admin),
    path(id: heartlink_runtime::wire::UserIdForm, "Whose: a user id, or `me`."),
    answers(200 = VerificationView: "What was found."),
    permissions(VERIFY_LEDGER)
)]
pub(crate) async fn check(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = request.person("id")?;
    let found = app.store.verify_points(&student_id, VerificationMode::Full).await?;
    Response::ok(&VerificationView::from(found))
}

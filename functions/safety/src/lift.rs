//! Undo what was done about somebody.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

/// Lift a sanction
///
/// The person may do again what they might before; the trail keeps who lifted it.
/// Nothing changes where there is none.
#[endpoint(
    DELETE "/v1/people/{user}/sanction",
    roles(Moderator, Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose."),
    answers(204: "There is none."),
    permissions(CHANGE_PERSON, RECORD_SANCTION)
)]
pub(crate) async fn lift(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    app.store.lift_sanction(&request.person("user")?, request.me()?).await?;
    Ok(Response::no_content())
}

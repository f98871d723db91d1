//! Take a block back.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

/// Take a block back
///
/// Unblocking somebody who is not blocked changes nothing. A block by the
/// other person stands.
#[endpoint(
    DELETE "/v1/blocks/{user_id}",
    roles(User),
    activity,
    path(user_id: heartlink_runtime::wire::UserIdForm, "The blocked person."),
    answers(204: "Not blocked."),
    permissions(READ_PEOPLE)
)]
pub(crate) async fn unblock(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let other = request.person("user_id")?;
    if other == *request.me()? {
        return Err(Problem::parameter("user_id", "must be somebody else"));
    }
    app.store.unblock(request.me()?, &other).await?;
    Ok(Response::no_content())
}

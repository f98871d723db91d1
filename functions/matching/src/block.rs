//! Never be paired with somebody again.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

/// Block somebody
///
/// The two are never paired again, and a room that they share ends; the other
/// person is told only that it has ended. Nor does either send money to the other. Blocking twice changes nothing.
#[endpoint(
    PUT "/v1/blocks/{user_id}",
    roles(User),
    limit(Block),
    activity,
    path(user_id: heartlink_runtime::wire::UserIdForm, "The person to block."),
    answers(204: "Blocked."),
    permissions(COUNTED_CHANGE, READ_PEOPLE)
)]
pub(crate) async fn block(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let other = request.person("user_id")?;
    if other == *request.me()? {
        return Err(Problem::parameter("user_id", "must be somebody else"));
    }
    app.store.block(request.me()?, &other).await?;
    Ok(Response::no_content())
}

//! `PUT /v1/blocks/{user_id}`: never be paired with somebody again.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-block",
    method: "PUT",
    path: "/v1/blocks/{user_id}",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(block(app, request)),
};

/// Block somebody
///
/// The two are never paired again, and a room that they share ends; the other
/// person is told only that the caller left. Blocking twice changes nothing.
#[utoipa::path(put, path = "/v1/blocks/{user_id}", tag = "matching", operation_id = "matching-block",
    params(("user_id" = heartlink_runtime::wire::UserIdForm, Path, description = "The person to block.")),
    responses((status = 204, description = "Blocked.")))]
pub(crate) async fn block(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let other: UserId = request.parameter("user_id")?;
    if other == *request.me()? {
        return Err(Problem::parameter("user_id", "must be somebody else"));
    }
    app.store.block(request.me()?, &other).await?;
    Ok(Response::no_content())
}

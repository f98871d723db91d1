//! `DELETE /v1/blocks/{user_id}`: take a block back.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-unblock",
    method: "DELETE",
    path: "/v1/blocks/{user_id}",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(unblock(app, request)),
};

/// Take a block back
///
/// Unblocking somebody who is not blocked changes nothing. A block by the
/// other person stands.
#[utoipa::path(delete, path = "/v1/blocks/{user_id}", tag = "matching", operation_id = "matching-unblock",
    params(("user_id" = heartlink_runtime::wire::UserIdForm, Path, description = "The blocked person.")),
    responses((status = 204, description = "Not blocked.")))]
pub(crate) async fn unblock(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let other: UserId = request.parameter("user_id")?;
    if other == *request.me()? {
        return Err(Problem::parameter("user_id", "must be somebody else"));
    }
    app.store.unblock(request.me()?, &other).await?;
    Ok(Response::no_content())
}

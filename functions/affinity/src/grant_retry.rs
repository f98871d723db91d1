//! `POST /v1/affinity/grants/{id}/retry`: pay level rewards that failed.

use heartlink_domain::affinity::GrantId;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::view::GrantView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-grant-retry",
    method: "POST",
    path: "/v1/affinity/grants/{id}/retry",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(grant_retry(app, request)),
};

/// Pay what failed
///
/// What was paid before stays paid once: sent again, this pays nothing twice.
/// It is tried by schedule as well, ever less often.
#[utoipa::path(post, path = "/v1/affinity/grants/{id}/retry", tag = "affinity", operation_id = "affinity-grant-retry",
    params(("id" = crate::forms::GrantId, Path, description = "The grant.")),
    responses(
        (status = 200, description = "The grant as it is now.", body = GrantView),
        (status = 404, description = "grant_not_found")))]
pub(crate) async fn grant_retry(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let id: GrantId = request.parameter("id")?;
    Response::ok(&GrantView::from(app.store.retry_grant(&id).await?))
}

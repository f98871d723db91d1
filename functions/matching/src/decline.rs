//! `POST /v1/heart-links/current/decline`: decline the proposed match.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;

use crate::view::HeartLinkView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-decline",
    method: "POST",
    path: "/v1/heart-links/current/decline",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    permissions: &[permissions::IDEMPOTENCY, permissions::COUNTED_CHANGE, permissions::READ_RELATIONS],
    run: |app, request| Box::pin(decline(app, request)),
};

/// Decline the proposed match
///
/// The caller's request is cancelled; the other person waits on in the old
/// place in the line and does not learn who declined.
#[utoipa::path(post, path = "/v1/heart-links/current/decline", tag = "matching",
    operation_id = "matching-decline",
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 200, description = "Declined: the request is `cancelled`.", body = HeartLinkView),
        (status = 409, description = "no_proposal")))]
pub(crate) async fn decline(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let link = app.store.decline(request.me()?, request.idempotency()?.as_ref()).await?;
    let outcome = link.map(HeartLinkView::from);
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

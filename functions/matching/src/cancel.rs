//! `POST /v1/heart-links/current/cancel`: withdraw the waiting request.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;

use crate::view::HeartLinkView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-cancel",
    method: "POST",
    path: "/v1/heart-links/current/cancel",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    permissions: &[permissions::IDEMPOTENCY, permissions::COUNTED_CHANGE, permissions::READ_RELATIONS],
    run: |app, request| Box::pin(cancel(app, request)),
};

/// Withdraw the waiting request
///
/// A cancellation that races a match has exactly one winner: it answers 200
/// and nobody is paired, or `already_matched` with the room. A proposed match
/// is declined with it.
#[utoipa::path(post, path = "/v1/heart-links/current/cancel", tag = "matching",
    operation_id = "matching-cancel",
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 200, description = "The request, now `cancelled`.", body = HeartLinkView),
        (status = 404, description = "no_request"),
        (status = 409, description = "already_matched, no_proposal")))]
pub(crate) async fn cancel(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let link = app.store.cancel(request.me()?, request.idempotency()?.as_ref()).await?;
    let outcome = link.map(HeartLinkView::from);
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

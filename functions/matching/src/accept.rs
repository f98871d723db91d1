//! `POST /v1/heart-links/current/accept`: accept the proposed match.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;

use crate::view::HeartLinkView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-accept",
    method: "POST",
    path: "/v1/heart-links/current/accept",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    permissions: &[permissions::IDEMPOTENCY, permissions::COUNTED_CHANGE, permissions::READ_RELATIONS],
    run: |app, request| Box::pin(accept(app, request)),
};

/// Accept the proposed match
///
/// Only where the queue asks for acceptance (`HEARTLINK_MATCHING_ACCEPTANCE`).
/// The room opens when both have accepted within the lease; accepting twice
/// is no mistake.
#[utoipa::path(post, path = "/v1/heart-links/current/accept", tag = "matching",
    operation_id = "matching-accept",
    params(("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 200, description = "Accepted: matched if the other had accepted before.",
            body = HeartLinkView),
        (status = 409, description = "no_proposal")))]
pub(crate) async fn accept(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let link = app.store.accept(request.me()?, request.idempotency()?.as_ref()).await?;
    let outcome = link.map(HeartLinkView::from);
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

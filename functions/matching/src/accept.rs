//! Accept the proposed match.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::view::HeartLinkView;

/// Accept the proposed match
///
/// Only where the queue asks for acceptance (`HEARTLINK_MATCHING_ACCEPTANCE`).
/// The room opens when both have accepted within the lease; accepting twice
/// is no mistake: once the room is open, the answer tells it.
#[endpoint(
    POST "/v1/heart-links/current/accept",
    roles(User),
    activity,
    key(optional),
    answers(200 = HeartLinkView: "Accepted: matched if the other had accepted before."),
    errors(NoProposal),
    permissions(IDEMPOTENCY, COUNTED_CHANGE, READ_RELATIONS)
)]
pub(crate) async fn accept(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let link = app.store.accept(request.me()?, request.idempotency()?.as_ref()).await?;
    let outcome = link.map(HeartLinkView::from);
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

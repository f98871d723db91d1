//! Decline the proposed match.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::view::HeartLinkView;

/// Decline the proposed match
///
/// The caller's request is cancelled; the other person waits on in the old
/// place in the line and does not learn who declined. Once the match is made, it
/// is too late: `already_matched` tells the room.
#[endpoint(
    POST "/v1/heart-links/current/decline",
    roles(User),
    activity,
    key(optional),
    answers(200 = HeartLinkView: "Declined: the request is `cancelled`."),
    errors(NoProposal, AlreadyMatched),
    permissions(IDEMPOTENCY, COUNTED_CHANGE, READ_RELATIONS)
)]
pub(crate) async fn decline(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let link = app.store.decline(request.me()?, request.idempotency()?.as_ref()).await?;
    let outcome = link.map(HeartLinkView::from);
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

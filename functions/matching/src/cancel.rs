//! Withdraw the waiting request.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::view::HeartLinkView;

/// Withdraw the waiting request
///
/// A cancellation that races a match has exactly one winner: it answers 200
/// and nobody is paired, or `already_matched` with the room. A proposed match
/// is declined with it.
#[endpoint(
    POST "/v1/heart-links/current/cancel",
    roles(User),
    activity,
    key(optional),
    answers(200 = HeartLinkView: "The request, now `cancelled`."),
    errors(NoRequest, AlreadyMatched, NoProposal),
    permissions(IDEMPOTENCY, COUNTED_CHANGE, READ_RELATIONS)
)]
pub(crate) async fn cancel(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let link = app.store.cancel(request.me()?, request.idempotency()?.as_ref()).await?;
    let outcome = link.map(HeartLinkView::from);
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

//! How the caller's request stands.

use heartlink_runtime::{App, Code, Problem, Request, Response, endpoint};

use crate::view::CurrentView;

/// See how the request stands
///
/// The request, how long it has waited, how long it may still take (from the
/// median of recent matches), and once matched the room, the partner and the
/// score. No need to poll: the same news come as events.
// The call records its activity itself, with what it reads.
#[endpoint(
    GET "/v1/heart-links/current",
    roles(User),
    answers(200 = CurrentView: "The live request, or the match with the open room."),
    errors(NoRequest),
    permissions(CHANGE_PERSON, COUNTED_CHANGE, READ_PEOPLE)
)]
pub(crate) async fn current(app: App, request: Request) -> Result<Response, Problem> {
    match app.store.current(request.me()?).await? {
        Some(current) => Response::ok(&CurrentView::from(current)),
        None => Err(Problem::new(Code::NoRequest, "Ask for a heart link first.")),
    }
}

//! `GET /v1/heart-links/current`: how the caller's request stands.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, Code, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;

use crate::view::CurrentView;

/// The endpoint. The call records its activity itself, with what it reads.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-current",
    method: "GET",
    path: "/v1/heart-links/current",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: false,
    permissions: &[permissions::CHANGE_PERSON, permissions::COUNTED_CHANGE, permissions::READ_PEOPLE],
    run: |app, request| Box::pin(current(app, request)),
};

/// See how the request stands
///
/// The request, how long it has waited, how long it may still take (from the
/// median of recent matches), and once matched the room, the partner and the
/// score. No need to poll: the same news come as events.
#[utoipa::path(get, path = "/v1/heart-links/current", tag = "matching", operation_id = "matching-current",
    responses(
        (status = 200, description = "The live request, or the match with the open room.", body = CurrentView),
        (status = 404, description = "no_request")))]
pub(crate) async fn current(app: App, request: Request) -> Result<Response, Problem> {
    match app.store.current(request.me()?).await? {
        Some(current) => Response::ok(&CurrentView::from(current)),
        None => Err(Problem::new(Code::NoRequest, "Ask for a heart link first.")),
    }
}

//! `POST /v1/rooms/{id}/leave`: end the room for both.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::show::RoomView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "rooms-leave",
    method: "POST",
    path: "/v1/rooms/{id}/leave",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(leave(app, request)),
};

/// Leave the room
///
/// Ends it for both; the other is told with the event `room_ended`. Both may
/// ask for a new heart link at once. Leaving again changes nothing.
#[utoipa::path(post, path = "/v1/rooms/{id}/leave", tag = "rooms", operation_id = "rooms-leave",
    params(("id" = heartlink_runtime::wire::RoomIdForm, Path, description = "The room."),
        ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, description = "The room, ended.", body = RoomView)))]
pub(crate) async fn leave(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let id = request.parameter("id")?;
    let left = app.store.leave_room(&id, request.me()?, request.idempotency()?.as_ref()).await?;
    let outcome = left.map(|room| RoomView::of(room, Vec::new()));
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

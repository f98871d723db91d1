//! End the room for both.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::show::RoomView;

/// Leave the room
///
/// Ends it for both; the other is told with the event `room_ended`. Both may
/// ask for a new heart link at once. Leaving again changes nothing.
#[endpoint(
    POST "/v1/rooms/{id}/leave",
    roles(User),
    activity,
    path(id: heartlink_runtime::wire::RoomIdForm, "The room."),
    key(optional),
    answers(200 = RoomView: "The room, ended."),
    permissions(IDEMPOTENCY, COUNTED_CHANGE, READ_PEOPLE)
)]
pub(crate) async fn leave(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let id = request.parameter("id")?;
    let me = request.me()?;
    let left = app.store.leave_room(&id, me, request.idempotency()?.as_ref()).await?;
    let outcome = left.map(|room| RoomView::of(room, me, Vec::new()));
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

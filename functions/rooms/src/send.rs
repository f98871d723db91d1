//! Say something.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::messages::MessageView;

/// What to say.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SendBody {
    /// 1 to 2,000 characters, not only blanks.
    #[schema(min_length = 1, max_length = 2000, example = "Hello!")]
    text: String,
}

/// Say something
///
/// The message takes the room's next number, without gaps, and reaches both
/// members as the event `room_message`. With an `Idempotency-Key` a call sent
/// again after a lost answer says it once.
#[endpoint(
    POST "/v1/rooms/{id}/messages",
    roles(User),
    limit(Send),
    activity,
    path(id: heartlink_runtime::wire::RoomIdForm, "The room."),
    key(optional),
    body(SendBody),
    answers(201 = MessageView: "The message as stored."),
    errors(RoomEnded, Muted, Suspended),
    permissions(IDEMPOTENCY)
)]
pub(crate) async fn send(app: App, request: Request) -> Result<Response, Problem> {
    let SendBody { text } = request.body()?;
    let id = request.parameter("id")?;
    let key = request.idempotency()?;
    let sent = app.store.send_message(&id, request.me()?, text, None, key.as_ref()).await?;
    let outcome = sent.map(MessageView::from);
    Ok(Response::created(&outcome.value)?.replayed(&outcome))
}

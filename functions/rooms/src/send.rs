//! `POST /v1/rooms/{id}/messages`: say something.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::messages::MessageView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "rooms-send",
    method: "POST",
    path: "/v1/rooms/{id}/messages",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(send(app, request)),
};

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
#[utoipa::path(post, path = "/v1/rooms/{id}/messages", tag = "rooms", operation_id = "rooms-send",
    params(("id" = heartlink_runtime::wire::RoomIdForm, Path, description = "The room."),
        ("Idempotency-Key" = Option<String>, Header)),
    request_body = SendBody,
    responses(
        (status = 201, description = "The message as stored.", body = MessageView),
        (status = 409, description = "room_ended")))]
pub(crate) async fn send(app: App, request: Request) -> Result<Response, Problem> {
    let SendBody { text } = request.body()?;
    let id = request.parameter("id")?;
    let key = request.idempotency()?;
    let sent = app.store.send_message(&id, request.me()?, text, None, key.as_ref()).await?;
    let outcome = sent.map(MessageView::from);
    Ok(Response::created(&outcome.value)?.replayed(&outcome))
}

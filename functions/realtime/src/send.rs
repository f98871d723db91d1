//! `send`: a chat message over the connection.

use heartlink_domain::ids::RoomId;
use heartlink_domain::limits::Limit;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, Problem, SocketCall, SocketRoute};
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::permissions;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::message::{owner, read};

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-send",
    key: "send",
    access: Access::AnyOf(&[Role::User]),
    limit: Some(Limit::Send),
    permissions: &[permissions::IDEMPOTENCY, permissions::CHANGE_PERSON, permissions::READ_CONNECTION],
    run: |app, request| Box::pin(send(app, request)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SendMessage {
    #[serde(rename = "action")]
    _action: String,
    room_id: RoomId,
    text: String,
    client_id: Option<String>,
}

/// The `client_id` serves as idempotency key: a message sent again after a
/// lost answer is not said twice.
async fn send(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    let SendMessage { room_id, text, client_id, .. } = read(&request)?;
    let user = owner(&request)?;
    app.store.touch(&user).await?;
    let operation = format!("realtime-send {room_id}");
    let key = client_id
        .as_deref()
        .map(|client_id| IdempotencyKey::new(user.as_str(), &operation, client_id, text.as_bytes()));
    let sent = app.store.send_message(&room_id, &user, text, client_id.clone(), key.as_ref()).await?;
    Ok(Some(json!({
        "type": "ack",
        "client_id": client_id,
        "room_id": room_id,
        "seq": sent.value.seq,
        "sent_at": sent.value.sent_at,
    })))
}

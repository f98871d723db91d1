//! `typing`: tell the partner, live only; nothing is stored.

use heartlink_domain::ids::RoomId;
use heartlink_domain::rooms::{RoomRefusal, RoomStatus};
use heartlink_edge::{App, Problem, SocketCall, SocketRoute};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::deliver::push_to;
use crate::message::{owner, read};

/// The route.
pub const ROUTE: SocketRoute =
    SocketRoute { name: "realtime-typing", key: "typing", run: |app, call| Box::pin(typing(app, call)) };

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypingMessage {
    #[serde(rename = "action")]
    _action: String,
    room_id: RoomId,
}

async fn typing(app: App, call: SocketCall) -> Result<Option<Value>, Problem> {
    let TypingMessage { room_id, .. } = read(&call)?;
    let user = owner(&app, &call).await?;
    let room = app.store.room_for(&room_id, &user).await?;
    if room.status != RoomStatus::Active {
        return Err(RoomRefusal::Ended.into());
    }
    let event = json!({
        "type": "typing",
        "at": app.store.now(),
        "data": { "room_id": room_id, "user_id": user },
    });
    if let Some(partner) = room.partner_of(&user) {
        push_to(&app, partner, &event.to_string()).await?;
    }
    Ok(None)
}

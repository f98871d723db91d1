//! `typing`: tell the partner, live only; nothing is stored but that the writer is
//! there.

use heartlink_domain::events::EventData;
use heartlink_domain::ids::RoomId;
use heartlink_domain::limits::Limit;
use heartlink_domain::roles::Role;
use heartlink_domain::rooms::{RoomRefusal, RoomStatus};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_runtime::{Access, App, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::deliver::push_to;
use crate::message::{owner, read};

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-typing",
    key: "typing",
    access: Access::AnyOf(&[Role::User]),
    limit: Some(Limit::Typing),
    permissions: &[permissions::CHANGE_PERSON, permissions::PUSH],
    run: |app, request| Box::pin(typing(app, request)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TypingMessage {
    #[serde(rename = "action")]
    _action: String,
    room_id: RoomId,
}

/// An event that is pushed and never stored, and so has no number: `typing`.
#[derive(Debug, Serialize, ToSchema)]
pub struct LiveEvent {
    /// When.
    at: Timestamp,
    #[serde(flatten)]
    #[schema(value_type = crate::forms::EventData)]
    said: EventData,
}

async fn typing(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    let TypingMessage { room_id, .. } = read(&request)?;
    let user = owner(&request)?;
    // Who types is there.
    app.store.touch(&user).await?;
    let room = app.store.room_for(&room_id, &user).await?;
    if room.status != RoomStatus::Active {
        return Err(RoomRefusal::Ended.into());
    }
    if let Some(partner) = room.partner_of(&user) {
        let said = EventData::typing(room_id, user.clone());
        let event = LiveEvent { at: app.store.now(), said };
        let event = serde_json::to_string(&event).map_err(Problem::internal)?;
        push_to(&app, partner, &event).await?;
    }
    Ok(None)
}

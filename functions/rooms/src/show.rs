//! A room as one of its members sees it.

use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::rooms::{EndReason, Room, RoomStatus};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::matching::people::Presence;
use serde::Serialize;
use utoipa::ToSchema;

/// A room.
#[derive(Debug, Serialize, ToSchema)]
pub struct RoomView {
    /// Its id; sorts by the time of the match.
    id: RoomId,
    /// Both members.
    members: [UserId; 2],
    /// Its state.
    status: RoomStatus,
    /// When the two were matched.
    created_at: Timestamp,
    /// When it ended; `null` while it is open.
    #[schema(required)]
    ended_at: Option<Timestamp>,
    /// Why it ended; who was blocked is told `ended`.
    #[schema(required)]
    end_reason: Option<EndReason>,
    /// Who is there, while the room is open.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    presence: Vec<PresenceView>,
}

impl RoomView {
    pub(crate) fn of(room: Room, me: &UserId, presence: Vec<Presence>) -> Self {
        let end_reason = room.end_reason_told(me);
        Self {
            id: room.id,
            members: room.members,
            status: room.status,
            created_at: room.created_at,
            ended_at: room.ended_at,
            end_reason,
            presence: presence.into_iter().map(Into::into).collect(),
        }
    }
}

/// Look at a room
///
/// Only its two members can; a room of others is answered like one that does
/// not exist. While the room is open it tells who is there.
#[endpoint(
    GET "/v1/rooms/{id}",
    roles(User),
    activity,
    path(id: heartlink_runtime::wire::RoomIdForm, "The room."),
    answers(200 = RoomView: "The room."),
    permissions(READ_PEOPLE)
)]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let room = app.store.room_for(&request.parameter("id")?, request.me()?).await?;
    let presence = match room.status {
        RoomStatus::Active => app.store.presence([&room.members[0], &room.members[1]]).await?.to_vec(),
        _ => Vec::new(),
    };
    Response::ok(&RoomView::of(room, request.me()?, presence))
}

heartlink_runtime::wire! {
    /// Whether somebody is there.
    #[schema(as = Presence)]
    pub struct PresenceView from Presence {
        user_id: UserId, "Who.";
        active: bool, "Whether they count as active.";
        last_active_at: Option<Timestamp>, "When they did something last.";
    }
}

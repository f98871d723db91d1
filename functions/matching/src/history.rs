//! Whom the caller met.

use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::matching::Score;
use heartlink_domain::rooms::{EndReason, Room};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::List;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::FeedbackView;
/// A match of the caller.
#[derive(Debug, Serialize, ToSchema)]
pub struct MatchView {
    /// The other person.
    partner: UserId,
    /// Where the two met.
    room_id: RoomId,
    /// When.
    matched_at: Timestamp,
    /// When the room ended; `null` while it is open.
    #[schema(required)]
    ended_at: Option<Timestamp>,
    /// Why it ended; who was blocked is told `ended`.
    #[schema(required)]
    end_reason: Option<EndReason>,
    /// Why the two were matched.
    score: Score,
    /// What the caller said of it.
    #[schema(required)]
    feedback: Option<FeedbackView>,
}

impl MatchView {
    fn of(mut room: Room, me: &UserId) -> Option<Self> {
        Some(Self {
            partner: room.partner_of(me)?.clone(),
            matched_at: room.created_at,
            ended_at: room.ended_at,
            end_reason: room.end_reason_told(me),
            feedback: room.feedback.remove(me).map(Into::into),
            score: room.score,
            room_id: room.id,
        })
    }
}

/// List the people met
///
/// Every match of the caller, with the score and its parts ("why were we
/// matched?"), how the room ended, and what the caller said of it.
#[endpoint(
    GET "/v1/heart-links/history",
    roles(User),
    activity,
    query(heartlink_runtime::page::PageQuery),
    answers(200 = List<MatchView>: "A page of matches."),
    permissions(READ_PEOPLE, ROOMS_OF_PERSON)
)]
pub(crate) async fn history(app: App, request: Request) -> Result<Response, Problem> {
    let me = request.me()?;
    let page = request.page()?;
    let after: Option<RoomId> = page.cursor_as()?;
    let rooms = app.store.rooms_of(me, page.limit, page.newest_first, after.as_ref()).await?;
    let matches = rooms.into_iter().filter_map(|room| MatchView::of(room, me)).collect();
    Response::ok(&List::new(matches, &page, |found: &MatchView| found.room_id.to_string()))
}

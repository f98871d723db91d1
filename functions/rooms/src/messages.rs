//! What was said, by cursor.

use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::rooms::Message;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::List;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

/// A message.
#[derive(Debug, Serialize, ToSchema)]
pub struct MessageView {
    /// 1, 2, 3 … without gaps.
    pub seq: u64,
    /// Who wrote it.
    pub sender: UserId,
    /// What.
    pub text: String,
    /// When it was accepted.
    pub sent_at: Timestamp,
}

impl From<Message> for MessageView {
    fn from(message: Message) -> Self {
        Self { seq: message.seq, sender: message.sender, text: message.text, sent_at: message.sent_at }
    }
}

/// Read the messages
///
/// In order of `seq`, newest first unless `order=asc`; also after the room has
/// ended.
#[endpoint(
    GET "/v1/rooms/{id}/messages",
    roles(User),
    activity,
    path(id: heartlink_runtime::wire::RoomIdForm, "The room."),
    query(heartlink_runtime::page::PageQuery),
    answers(200 = List<MessageView>: "A page of messages."),
    permissions(READ_RELATIONS)
)]
pub(crate) async fn messages(app: App, request: Request) -> Result<Response, Problem> {
    let id: RoomId = request.parameter("id")?;
    let page = request.page()?;
    app.store.room_for(&id, request.me()?).await?;
    let found = app.store.messages(&id, page.limit, page.newest_first, page.cursor.as_deref()).await?;
    let items = found.into_iter().map(MessageView::from).collect();
    Response::ok(&List::new(items, &page, |message: &MessageView| message.seq.to_string()))
}

//! `GET /v1/rooms/{id}/messages`: what was said, by cursor.

use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::roles::Role;
use heartlink_domain::rooms::Message;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::List;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Serialize;
use utoipa::ToSchema;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "rooms-messages",
    method: "GET",
    path: "/v1/rooms/{id}/messages",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(messages(app, request)),
};

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
#[utoipa::path(get, path = "/v1/rooms/{id}/messages", tag = "rooms", operation_id = "rooms-messages",
    params(("id" = heartlink_runtime::wire::RoomIdForm, Path, description = "The room."), heartlink_runtime::page::PageQuery),
    responses((status = 200, description = "A page of messages.", body = List<MessageView>)))]
pub(crate) async fn messages(app: App, request: Request) -> Result<Response, Problem> {
    let id: RoomId = request.parameter("id")?;
    let page = request.page()?;
    app.store.room_for(&id, request.me()?).await?;
    let found = app.store.messages(&id, page.limit, page.newest_first, page.cursor.as_deref()).await?;
    let items = found.into_iter().map(MessageView::from).collect();
    Response::ok(&List::new(items, &page, |message: &MessageView| message.seq.to_string()))
}

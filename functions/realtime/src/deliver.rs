//! Delivery of one message to all connections of a person.

use heartlink_domain::ids::UserId;
use heartlink_runtime::dispatch::socket_error;
use heartlink_runtime::push::PushError;
use heartlink_runtime::{App, Problem};
use heartlink_store::error::StoreError;
use heartlink_store::realtime::feed::FeedItem;

use crate::events::EventView;

/// A feed item as it goes over the wire.
pub(crate) fn frame(item: &FeedItem) -> String {
    serde_json::to_string(&EventView::from(item.clone())).unwrap_or_default()
}

/// Posts `message` to every connection of `user`, and to one whose token has ended
/// that it needs another. A connection that is gone is forgotten; a post that fails
/// is logged, since the feed holds what it said.
///
/// # Errors
/// The store's, while looking up or forgetting connections.
pub(crate) async fn push_to(app: &App, user: &UserId, message: &str) -> Result<(), StoreError> {
    let now = app.store.now();
    for connection in app.store.connections_of(user).await? {
        let id = connection.connection_id.clone();
        let message = match connection.into_caller().holds_at(now) {
            true => message.to_owned(),
            false => socket_error(&Problem::token_expired(), "").to_string(),
        };
        match app.post(&id, message).await {
            Ok(()) => {}
            Err(PushError::Gone) => app.store.close_connection(&id).await?,
            Err(error) => tracing::warn!(%error, "a push failed"),
        }
    }
    Ok(())
}

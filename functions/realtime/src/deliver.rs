//! Delivery of one message to all connections of a person.

use heartlink_domain::ids::UserId;
use heartlink_runtime::App;
use heartlink_runtime::push::PushError;
use heartlink_store::error::StoreError;
use heartlink_store::realtime::feed::FeedItem;

use crate::events::EventView;

/// A feed item as it goes over the wire.
pub(crate) fn frame(item: &FeedItem) -> String {
    serde_json::to_string(&EventView::from(item.clone())).unwrap_or_default()
}

/// Posts `message` to every connection of `user`. A connection that is gone is
/// forgotten, and one whose token has ended is closed; a post that fails is logged,
/// since the feed holds what it said.
///
/// # Errors
/// The store's, while looking up or forgetting connections.
pub(crate) async fn push_to(app: &App, user: &UserId, message: &str) -> Result<(), StoreError> {
    let now = app.store.now();
    for connection in app.store.connections_of(user).await? {
        if !connection.holds_at(now) {
            if let Err(error) = app.close(&connection.connection_id).await {
                tracing::warn!(%error, "a connection whose token has ended did not close");
            }
            app.store.close_connection(&connection.connection_id).await?;
            continue;
        }
        match app.post(&connection.connection_id, message.to_owned()).await {
            Ok(()) => {}
            Err(PushError::Gone) => app.store.close_connection(&connection.connection_id).await?,
            Err(error) => tracing::warn!(%error, "a push failed"),
        }
    }
    Ok(())
}

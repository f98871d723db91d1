//! `$disconnect`: a connection closed. Best effort: a post to one that is gone
//! deletes its record as well, and nobody is paired whom nothing was heard of.

use heartlink_runtime::{Access, App, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde_json::Value;

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-disconnect",
    key: "$disconnect",
    access: Access::Public,
    limit: None,
    permissions: &[
        permissions::CLOSE_CONNECTION,
        permissions::CONNECTIONS_OF_PERSON,
        permissions::CHANGE_PERSON,
    ],
    run: |app, request| Box::pin(disconnect(app, request)),
};

async fn disconnect(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    app.store.disconnected(&request.connection).await?;
    Ok(None)
}

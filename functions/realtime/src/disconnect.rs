//! `$disconnect`: a connection closed. Best effort: a post to one that is gone
//! deletes its record as well.

use heartlink_runtime::{App, Problem, SocketCall, SocketRoute};
use serde_json::Value;

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-disconnect",
    key: "$disconnect",
    run: |app, call| Box::pin(disconnect(app, call)),
};

async fn disconnect(app: App, call: SocketCall) -> Result<Option<Value>, Problem> {
    app.store.close_connection(&call.connection).await?;
    Ok(None)
}

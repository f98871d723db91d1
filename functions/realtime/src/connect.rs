//! `$connect`: a client opens a connection.

use heartlink_runtime::{App, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde_json::Value;

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-connect",
    key: "$connect",
    permissions: &[permissions::CHANGE_PERSON, permissions::PUSH, permissions::OPEN_CONNECTION],
    run: |app, request| Box::pin(connect(app, request)),
};

/// Without a token the connection is nobody's until its `auth` message.
async fn connect(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    if let Some(caller) = &request.caller {
        open(&app, &request, &caller.user).await?;
    }
    Ok(None)
}

/// Records the connection, and closes the oldest where it is one too many.
pub(crate) async fn open(
    app: &App,
    request: &SocketCall,
    user: &heartlink_domain::ids::UserId,
) -> Result<(), Problem> {
    for surplus in app.store.open_connection(&request.connection, user).await? {
        if let Err(error) = app.close(&surplus.connection_id).await {
            tracing::warn!(%error, "a surplus connection did not close");
        }
        app.store.close_connection(&surplus.connection_id).await?;
    }
    if let Err(error) = app.store.touch(user).await {
        tracing::warn!(%error, "activity not recorded");
    }
    Ok(())
}

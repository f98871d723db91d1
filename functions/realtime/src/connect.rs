//! `$connect`: a client opens a connection.

use heartlink_domain::limits::Limit;
use heartlink_domain::roles::Caller;
use heartlink_runtime::{Access, App, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde_json::Value;

use crate::message::ANYBODY;
use crate::turned_away::{TurnedAway, turned_away};

/// The close code of a connection that has served its purpose.
const NORMAL: u16 = 1000;

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-connect",
    key: "$connect",
    access: Access::Public,
    limit: None,
    permissions: &[permissions::CHANGE_PERSON, permissions::PUSH, permissions::OPEN_CONNECTION],
    run: |app, request| Box::pin(connect(app, request)),
};

/// Without a token the connection is nobody's until its `auth` message.
async fn connect(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    if let Some(caller) = &request.caller {
        open(&app, &request, caller).await?;
    }
    Ok(None)
}

/// Records the connection, and closes the oldest where it is one too many. Who has
/// no role may do nothing on it, and has none.
pub(crate) async fn open(app: &App, request: &SocketCall, caller: &Caller) -> Result<(), Problem> {
    Access::AnyOf(ANYBODY).check(Some(caller))?;
    app.count(caller, Limit::Connect)?;
    for surplus in app.store.open_connection(&request.connection, caller).await? {
        if let Err(error) = app.close(&surplus.connection_id, NORMAL).await {
            tracing::warn!(%error, "a surplus connection did not close");
        }
        app.store.close_connection(&surplus.connection_id).await?;
    }
    // After it was recorded: whoever is turned away from now on is closed by their change.
    let person = app.store.person(&caller.user).await?;
    if let Some(TurnedAway { problem, .. }) = turned_away(&person, caller, app.store.now()) {
        app.store.close_connection(&request.connection).await?;
        return Err(problem);
    }
    if let Err(error) = app.store.touch(&caller.user).await {
        tracing::warn!(%error, "activity not recorded");
    }
    Ok(())
}

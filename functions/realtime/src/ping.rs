//! `ping`: the heartbeat. It keeps the connection open and its owner active.

use heartlink_runtime::{Access, App, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::message::{ANYBODY, owner, read};

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-ping",
    key: "ping",
    access: Access::AnyOf(ANYBODY),
    limit: None,
    permissions: &[permissions::CHANGE_PERSON, permissions::READ_CONNECTION],
    run: |app, request| Box::pin(ping(app, request)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PingMessage {
    #[serde(rename = "action")]
    _action: String,
}

async fn ping(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    let PingMessage { .. } = read(&request)?;
    app.store.touch(&owner(&request)?).await?;
    Ok(Some(json!({ "type": "pong" })))
}

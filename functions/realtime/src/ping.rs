//! `ping`: the heartbeat. It keeps the connection open and its owner active.

use heartlink_runtime::{App, Problem, SocketCall, SocketRoute};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::message::{owner, read};

/// The route.
pub const ROUTE: SocketRoute =
    SocketRoute { name: "realtime-ping", key: "ping", run: |app, call| Box::pin(ping(app, call)) };

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PingMessage {
    #[serde(rename = "action")]
    _action: String,
}

async fn ping(app: App, call: SocketCall) -> Result<Option<Value>, Problem> {
    let PingMessage { .. } = read(&call)?;
    app.store.touch(&owner(&app, &call).await?).await?;
    Ok(Some(json!({ "type": "pong" })))
}

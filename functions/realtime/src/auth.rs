//! `auth`: a connection that came without a token says whose it is.

use heartlink_runtime::{Access, App, Code, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::connect::open;
use crate::message::read;

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-auth",
    key: "auth",
    access: Access::Public,
    limit: None,
    permissions: &[
        permissions::CHANGE_PERSON,
        permissions::PUSH,
        permissions::OPEN_CONNECTION,
        permissions::VERIFY_TOKENS,
    ],
    run: |app, request| Box::pin(auth(app, request)),
};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AuthMessage {
    #[serde(rename = "action")]
    _action: String,
    token: String,
}

async fn auth(app: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    let AuthMessage { token, .. } = read(&request)?;
    let caller = app.verifier()?.verify(&token).await?;
    let owner = match &request.caller {
        Some(known) => Some(known.user.clone()),
        None => app.store.connection(&request.connection).await?.map(|known| known.user_id),
    };
    if owner.is_some_and(|owner| owner != caller.user) {
        return Err(Problem::new(Code::Forbidden, "The connection is somebody else's."));
    }
    open(&app, &request, &caller).await?;
    Ok(Some(json!({ "type": "ack", "action": "auth", "user_id": caller.user })))
}

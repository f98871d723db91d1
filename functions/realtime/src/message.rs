//! What a client's WebSocket message is read with: its owner and its fields.

use heartlink_domain::ids::UserId;
use heartlink_runtime::{App, Code, Problem, SocketCall};
use serde::de::DeserializeOwned;

/// Whose connection it is: known from `$connect`, or from the `auth` message.
pub(crate) async fn owner(app: &App, request: &SocketCall) -> Result<UserId, Problem> {
    if let Some(caller) = &request.caller {
        return Ok(caller.user.clone());
    }
    let owner = app.store.connection_owner(&request.connection).await?;
    owner.ok_or_else(|| {
        Problem::new(Code::Unauthorized, "Authenticate first: {\"action\": \"auth\", \"token\": …}.")
    })
}

/// The message's fields, unknown ones refused by the type.
pub(crate) fn read<T: DeserializeOwned>(request: &SocketCall) -> Result<T, Problem> {
    heartlink_runtime::request::from_json(request.body.as_bytes(), None)
}

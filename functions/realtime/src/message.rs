//! What a client's WebSocket message is read with: its owner and its fields.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Problem, SocketCall};
use serde::de::DeserializeOwned;

/// Whoever has a feed.
pub(crate) const ANYBODY: &[Role] = &[Role::User, Role::Service, Role::Teacher, Role::Moderator, Role::Admin];

/// Whose connection it is.
pub(crate) fn owner(request: &SocketCall) -> Result<UserId, Problem> {
    let caller = request.caller.as_ref().map(|caller| caller.user.clone());
    caller.ok_or_else(|| Problem::internal("a message of nobody was let in"))
}

/// The message's fields, unknown ones refused by the type.
pub(crate) fn read<T: DeserializeOwned>(request: &SocketCall) -> Result<T, Problem> {
    heartlink_runtime::request::from_json(request.body.as_bytes(), None)
}

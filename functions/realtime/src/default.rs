//! `$default`: a message whose `action` is none of ours.

use heartlink_domain::problem::FieldProblem;
use heartlink_runtime::{Access, App, Problem, SocketCall, SocketRoute};
use heartlink_store::permissions;
use serde_json::Value;

use crate::message::{ANYBODY, read};

/// The route.
pub const ROUTE: SocketRoute = SocketRoute {
    name: "realtime-default",
    key: "$default",
    access: Access::AnyOf(ANYBODY),
    limit: None,
    permissions: &[permissions::READ_CONNECTION],
    run: |app, request| Box::pin(default(app, request)),
};

async fn default(_: App, request: SocketCall) -> Result<Option<Value>, Problem> {
    read::<serde_json::Map<String, Value>>(&request)?;
    Err(Problem::invalid(vec![FieldProblem {
        pointer: "/action".to_owned(),
        detail: "must be one of auth, ping, resume, send, typing".to_owned(),
    }]))
}

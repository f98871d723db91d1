//! `$default`: a message whose `action` is none of ours.

use heartlink_domain::problem::FieldProblem;
use heartlink_runtime::{App, Problem, SocketCall, SocketRoute};
use serde_json::Value;

use crate::message::{owner, read};

/// The route.
pub const ROUTE: SocketRoute =
    SocketRoute { name: "realtime-default", key: "$default", run: |app, call| Box::pin(default(app, call)) };

async fn default(app: App, call: SocketCall) -> Result<Option<Value>, Problem> {
    owner(&app, &call).await?;
    read::<serde_json::Map<String, Value>>(&call)?;
    Err(Problem::invalid(vec![FieldProblem {
        pointer: "/action".to_owned(),
        detail: "must be one of auth, ping, resume, send, typing".to_owned(),
    }]))
}

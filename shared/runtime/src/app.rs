//! What every handler works with.

use std::sync::Arc;

use heartlink_domain::ids::ConnectionId;
use heartlink_store::Store;
use heartlink_store::files::Files;
use heartlink_store::trace::{Called, Outcome, called};

use crate::Problem;
use crate::auth::Verifier;
use crate::limits::Limits;
use crate::push::{Push, PushError};
use crate::trace::Daemon;
use crate::vitals::Vitals;

/// What posts and closes are called in traces.
const POST: Called = Called { service: "ApiGatewayManagementApi", operation: "PostToConnection" };
const CLOSE: Called = Called { operation: "DeleteConnection", ..POST };

/// The store, and the way to reach connected clients. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The store.
    pub store: Store,
    /// Posts to WebSocket connections.
    pub push: Arc<dyn Push>,
    /// Checks tokens, where the process is configured to.
    pub verifier: Option<Arc<Verifier>>,
    /// Uploaded files, where the function works on some.
    pub files: Option<Arc<dyn Files>>,
    /// Who is told of traces, where anybody is.
    pub daemon: Option<Arc<Daemon>>,
    /// How often each person called lately.
    pub limits: Arc<Limits>,
    /// The machine that everything runs on, where one does.
    pub vitals: Option<Arc<dyn Vitals>>,
}

impl App {
    /// Sends `message` to `connection`.
    ///
    /// # Errors
    /// It did not arrive.
    pub async fn post(&self, connection: &ConnectionId, message: String) -> Result<(), PushError> {
        called(POST, Vec::new, self.push.post(connection.clone(), message), outcome).await
    }

    /// Closes `connection`, with a close code where there is a way to tell it.
    ///
    /// # Errors
    /// It did not close.
    pub async fn close(&self, connection: &ConnectionId, code: u16) -> Result<(), PushError> {
        called(CLOSE, Vec::new, self.push.close(connection.clone(), code), outcome).await
    }

    /// The check of tokens.
    ///
    /// # Errors
    /// An internal problem where the process has no JWT configuration.
    pub fn verifier(&self) -> Result<&Verifier, Problem> {
        self.verifier.as_deref().ok_or_else(|| Problem::internal("no JWT configuration in this process"))
    }

    /// The store of files.
    ///
    /// # Errors
    /// An internal problem where the process has none.
    pub fn files(&self) -> Result<&dyn Files, Problem> {
        self.files.as_deref().ok_or_else(|| Problem::internal("no store of files in this process"))
    }
}

/// How a post ended, as a trace shows it.
fn outcome(error: &PushError) -> Outcome {
    match error {
        PushError::Gone => Outcome::Refused,
        PushError::Failed(_) => Outcome::Failed,
    }
}

//! What an endpoint declares about itself. The gateway, the Lambda entry
//! points and the contract tests all read these declarations; there is no
//! other list of routes.

use std::time::Duration;

use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use futures::future::BoxFuture;
use heartlink_domain::ids::ConnectionId;
use heartlink_domain::limits::Limit;
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::settings::Settings;
pub use heartlink_store::context::Function as Granted;
use heartlink_store::permissions::Footprint;
use heartlink_store::tables::Table;
use serde_json::Value;

use crate::stream::StreamFilter;
use crate::{App, Code, Problem, Request, Response};

/// Who may call. Whatever is not listed is denied.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, without a token.
    Public,
    /// A caller with at least one of these roles.
    AnyOf(&'static [Role]),
}

impl Access {
    /// The one access check, on every door. Whatever is not allowed is refused.
    ///
    /// # Errors
    /// `unauthorized` without a caller, `forbidden` for one without the role.
    pub fn check(self, caller: Option<&Caller>) -> Result<(), Problem> {
        match (self, caller) {
            (Self::Public, _) => Ok(()),
            (Self::AnyOf(_), None) => Err(Problem::new(Code::Unauthorized, "Send a valid bearer token.")),
            (Self::AnyOf(roles), Some(caller)) if roles.iter().any(|role| caller.is(*role)) => Ok(()),
            (Self::AnyOf(_), Some(_)) => Err(Problem::forbidden()),
        }
    }
}

/// What an endpoint does with an `Idempotency-Key`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Key {
    /// It has no use for one.
    None,
    /// It takes one.
    Optional,
    /// It does nothing without one.
    Required,
}

/// Answer of an HTTP endpoint, later.
pub type HttpFuture = BoxFuture<'static, Result<Response, Problem>>;

/// An HTTP endpoint.
#[derive(Clone, Copy)]
pub struct HttpRoute {
    /// Name of its function and binary: `<domain>-<verb>`.
    pub name: &'static str,
    /// HTTP method.
    pub method: &'static str,
    /// Path below the stage, parameters in braces.
    pub path: &'static str,
    /// Who may call.
    pub access: Access,
    /// Whether the call counts as an activity of its user.
    pub counts_as_activity: bool,
    /// What a person's calls count as, where they are limited.
    pub limit: Option<Limit>,
    /// What it does with an `Idempotency-Key`.
    pub key: Key,
    /// Whether it has parameters in its query; where not, any is refused.
    pub takes_query: bool,
    /// Refusals of its own, beside those that all share.
    pub errors: &'static [Code],
    /// What it may do on AWS: what it comes to on any of its branches.
    pub permissions: &'static [Footprint],
    /// The endpoint.
    pub run: fn(App, Request) -> HttpFuture,
}

/// A message or life-cycle event of a WebSocket connection.
#[derive(Debug, Clone)]
pub struct SocketCall {
    /// Which connection.
    pub connection: ConnectionId,
    /// Whose it is; on a public route only where the authorizer said so.
    pub caller: Option<Caller>,
    /// The message; empty for `$connect` and `$disconnect`.
    pub body: String,
    /// Id of the request, for logs and problems.
    pub request_id: String,
}

/// Response to a WebSocket message (sent back on the same connection), later.
pub type SocketFuture = BoxFuture<'static, Result<Option<Value>, Problem>>;

/// A WebSocket route.
#[derive(Clone, Copy)]
pub struct SocketRoute {
    /// Name of its function and binary.
    pub name: &'static str,
    /// `$connect`, `$disconnect`, `$default` or an action.
    pub key: &'static str,
    /// Who may send it: whoever the token, or the `auth` message, said it is.
    pub access: Access,
    /// What a person's messages count as, where they are limited.
    pub limit: Option<Limit>,
    /// What it may do on AWS: what it comes to on any of its branches.
    pub permissions: &'static [Footprint],
    /// The endpoint.
    pub run: fn(App, SocketCall) -> SocketFuture,
}

/// Sequence numbers of the records of a batch that must be delivered again.
pub type StreamFuture = BoxFuture<'static, Vec<String>>;

/// A function fed by the stream of a table.
#[derive(Clone, Copy)]
pub struct StreamRoute {
    /// Name of its function and binary.
    pub name: &'static str,
    /// Whose stream.
    pub table: Table,
    /// Most records in one batch.
    pub batch: u32,
    /// Which records concern it (the event source mapping's filter).
    pub filter: StreamFilter,
    /// What it may do on AWS: what it comes to on any of its branches.
    pub permissions: &'static [Footprint],
    /// The function. Returns the sequence numbers that failed.
    pub run: fn(App, StreamEvent) -> StreamFuture,
}

/// A function run by a schedule.
#[derive(Clone, Copy)]
pub struct ScheduleRoute {
    /// Name of its function and binary.
    pub name: &'static str,
    /// How often.
    pub every: fn(&Settings) -> Duration,
    /// What it may do on AWS: what it comes to on any of its branches.
    pub permissions: &'static [Footprint],
    /// The function. Returns a report for the log.
    pub run: fn(App) -> BoxFuture<'static, Result<Value, Problem>>,
}

impl HttpRoute {
    /// The function, with what it is granted.
    pub const fn function(&self) -> Granted {
        Granted { name: self.name, permissions: self.permissions, records_activity: self.counts_as_activity }
    }
}

impl SocketRoute {
    /// The function, with what it is granted.
    pub const fn function(&self) -> Granted {
        Granted { name: self.name, permissions: self.permissions, records_activity: false }
    }
}

impl StreamRoute {
    /// The function, with what it is granted.
    pub const fn function(&self) -> Granted {
        Granted { name: self.name, permissions: self.permissions, records_activity: false }
    }
}

impl ScheduleRoute {
    /// The function, with what it is granted.
    pub const fn function(&self) -> Granted {
        Granted { name: self.name, permissions: self.permissions, records_activity: false }
    }
}

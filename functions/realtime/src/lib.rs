//! Feeds, WebSocket connections and pushes.
//!
//! Owns one endpoint a file. Nothing is pushed from inside a request: pushes
//! are the work of `fanout`, fed by the stream; `typing` alone is live only.

pub mod auth;
pub mod connect;
pub mod default;
pub mod deliver;
pub mod disconnect;
pub mod events;
pub mod fanout;
mod figures;
pub mod forms;
pub mod jobs;
pub mod ledger;
pub mod message;
pub mod ping;
pub mod resume;
pub mod send;
pub mod stats;
pub mod typing;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[events::ROUTE, stats::ROUTE];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[
    connect::ROUTE,
    disconnect::ROUTE,
    default::ROUTE,
    auth::ROUTE,
    ping::ROUTE,
    resume::ROUTE,
    send::ROUTE,
    typing::ROUTE,
];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[fanout::ROUTE, ledger::ROUTE, jobs::ROUTE];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths(events::events, stats::stats), components(schemas(typing::LiveEvent)))]
pub struct Api;

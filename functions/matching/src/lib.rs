//! Heart link over HTTP, and the stream function that pairs those who wait.
//!
//! Owns one endpoint a file; the rules are in `heartlink_domain::matching`.

pub mod accept;
pub mod activity;
pub mod ask;
pub mod block;
pub mod cancel;
pub mod current;
pub mod decline;
pub mod forms;
pub mod history;
pub mod pair;
pub mod stats;
pub mod unblock;
pub mod view;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[
    ask::ROUTE,
    current::ROUTE,
    cancel::ROUTE,
    accept::ROUTE,
    decline::ROUTE,
    history::ROUTE,
    stats::ROUTE,
    activity::ROUTE,
    block::ROUTE,
    unblock::ROUTE,
];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[pair::ROUTE];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    ask::ask,
    current::current,
    cancel::cancel,
    accept::accept,
    decline::decline,
    history::history,
    stats::stats,
    activity::activity,
    block::block,
    unblock::unblock
))]
pub struct Api;

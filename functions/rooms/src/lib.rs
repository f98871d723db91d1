//! Chat rooms over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::rooms`.

pub mod feedback;
pub mod leave;
pub mod messages;
pub mod send;
pub mod show;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[show::ROUTE, messages::ROUTE, send::ROUTE, leave::ROUTE, feedback::ROUTE];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths(show::show, messages::messages, send::send, leave::leave, feedback::feedback))]
pub struct Api;

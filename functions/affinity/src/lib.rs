//! Affinity over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::affinity`.

use heartlink_edge::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths())]
pub struct Api;

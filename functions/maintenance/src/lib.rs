//! What keeps the system tidy and tells how it is: cleanup, schedules, health.

pub mod cleanup;
pub mod health;
pub mod sweep;
pub mod tick;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[health::ROUTE, cleanup::ROUTE];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[tick::ROUTE, sweep::ROUTE];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths(health::health, cleanup::cleanup))]
pub struct Api;

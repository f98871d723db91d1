//! Jobs over HTTP, and the function that works on them. Owns one endpoint a
//! file; the rules are in `heartlink_domain::jobs`.

pub mod cancel;
pub mod create;
pub mod failures;
mod input;
pub mod list;
pub mod retry;
pub mod show;
pub mod slice;
pub mod start;
pub mod upload;
pub mod work;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[
    create::ROUTE,
    list::ROUTE,
    show::ROUTE,
    slice::ROUTE,
    upload::ROUTE,
    start::ROUTE,
    cancel::ROUTE,
    retry::ROUTE,
    failures::ROUTE,
];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[work::ROUTE];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    create::create,
    list::list,
    show::show,
    slice::slice,
    upload::upload,
    start::start,
    cancel::cancel,
    retry::retry,
    failures::failures
))]
pub struct Api;

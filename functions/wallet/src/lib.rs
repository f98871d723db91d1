//! Wallets over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::wallet`.

pub mod audit;
pub mod batch;
pub mod capture;
pub mod credit;
pub mod currencies;
pub mod entries;
pub mod hold;
pub mod holds;
mod input;
pub mod lease;
pub mod lock;
pub mod reverse;
pub mod rewards;
pub mod show;
pub mod stats;
pub mod status;
pub mod transfer;
pub mod unlock;
pub mod verify;
pub mod view;
pub mod void;
pub mod withdraw;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[
    stats::ROUTE,
    show::ROUTE,
    currencies::ROUTE,
    credit::ROUTE,
    withdraw::ROUTE,
    transfer::ROUTE,
    hold::ROUTE,
    holds::ROUTE,
    capture::ROUTE,
    void::ROUTE,
    reverse::ROUTE,
    entries::ROUTE,
    verify::ROUTE,
    audit::ROUTE,
    batch::ROUTE,
    rewards::ROUTE,
    status::ROUTE,
    lease::ROUTE,
    lock::ROUTE,
    unlock::ROUTE,
];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    stats::stats,
    show::show,
    currencies::currencies,
    credit::credit,
    withdraw::withdraw,
    transfer::transfer,
    hold::hold,
    holds::holds,
    capture::capture,
    void::void,
    reverse::reverse,
    entries::entries,
    verify::verify,
    audit::audit,
    batch::batch,
    rewards::rewards,
    status::status,
    lease::lease,
    lock::lock,
    unlock::unlock
))]
pub struct Api;

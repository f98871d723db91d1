//! Points over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::points`.

pub mod audit;
pub mod batch;
pub mod change;
pub mod check;
pub mod delete_plan;
pub mod delete_rule;
mod documents;
pub mod event;
pub mod expire;
pub mod fix;
pub mod forms;
pub mod history;
pub mod import;
mod input;
pub mod leaderboard;
pub mod monitor;
pub mod plan;
pub mod plans;
pub mod profile;
pub mod repair;
pub mod reverse;
pub mod rule;
pub mod rules;
pub mod set_plan;
pub mod set_profile;
pub mod set_rule;
pub mod show;
mod table;
pub mod transactions;
pub mod view;
pub mod watch;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[
    show::ROUTE,
    change::ROUTE,
    batch::ROUTE,
    transactions::ROUTE,
    event::ROUTE,
    leaderboard::ROUTE,
    monitor::ROUTE,
    repair::ROUTE,
    check::ROUTE,
    fix::ROUTE,
    reverse::ROUTE,
    profile::ROUTE,
    set_profile::ROUTE,
    audit::ROUTE,
    import::ROUTE,
    rules::ROUTE,
    rule::ROUTE,
    set_rule::ROUTE,
    delete_rule::ROUTE,
    plans::ROUTE,
    plan::ROUTE,
    set_plan::ROUTE,
    delete_plan::ROUTE,
    history::ROUTE,
];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[expire::ROUTE, watch::ROUTE];

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(paths(
    show::show,
    change::change,
    batch::batch,
    transactions::transactions,
    event::event,
    leaderboard::leaderboard,
    monitor::monitor,
    repair::repair,
    check::check,
    fix::fix,
    reverse::reverse,
    profile::profile,
    set_profile::set_profile,
    audit::audit,
    import::import,
    rules::rules,
    rule::rule,
    set_rule::set_rule,
    delete_rule::delete_rule,
    plans::plans,
    plan::plan,
    set_plan::set_plan,
    delete_plan::delete_plan,
    history::history
))]
pub struct Api;

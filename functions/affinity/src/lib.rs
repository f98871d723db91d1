//! Affinity over HTTP. Owns one endpoint a file; the rules are in
//! `heartlink_domain::affinity`.

pub mod adjust;
pub mod adjust_batch;
pub mod apply;
pub mod bind;
pub mod decay;
pub mod devices;
pub mod forms;
pub mod grant_retry;
pub mod grants;
pub mod history;
pub mod idle;
mod input;
pub mod levels;
pub mod levels_put;
pub mod log;
pub mod rule;
pub mod rule_delete;
pub mod rule_put;
pub mod rules;
pub mod settings;
pub mod settings_put;
pub mod show;
pub mod unbind;
pub mod unpaid;
pub mod view;

use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// HTTP endpoints of this domain.
pub const HTTP: &[HttpRoute] = &[
    bind::ROUTE,
    unbind::ROUTE,
    devices::ROUTE,
    show::ROUTE,
    apply::ROUTE,
    adjust::ROUTE,
    adjust_batch::ROUTE,
    log::ROUTE,
    rules::ROUTE,
    rule::ROUTE,
    rule_put::ROUTE,
    rule_delete::ROUTE,
    levels::ROUTE,
    levels_put::ROUTE,
    settings::ROUTE,
    settings_put::ROUTE,
    history::ROUTE,
    grants::ROUTE,
    grant_retry::ROUTE,
    decay::ROUTE,
];
/// WebSocket routes of this domain.
pub const SOCKETS: &[SocketRoute] = &[];
/// Stream functions of this domain.
pub const STREAMS: &[StreamRoute] = &[];
/// Scheduled functions of this domain.
pub const SCHEDULES: &[ScheduleRoute] = &[idle::ROUTE, unpaid::ROUTE];

/// The documents that admins edit.
const SENT_BACK: heartlink_runtime::edit::SentBack = heartlink_runtime::edit::SentBack(&[
    ("Rule", Some("rule_key")),
    ("Levels", Some(forms::REMOVED)),
    ("AffinitySettings", None),
]);

/// The HTTP endpoints as OpenAPI describes them; the gateway makes one document
/// of all domains.
#[derive(utoipa::OpenApi)]
#[openapi(
    paths(
        bind::bind,
        unbind::unbind,
        devices::devices,
        show::show,
        apply::apply,
        adjust::adjust,
        adjust_batch::adjust_batch,
        log::log,
        rules::rules,
        rule::rule,
        rule_put::rule_put,
        rule_delete::rule_delete,
        levels::levels,
        levels_put::levels_put,
        settings::settings,
        settings_put::settings_put,
        history::history,
        grants::grants,
        grant_retry::grant_retry,
        decay::decay
    ),
    components(schemas(forms::GrantId)),
    modifiers(&SENT_BACK)
)]
pub struct Api;

//! Every function of the system, gathered from the crates of the domains.
//!
//! There is no list of endpoints here: the crates declare their own.

use std::iter;

use heartlink_runtime::functions::Functions;
use heartlink_runtime::lambda::Function;
use heartlink_runtime::route::Granted;
use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};
use heartlink_store::permissions;

/// The function that no route names: it says who calls.
pub const AUTHORIZER: &str = "realtime-authorizer";

/// The functions of each domain.
static DOMAINS: [Functions; 9] = [
    heartlink_matching::FUNCTIONS,
    heartlink_rooms::FUNCTIONS,
    heartlink_realtime::FUNCTIONS,
    heartlink_maintenance::FUNCTIONS,
    heartlink_wallet::FUNCTIONS,
    heartlink_jobs::FUNCTIONS,
    heartlink_points::FUNCTIONS,
    heartlink_affinity::FUNCTIONS,
    heartlink_safety::FUNCTIONS,
];

/// All HTTP endpoints.
pub fn http() -> impl Iterator<Item = &'static HttpRoute> {
    DOMAINS.iter().flat_map(|domain| domain.http)
}

/// All WebSocket routes.
pub fn sockets() -> impl Iterator<Item = &'static SocketRoute> {
    DOMAINS.iter().flat_map(|domain| domain.sockets)
}

/// All functions fed by streams.
pub fn streams() -> impl Iterator<Item = &'static StreamRoute> {
    DOMAINS.iter().flat_map(|domain| domain.streams)
}

/// All functions run by a schedule.
pub fn schedules() -> impl Iterator<Item = &'static ScheduleRoute> {
    DOMAINS.iter().flat_map(|domain| domain.schedules)
}

/// All of them with what they are granted.
pub fn functions() -> impl Iterator<Item = Granted> {
    let http = http().map(HttpRoute::function);
    let http = http.chain(sockets().map(SocketRoute::function));
    let waited_for = iter::once(authorizer()).chain(http);
    waited_for.chain(streams().map(StreamRoute::function)).chain(schedules().map(ScheduleRoute::function))
}

/// The authorizer with what it is granted.
pub const fn authorizer() -> Granted {
    Granted { name: AUTHORIZER, permissions: &[permissions::VERIFY_TOKENS], records_activity: false }
}

/// The function `name`.
pub fn find(name: &str) -> Option<Function> {
    if name == AUTHORIZER {
        return Some(Function::Authorizer);
    }
    let http = || http().find(|route| route.name == name).map(Function::Http);
    let socket = || sockets().find(|route| route.name == name).map(Function::Socket);
    let stream = || streams().find(|route| route.name == name).map(Function::Stream);
    let schedule = || schedules().find(|route| route.name == name).map(Function::Schedule);
    http().or_else(socket).or_else(stream).or_else(schedule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_function_of_each_kind_is_found_by_its_name() {
        assert!(matches!(find("matching-ask"), Some(Function::Http(route)) if route.method == "POST"));
        assert!(matches!(find("realtime-ping"), Some(Function::Socket(route)) if route.key == "ping"));
        assert!(matches!(find("realtime-fanout"), Some(Function::Stream(_))));
        assert!(matches!(find("maintenance-minute"), Some(Function::Schedule(_))));
        assert!(matches!(find(AUTHORIZER), Some(Function::Authorizer)));
        assert!(find("bootstrap").is_none());
    }
}

//! Every function of the system, gathered from the crates of the domains.
//!
//! There is no list of endpoints here: the crates declare their own.

use heartlink_runtime::lambda::Function;
use heartlink_runtime::route::Granted;
use heartlink_runtime::{HttpRoute, ScheduleRoute, SocketRoute, StreamRoute};

/// The function that no route names: it says who calls.
pub const AUTHORIZER: &str = "realtime-authorizer";

/// All HTTP endpoints.
pub fn http() -> impl Iterator<Item = &'static HttpRoute> {
    [
        heartlink_matching::HTTP,
        heartlink_rooms::HTTP,
        heartlink_realtime::HTTP,
        heartlink_maintenance::HTTP,
        heartlink_wallet::HTTP,
        heartlink_jobs::HTTP,
        heartlink_points::HTTP,
        heartlink_affinity::HTTP,
    ]
    .into_iter()
    .flatten()
}

/// All WebSocket routes.
pub fn sockets() -> impl Iterator<Item = &'static SocketRoute> {
    [
        heartlink_matching::SOCKETS,
        heartlink_rooms::SOCKETS,
        heartlink_realtime::SOCKETS,
        heartlink_maintenance::SOCKETS,
        heartlink_wallet::SOCKETS,
        heartlink_jobs::SOCKETS,
        heartlink_points::SOCKETS,
        heartlink_affinity::SOCKETS,
    ]
    .into_iter()
    .flatten()
}

/// All functions fed by streams.
pub fn streams() -> impl Iterator<Item = &'static StreamRoute> {
    [
        heartlink_matching::STREAMS,
        heartlink_rooms::STREAMS,
        heartlink_realtime::STREAMS,
        heartlink_maintenance::STREAMS,
        heartlink_wallet::STREAMS,
        heartlink_jobs::STREAMS,
        heartlink_points::STREAMS,
        heartlink_affinity::STREAMS,
    ]
    .into_iter()
    .flatten()
}

/// All functions run by a schedule.
pub fn schedules() -> impl Iterator<Item = &'static ScheduleRoute> {
    [
        heartlink_matching::SCHEDULES,
        heartlink_rooms::SCHEDULES,
        heartlink_realtime::SCHEDULES,
        heartlink_maintenance::SCHEDULES,
        heartlink_wallet::SCHEDULES,
        heartlink_jobs::SCHEDULES,
        heartlink_points::SCHEDULES,
        heartlink_affinity::SCHEDULES,
    ]
    .into_iter()
    .flatten()
}

/// All of them with what they are granted, but the authorizer, which is granted nothing.
pub fn functions() -> impl Iterator<Item = Granted> {
    let http = http().map(HttpRoute::function);
    let http = http.chain(sockets().map(SocketRoute::function));
    http.chain(streams().map(StreamRoute::function)).chain(schedules().map(ScheduleRoute::function))
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
        assert!(matches!(find("maintenance-tick"), Some(Function::Schedule(_))));
        assert!(matches!(find(AUTHORIZER), Some(Function::Authorizer)));
        assert!(find("bootstrap").is_none());
    }
}

//! Feeds, WebSocket connections and pushes.
//!
//! Owns one endpoint a file. Nothing is pushed from inside a request: pushes
//! are the work of `fanout`, fed by the stream; `typing` alone is live only.

pub mod auth;
pub mod connect;
pub mod default;
pub mod deliver;
pub mod disconnect;
pub mod events;
pub mod fanout;
mod figures;
pub mod forms;
pub mod jobs;
pub mod ledger;
pub mod message;
pub mod ping;
pub mod reports;
pub mod resume;
pub mod send;
pub mod stats;
mod turned_away;
pub mod typing;

heartlink_runtime::functions! {
    http: [events, stats],
    sockets: [connect, disconnect, default, auth, ping, resume, send, typing],
    streams: [fanout, ledger, jobs, reports],
    openapi: { components(schemas(typing::LiveEvent)) },
}

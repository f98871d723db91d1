//! The edge: events in, typed calls to endpoints, replies or problem documents out.
//!
//! Owns routes, callers, input, problems, telemetry, authorisation and the
//! Lambda entry points. Never decides a domain rule and never names the store's
//! client.

// Descriptions name this crate as others do.
extern crate self as heartlink_runtime;

pub mod app;
pub mod auth;
pub mod dispatch;
pub mod edit;
mod environment;
pub mod figures;
pub mod functions;
pub mod lambda;
pub mod limits;
pub mod page;
pub mod problem;
pub mod push;
pub mod request;
pub mod response;
pub mod route;
pub mod stream;
mod strict;
pub mod telemetry;
pub mod trace;
pub mod vitals;
pub mod wire;

pub use app::App;
pub use heartlink_macros::endpoint;
pub use page::Page;
pub use problem::{Code, Problem};
pub use request::{PEOPLE, Request};
pub use response::Response;
pub use route::{Access, HttpRoute, ScheduleRoute, SocketCall, SocketRoute, StreamRoute};

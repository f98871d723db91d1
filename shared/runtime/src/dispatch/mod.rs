//! From an event of the gateway to an endpoint and back: callers, access,
//! limits, deadlines, activity, telemetry and the form of every answer.
//!
//! The one place that checks access. The Lambda entry points and the local
//! gateway both come through here. Never decides a domain rule.

mod background;
mod deadline;
mod http;
mod response;
mod socket;

pub use background::{schedule, stream};
pub use http::http;
pub use response::{method_not_allowed, not_found, refuse};
pub use socket::{socket, socket_error};

#[cfg(test)]
pub(crate) mod fixture;

//! AWS on one machine: API Gateway, event source mappings and schedules in one
//! process, in front of the same handlers that run as functions on AWS.
//!
//! Owns what AWS does around a function. Never holds a domain rule; nothing that
//! runs on AWS links it.

mod admission;
mod backup;
mod connections;
mod disconnects;
mod engine;
mod events;
mod functions;
mod gateway;
mod http;
mod iam;
pub mod limits;
mod machine;
mod management;
mod options;
mod page;
mod pump;
mod reference;
mod routes;
mod schedule;
pub mod secret;
mod server_state;
mod socket;
mod starter_documents;
mod test_clock;
#[cfg(test)]
mod tests;
pub mod tls;
mod uploads;

pub use self::backup::{backup, restore};
pub use self::events::{RequestInfo, http as http_event};
pub use self::gateway::{Gateway, open_store};
pub use self::iam::Iam;
pub use self::options::{CallLimits, EngineChoice, ServeOptions, SocketLimits, WrapHttp};
pub use self::pump::{DeadLetter, dead_letters, redrive};

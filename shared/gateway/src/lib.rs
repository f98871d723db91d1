//! Heartlink on one machine: the local gateway, and the command-line clients
//! of its API.
//!
//! Stands above every other crate; nothing that runs on AWS links it.

mod bench;
pub mod cli;
mod client;
mod demo;
mod limits;
pub mod openapi;
pub mod routes;
pub mod secret;
pub mod serve;
pub mod template;
pub mod tls;

pub use serve::{EngineChoice, Gateway, Iam, ServeOptions, SocketLimits};

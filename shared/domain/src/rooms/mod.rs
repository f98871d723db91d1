//! Chat rooms: messages in order, leaving, ending, feedback.
//!
//! Owns the life of a room after the match made it. Never performs I/O.

pub mod block;
pub mod feedback;
#[cfg(test)]
pub(crate) mod fixture;
pub mod leave;
pub mod model;
pub mod refusal;
pub mod send;
pub mod sweep;

pub use block::{block, unblock};
pub use feedback::give_feedback;
pub use leave::{Ended, end, leave, remove};
pub use model::*;
pub use refusal::RoomRefusal;
pub use send::send;
pub use sweep::{RoomSweep, sweep_room};

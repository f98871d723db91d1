//! Realtime in the store: each person's feed of events, and their open
//! connections.

pub mod feed;
pub mod sessions;

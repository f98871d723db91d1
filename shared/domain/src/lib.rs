//! The rules of Heartlink, pure: state, command, time and chance in; new
//! state, events and answer out.
//!
//! Owns every domain rule and its numbers. Never reads a clock, draws chance
//! on its own, performs I/O or names the store.

pub mod activity;
pub mod affinity;
pub mod calendar;
pub mod chance;
pub mod counters;
pub mod documents;
pub mod events;
pub mod ids;
pub mod jobs;
pub mod ledger;
pub mod limits;
pub mod matching;
pub mod points;
pub mod problem;
pub mod roles;
pub mod rooms;
pub mod safety;
pub mod settings;
pub mod time;
pub mod wallet;

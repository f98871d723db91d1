//! Safety among strangers: reports of people, and what is done about them.
//!
//! Owns what a report becomes and what a sanction bars; never stores or tells one.

pub mod evidence;
pub mod report;
pub mod sanction;

pub use evidence::{Evidence, EvidenceMessage, gather};
pub use report::*;
pub use sanction::*;

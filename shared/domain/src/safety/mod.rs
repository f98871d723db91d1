//! Safety among strangers: reports of people.
//!
//! Owns what a report is and becomes; never stores or tells one.

pub mod evidence;
pub mod report;

pub use evidence::{Evidence, EvidenceMessage, gather};
pub use report::*;

//! Safety among strangers in the store: reports and what is kept with them.
//!
//! Owns which items they are. Never decides: the rules are in
//! `heartlink_domain::safety`.

mod reports;

pub(crate) use reports::Filed;
pub use reports::{MadeReport, ReportError, ReportPage, ReportWithEvidence, Subject};

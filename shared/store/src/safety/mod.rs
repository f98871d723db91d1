//! Safety among strangers in the store: reports with what is kept with them, and
//! sanctions.
//!
//! Owns which items they are. Never decides: the rules are in
//! `heartlink_domain::safety`.

mod reports;
mod sanctions;

pub(crate) use reports::Filed;
pub use reports::{MadeReport, ReportError, ReportPage, ReportWithEvidence, Subject};
pub use sanctions::{SanctionError, SanctionRecord, Sanctions};

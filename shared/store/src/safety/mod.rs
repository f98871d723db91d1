//! Safety among strangers in the store: reports with what is kept with them,
//! sanctions and signing out.
//!
//! Owns which items they are. Never decides: the rules are in
//! `heartlink_domain::safety`.

mod reports;
mod sanctions;
mod sign_outs;

pub(crate) use reports::Filed;
pub use reports::{MadeReport, ReportError, ReportPage, ReportWithEvidence, Subject};
pub use sanctions::{SanctionError, SanctionRecord, Sanctions};
pub(crate) use sign_outs::SignOuts;

//! The refusals of reports and sanctions, in the words of the error table.

use heartlink_domain::safety::{Barred, ReportRefusal};
use heartlink_store::safety::{ReportError, SanctionError};
use serde_json::json;

use crate::{Code, Problem};

impl From<Barred> for Problem {
    fn from(barred: Barred) -> Self {
        let code = match barred {
            Barred::Muted { .. } => Code::Muted,
            Barred::Suspended { .. } => Code::Suspended,
        };
        let detail = match barred.until() {
            Some(until) => format!("It ends at {until}."),
            None => "It has no end.".to_owned(),
        };
        Self::new(code, detail).with("until", json!(barred.until()))
    }
}

impl From<SanctionError> for Problem {
    fn from(error: SanctionError) -> Self {
        match error {
            SanctionError::Invalid(errors) => Self::invalid(errors),
            SanctionError::Store(error) => error.into(),
        }
    }
}

impl From<ReportRefusal> for Problem {
    fn from(refusal: ReportRefusal) -> Self {
        match refusal {
            ReportRefusal::NotMember => Self::forbidden(),
            ReportRefusal::NotFound => Self::new(Code::ReportNotFound, "Nobody made a report of this id."),
            ReportRefusal::Closed => Self::new(Code::ReportClosed, "Somebody decided on it already."),
            ReportRefusal::TooMany { limit } => {
                let detail = format!("You made {limit} reports today, and may make more tomorrow.");
                Self::new(Code::TooManyRequests, detail).with("limit", limit)
            }
            ReportRefusal::Invalid(errors) => Self::invalid(errors),
        }
    }
}

impl From<ReportError> for Problem {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Refused(refusal) => refusal.into(),
            ReportError::Store(error) => error.into(),
        }
    }
}

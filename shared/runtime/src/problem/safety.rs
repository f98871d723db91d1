//! The refusals of reports, in the words of the error table.

use heartlink_domain::safety::ReportRefusal;
use heartlink_store::safety::ReportError;

use crate::{Code, Problem};

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

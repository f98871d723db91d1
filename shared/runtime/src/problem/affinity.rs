//! The refusals of affinity, in the words of the error table.

use heartlink_domain::affinity::Refusal;
use heartlink_domain::safety::Barred;
use heartlink_store::affinity::AffinityError;

use crate::{Code, Problem};

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::BindingNotFound => Self::new(Code::BindingNotFound, "Bind the device first."),
            Refusal::ReportedByServices => {
                Self::new(Code::Forbidden, "Only a service may report what this rule is for.")
            }
            Refusal::Suspended { until } => Barred::Suspended { until }.into(),
            Refusal::TooManyDevices { limit } => {
                Self::new(Code::TooManyDevices, "Unbind one first.").with("limit", limit)
            }
            Refusal::TooManyEvents { limit } => {
                Self::new(Code::TooManyRequests, "The device took up as many events as it may in a minute.")
                    .with("limit", limit)
            }
            Refusal::TooManyAdjustments { limit } => {
                Self::new(Code::TooManyOperations, "Send fewer adjustments at a time.").with("limit", limit)
            }
            Refusal::GrantNotFound => Self::new(Code::GrantNotFound, "No level was reached under this id."),
            Refusal::LogFull => Self::new(Code::LedgerFull, "The log takes no further entry."),
            Refusal::Invalid { problems } => Self::invalid(problems),
        }
    }
}

impl From<AffinityError> for Problem {
    fn from(error: AffinityError) -> Self {
        match error {
            AffinityError::Refused(refusal) => refusal.into(),
            AffinityError::Store(error) => error.into(),
        }
    }
}

//! What is said to an admin whose edit of a document is refused.

use heartlink_domain::documents::DocumentRefusal;
use heartlink_store::documents::DocumentError;

use crate::{Code, Problem};

impl From<DocumentRefusal> for Problem {
    fn from(refusal: DocumentRefusal) -> Self {
        match refusal {
            DocumentRefusal::Invalid(problems) => Self::invalid(problems),
            DocumentRefusal::Changed { version } => {
                Self::new(Code::DocumentChanged, "Read it again before you change it.")
                    .with("version", version)
            }
            DocumentRefusal::Missing => Self::new(Code::DocumentNotFound, "There is nothing of this name."),
        }
    }
}

impl From<DocumentError> for Problem {
    fn from(error: DocumentError) -> Self {
        match error {
            DocumentError::Refused(refusal) => refusal.into(),
            DocumentError::TooMany { limit } => {
                Self::new(Code::TooManyDocuments, "Delete one first.").with("limit", limit)
            }
            DocumentError::Store(error) => error.into(),
        }
    }
}

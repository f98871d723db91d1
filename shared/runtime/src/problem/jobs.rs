//! The refusals of jobs, and why a reward was not paid, in the words of the
//! error table.

use heartlink_domain::jobs::{JobRefusal, Unpayable};
use heartlink_store::files::FileError;
use heartlink_store::jobs::JobError;

use super::wallet::sentence;
use crate::{Code, Problem};

impl From<JobRefusal> for Problem {
    fn from(refusal: JobRefusal) -> Self {
        let detail = sentence(&refusal);
        let new = |code| Self::new(code, detail.clone());
        match refusal {
            JobRefusal::NotThere => Self::forbidden(),
            JobRefusal::NotOpen { status } => new(Code::JobNotOpen).with("job_status", status.as_str()),
            JobRefusal::OtherSource { .. } => new(Code::OtherSource),
            JobRefusal::SliceDiffers { number } => new(Code::SliceDiffers).with("slice", number),
            JobRefusal::SlicesMissing { slices, highest } => {
                new(Code::SlicesMissing).with("slices", slices).with("highest", highest)
            }
            JobRefusal::Empty => new(Code::JobEmpty),
            JobRefusal::TooManyRewards { limit } => new(Code::TooManyRewards).with("limit", limit),
            JobRefusal::FileMissing => new(Code::FileMissing),
            JobRefusal::FileTooLarge { limit } => new(Code::FileTooLarge).with("limit", limit),
            JobRefusal::NotOver { status } => new(Code::JobNotOver).with("job_status", status.as_str()),
            JobRefusal::NothingToRetry => new(Code::NothingToRetry),
            JobRefusal::Over { status } => new(Code::JobOver).with("job_status", status.as_str()),
            JobRefusal::Reward(refusal) => refusal.into(),
        }
    }
}

impl From<JobError> for Problem {
    fn from(error: JobError) -> Self {
        match error {
            JobError::Refused(refusal) => refusal.into(),
            JobError::Store(error) => error.into(),
        }
    }
}

impl From<Unpayable> for Problem {
    fn from(reason: Unpayable) -> Self {
        match reason {
            Unpayable::Malformed { detail } => Self::new(Code::MalformedJson, detail),
            Unpayable::Invalid { problems } => Self::invalid(problems),
            Unpayable::Refused(refusal) => refusal.into(),
        }
    }
}

impl From<FileError> for Problem {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Missing | FileError::Changed => JobRefusal::FileMissing.into(),
            FileError::Failed(text) => {
                let mut problem = Self::new(Code::StoreUnavailable, "Try again shortly.");
                problem.internal = Some(text);
                problem
            }
        }
    }
}

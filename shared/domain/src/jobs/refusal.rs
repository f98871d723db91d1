//! Why a job refuses what was asked of it.

use crate::jobs::{JobSource, JobStatus};
use crate::wallet::Refusal;

/// Why something is refused. Nothing changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JobRefusal {
    /// There is no such job, or it is somebody else's.
    #[error("no such job")]
    NotThere,
    /// It was started: nothing can be added.
    #[error("the job is {}", .status.as_str())]
    NotOpen {
        /// How far it is.
        status: JobStatus,
    },
    /// Its rewards come from elsewhere.
    #[error("the rewards of this job do not come this way")]
    OtherSource {
        /// Where they come from.
        source_is: JobSource,
    },
    /// The slice is there with other rewards.
    #[error("slice {number} is there with other rewards")]
    SliceDiffers {
        /// Which.
        number: u64,
    },
    /// Some slices are not there.
    #[error("there are {slices} slices up to number {highest}")]
    SlicesMissing {
        /// How many there are.
        slices: u64,
        /// The highest number.
        highest: u64,
    },
    /// There is nothing to pay.
    #[error("the job has no rewards")]
    Empty,
    /// More rewards than a job may have.
    #[error("a job has at most {limit} rewards")]
    TooManyRewards {
        /// The setting `rewards`.
        limit: u64,
    },
    /// The file was not uploaded.
    #[error("the file was not uploaded")]
    FileMissing,
    /// The file is too large.
    #[error("a file has at most {limit} bytes")]
    FileTooLarge {
        /// The setting `file_bytes`.
        limit: u64,
    },
    /// It is not over yet.
    #[error("the job is {}", .status.as_str())]
    NotOver {
        /// How far it is.
        status: JobStatus,
    },
    /// Nothing failed that could be tried again.
    #[error("there is nothing to try again")]
    NothingToRetry,
    /// It was over before it could be cancelled.
    #[error("the job is {}", .status.as_str())]
    Over {
        /// How it ended.
        status: JobStatus,
    },
    /// A reward that no wallet could take.
    #[error(transparent)]
    Reward(Refusal),
}

//! A job, its slices and its failures, as they are stored and shown.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{JobId, UserId};
use crate::jobs::{Piece, Unpayable};
use crate::time::Timestamp;
use crate::wallet::{Amount, Currency};

/// What a job does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobKind {
    /// Pays rewards.
    Rewards,
}

/// Where a job's rewards come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobSource {
    /// Numbered slices, sent one by one.
    Slices,
    /// An uploaded file of JSON lines.
    File,
}

impl JobSource {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Slices, Self::File];

    /// Its name on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Slices => "slices",
            Self::File => "file",
        }
    }
}

/// How far a job is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JobStatus {
    /// Takes slices, or its file. Nothing is paid yet.
    Open,
    /// Its file is being read through. Nothing is paid yet.
    Preparing,
    /// Being paid.
    Running,
    /// To be cancelled, as soon as it is known what of the present slice was paid.
    Cancelling,
    /// Over: everybody was paid, or has failed with a reason.
    Done,
    /// Stopped half-way; `reason` says why.
    Failed,
    /// Cancelled: what was paid stays paid.
    Cancelled,
}

impl JobStatus {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Preparing => "preparing",
            Self::Running => "running",
            Self::Cancelling => "cancelling",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether somebody works on it.
    pub const fn is_active(self) -> bool {
        matches!(self, Self::Preparing | Self::Running | Self::Cancelling)
    }

    /// Whether nothing more happens unless somebody asks for it.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }
}

/// Why a job stopped half-way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// Its file is gone.
    FileMissing,
    /// Its file was replaced after the start.
    FileChanged,
    /// Its file has no line breaks where there should be some.
    NotLines,
    /// Its file has more rewards than a job may have.
    TooManyRewards,
    /// It made no progress however often it was taken up.
    Stalled,
}

impl StopReason {
    /// Whether the job can go on where it stopped.
    pub const fn may_resume(self) -> bool {
        matches!(self, Self::FileMissing | Self::Stalled)
    }
}

/// The file of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobFile {
    /// In bytes.
    pub size: u64,
    /// What tells it from another file of the same name.
    pub tag: Option<String>,
    /// Up to where it is cut into slices, in bytes.
    pub cursor: u64,
    /// Lines up to there.
    pub lines: u64,
}

/// A job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Job {
    /// Its id.
    pub id: JobId,
    /// What it does.
    pub kind: JobKind,
    /// Where its rewards come from.
    pub source: JobSource,
    /// How far it is.
    pub status: JobStatus,
    /// Why it stopped half-way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<StopReason>,
    /// Who made it.
    pub created_by: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When the payments were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Timestamp>,
    /// When it was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
    /// When it last came further.
    pub updated_at: Timestamp,
    /// From when on it does not exist any more.
    pub expires_at: Timestamp,
    /// Without progress until then it is taken up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Timestamp>,
    /// How often in a row it was taken up without progress.
    pub stalls: u32,
    /// Rewards in all slices known.
    pub total: u64,
    /// Rewards paid.
    pub done: u64,
    /// Rewards that were not paid, with a reason.
    pub failed: u64,
    /// What was paid, in minor units.
    pub paid: BTreeMap<Currency, i64>,
    /// How many slices there are.
    pub slices: u64,
    /// The highest number of a slice; numbers begin with 1.
    pub highest_slice: u64,
    /// 0 while everybody is paid for the first time, then one more with each retry.
    pub round: u32,
    /// The slice that is worked on in this round; all below are finished.
    pub at: u64,
    /// The place of that slice's first reward, where slices are sent one by one.
    pub next_index: u64,
    /// The file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<JobFile>,
    /// Rises with each stored change.
    pub version: u64,
}

/// A part of a job, paid in one go. What it has never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slice {
    /// Of which job.
    pub job: JobId,
    /// 1, 2, 3 …
    pub number: u64,
    /// How many rewards it has.
    pub rewards: u64,
    /// What it has.
    pub content: SliceContent,
    /// From when on it is not needed any more.
    pub expires_at: Timestamp,
    /// 0 before it is stored, then 1.
    pub version: u64,
}

/// What a slice has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SliceContent {
    /// The rewards themselves, as a JSON list.
    Inline(String),
    /// A part of the job's file.
    Part(Piece),
}

/// The rewards of one slice that were not paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failures {
    /// Of which job.
    pub job: JobId,
    /// Of which slice.
    pub slice: u64,
    /// The place of the slice's first reward among all.
    pub first_index: u64,
    /// Each, in their order. Never empty.
    pub failures: Vec<Failure>,
    /// From when on it is not needed any more.
    pub expires_at: Timestamp,
    /// Rises with each stored change.
    pub version: u64,
}

/// A reward that was not paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// Its place: the number of its line in a file, or its place among the
    /// rewards of all slices; from 0.
    pub index: u64,
    /// Whose, where that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<UserId>,
    /// How much, where that could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Amount>,
    /// Why.
    pub reason: Unpayable,
}

/// How far a job is, as its maker sees it and as the event `job_progress` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct JobSummary {
    id: JobId,
    kind: JobKind,
    source: JobSource,
    status: JobStatus,
    reason: Option<StopReason>,
    created_by: UserId,
    created_at: Timestamp,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    updated_at: Timestamp,
    expires_at: Timestamp,
    total: u64,
    done: u64,
    failed: u64,
    paid: BTreeMap<String, i64>,
    slices: u64,
    round: u32,
}

impl Job {
    /// The job as it is shown.
    pub fn summary(&self) -> JobSummary {
        JobSummary {
            id: self.id.clone(),
            kind: self.kind,
            source: self.source,
            status: self.status,
            reason: self.reason,
            created_by: self.created_by.clone(),
            created_at: self.created_at,
            started_at: self.started_at,
            finished_at: self.finished_at,
            updated_at: self.updated_at,
            expires_at: self.expires_at,
            total: self.total,
            done: self.done,
            failed: self.failed,
            paid: self.paid.iter().map(|(currency, minor)| (currency.to_string(), *minor)).collect(),
            slices: self.slices,
            round: self.round,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_is_active_from_its_start_until_it_is_over() {
        use JobStatus::{Cancelled, Cancelling, Done, Failed, Open, Preparing, Running};
        let statuses = [Open, Preparing, Running, Cancelling, Done, Failed, Cancelled];
        let active: Vec<JobStatus> = statuses.into_iter().filter(|status| status.is_active()).collect();
        assert_eq!(active, [Preparing, Running, Cancelling]);
    }
}

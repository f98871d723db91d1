//! What can be asked of a job, and what becomes of it by itself.
//!
//! Each is a pure decision on the job as it was read; what it returns is to be
//! stored on the version read.

use std::time::Duration;

use crate::ids::{JobId, UserId};
use crate::jobs::{
    Cut, Job, JobFile, JobKind, JobRefusal, JobSource, JobStatus, Slice, SliceContent, StopReason,
};
use crate::settings::JobSettings;
use crate::time::Timestamp;

impl Job {
    /// A job that takes slices, or its file.
    pub fn new(
        id: JobId,
        source: JobSource,
        created_by: UserId,
        now: Timestamp,
        settings: &JobSettings,
    ) -> Self {
        Self {
            id,
            kind: JobKind::Rewards,
            source,
            status: JobStatus::Open,
            reason: None,
            created_by,
            created_at: now,
            started_at: None,
            finished_at: None,
            updated_at: now,
            expires_at: now + Duration::from_secs(settings.keep_days * 86_400),
            due_at: None,
            stalls: 0,
            total: 0,
            done: 0,
            failed: 0,
            paid: Default::default(),
            slices: 0,
            highest_slice: 0,
            round: 0,
            at: 1,
            next_index: 0,
            file: None,
            version: 0,
        }
    }

    /// Until when a mark of a payment must be kept: nobody works on the job
    /// after its own end, give or take a day.
    pub fn marks_expire_at(&self) -> Timestamp {
        self.expires_at + Duration::from_secs(86_400)
    }

    /// One of its slices, not stored yet.
    pub fn slice(&self, number: u64, rewards: u64, content: SliceContent) -> Slice {
        let expires_at = self.marks_expire_at();
        Slice { job: self.id.clone(), number, rewards, content, expires_at, version: 0 }
    }

    /// With one more slice, which is not stored yet.
    ///
    /// # Errors
    /// [`JobRefusal::NotOpen`], [`JobRefusal::OtherSource`],
    /// [`JobRefusal::Empty`], [`JobRefusal::TooManyRewards`].
    pub fn with_slice(&self, number: u64, rewards: u64, settings: &JobSettings) -> Result<Self, JobRefusal> {
        self.check_open(JobSource::Slices)?;
        if rewards == 0 {
            return Err(JobRefusal::Empty);
        }
        let total = self.total + rewards;
        if total > settings.rewards {
            return Err(JobRefusal::TooManyRewards { limit: settings.rewards });
        }
        let highest_slice = self.highest_slice.max(number);
        Ok(Self { total, slices: self.slices + 1, highest_slice, ..self.clone() })
    }

    /// Started, with all its slices.
    ///
    /// # Errors
    /// [`JobRefusal::NotOpen`], [`JobRefusal::OtherSource`],
    /// [`JobRefusal::Empty`], [`JobRefusal::SlicesMissing`].
    pub fn started(&self, now: Timestamp, settings: &JobSettings) -> Result<Self, JobRefusal> {
        self.check_open(JobSource::Slices)?;
        let (slices, highest) = (self.slices, self.highest_slice);
        if slices == 0 {
            return Err(JobRefusal::Empty);
        }
        if slices != highest {
            return Err(JobRefusal::SlicesMissing { slices, highest });
        }
        let started = Self { status: JobStatus::Running, started_at: Some(now), ..self.clone() };
        Ok(started.progressed(now, settings))
    }

    /// Started, with a file of `size` bytes; `None` where there is no file.
    ///
    /// # Errors
    /// [`JobRefusal::NotOpen`], [`JobRefusal::OtherSource`],
    /// [`JobRefusal::FileMissing`], [`JobRefusal::Empty`],
    /// [`JobRefusal::FileTooLarge`].
    pub fn started_with(
        &self,
        file: Option<(u64, Option<String>)>,
        now: Timestamp,
        settings: &JobSettings,
    ) -> Result<Self, JobRefusal> {
        self.check_open(JobSource::File)?;
        let (size, tag) = file.ok_or(JobRefusal::FileMissing)?;
        if size == 0 {
            return Err(JobRefusal::Empty);
        }
        if size > settings.file_bytes {
            return Err(JobRefusal::FileTooLarge { limit: settings.file_bytes });
        }
        let file = Some(JobFile { size, tag, cursor: 0, lines: 0 });
        let started = Self { status: JobStatus::Preparing, started_at: Some(now), file, ..self.clone() };
        Ok(started.progressed(now, settings))
    }

    /// Refuses what only an open job with this source takes.
    ///
    /// # Errors
    /// [`JobRefusal::OtherSource`], [`JobRefusal::NotOpen`].
    pub fn check_open(&self, source: JobSource) -> Result<(), JobRefusal> {
        if self.source != source {
            return Err(JobRefusal::OtherSource { source_is: self.source });
        }
        match self.status {
            JobStatus::Open => Ok(()),
            status => Err(JobRefusal::NotOpen { status }),
        }
    }

    /// With the slices of one more part of its file, to be stored with it. The
    /// payments begin once the whole file was looked at: one that has too many
    /// rewards pays nobody.
    pub fn with_cut(&self, cut: &Cut, now: Timestamp, settings: &JobSettings) -> (Self, Vec<Slice>) {
        let mut job = self.clone();
        let mut slices = Vec::with_capacity(cut.pieces.len());
        for (piece, rewards) in &cut.pieces {
            job.slices += 1;
            job.highest_slice = job.slices;
            job.total += rewards;
            let content = SliceContent::Part(*piece);
            slices.push(self.slice(job.slices, *rewards, content));
        }
        if job.total > settings.rewards {
            return (self.stopped(StopReason::TooManyRewards, now), Vec::new());
        }
        if let Some(file) = &mut job.file {
            (file.cursor, file.lines) = (cut.cursor, cut.lines);
            if file.cursor >= file.size {
                job.status = JobStatus::Running;
            }
        }
        (job.progressed(now, settings).finished_if_through(now), slices)
    }

    /// Stopped half-way.
    pub fn stopped(&self, reason: StopReason, now: Timestamp) -> Self {
        Self { status: JobStatus::Failed, reason: Some(reason), ..self.over(now) }
    }

    /// To be cancelled; `None` where it is already.
    ///
    /// Where payments are under way, the job waits until it is known which of
    /// the present slice were made; those are counted.
    ///
    /// # Errors
    /// [`JobRefusal::Over`].
    pub fn cancelled(&self, now: Timestamp, settings: &JobSettings) -> Result<Option<Self>, JobRefusal> {
        match self.status {
            JobStatus::Cancelling | JobStatus::Cancelled => Ok(None),
            JobStatus::Open | JobStatus::Preparing => {
                Ok(Some(Self { status: JobStatus::Cancelled, ..self.over(now) }))
            }
            JobStatus::Running => {
                let cancelling = Self { status: JobStatus::Cancelling, ..self.clone() };
                Ok(Some(cancelling.progressed(now, settings)))
            }
            status @ (JobStatus::Done | JobStatus::Failed) => Err(JobRefusal::Over { status }),
        }
    }

    /// Begun again: those that failed once more, or where it stopped.
    ///
    /// # Errors
    /// [`JobRefusal::NotOver`], [`JobRefusal::NothingToRetry`].
    pub fn retried(&self, now: Timestamp, settings: &JobSettings) -> Result<Self, JobRefusal> {
        let again = match (self.status, self.reason) {
            (JobStatus::Done, _) if self.failed > 0 => {
                Self { status: JobStatus::Running, round: self.round + 1, at: 1, ..self.clone() }
            }
            (JobStatus::Failed, Some(reason)) if reason.may_resume() => {
                let is_cut = self.file.as_ref().is_none_or(|file| file.cursor >= file.size);
                let status = if is_cut { JobStatus::Running } else { JobStatus::Preparing };
                Self { status, ..self.clone() }
            }
            (status, _) if !status.is_over() => return Err(JobRefusal::NotOver { status }),
            _ => return Err(JobRefusal::NothingToRetry),
        };
        Ok(Self { reason: None, finished_at: None, ..again }.progressed(now, settings))
    }

    /// Taken up again after it made no progress for a while; `None` where that
    /// is not so. Storing it wakes whoever works on jobs.
    pub fn taken_up(&self, now: Timestamp, settings: &JobSettings) -> Option<Self> {
        let is_due = self.due_at.is_some_and(|due_at| due_at <= now);
        if !self.status.is_active() || !is_due {
            return None;
        }
        let stalls = self.stalls + 1;
        if stalls > settings.stalls {
            return Some(self.stopped(StopReason::Stalled, now));
        }
        let updated_at = self.updated_at;
        Some(Self { stalls, updated_at, ..self.clone().progressed(now, settings) })
    }

    /// After some progress.
    pub(super) fn progressed(self, now: Timestamp, settings: &JobSettings) -> Self {
        let due_at = Some(now + Duration::from_secs(settings.stall_secs));
        Self { updated_at: now, due_at, stalls: 0, ..self }
    }

    pub(super) fn over(&self, now: Timestamp) -> Self {
        Self { updated_at: now, finished_at: Some(now), due_at: None, stalls: 0, ..self.clone() }
    }
}

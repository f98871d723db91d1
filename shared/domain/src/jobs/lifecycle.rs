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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::{Piece, Step};

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
    }

    fn open(source: JobSource) -> Job {
        let (id, by) = ("job".parse().unwrap(), "shop".parse().unwrap());
        Job::new(id, source, by, at(0), &JobSettings::default())
    }

    fn cut_to(cursor: u64, rewards: u64) -> Cut {
        let piece = Piece { offset: 0, length: cursor, first_line: 0 };
        Cut { pieces: vec![(piece, rewards)], cursor, lines: rewards }
    }

    #[test]
    fn a_job_starts_once_all_its_slices_are_there() {
        let settings = JobSettings::default();
        let job = open(JobSource::Slices);
        assert_eq!(job.started(at(1), &settings), Err(JobRefusal::Empty));
        let job = job.with_slice(3, 5, &settings).unwrap().with_slice(1, 5, &settings).unwrap();
        assert_eq!(job.started(at(1), &settings), Err(JobRefusal::SlicesMissing { slices: 2, highest: 3 }));
        let job = job.with_slice(2, 5, &settings).unwrap().started(at(1), &settings).unwrap();
        assert_eq!((job.status, job.total, job.started_at), (JobStatus::Running, 15, Some(at(1))));
        let late = job.with_slice(4, 5, &settings);
        assert_eq!(late, Err(JobRefusal::NotOpen { status: JobStatus::Running }));
        let other = job.started_with(Some((1, None)), at(1), &settings);
        assert_eq!(other, Err(JobRefusal::OtherSource { source_is: JobSource::Slices }));
    }

    #[test]
    fn a_file_is_looked_at_to_its_end_before_anybody_is_paid() {
        let settings = JobSettings { rewards: 10, file_bytes: 100, ..JobSettings::default() };
        let job = open(JobSource::File);
        assert_eq!(job.started_with(None, at(1), &settings), Err(JobRefusal::FileMissing));
        let large = job.started_with(Some((101, None)), at(1), &settings);
        assert_eq!(large, Err(JobRefusal::FileTooLarge { limit: 100 }));
        let job = job.started_with(Some((100, None)), at(1), &settings).unwrap();
        assert_eq!(job.next_step(at(1)), Some(Step::Cut));
        let (job, slices) = job.with_cut(&cut_to(60, 6), at(2), &settings);
        assert_eq!((job.status, job.slices, slices[0].number), (JobStatus::Preparing, 1, 1));
        let (whole, slices) = job.with_cut(&cut_to(100, 4), at(3), &settings);
        assert_eq!((whole.status, whole.total, slices[0].number), (JobStatus::Running, 10, 2));
        let (stopped, slices) = job.with_cut(&cut_to(100, 5), at(3), &settings);
        assert_eq!((stopped.reason, slices), (Some(StopReason::TooManyRewards), Vec::new()));
        assert_eq!(stopped.retried(at(4), &settings), Err(JobRefusal::NothingToRetry));
    }

    #[test]
    fn a_file_without_rewards_is_done_at_once() {
        let settings = JobSettings::default();
        let job = open(JobSource::File).started_with(Some((2, None)), at(1), &settings).unwrap();
        let (job, _) = job.with_cut(&Cut { pieces: Vec::new(), cursor: 2, lines: 2 }, at(2), &settings);
        assert_eq!((job.status, job.total), (JobStatus::Done, 0));
    }

    #[test]
    fn a_job_without_progress_is_taken_up_until_it_fails_and_goes_on_where_it_was() {
        let settings = JobSettings { stall_secs: 60, stalls: 1, ..JobSettings::default() };
        let job = open(JobSource::Slices).with_slice(1, 5, &settings).unwrap();
        assert_eq!(job.taken_up(at(9_999), &settings), None, "an open job waits for its maker");
        let job = job.started(at(0), &settings).unwrap();
        assert_eq!(job.taken_up(at(59), &settings), None);
        let job = job.taken_up(at(60), &settings).unwrap();
        assert_eq!((job.stalls, job.due_at, job.updated_at), (1, Some(at(120)), at(0)));
        let job = job.taken_up(at(120), &settings).unwrap();
        assert_eq!((job.status, job.reason), (JobStatus::Failed, Some(StopReason::Stalled)));
        let job = job.retried(at(200), &settings).unwrap();
        assert_eq!((job.status, job.reason, job.round, job.at), (JobStatus::Running, None, 0, 1));
    }

    #[test]
    fn what_is_over_is_not_cancelled_and_what_is_not_over_is_not_retried() {
        let settings = JobSettings::default();
        let job = open(JobSource::Slices).with_slice(1, 5, &settings).unwrap();
        let not_over = JobRefusal::NotOver { status: JobStatus::Open };
        assert_eq!(job.retried(at(1), &settings), Err(not_over));
        let cancelled = job.cancelled(at(1), &settings).unwrap().unwrap();
        assert_eq!((cancelled.status, cancelled.finished_at), (JobStatus::Cancelled, Some(at(1))));
        let done = Job { status: JobStatus::Done, ..job };
        assert_eq!(done.cancelled(at(1), &settings), Err(JobRefusal::Over { status: JobStatus::Done }));
        assert_eq!(done.retried(at(1), &settings), Err(JobRefusal::NothingToRetry));
    }
}

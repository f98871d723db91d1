//! The work on a job: slice after slice, each with a transaction at its end
//! that changes the job's counters and says which slice is next.
//!
//! May be done by several at once, killed anywhere and begun anew: the marks
//! make every payment once, and the version of the job counts every slice once.

use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::{
    Failure, Failures, Job, JobStatus, PART_BYTES, Reward, RewardLine, Slice, SliceContent, SliceOutcome,
    Step, StopReason, cut, rewards_in,
};

use super::pay::{Payment, Verdict, Verdicts};
use super::{JobChange, JobError, Visibility, file_name, store_error};
use crate::Store;
use crate::error::StoreError;
use crate::files::{FileError, Files};
use crate::keys::Key;
use crate::retry::Policy;

/// Steps of one job in one run. The last one's own record in the stream brings
/// the next run.
const STEPS: u32 = 4;

/// Why a step was not finished.
enum Halt {
    /// The job cannot go on.
    Stop(StopReason),
    /// It may later.
    Store(StoreError),
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl From<JobError> for Halt {
    fn from(error: JobError) -> Self {
        Self::Store(store_error(error))
    }
}

impl From<FileError> for Halt {
    fn from(error: FileError) -> Self {
        match error {
            FileError::Missing => Self::Stop(StopReason::FileMissing),
            FileError::Changed => Self::Stop(StopReason::FileChanged),
            FileError::Failed(text) => Self::Store(StoreError::Unavailable(text)),
        }
    }
}

/// A slice that is to be paid.
struct Task {
    slice: Slice,
    rewards: Vec<Reward>,
    first_index: u64,
    /// What failed in the rounds before; `None` in the first.
    before: Option<Failures>,
}

impl Store {
    /// Works on a job for a while, if there is anything to do.
    ///
    /// # Errors
    /// The store's, after some patience. The job is where it was.
    pub async fn work_on_job(&self, id: &JobId, files: Option<&dyn Files>) -> Result<(), StoreError> {
        let mut attempts = self.attempts(Policy::Batch);
        let mut steps = 0;
        while steps < STEPS {
            let job = match self.job(id, Visibility::All).await {
                Ok(job) => job,
                Err(JobError::Refused(_)) => return Ok(()),
                Err(JobError::Store(error)) => return Err(error),
            };
            let Some(step) = job.next_step(self.now()) else {
                return self.delete_unneeded_file(&job, files).await;
            };
            match self.step(&job, step, files).await {
                Ok(()) => steps += 1,
                Err(Halt::Stop(reason)) => self.stop_job(&job, reason).await?,
                Err(Halt::Store(error)) => {
                    tracing::warn!(%error, job = %id, "a step of a job was not finished");
                    attempts.again().await.map_err(|_| error)?;
                }
            }
        }
        Ok(())
    }

    async fn step(&self, job: &Job, step: Step, files: Option<&dyn Files>) -> Result<(), Halt> {
        match step {
            Step::Cut => self.cut_file(job, files).await,
            Step::Pay(number) => {
                let task = self.task(job, number, None, files).await?;
                self.pay_slice(job, &task).await
            }
            Step::PayAgain(from) => {
                let Some(before) = self.failures_between(&job.id, from, u64::MAX, 1, false).await?.0.pop()
                else {
                    let over = |now: &Job| Ok(now.with_round_over(job.round, job.at, self.now()));
                    self.change_job(JobChange::of(&job.id), over).await?;
                    return Ok(());
                };
                let task = self.task(job, before.slice, Some(before), files).await?;
                self.pay_slice(job, &task).await
            }
        }
    }

    /// Looks at the next part of the file.
    async fn cut_file(&self, job: &Job, files: Option<&dyn Files>) -> Result<(), Halt> {
        let Some(file) = &job.file else { return Err(Halt::Stop(StopReason::FileMissing)) };
        let end = file.size.min(file.cursor + PART_BYTES);
        let part = self.read_file(job, files, file.cursor, end).await?;
        let settings = &self.settings().jobs;
        let found = cut(&part, file.cursor, file.lines, end == file.size, settings.slice_rewards);
        let found = found.ok_or(Halt::Stop(StopReason::NotLines))?;
        self.change_job_with(JobChange::of(&job.id), |now, _, plan| {
            let is_there = now.file.as_ref().is_some_and(|now| now.cursor == file.cursor);
            if now.status != JobStatus::Preparing || !is_there {
                return Ok(None);
            }
            let (next, slices) = now.with_cut(&found, self.now(), settings);
            for slice in &slices {
                plan.put(slice, self.settings())?;
            }
            Ok(Some(next))
        })
        .await?;
        Ok(())
    }

    async fn read_file(
        &self,
        job: &Job,
        files: Option<&dyn Files>,
        start: u64,
        end: u64,
    ) -> Result<Vec<u8>, Halt> {
        let files = files.ok_or_else(|| StoreError::bug("a process without files works on one"))?;
        let tag = job.file.as_ref().and_then(|file| file.tag.as_deref());
        let part = files.read(&file_name(&job.id), tag, start..end).await?;
        if part.len() as u64 == end - start { Ok(part) } else { Err(Halt::Stop(StopReason::FileChanged)) }
    }

    /// Slice `number` with what is to be paid of it.
    async fn task(
        &self,
        job: &Job,
        number: u64,
        before: Option<Failures>,
        files: Option<&dyn Files>,
    ) -> Result<Task, Halt> {
        let key = Key::slice(&job.id, number);
        let slice = self.load(std::slice::from_ref(&key)).await?.get::<Slice>(&key)?;
        let slice = slice.ok_or_else(|| StoreError::bug("a job without its slice"))?;
        let settings = &self.settings().wallet;
        let (first_index, mut rewards) = match &slice.content {
            SliceContent::Part(piece) => {
                let bytes = self.read_file(job, files, piece.offset, piece.offset + piece.length).await?;
                (piece.first_line, rewards_in(*piece, &bytes, settings))
            }
            SliceContent::Inline(text) => {
                let lines: Vec<RewardLine> = serde_json::from_str(text).map_err(StoreError::bug)?;
                let first = before.as_ref().map_or(job.next_index, |before| before.first_index);
                let rewards =
                    (first..).zip(lines).map(|(index, line)| Reward::new(index, Ok(line), settings));
                (first, rewards.collect())
            }
        };
        if let Some(before) = &before {
            rewards.retain(|reward| before.failures.iter().any(|failure| failure.index == reward.index));
        }
        Ok(Task { slice, rewards, first_index, before })
    }

    async fn pay_slice(&self, job: &Job, task: &Task) -> Result<(), Halt> {
        let cancelling = job.status == JobStatus::Cancelling;
        let payment = if cancelling { Payment::Barred } else { Payment::Made };
        let verdicts = self.pay_rewards(job, &task.rewards, payment).await?;
        let (outcome, failures) = task.count(&verdicts);
        let place = Key::failures(&job.id, task.slice.number);
        let settings = &self.settings().jobs;
        let change = JobChange::of(&job.id).reading(std::slice::from_ref(&place));
        self.change_job_with(change, |now, seen, plan| {
            let Some(next) = now.with_outcome(job.round, &outcome, self.now(), settings) else {
                return Ok(None);
            };
            let stored = seen.get::<Failures>(&place)?;
            if !failures.is_empty() {
                let version = stored.map_or(0, |stored| stored.version);
                plan.put(&task.failures(job, failures.clone(), version), self.settings())?;
            } else if let Some(stored) = stored {
                plan.remove(&stored);
            }
            Ok(Some(next))
        })
        .await?;
        Ok(())
    }

    async fn stop_job(&self, job: &Job, reason: StopReason) -> Result<(), StoreError> {
        tracing::warn!(job = %job.id, ?reason, "a job stopped half-way");
        let stopped = self.change_job(JobChange::of(&job.id), |now| {
            Ok((now.version == job.version).then(|| now.stopped(reason, self.now())))
        });
        stopped.await.map(drop).map_err(store_error)
    }

    /// Removes the file of a job that nobody needs it for any more.
    async fn delete_unneeded_file(&self, job: &Job, files: Option<&dyn Files>) -> Result<(), StoreError> {
        let is_needless = match job.status {
            JobStatus::Done => job.failed == 0,
            JobStatus::Cancelled => true,
            _ => false,
        };
        if let Some(files) = files.filter(|_| is_needless && job.file.is_some())
            && let Err(error) = files.remove(&file_name(&job.id)).await
        {
            tracing::warn!(%error, job = %job.id, "the file of a job was not removed");
        }
        Ok(())
    }
}

impl Task {
    /// What the verdicts come to, and all that has failed in the slice now.
    fn count(&self, verdicts: &Verdicts) -> (SliceOutcome, Vec<Failure>) {
        let (slice, rewards) = (self.slice.number, self.slice.rewards);
        let mut outcome = SliceOutcome { slice, rewards, ..SliceOutcome::default() };
        let mut failures: Vec<Failure> = Vec::new();
        for reward in &self.rewards {
            let failed_before = self.failed_before(reward.index);
            match verdicts.get(&reward.index) {
                Some(Verdict::Paid(currency)) => {
                    outcome.done += 1;
                    outcome.recovered += u64::from(failed_before.is_some());
                    let amount = reward.line.as_ref().map_or(0, |line| line.amount.minor());
                    let paid = outcome.paid.entry(currency.clone()).or_default();
                    *paid = paid.saturating_add(amount);
                }
                Some(Verdict::Failed(reason)) => {
                    outcome.failed += u64::from(failed_before.is_none());
                    failures.push(reward.failure(reason.clone()));
                }
                // Not a failure; what failed before stays one.
                Some(Verdict::Cancelled) | None => failures.extend(failed_before.cloned()),
            }
        }
        (outcome, failures)
    }

    fn failed_before(&self, index: u64) -> Option<&Failure> {
        self.before.as_ref()?.failures.iter().find(|failure| failure.index == index)
    }

    fn failures(&self, job: &Job, failures: Vec<Failure>, version: u64) -> Failures {
        Failures {
            job: job.id.clone(),
            slice: self.slice.number,
            first_index: self.first_index,
            failures,
            expires_at: job.marks_expire_at(),
            version,
        }
    }
}

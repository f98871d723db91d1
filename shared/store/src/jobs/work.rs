//! The work on a job: slice after slice, each with a transaction at its end
//! that changes the job's counters and says which slice is next.
//!
//! May be done by several at once, killed anywhere and begun anew: the marks
//! make every payment once, and the version of the job counts every slice once.

use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::{
    Failure, Failures, Job, JobStatus, PART_BYTES, Reward, RewardLine, Slice, SliceContent, SliceOutcome,
    Step, StopReason, Unpayable, cut, rewards_in,
};
use heartlink_domain::wallet::{Operation, Refusal};

use super::pay::{Payment, Verdicts};
use super::{JobError, Visibility, file_name, store_error};
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
                    self.change_job(&job.id, Visibility::All, None, &[], |now, _, _| {
                        Ok(now.with_round_over(job.round, job.at, self.now()))
                    })
                    .await?;
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
        self.change_job(&job.id, Visibility::All, None, &[], |now, _, plan| {
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
                let rewards = (first..).zip(lines).map(|(index, line)| Reward {
                    index,
                    operation: line.operation(settings).map_err(Unpayable::Refused),
                });
                (first, rewards.collect())
            }
        };
        if let Some(before) = &before {
            rewards.retain(|reward| before.failures.iter().any(|failure| failure.index == reward.index));
        }
        Ok(Task { slice, rewards, first_index, before })
    }

    async fn pay_slice(&self, job: &Job, task: &Task) -> Result<(), Halt> {
        let payable =
            || task.rewards.iter().filter_map(|reward| Some((reward.index, reward.operation.as_ref().ok()?)));
        let operations: Vec<Operation> = payable().map(|(_, operation)| operation.clone()).collect();
        let indexes: Vec<u64> = payable().map(|(index, _)| index).collect();
        let cancelling = job.status == JobStatus::Cancelling;
        let payment = if cancelling { Payment::Barred } else { Payment::Made };
        let verdicts = self.pay_rewards(job, &operations, &indexes, payment).await?;
        let (outcome, failures) = counted(job, task, &operations, &indexes, verdicts);
        let place = Key::failures(&job.id, task.slice.number);
        let settings = &self.settings().jobs;
        self.change_job(&job.id, Visibility::All, None, std::slice::from_ref(&place), |now, seen, plan| {
            let Some(next) = now.with_outcome(job.round, &outcome, self.now(), settings) else {
                return Ok(None);
            };
            let stored = seen.get::<Failures>(&place)?;
            if !failures.is_empty() {
                let version = stored.map_or(0, |stored| stored.version);
                plan.put(&failures_of(job, task, failures.clone(), version), self.settings())?;
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
        let stopped = self.change_job(&job.id, Visibility::All, None, &[], |now, _, _| {
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

fn failures_of(job: &Job, task: &Task, failures: Vec<Failure>, version: u64) -> Failures {
    Failures {
        job: job.id.clone(),
        slice: task.slice.number,
        first_index: task.first_index,
        failures,
        expires_at: job.marks_expire_at(),
        version,
    }
}

/// What the verdicts on a slice come to, and all that has failed in it now.
fn counted(
    job: &Job,
    task: &Task,
    operations: &[Operation],
    indexes: &[u64],
    verdicts: Verdicts,
) -> (SliceOutcome, Vec<Failure>) {
    let mut outcome =
        SliceOutcome { slice: task.slice.number, rewards: task.slice.rewards, ..SliceOutcome::default() };
    let mut failures: Vec<Failure> = Vec::new();
    let before = |index: u64| task.before.as_ref()?.failures.iter().find(|failure| failure.index == index);
    for (place, refusal) in verdicts {
        let (Some(operation), Some(index)) = (operations.get(place), indexes.get(place).copied()) else {
            continue;
        };
        let reason = match refusal {
            None => {
                outcome.done += 1;
                outcome.recovered += u64::from(before(index).is_some());
                let paid = outcome.paid.entry(operation.currency.clone()).or_default();
                *paid = paid.saturating_add(operation.amount.minor());
                continue;
            }
            // Cancelled before it was paid: not a failure; what failed before stays one.
            Some(Refusal::JobCancelled) => {
                failures.extend(before(index).cloned());
                continue;
            }
            Some(Refusal::NotApplied { index: of }) => {
                let of = indexes.get(of).and_then(|of| usize::try_from(*of).ok()).unwrap_or(of);
                Refusal::NotApplied { index: of }
            }
            Some(refusal) => refusal,
        };
        let (user_id, amount) = (Some(operation.user_id.clone()), Some(operation.amount));
        failures.push(Failure { index, user_id, amount, reason: Unpayable::Refused(reason) });
    }
    if job.status != JobStatus::Cancelling {
        for reward in &task.rewards {
            if let Err(reason) = &reward.operation {
                failures.push(Failure {
                    index: reward.index,
                    user_id: None,
                    amount: None,
                    reason: reason.clone(),
                });
            }
        }
    } else if let Some(before) = &task.before {
        let unread = |index: u64| task.rewards.iter().any(|r| r.index == index && r.operation.is_err());
        failures.extend(before.failures.iter().filter(|failure| unread(failure.index)).cloned());
    }
    failures.sort_by_key(|failure| failure.index);
    outcome.failed = failures.iter().filter(|failure| before(failure.index).is_none()).count() as u64;
    (outcome, failures)
}

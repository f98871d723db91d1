//! Jobs in the store: making them, asking things of them, and the work.
//!
//! Owns which items a job consists of. Never decides: the rules are in
//! `heartlink_domain::jobs`, and a payment is one of `wallet`.

mod failures;
mod list;
mod pay;
mod requeue_stalled;
mod slices;
mod work;

use heartlink_domain::ids::{JobId, UserId};
use heartlink_domain::jobs::{Failures, Job, JobRefusal, JobSource, Slice};
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;

pub use failures::{FailureCursor, FailurePage};
pub use list::JobPage;

use crate::Store;
use crate::error::StoreError;
use crate::files::FileFacts;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::keys::{Key, due_shard};
use crate::ledger::{ChangeError, ChangeOptions, Decision, Done, Refused, Snapshot};
use crate::plan::{Plan, Record};
use crate::retry::Policy;
use crate::tables::DUE;

/// Why something was not done with a job.
pub type JobError = ChangeError<JobRefusal>;

impl Refused for JobRefusal {
    fn is_transient(&self) -> bool {
        false
    }
}

impl From<JobRefusal> for JobError {
    fn from(refusal: JobRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Record for Job {
    fn key(&self) -> Key {
        Key::job(&self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn index_attributes(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        let Some(due_at) = self.due_at else { return Vec::new() };
        let shard = due_shard(self.id.as_str(), settings.sweep.due_shards);
        vec![(DUE.hash, shard), (DUE.range, due_at.to_string())]
    }
    fn expires_at(&self, _: &Settings) -> Option<Timestamp> {
        Some(self.marks_expire_at())
    }
}

impl Record for Slice {
    fn key(&self) -> Key {
        Key::slice(&self.job, self.number)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn expires_at(&self, _: &Settings) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

impl Record for Failures {
    fn key(&self) -> Key {
        Key::failures(&self.job, self.slice)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn expires_at(&self, _: &Settings) -> Option<Timestamp> {
        Some(self.expires_at)
    }
}

/// Whose jobs a caller may see: one's own, or everybody's.
#[derive(Debug, Clone, Copy)]
pub enum Visibility<'a> {
    /// One's own.
    Own(&'a UserId),
    /// Everybody's.
    All,
}

impl Visibility<'_> {
    fn allows(self, job: &Job) -> bool {
        match self {
            Self::Own(user) => job.created_by == *user,
            Self::All => true,
        }
    }
}

/// The name of the file of a job.
pub fn file_name(id: &JobId) -> String {
    format!("jobs/{id}.jsonl")
}

impl Store {
    /// Makes a job that takes slices, or a file.
    ///
    /// # Errors
    /// The store's.
    pub async fn create_job(
        &self,
        source: JobSource,
        created_by: &UserId,
        key: &IdempotencyKey,
    ) -> Result<Outcome<Job>, JobError> {
        let (now, settings) = (self.now(), &self.settings().jobs);
        let id = JobId::generate(now, &mut self.chance("job"));
        let job = Job::new(id, source, created_by.clone(), now, settings);
        self.insert_job(&job, &[], key).await
    }

    /// Stores a new job with its slices. Its key is remembered as long as the
    /// job: the same call must not make a second one tomorrow.
    async fn insert_job(
        &self,
        job: &Job,
        slices: &[Slice],
        key: &IdempotencyKey,
    ) -> Result<Outcome<Job>, JobError> {
        let key = key.clone().kept_until(job.marks_expire_at());
        let options = ChangeOptions {
            keys: Vec::new(),
            idempotency: Some(&key),
            policy: Policy::Batch,
            waits: false,
            guards: Vec::new(),
        };
        let decide = |_: &Snapshot| {
            let mut plan = Plan::default();
            plan.put(job, self.settings())?;
            for slice in slices {
                plan.put(slice, self.settings())?;
            }
            let answer = Job { version: 1, ..job.clone() };
            Ok(Decision { plan, receipt: answer.clone(), answer, refuses: false })
        };
        Ok(outcome(self.change::<Job, Job, JobRefusal>(&options, decide).await?))
    }

    /// A job, as it is.
    ///
    /// # Errors
    /// [`JobRefusal::NotThere`]; the store's.
    pub async fn job(&self, id: &JobId, visibility: Visibility<'_>) -> Result<Job, JobError> {
        let seen = self.load(&[Key::job(id)]).await?;
        self.job_in(&seen, id, visibility)
    }

    /// The job as it was read.
    fn job_in(&self, seen: &Snapshot, id: &JobId, visibility: Visibility<'_>) -> Result<Job, JobError> {
        let job = seen.get::<Job>(&Key::job(id))?;
        let is_there = |job: &Job| job.expires_at > self.now() && visibility.allows(job);
        Ok(job.filter(is_there).ok_or(JobRefusal::NotThere)?)
    }

    /// Starts a job that has its slices, or whose file is as `file` says. One
    /// that was started is left as it is.
    ///
    /// # Errors
    /// What [`Job::started`] and [`Job::started_with`] refuse,
    /// [`JobRefusal::NotThere`]; the store's.
    pub async fn start_job(
        &self,
        id: &JobId,
        visibility: Visibility<'_>,
        file: Option<&FileFacts>,
    ) -> Result<Job, JobError> {
        let settings = &self.settings().jobs;
        let done = self.change_job(JobChange::of(id).visible_to(visibility), |job| {
            if job.started_at.is_some() {
                return Ok(None);
            }
            let started = match job.source {
                JobSource::Slices => job.started(self.now(), settings)?,
                JobSource::File => {
                    let file = file.map(|file| (file.size, file.tag.clone()));
                    job.started_with(file, self.now(), settings)?
                }
            };
            Ok(Some(started))
        });
        Ok(done.await?.value)
    }

    /// Cancels a job.
    ///
    /// # Errors
    /// [`JobRefusal::Over`], [`JobRefusal::NotThere`]; the store's.
    pub async fn cancel_job(&self, id: &JobId, visibility: Visibility<'_>) -> Result<Job, JobError> {
        let settings = &self.settings().jobs;
        let change = JobChange::of(id).visible_to(visibility);
        Ok(self.change_job(change, |job| Ok(job.cancelled(self.now(), settings)?)).await?.value)
    }

    /// Tries again what failed, or goes on where the job stopped.
    ///
    /// # Errors
    /// [`JobRefusal::NotOver`], [`JobRefusal::NothingToRetry`],
    /// [`JobRefusal::NotThere`]; the store's.
    pub async fn retry_job(
        &self,
        id: &JobId,
        visibility: Visibility<'_>,
        key: &IdempotencyKey,
    ) -> Result<Outcome<Job>, JobError> {
        let settings = &self.settings().jobs;
        let change = JobChange { once: Some(key), ..JobChange::of(id).visible_to(visibility) };
        self.change_job(change, |job| Ok(Some(job.retried(self.now(), settings)?))).await
    }

    /// Changes a job as `decide` says; not at all where that says nothing.
    async fn change_job(
        &self,
        change: JobChange<'_>,
        decide: impl Fn(&Job) -> Result<Option<Job>, JobError>,
    ) -> Result<Outcome<Job>, JobError> {
        self.change_job_with(change, |job, _, _| decide(job)).await
    }

    /// Changes a job and what stands beside it: `decide` sees what was read, and
    /// adds its other writes to the plan.
    async fn change_job_with(
        &self,
        change: JobChange<'_>,
        decide: impl Fn(&Job, &Snapshot, &mut Plan) -> Result<Option<Job>, JobError>,
    ) -> Result<Outcome<Job>, JobError> {
        let keys = std::iter::once(Key::job(change.id)).chain(change.beside.iter().cloned()).collect();
        let options = ChangeOptions {
            keys,
            idempotency: change.once,
            policy: Policy::Batch,
            waits: false,
            guards: Vec::new(),
        };
        let decide = |seen: &Snapshot| {
            let job = self.job_in(seen, change.id, change.visibility)?;
            let mut plan = Plan::default();
            let answer = match decide(&job, seen, &mut plan)? {
                None => job,
                Some(next) => {
                    plan.put(&next, self.settings())?;
                    Job { version: next.version + 1, ..next }
                }
            };
            Ok(Decision { plan, receipt: answer.clone(), answer, refuses: false })
        };
        Ok(outcome(self.change::<Job, Job, JobRefusal>(&options, decide).await?))
    }
}

/// Which job is changed, and how.
#[derive(Clone, Copy)]
struct JobChange<'a> {
    id: &'a JobId,
    visibility: Visibility<'a>,
    /// The idempotency key of the call, if it has one.
    once: Option<&'a IdempotencyKey>,
    /// Items that are read beside the job.
    beside: &'a [Key],
}

impl<'a> JobChange<'a> {
    /// A change by the system itself.
    fn of(id: &'a JobId) -> Self {
        Self { id, visibility: Visibility::All, once: None, beside: &[] }
    }

    /// A change by a caller.
    fn visible_to(self, visibility: Visibility<'a>) -> Self {
        Self { visibility, ..self }
    }

    fn reading(self, beside: &'a [Key]) -> Self {
        Self { beside, ..self }
    }
}

fn outcome(done: Done<Job, Job>) -> Outcome<Job> {
    match done {
        Done::Applied(job) => Outcome::fresh(job),
        Done::Replayed(job) => Outcome { value: job, replayed: true },
    }
}

/// What the store failed with, where no rule of jobs is asked.
fn store_error(error: JobError) -> StoreError {
    match error {
        JobError::Store(error) => error,
        JobError::Refused(refusal) => StoreError::bug(refusal),
    }
}

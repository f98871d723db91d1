//! Slices that are sent one by one, or all in one call.

use heartlink_domain::ids::{JobId, UserId};
use heartlink_domain::jobs::{Job, JobRefusal, JobSource, RewardLine, Slice, SliceContent};
use heartlink_domain::wallet::Refusal;

use super::{JobChange, JobError, Visibility};
use crate::Store;
use crate::error::StoreError;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::keys::Key;
use crate::plan::MAX_ACTIONS;

/// Slices that one call brings at most: with the job and its key they are one
/// transaction.
const SLICES_IN_A_CALL: usize = MAX_ACTIONS - 2;

impl Store {
    /// Makes a job of `rewards`, which are all there are, and starts it.
    ///
    /// # Errors
    /// [`Refusal::TooManyOperations`], [`JobRefusal::TooManyRewards`],
    /// [`JobRefusal::Empty`]; the store's.
    pub async fn create_job_of(
        &self,
        rewards: &[RewardLine],
        created_by: &UserId,
        key: &IdempotencyKey,
    ) -> Result<Outcome<Job>, JobError> {
        let (now, settings) = (self.now(), &self.settings().jobs);
        let id = JobId::generate(now, &mut self.chance("job"));
        let mut job = Job::new(id, JobSource::Slices, created_by.clone(), now, settings);
        let each = usize::try_from(settings.slice_rewards).unwrap_or(1).max(1);
        if rewards.len() > each * SLICES_IN_A_CALL {
            let limit = u32::try_from(each * SLICES_IN_A_CALL).unwrap_or(u32::MAX);
            return Err(JobRefusal::Reward(Refusal::TooManyOperations { limit }).into());
        }
        let mut slices = Vec::new();
        for (number, part) in (1..).zip(rewards.chunks(each)) {
            job = job.with_slice(number, part.len() as u64, settings)?;
            slices.push(inline(&job, number, part)?);
        }
        let job = job.started(now, settings)?;
        self.insert_job(&job, &slices, key).await
    }

    /// Adds slice `number` to an open job. The same again changes nothing.
    ///
    /// # Errors
    /// What [`Job::with_slice`] refuses, [`Refusal::TooManyOperations`],
    /// [`JobRefusal::SliceDiffers`], [`JobRefusal::NotThere`]; the store's.
    pub async fn put_job_slice(
        &self,
        id: &JobId,
        visibility: Visibility<'_>,
        number: u64,
        rewards: &[RewardLine],
    ) -> Result<Job, JobError> {
        let settings = &self.settings().jobs;
        let limit = settings.slice_rewards;
        if rewards.len() as u64 > u64::from(limit) {
            return Err(JobRefusal::Reward(Refusal::TooManyOperations { limit }).into());
        }
        let place = Key::slice(id, number);
        let change = JobChange::of(id).visible_to(visibility).reading(std::slice::from_ref(&place));
        let put = self.change_job_with(change, |job, seen, plan| {
            let slice = inline(job, number, rewards)?;
            if let Some(stored) = seen.get::<Slice>(&place)? {
                let is_same = stored.content == slice.content;
                return if is_same { Ok(None) } else { Err(JobRefusal::SliceDiffers { number }.into()) };
            }
            let next = job.with_slice(number, slice.rewards, settings)?;
            plan.put(&slice, self.settings())?;
            Ok(Some(next))
        });
        Ok(put.await?.value)
    }
}

fn inline(job: &Job, number: u64, rewards: &[RewardLine]) -> Result<Slice, StoreError> {
    let content = SliceContent::Inline(serde_json::to_string(rewards).map_err(StoreError::bug)?);
    Ok(job.slice(number, rewards.len() as u64, content))
}

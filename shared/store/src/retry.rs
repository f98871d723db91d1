//! The one place for retries: policies, back-off with full jitter, deadlines.

use std::time::Duration;

use heartlink_domain::settings::RetrySettings;
use heartlink_domain::time::Timestamp;

use crate::error::StoreError;
use crate::{Store, context, meter};

/// How patient an operation is (`docs/ARCHITECTURE.md`, *Retries*).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Policy {
    /// Single operations.
    Normal,
    /// Batch operations and background work.
    Batch,
    /// Mass rewards, and leaving, blocking and reporting, which are to succeed under load.
    Rewards,
}

impl Policy {
    /// Retries and first step.
    pub fn numbers(self, settings: &RetrySettings) -> (u32, Duration) {
        let (retries, millis) = match self {
            Policy::Normal => (settings.normal_retries, settings.normal_step_millis),
            Policy::Batch => (settings.batch_retries, settings.batch_step_millis),
            Policy::Rewards => (settings.rewards_retries, settings.rewards_step_millis),
        };
        (retries, Duration::from_millis(millis))
    }
}

/// The longest wait before retry number `retry` (from 1); the first is
/// immediate, since the lost race already brought the winner's state.
pub fn longest_wait(retry: u32, step: Duration, growth_percent: u64) -> Duration {
    if retry <= 1 {
        return Duration::ZERO;
    }
    let mut millis = u64::try_from(step.as_millis()).unwrap_or(u64::MAX);
    for _ in 2..retry {
        millis = millis.saturating_mul(growth_percent) / 100;
    }
    Duration::from_millis(millis)
}

/// The attempts that one operation has left.
pub struct Attempts<'a> {
    store: &'a Store,
    retries_left: u32,
    retry: u32,
    step: Duration,
    deadline: Option<Timestamp>,
}

/// Runs `operation` under a deadline: no retry starts after it.
pub async fn with_deadline<T>(deadline: Timestamp, operation: impl Future<Output = T>) -> T {
    context::within(|context| context.deadline = Some(deadline), operation).await
}

/// The one sleep of the system.
pub async fn pause(span: Duration) {
    #[expect(clippy::disallowed_methods, reason = "the one owner of waiting")]
    tokio::time::sleep(span).await;
}

impl Store {
    /// The time until the deadline in force, if there is one.
    pub(crate) fn time_left(&self) -> Option<Duration> {
        let deadline = context::read(|context| context.deadline).flatten()?;
        Some(deadline.since(self.now()))
    }

    /// Begins an operation under `policy` and the deadline in force.
    pub(crate) fn attempts(&self, policy: Policy) -> Attempts<'_> {
        let (retries_left, step) = policy.numbers(&self.settings().retry);
        let deadline = context::read(|context| context.deadline).flatten();
        Attempts { store: self, retries_left, retry: 0, step, deadline }
    }
}

impl Attempts<'_> {
    /// Waits before the next attempt.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when the policy's retries are used up,
    /// [`StoreError::Timeout`] when the deadline would pass.
    pub(crate) async fn again(&mut self) -> Result<(), StoreError> {
        self.again_by(self.store.chance("retry").fraction(), true).await
    }

    /// The same, waiting the fraction `jitter` (0 to 1) of the longest wait. Where
    /// the failure did not tell what is stored now (`state_refreshed`), there is
    /// no reason to go at once.
    ///
    /// # Errors
    /// As [`Attempts::again`].
    pub(crate) async fn again_by(&mut self, jitter: f64, state_refreshed: bool) -> Result<(), StoreError> {
        if self.retries_left == 0 {
            return Err(StoreError::Busy);
        }
        self.retries_left -= 1;
        self.retry += 1;
        meter::retry();
        let step = if state_refreshed { self.retry } else { self.retry.max(2) };
        let longest = longest_wait(step, self.step, self.store.settings().retry.growth_percent);
        let wait = longest.mul_f64(jitter.clamp(0.0, 1.0));
        if self.deadline.is_some_and(|deadline| self.store.now() + wait >= deadline) {
            return Err(StoreError::Timeout);
        }
        if !wait.is_zero() {
            pause(wait).await;
            meter::waited(wait);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_follow_the_table_and_the_first_retry_is_immediate() {
        let settings = RetrySettings::default();
        for (policy, retries, millis) in
            [(Policy::Normal, 3, 100), (Policy::Batch, 5, 200), (Policy::Rewards, 10, 500)]
        {
            let (count, step) = policy.numbers(&settings);
            assert_eq!((count, step), (retries, Duration::from_millis(millis)));
            assert_eq!(longest_wait(1, step, 150), Duration::ZERO);
            assert_eq!(longest_wait(2, step, 150), step);
            assert_eq!(longest_wait(3, step, 150), step * 3 / 2);
        }
    }
}

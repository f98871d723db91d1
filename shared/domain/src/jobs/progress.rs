//! The work on a job, slice by slice: what comes next, and what a finished
//! slice changes.

use std::collections::BTreeMap;

use crate::jobs::{Job, JobStatus};
use crate::ledger::MAX_MINOR;
use crate::settings::JobSettings;
use crate::time::Timestamp;
use crate::wallet::Currency;

/// What comes next of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// To look at more of its file.
    Cut,
    /// To pay this slice.
    Pay(u64),
    /// To pay once more what failed, in the first slice from this number on
    /// that has failures.
    PayAgain(u64),
}

/// What came of one slice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SliceOutcome {
    /// Which slice.
    pub slice: u64,
    /// How many rewards it has.
    pub rewards: u64,
    /// How many were paid in this round.
    pub done: u64,
    /// How many were not, with a reason, and had not failed before.
    pub failed: u64,
    /// How many had failed before and are paid now.
    pub recovered: u64,
    /// What was paid, in minor units.
    pub paid: BTreeMap<Currency, i64>,
}

impl Job {
    /// What comes next; `None` where nothing does, or the job does not exist
    /// any more.
    pub fn next_step(&self, now: Timestamp) -> Option<Step> {
        if self.expires_at <= now {
            return None;
        }
        match self.status {
            JobStatus::Preparing => Some(Step::Cut),
            JobStatus::Running | JobStatus::Cancelling if self.round == 0 => Some(Step::Pay(self.at)),
            JobStatus::Running | JobStatus::Cancelling => Some(Step::PayAgain(self.at)),
            _ => None,
        }
    }

    /// With what came of the slice that it is at; `None` where that slice was
    /// finished by somebody else in the meantime.
    pub fn with_outcome(
        &self,
        round: u32,
        outcome: &SliceOutcome,
        now: Timestamp,
        settings: &JobSettings,
    ) -> Option<Self> {
        let is_payable = matches!(self.status, JobStatus::Running | JobStatus::Cancelling);
        if !is_payable || self.round != round || self.at > outcome.slice {
            return None;
        }
        let mut job = self.clone();
        job.done += outcome.done;
        job.failed = (job.failed + outcome.failed).saturating_sub(outcome.recovered);
        for (currency, minor) in &outcome.paid {
            let paid = job.paid.entry(currency.clone()).or_default();
            *paid = paid.saturating_add(*minor).min(MAX_MINOR);
        }
        job.at = outcome.slice + 1;
        if round == 0 {
            job.next_index += outcome.rewards;
        }
        if job.status == JobStatus::Cancelling {
            return Some(Self { status: JobStatus::Cancelled, ..job.over(now) });
        }
        Some(job.progressed(now, settings).finished_if_through(now))
    }

    /// At the end of a round after the first, where no slice with failures is
    /// left; `None` where somebody else was faster.
    pub fn with_round_over(&self, round: u32, at: u64, now: Timestamp) -> Option<Self> {
        let status = match self.status {
            JobStatus::Running => JobStatus::Done,
            JobStatus::Cancelling => JobStatus::Cancelled,
            _ => return None,
        };
        (self.round == round && self.at == at).then(|| Self { status, ..self.over(now) })
    }

    pub(super) fn finished_if_through(self, now: Timestamp) -> Self {
        if self.status == JobStatus::Running && self.round == 0 && self.at > self.slices {
            return Self { status: JobStatus::Done, ..self.over(now) };
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::JobSource;

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
    }

    /// A running job of two slices with ten rewards each.
    fn running() -> Job {
        let settings = JobSettings::default();
        let job =
            Job::new("job".parse().unwrap(), JobSource::Slices, "shop".parse().unwrap(), at(0), &settings);
        let job = job.with_slice(1, 10, &settings).unwrap().with_slice(2, 10, &settings).unwrap();
        job.started(at(1), &settings).unwrap()
    }

    fn outcome(slice: u64, done: u64, failed: u64) -> SliceOutcome {
        let paid = [("CREDIT".parse().unwrap(), 5 * i64::try_from(done).unwrap())].into();
        SliceOutcome { slice, rewards: 10, done, failed, recovered: 0, paid }
    }

    fn after(job: &Job, outcome: &SliceOutcome) -> Option<Job> {
        job.with_outcome(job.round, outcome, at(2), &JobSettings::default())
    }

    #[test]
    fn a_slice_counts_once_and_the_last_one_ends_the_job() {
        let job = running();
        assert_eq!(job.next_step(at(2)), Some(Step::Pay(1)));
        let job = after(&job, &outcome(1, 9, 1)).unwrap();
        assert_eq!(
            (job.done, job.failed, job.next_index, job.next_step(at(2))),
            (9, 1, 10, Some(Step::Pay(2)))
        );
        assert_eq!(after(&job, &outcome(1, 9, 1)), None, "counted twice");
        let job = after(&job, &outcome(2, 10, 0)).unwrap();
        assert_eq!((job.status, job.done, job.failed), (JobStatus::Done, 19, 1));
        assert_eq!((job.finished_at, job.due_at, job.next_step(at(3))), (Some(at(2)), None, None));
        assert_eq!(job.paid.values().sum::<i64>(), 95);
    }

    #[test]
    fn a_retry_counts_what_it_mended_and_ends_when_nothing_is_left() {
        let settings = JobSettings::default();
        let job = after(&after(&running(), &outcome(1, 8, 2)).unwrap(), &outcome(2, 10, 0)).unwrap();
        let again = job.retried(at(3), &settings).unwrap();
        assert_eq!((again.round, again.next_step(at(3))), (1, Some(Step::PayAgain(1))));
        assert_eq!(
            again.with_outcome(0, &outcome(2, 10, 0), at(4), &settings),
            None,
            "a slice of the last round"
        );
        let mended = SliceOutcome { recovered: 1, ..outcome(1, 1, 0) };
        let again = after(&again, &mended).unwrap();
        assert_eq!((again.done, again.failed, again.at, again.next_index), (19, 1, 2, 20));
        assert_eq!(again.with_round_over(1, 1, at(5)), None, "somebody was faster");
        assert_eq!(again.with_round_over(1, 2, at(5)).unwrap().status, JobStatus::Done);
    }

    #[test]
    fn a_job_that_is_to_be_cancelled_ends_with_the_slice_it_is_at() {
        let settings = JobSettings::default();
        let job = running().cancelled(at(2), &settings).unwrap().unwrap();
        assert_eq!((job.status, job.next_step(at(2))), (JobStatus::Cancelling, Some(Step::Pay(1))));
        assert_eq!(job.cancelled(at(2), &settings), Ok(None));
        let job = after(&job, &outcome(1, 4, 0)).unwrap();
        assert_eq!((job.status, job.done, job.next_step(at(2))), (JobStatus::Cancelled, 4, None));
        assert_eq!(after(&job, &outcome(2, 10, 0)), None);
    }

    #[test]
    fn nobody_works_on_a_job_whose_time_is_over() {
        let job = running();
        assert_eq!(job.next_step(job.expires_at), None);
        assert!(job.marks_expire_at() > job.expires_at);
    }

    #[test]
    fn the_figure_of_what_was_paid_stays_exact_in_json() {
        let mut much = outcome(1, 10, 0);
        much.paid = [("CREDIT".parse().unwrap(), i64::MAX)].into();
        let job = after(&running(), &much).unwrap();
        assert_eq!(job.paid.values().copied().collect::<Vec<_>>(), [MAX_MINOR]);
    }
}

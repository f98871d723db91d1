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

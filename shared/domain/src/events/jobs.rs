//! What the maker of a job is told of it.

use crate::events::{Event, EventData, JobProgressData};
use crate::jobs::Job;

/// Of how much progress the maker is told, in percent.
const STEP_PERCENT: u64 = 5;

/// What the maker is told of a change of their job: how far it is, each time
/// that another `STEP_PERCENT` are done or it comes to another status.
pub fn from_job_change(old: Option<&Job>, new: Option<&Job>) -> Vec<Event> {
    let Some(job) = new else { return Vec::new() };
    let shown = |job: &Job| (job.status, job.round, steps(job));
    if old.is_some_and(|old| shown(old) == shown(job)) || job.started_at.is_none() {
        return Vec::new();
    }
    let said = EventData::JobProgress(JobProgressData { job: Box::new(job.summary()) });
    vec![Event::new(job.created_by.clone(), job.updated_at, &said)]
}

/// Whole steps of progress made; none while it is not known how much there is.
fn steps(job: &Job) -> u64 {
    let settled = (job.done + job.failed).min(job.total);
    (settled * 100).checked_div(job.total).unwrap_or_default() / STEP_PERCENT
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::EventType;
    use crate::jobs::{JobSource, JobStatus};
    use crate::settings::JobSettings;
    use crate::time::Timestamp;

    fn job(done: u64, status: JobStatus) -> Job {
        let (now, settings) = (Timestamp::from_unix_millis(1_790_000_000_000), JobSettings::default());
        let job =
            Job::new("job".parse().unwrap(), JobSource::Slices, "shop".parse().unwrap(), now, &settings);
        Job { total: 1_000, done, status, started_at: Some(now), ..job }
    }

    #[test]
    fn the_maker_is_told_of_every_further_step_and_of_the_end() {
        let told = |old: &Job, new: &Job| from_job_change(Some(old), Some(new)).len();
        let (none, little, some) =
            (job(0, JobStatus::Running), job(49, JobStatus::Running), job(50, JobStatus::Running));
        assert_eq!((told(&none, &little), told(&little, &some), told(&none, &some)), (0, 1, 1));
        assert_eq!(told(&some, &job(50, JobStatus::Cancelled)), 1);
        let events = from_job_change(None, Some(&some));
        assert_eq!((events[0].to.as_str(), events[0].kind), ("shop", EventType::JobProgress));
        assert_eq!(events[0].data["job"]["done"], 50);
    }

    #[test]
    fn a_job_that_was_not_started_is_nobodys_news() {
        let open = Job { started_at: None, ..job(0, JobStatus::Open) };
        assert_eq!(from_job_change(None, Some(&open)), Vec::new());
        assert_eq!(from_job_change(Some(&open), None), Vec::new());
    }
}

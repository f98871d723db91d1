//! What the maker of a job is told of it.

use serde_json::json;

use crate::events::{Event, EventType};
use crate::jobs::Job;

/// Of how much progress the maker is told, in percent.
const STEP_PERCENT: u64 = 5;

/// What the maker is told of a change of their job: how far it is, each time
/// that another [`STEP_PERCENT`] are done or it comes to another status.
pub fn from_job_change(old: Option<&Job>, new: Option<&Job>) -> Vec<Event> {
    let Some(job) = new else { return Vec::new() };
    let shown = |job: &Job| (job.status, job.round, steps(job));
    if old.is_some_and(|old| shown(old) == shown(job)) || job.started_at.is_none() {
        return Vec::new();
    }
    let data = json!({ "job": job.view() });
    vec![Event { to: job.created_by.clone(), kind: EventType::JobProgress, at: job.updated_at, data }]
}

/// Whole steps of progress made; none while it is not known how much there is.
fn steps(job: &Job) -> u64 {
    let settled = (job.done + job.failed).min(job.total);
    (settled * 100).checked_div(job.total).unwrap_or_default() / STEP_PERCENT
}

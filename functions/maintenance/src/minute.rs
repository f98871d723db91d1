//! What cannot wait for the cleanup: warnings, renewals, expired leases, and
//! pairs that became possible with time (a relaxed filter, a person back), and
//! jobs that made no progress. And the figures of open reports.

use std::time::Duration;

use heartlink_runtime::figures::Figure;
use heartlink_runtime::{App, Problem, ScheduleRoute};
use heartlink_store::permissions;
use heartlink_store::sweep::Scope;
use serde_json::{Value, json};

/// The function.
pub const ROUTE: ScheduleRoute = ScheduleRoute {
    name: "maintenance-minute",
    every: |settings| Duration::from_secs(settings.sweep.tick_every_secs),
    permissions: &[
        permissions::COUNTED_CHANGE,
        permissions::READ_PEOPLE,
        permissions::READ_POOL,
        permissions::DUE_PEOPLE,
        permissions::CHANGE_JOB,
        permissions::STALLED_JOBS,
        permissions::OPEN_REPORTS,
    ],
    run: |app| Box::pin(minute(app)),
};

async fn minute(app: App) -> Result<Value, Problem> {
    // Side by side: a long sweep must not hold up the others.
    let (swept, pairing, jobs, reports) = tokio::join!(
        app.store.sweep(Scope::Tick, false),
        app.store.pair_waiting(Vec::new()),
        app.store.requeue_stalled_jobs(),
        app.store.open_reports(),
    );
    let (swept, pairing, jobs, (open, age)) = (swept?, pairing?, jobs?, reports?);
    Figure::ReportsOpen.tell(open, app.store.now());
    Figure::OldestReport.tell(age.as_secs(), app.store.now());
    Figure::SweepUnfinished.tell(u64::from(swept.unfinished), app.store.now());
    if swept.failed > 0 {
        return Err(Problem::internal(format!("{} of what was due was not swept", swept.failed)));
    }
    Ok(json!({
        "changes": swept.changes.len(), "paired": pairing.paired, "lost": pairing.lost, "jobs_taken_up": jobs,
        "reports_open": open,
    }))
}

//! What cannot wait for the cleanup: warnings, renewals, expired leases, and
//! pairs that became possible with time (a relaxed filter, a person back), and
//! jobs that made no progress.

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
    ],
    run: |app| Box::pin(minute(app)),
};

async fn minute(app: App) -> Result<Value, Problem> {
    // Side by side: a long sweep must not hold up the other two.
    let (swept, pairing, jobs) = tokio::join!(
        app.store.sweep(Scope::Tick, false),
        app.store.pair_waiting(Vec::new()),
        app.store.requeue_stalled_jobs(),
    );
    let (swept, pairing, jobs) = (swept?, pairing?, jobs?);
    Figure::SweepUnfinished.tell(u64::from(swept.unfinished), app.store.now());
    if swept.failed > 0 {
        return Err(Problem::internal(format!("{} of what was due was not swept", swept.failed)));
    }
    Ok(json!({
        "changes": swept.changes.len(), "paired": pairing.paired, "lost": pairing.lost, "jobs_taken_up": jobs,
    }))
}

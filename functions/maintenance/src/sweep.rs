//! The scheduled cleanup.

use std::time::Duration;

use heartlink_runtime::figures::Figure;
use heartlink_runtime::{App, Problem, ScheduleRoute};
use heartlink_store::permissions;
use heartlink_store::sweep::Scope;
use serde_json::{Value, json};

/// The function.
pub const ROUTE: ScheduleRoute = ScheduleRoute {
    name: "maintenance-sweep",
    every: |settings| Duration::from_secs(settings.sweep.cleanup_every_secs),
    permissions: &[permissions::COUNTED_CHANGE, permissions::READ_PEOPLE, permissions::DUE_PEOPLE],
    run: |app| Box::pin(sweep(app)),
};

async fn sweep(app: App) -> Result<Value, Problem> {
    let swept = app.store.sweep(Scope::Cleanup, false).await?;
    Figure::SweepUnfinished.tell(u64::from(swept.unfinished), app.store.now());
    if swept.failed > 0 {
        return Err(Problem::internal(format!("{} of what was due was not swept", swept.failed)));
    }
    Ok(json!({ "changes": swept.changes.len(), "unfinished": swept.unfinished }))
}

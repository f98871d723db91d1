//! The scheduled decay.

use std::time::Duration;

use heartlink_runtime::{App, Problem, ScheduleRoute};
use heartlink_store::permissions;
use serde_json::{Value, json};

/// The function.
pub const ROUTE: ScheduleRoute = ScheduleRoute {
    name: "affinity-decay-scheduled",
    every: |settings| Duration::from_secs(settings.affinity.decay_every_secs),
    permissions: &[
        permissions::CHANGE_ACCOUNT,
        permissions::CHANGE_ACCOUNTS,
        permissions::DUE_ACCOUNTS,
        permissions::READ_DOCUMENTS,
    ],
    run: |app| Box::pin(decay(app)),
};

async fn decay(app: App) -> Result<Value, Problem> {
    let report = app.store.decay_idle(false).await?;
    if report.failed > 0 {
        return Err(Problem::internal(format!("{} of {} bindings failed", report.failed, report.looked_at)));
    }
    Ok(json!({
        "looked_at": report.looked_at,
        "decayed": report.changes.len(),
        "unfinished": report.unfinished,
    }))
}

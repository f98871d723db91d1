//! The check that runs by itself.

use std::time::Duration;

use heartlink_runtime::{App, Problem, ScheduleRoute};
use heartlink_store::permissions;
use serde_json::{Value, json};

use crate::monitor::tell;

/// The function.
pub const ROUTE: ScheduleRoute = ScheduleRoute {
    name: "points-reconcile-scheduled",
    every: |settings| Duration::from_secs(settings.points.check_every_secs),
    permissions: &[permissions::CHANGE_ACCOUNT, permissions::VERIFY_LEDGER, permissions::ALL_ACCOUNTS],
    run: |app| Box::pin(reconcile(app)),
};

async fn reconcile(app: App) -> Result<Value, Problem> {
    let (changed, mut full) = app.store.reconcile_points().await?;
    let report = json!({
        "changed": changed.accounts, "in_full": full.accounts, "transactions": changed.transactions,
        "inconsistent": changed.inconsistent.max(full.inconsistent), "errors": changed.errors + full.errors,
    });
    full.inconsistent = full.inconsistent.max(changed.inconsistent);
    full.errors += changed.errors;
    tell(&full, app.store.now());
    Ok(report)
}

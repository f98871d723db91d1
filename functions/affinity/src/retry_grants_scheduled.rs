//! The scheduled payment of level rewards that failed.

use std::time::Duration;

use heartlink_runtime::figures::Figure;
use heartlink_runtime::{App, Problem, ScheduleRoute};
use heartlink_store::permissions;
use serde_json::{Value, json};

/// The function.
pub const ROUTE: ScheduleRoute = ScheduleRoute {
    name: "affinity-retry-grants-scheduled",
    every: |settings| Duration::from_secs(settings.affinity.grants_every_secs),
    permissions: &[
        permissions::CHANGE_ACCOUNT,
        permissions::CHANGE_ACCOUNTS,
        permissions::DUE_ACCOUNTS,
        permissions::READ_DOCUMENTS,
    ],
    run: |app| Box::pin(retry_grants(app)),
};

async fn retry_grants(app: App) -> Result<Value, Problem> {
    let tried = app.store.retry_due_grants().await?;
    let unpaid = tried.due.saturating_sub(tried.granted);
    Figure::RewardsUnpaid.tell(u64::try_from(unpaid).unwrap_or(u64::MAX), app.store.now());
    if tried.failed > 0 {
        return Err(Problem::internal(format!("{} of {} due rewards failed", tried.failed, tried.due)));
    }
    Ok(json!({ "due": tried.due, "granted": tried.granted }))
}

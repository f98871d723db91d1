//! The scheduled run that takes points which have expired.

use std::time::Duration;

use heartlink_runtime::{App, Problem, ScheduleRoute};
use heartlink_store::permissions;
use serde_json::{Value, json};

/// The function.
pub const ROUTE: ScheduleRoute = ScheduleRoute {
    name: "points-expire",
    every: |settings| Duration::from_secs(settings.points.expire_every_secs),
    permissions: &[permissions::CHANGE_ACCOUNT, permissions::DUE_ACCOUNTS],
    run: |app| Box::pin(expire(app)),
};

async fn expire(app: App) -> Result<Value, Problem> {
    let run = app.store.expire_points().await?;
    if run.failed > 0 {
        return Err(Problem::internal(format!("the points of {} accounts did not expire", run.failed)));
    }
    Ok(json!({ "accounts": run.accounts, "points": run.points, "unfinished": run.unfinished }))
}

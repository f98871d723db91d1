//! Check all accounts and repair what may be repaired.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::points::RepairReport;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::view::{FixedView, RepairedView};
/// What is to be done.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RepairQuery {
    /// Whether anything is repaired.
    #[serde(default)]
    #[param(default = false)]
    auto_fix: bool,
    /// Only say what would be repaired.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// What was repaired, or would be.
#[derive(Debug, Serialize, ToSchema)]
pub struct RepairView {
    /// How many accounts were set right; 0 in a dry run.
    fixed: usize,
    /// What happened, in words.
    message: String,
    /// Each correction that was made, or would be.
    changes: Vec<RepairedView>,
    /// Accounts that need somebody to look: a transaction may have been changed.
    refused: Vec<FixedView>,
    /// Whether nothing was changed on purpose.
    dry_run: bool,
}

impl RepairView {
    fn of(report: RepairReport, RepairQuery { auto_fix, dry_run }: RepairQuery) -> Self {
        let RepairReport { repaired, refused, accounts, inconsistent, errors, unfinished } = report;
        let mut message = format!("{accounts} accounts checked, {inconsistent} inconsistent");
        if auto_fix {
            let would = if dry_run { "would be " } else { "" };
            message += &format!(", {} {would}corrected, {} refused", repaired.len(), refused.len());
        } else {
            message += "; nothing is repaired without auto_fix=true";
        }
        if errors > 0 {
            message += &format!("; {errors} could not be checked");
        }
        if unfinished {
            message += "; there is more: run it again";
        }
        let fixed = if dry_run { 0 } else { repaired.len() };
        let changes = repaired.into_iter().map(Into::into).collect();
        let refused = refused.into_iter().map(Into::into).collect();
        Self { fixed, message, changes, refused, dry_run }
    }
}

/// Repair accounts
///
/// Checks all accounts in full. With `auto_fix`, a balance that is not what the
/// transactions add up to is set right by a visible `correction`, and nothing is
/// deleted. A broken chain, where a transaction was changed, added or removed, is
/// reported and refused.
#[endpoint(
    POST "/v1/points/monitor",
    roles(Admin),
    query(RepairQuery),
    key(optional),
    answers(200 = RepairView: "What was, or would be, repaired."),
    permissions(IDEMPOTENCY, VERIFY_LEDGER, ALL_ACCOUNTS)
)]
pub(crate) async fn repair(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let query: RepairQuery = request.query()?;
    let key = request.idempotency()?.filter(|_| query.auto_fix && !query.dry_run);
    let how = (query.auto_fix, query.dry_run);
    let report = app.store.repair_all_points(request.me()?, key.as_ref(), how).await?;
    let report = report.map(|report| RepairView::of(report, query));
    Ok(Response::ok(&report.value)?.replayed(&report))
}

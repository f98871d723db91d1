//! Whether all accounts are consistent.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::health::percent;
use heartlink_domain::points::{HealthStatus, status_of};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::figures::Figure;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::points::{AccountFound, ListPlace, VerificationReport};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// How much is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// All accounts, from the first transaction to the last.
    #[default]
    Full,
    /// What was added since the check that runs by itself.
    Incremental,
}

/// What is looked at.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct MonitorQuery {
    /// Everything if absent.
    #[serde(default)]
    #[param(inline)]
    mode: Mode,
    /// `next_cursor` of the check before, where that could not look at all
    /// accounts.
    cursor: Option<String>,
}

/// What a check found.
#[derive(Debug, Serialize, ToSchema)]
pub struct MonitorView {
    /// The state of all that was looked at.
    health: PointsHealthView,
    /// The figures.
    summary: SummaryView,
    /// What is wrong with which account, of at most 100.
    problems: Vec<AccountView>,
    /// Where the next check goes on; `null` where all accounts were looked at.
    #[schema(required)]
    next_cursor: Option<String>,
}

/// The state of all that was looked at.
#[derive(Debug, Serialize, ToSchema)]
pub struct PointsHealthView {
    /// `healthy`: at least 99.9 % consistent, and less than 1 % of the checks
    /// failed; `degraded`: at least 99 % and less than 5 %; else `critical`.
    status: HealthStatus,
    /// When the check began.
    checked_at: Timestamp,
    /// How long it took.
    duration_ms: u64,
    /// Checks that failed, in percent.
    error_rate: f64,
    /// How long one account took.
    response_ms: ResponseView,
}

/// How long one account took, in milliseconds.
#[derive(Debug, Serialize, ToSchema)]
pub struct ResponseView {
    /// At the median.
    p50: u64,
    /// At the 95th percentile.
    p95: u64,
}

/// The figures.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SummaryView {
    /// Accounts that were looked at.
    total_students: u64,
    /// Of these, consistent.
    consistent: u64,
    /// Of these, not.
    inconsistent: u64,
    /// The consistent ones, in percent.
    consistency_rate: f64,
    /// Transactions that were read.
    transactions: u64,
}

/// What is wrong with one account.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountView {
    /// Whose.
    student_id: UserId,
    /// The balance that is stored.
    balance: i64,
    /// What the transactions add up to.
    sum: i64,
    /// What is wrong, at most 100 of it.
    problems: Vec<LedgerProblem>,
    /// How many problems there are in all.
    problems_total: u64,
}

impl From<AccountFound> for AccountView {
    fn from(AccountFound { student_id, verification: found }: AccountFound) -> Self {
        let problems = found.problems.into_iter().map(Into::into).collect();
        let (balance, sum, problems_total) = (found.balance, found.sum, found.problems_total);
        Self { student_id, balance, sum, problems, problems_total }
    }
}

impl MonitorView {
    fn of(report: VerificationReport, began: Timestamp, now: Timestamp) -> Self {
        let VerificationReport { accounts, inconsistent, errors, .. } = report;
        let consistent = accounts - inconsistent;
        let all = accounts + errors;
        Self {
            health: PointsHealthView {
                status: status_of(accounts, inconsistent, errors),
                checked_at: began,
                duration_ms: u64::try_from(now.since(began).as_millis()).unwrap_or(u64::MAX),
                error_rate: if all == 0 { 0.0 } else { percent(errors, all) },
                response_ms: ResponseView { p50: report.percentile(50), p95: report.percentile(95) },
            },
            summary: SummaryView {
                total_students: all,
                consistent,
                inconsistent,
                consistency_rate: percent(consistent, accounts),
                transactions: report.transactions,
            },
            next_cursor: report.next.as_ref().map(ToString::to_string),
            problems: report.found.into_iter().map(AccountView::from).collect(),
        }
    }
}

/// Tells the metrics what a check found.
pub(crate) fn tell(report: &VerificationReport, now: Timestamp) {
    Figure::PointsInconsistent.tell(report.inconsistent, now);
    Figure::PointsUnverified.tell(report.errors, now);
    if report.inconsistent > 0 {
        tracing::error!(accounts = report.inconsistent, "points are inconsistent");
    }
}

/// Check all accounts
///
/// That no number is missing, every balance follows from the one before, the
/// chain of hashes holds, the stored balance is that of the last transaction and
/// the sum of all, and what was verified before is still what it was. Changes
/// nothing. A check that would take too long stops, and `next_cursor` goes on.
#[endpoint(
    GET "/v1/points/monitor",
    roles(Admin),
    query(MonitorQuery),
    answers(200 = MonitorView: "What was found."),
    permissions(CHANGE_ACCOUNT, VERIFY_LEDGER, ALL_ACCOUNTS)
)]
pub(crate) async fn monitor(app: App, request: Request) -> Result<Response, Problem> {
    let MonitorQuery { mode, cursor } = request.query()?;
    let began = app.store.now();
    let place: Option<ListPlace> = cursor
        .map(|cursor| cursor.parse())
        .transpose()
        .map_err(|_| Problem::parameter("cursor", "is not a cursor that was handed out"))?;
    let report = match mode {
        Mode::Full => app.store.verify_all_points(place.as_ref()).await?,
        Mode::Incremental => app.store.verify_changed_points().await?,
    };
    tell(&report, began);
    Response::ok(&MonitorView::of(report, began, app.store.now()))
}

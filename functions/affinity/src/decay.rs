//! Let idle bindings decay, or list them.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::view::DecayReportView;
/// Changes that an answer lists.
const LISTED: usize = 500;

/// How to run it.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecayBody {
    /// List what would change, and change nothing. What is drawn at random is
    /// drawn again when it is done.
    #[serde(default)]
    dry_run: bool,
}

/// What was, or would be, changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct DecayView {
    /// Whether nothing was changed.
    dry_run: bool,
    /// Bindings that decayed.
    decayed: usize,
    /// The run: its changes, the first 500 of them.
    #[serde(flatten)]
    report: DecayReportView,
}

/// Let idle bindings decay
///
/// The same run that is made every hour: its cost grows with what is idle. A
/// binding decays once a natural day, whoever runs it; missed days are caught
/// up.
#[endpoint(
    POST "/v1/affinity/decay",
    roles(Admin),
    body(DecayBody),
    answers(200 = DecayView: "What was, or would be, changed."),
    permissions(CHANGE_ACCOUNT, CHANGE_ACCOUNTS, DUE_ACCOUNTS, READ_DOCUMENTS)
)]
pub(crate) async fn decay(app: App, request: Request) -> Result<Response, Problem> {
    let DecayBody { dry_run } = request.body()?;
    let mut report = app.store.decay_idle(dry_run).await?;
    let decayed = report.changes.len();
    report.changes.truncate(LISTED);
    Response::ok(&DecayView { dry_run, decayed, report: report.into() })
}

//! Close a report.

use heartlink_domain::safety::ReportOutcome;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::view::ReportView;

/// What was done, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CloseBody {
    /// What was done.
    outcome: ReportOutcome,
    /// Why, for those who read it later.
    #[schema(min_length = 1, max_length = 2000)]
    note: String,
}

/// Close a report
///
/// The report keeps who closed it, when and how. It notes what was done about the
/// person, and does none of it. The reporter is told by `report_closed`, without the
/// outcome.
#[endpoint(
    POST "/v1/reports/{id}/close",
    roles(Moderator, Admin),
    path(id: heartlink_runtime::wire::ReportIdForm, "Which report."),
    key(optional),
    body(CloseBody),
    answers(200 = ReportView: "The report, closed."),
    errors(ReportNotFound, ReportClosed),
    permissions(IDEMPOTENCY, CLOSE_REPORT)
)]
pub(crate) async fn close(app: App, request: Request) -> Result<Response, Problem> {
    let CloseBody { outcome, note } = request.body()?;
    let (id, key) = (request.parameter("id")?, request.idempotency()?);
    let closed = app.store.close_report(&id, request.me()?, (outcome, &note), key.as_ref()).await?;
    let closed = closed.map(ReportView::from);
    Ok(Response::ok(&closed.value)?.replayed(&closed))
}

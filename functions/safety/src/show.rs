//! One report, with its evidence.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::view::ReportEvidenceView;

/// Read a report
///
/// With the messages that are kept with it.
#[endpoint(
    GET "/v1/reports/{id}",
    roles(Moderator, Admin),
    path(id: heartlink_runtime::wire::ReportIdForm, "Which report."),
    answers(200 = ReportEvidenceView: "The report."),
    errors(ReportNotFound),
    permissions(READ_REPORT)
)]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let found = app.store.report_with_evidence(&request.parameter("id")?).await?;
    Response::ok(&ReportEvidenceView::from(found))
}

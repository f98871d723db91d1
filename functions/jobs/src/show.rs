//! How far a job is.

use heartlink_runtime::wire;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{job_id, sight};

/// How far a job is
///
/// The counters change with each finished slice, in one transaction. A service
/// sees the jobs that it made.
#[endpoint(
    GET "/v1/jobs/{id}",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::JobIdForm, "Which job."),
    answers(200 = wire::JobSummaryForm: "The job."),
    permissions(READ_JOB)
)]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let job = app.store.job(&job_id(&request)?, sight(&request)?).await?;
    Response::ok(&job.summary())
}

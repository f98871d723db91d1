//! Pay nobody any more.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{JobReply, job_id, sight};

/// Cancel a job
///
/// What was paid stays paid. A job that runs is `cancelling` until it is known
/// what of the present slice was paid; once it is `cancelled`, nothing is paid
/// any more and its counters are exact.
#[endpoint(
    POST "/v1/jobs/{id}/cancel",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::JobIdForm, "Which job."),
    answers(200 = JobReply: "The job."),
    errors(JobOver),
    permissions(CHANGE_JOB)
)]
pub(crate) async fn cancel(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let job = app.store.cancel_job(&job_id(&request)?, sight(&request)?).await?;
    Response::ok(&JobReply::from(job))
}

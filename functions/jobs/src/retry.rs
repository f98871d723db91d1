//! Try again what failed.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{JobReply, job_id, sight};

/// Try again what failed
///
/// Pays the rewards that failed, and no other. A job that stopped half-way goes
/// on where it was.
#[endpoint(
    POST "/v1/jobs/{id}/retry",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::JobIdForm, "Which job."),
    key(required),
    answers(202 = JobReply: "The job."),
    errors(JobNotOver, NothingToRetry),
    permissions(IDEMPOTENCY, CHANGE_JOB)
)]
pub(crate) async fn retry(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let key = request.required_idempotency()?;
    let retried = app.store.retry_job(&job_id(&request)?, sight(&request)?, &key).await?.map(JobReply::from);
    Ok(Response::accepted(&retried.value)?.replayed(&retried))
}

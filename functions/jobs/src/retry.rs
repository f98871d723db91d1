//! `POST /v1/jobs/{id}/retry`: try again what failed.

use heartlink_runtime::{App, HttpRoute, Problem, Request, Response};

use crate::input::{ACCESS, JobReply, job_id, sight};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-retry",
    method: "POST",
    path: "/v1/jobs/{id}/retry",
    access: ACCESS,
    counts_as_activity: false,
    run: |app, request| Box::pin(retry(app, request)),
};

/// Try again what failed
///
/// Pays the rewards that failed, and no other. A job that stopped half-way goes
/// on where it was.
#[utoipa::path(post, path = "/v1/jobs/{id}/retry", tag = "jobs", operation_id = "jobs-retry",
    params(("id" = heartlink_runtime::wire::JobIdForm, Path, description = "Which job."), ("Idempotency-Key" = String, Header)),
    responses((status = 202, description = "The job.", body = JobReply),
        (status = 409, description = "job_not_over, nothing_to_retry")))]
pub(crate) async fn retry(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let key = request.required_idempotency()?;
    let retried = app.store.retry_job(&job_id(&request)?, sight(&request)?, &key).await?.map(JobReply::from);
    Ok(Response::accepted(&retried.value)?.replayed(&retried))
}

//! `POST /v1/jobs/{id}/retry`: try again what failed.

use heartlink_runtime::{App, Call, HttpRoute, Problem, Reply};

use crate::input::{ACCESS, JobReply, job_id, sight};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-retry",
    method: "POST",
    path: "/v1/jobs/{id}/retry",
    access: ACCESS,
    counts_as_activity: false,
    run: |app, call| Box::pin(retry(app, call)),
};

/// Try again what failed
///
/// Pays the rewards that failed, and no other. A job that stopped half-way goes
/// on where it was.
#[utoipa::path(post, path = "/v1/jobs/{id}/retry", tag = "jobs", operation_id = "jobs-retry",
    params(("id" = heartlink_domain::ids::JobId, Path, description = "Which job."), ("Idempotency-Key" = String, Header)),
    responses((status = 202, description = "The job.", body = JobReply),
        (status = 409, description = "job_not_over, nothing_to_retry")))]
pub(crate) async fn retry(app: App, call: Call) -> Result<Reply, Problem> {
    call.no_body()?;
    let key = call.required_idempotency()?;
    let retried = app.store.retry_job(&job_id(&call)?, sight(&call)?, &key).await?.map(JobReply::from);
    Ok(Reply::accepted(&retried.value)?.replayed(&retried))
}

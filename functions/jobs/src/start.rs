//! `POST /v1/jobs/{id}/start`: pay what the job has.

use heartlink_domain::jobs::JobSource;
use heartlink_runtime::{App, Call, HttpRoute, Problem, Reply};
use heartlink_store::jobs::file_name;

use crate::input::{ACCESS, JobReply, job_id, sight};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-start",
    method: "POST",
    path: "/v1/jobs/{id}/start",
    access: ACCESS,
    counts_as_activity: false,
    run: |app, call| Box::pin(start(app, call)),
};

/// Start a job
///
/// A file is read through first: one with too many rewards pays nobody. A line
/// that is no reward is a failure with its reason, and the others are paid. A
/// job that was started is left as it is.
#[utoipa::path(post, path = "/v1/jobs/{id}/start", tag = "jobs", operation_id = "jobs-start",
    params(("id" = heartlink_domain::ids::JobId, Path, description = "Which job.")),
    responses((status = 202, description = "The job.", body = JobReply),
        (status = 409, description = "job_not_open, slices_missing, job_empty, file_missing, file_too_large")))]
pub(crate) async fn start(app: App, call: Call) -> Result<Reply, Problem> {
    call.no_body()?;
    let (id, sight) = (job_id(&call)?, sight(&call)?);
    let job = app.store.job(&id, sight).await?;
    let file = match job.check_open(JobSource::File) {
        Ok(()) => app.files()?.facts(&file_name(&id)).await?,
        Err(_) => None,
    };
    let job = app.store.start_job(&id, sight, file.as_ref()).await?;
    Reply::accepted(&JobReply::from(job))
}

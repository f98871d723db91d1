//! `POST /v1/jobs/{id}/start`: pay what the job has.

use heartlink_domain::jobs::JobSource;
use heartlink_runtime::{App, HttpRoute, Problem, Request, Response};
use heartlink_store::jobs::file_name;

use crate::input::{ACCESS, JobReply, job_id, sight};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-start",
    method: "POST",
    path: "/v1/jobs/{id}/start",
    access: ACCESS,
    counts_as_activity: false,
    run: |app, request| Box::pin(start(app, request)),
};

/// Start a job
///
/// A file is read through first: one with too many rewards pays nobody. A line
/// that is no reward is a failure with its reason, and the others are paid. A
/// job that was started is left as it is.
#[utoipa::path(post, path = "/v1/jobs/{id}/start", tag = "jobs", operation_id = "jobs-start",
    params(("id" = heartlink_runtime::wire::JobIdForm, Path, description = "Which job.")),
    responses((status = 202, description = "The job.", body = JobReply),
        (status = 409, description = "job_not_open, slices_missing, job_empty, file_missing, file_too_large")))]
pub(crate) async fn start(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let (id, sight) = (job_id(&request)?, sight(&request)?);
    let job = app.store.job(&id, sight).await?;
    let file = match job.check_open(JobSource::File) {
        Ok(()) => app.files()?.facts(&file_name(&id)).await?,
        Err(_) => None,
    };
    let job = app.store.start_job(&id, sight, file.as_ref()).await?;
    Response::accepted(&JobReply::from(job))
}

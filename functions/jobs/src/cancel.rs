//! `POST /v1/jobs/{id}/cancel`: pay nobody any more.

use heartlink_runtime::{App, HttpRoute, Problem, Request, Response};

use crate::input::{ACCESS, JobReply, job_id, sight};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-cancel",
    method: "POST",
    path: "/v1/jobs/{id}/cancel",
    access: ACCESS,
    counts_as_activity: false,
    run: |app, request| Box::pin(cancel(app, request)),
};

/// Cancel a job
///
/// What was paid stays paid. A job that runs is `cancelling` until it is known
/// what of the present slice was paid; once it is `cancelled`, nothing is paid
/// any more and its counters are exact.
#[utoipa::path(post, path = "/v1/jobs/{id}/cancel", tag = "jobs", operation_id = "jobs-cancel",
    params(("id" = heartlink_runtime::wire::JobIdForm, Path, description = "Which job.")),
    responses((status = 200, description = "The job.", body = JobReply),
        (status = 409, description = "job_over")))]
pub(crate) async fn cancel(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let job = app.store.cancel_job(&job_id(&request)?, sight(&request)?).await?;
    Response::ok(&JobReply::from(job))
}

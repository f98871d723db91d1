//! `GET /v1/jobs/{id}`: how far a job is.

use heartlink_runtime::{App, HttpRoute, Problem, Request, Response, wire};

use crate::input::{ACCESS, job_id, sight};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-show",
    method: "GET",
    path: "/v1/jobs/{id}",
    access: ACCESS,
    counts_as_activity: false,
    run: |app, request| Box::pin(show(app, request)),
};

/// How far a job is
///
/// The counters change with each finished slice, in one transaction. A service
/// sees the jobs that it made.
#[utoipa::path(get, path = "/v1/jobs/{id}", tag = "jobs", operation_id = "jobs-show",
    params(("id" = heartlink_runtime::wire::JobIdForm, Path, description = "Which job.")),
    responses((status = 200, description = "The job.", body = wire::JobSummaryForm)))]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let job = app.store.job(&job_id(&request)?, sight(&request)?).await?;
    Response::ok(&job.summary())
}

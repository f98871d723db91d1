//! `POST /v1/wallets/rewards/jobs`: make a job that takes slices, or a file.

use heartlink_domain::jobs::JobSource;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::JobReply;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-create",
    method: "POST",
    path: "/v1/wallets/rewards/jobs",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, request| Box::pin(create(app, request)),
};

/// Where the rewards come from.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreateBody {
    /// `slices`: numbered slices, in any order. `file`: one JSON object a line.
    source: JobSource,
}

/// Make a job for many rewards
///
/// For up to 1,000,000 rewards. Give it its slices, or upload its file; then
/// start it. The key is remembered as long as the job, so that the same call
/// never makes a second one; the answer to a repetition is the first.
#[utoipa::path(post, path = "/v1/wallets/rewards/jobs", tag = "jobs", operation_id = "jobs-create",
    params(("Idempotency-Key" = String, Header)),
    request_body = CreateBody,
    responses((status = 201, description = "The job.", body = JobReply)))]
pub(crate) async fn create(app: App, request: Request) -> Result<Response, Problem> {
    let CreateBody { source } = request.body()?;
    let key = request.required_idempotency()?;
    let made = app.store.create_job(source, request.me()?, &key).await?.map(JobReply::from);
    Ok(Response::created(&made.value)?.replayed(&made))
}

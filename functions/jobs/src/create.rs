//! Make a job that takes slices, or a file.

use heartlink_domain::jobs::JobSource;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::JobReply;

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
#[endpoint(
    POST "/v1/wallets/rewards/jobs",
    roles(Service),
    key(required),
    body(CreateBody),
    answers(201 = JobReply: "The job."),
    permissions(RECORD_KEY, WRITE_JOB)
)]
pub(crate) async fn create(app: App, request: Request) -> Result<Response, Problem> {
    let CreateBody { source } = request.body()?;
    let key = request.required_idempotency()?;
    let made = app.store.create_job(source, request.me()?, &key).await?.map(JobReply::from);
    Ok(Response::created(&made.value)?.replayed(&made))
}

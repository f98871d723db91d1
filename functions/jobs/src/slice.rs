//! `PUT /v1/jobs/{id}/slices/{number}`: give a job one of its slices.

use heartlink_domain::jobs::RewardLine;
use heartlink_domain::wallet::currency_or_default;
use heartlink_runtime::{App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{ACCESS, JobReply, job_id, sight};

/// Highest number of a slice.
const HIGHEST: u64 = 1_000_000;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "jobs-slice",
    method: "PUT",
    path: "/v1/jobs/{id}/slices/{number}",
    access: ACCESS,
    counts_as_activity: false,
    run: |app, request| Box::pin(slice(app, request)),
};

/// The rewards of a slice.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SliceBody {
    /// In their order.
    #[schema(min_items = 1, max_items = 500)]
    rewards: Vec<RewardLine>,
}

/// Give a job one of its slices
///
/// Slices have the numbers 1, 2, 3 …, and come in any order, side by side if
/// you like. The same slice again changes nothing.
#[utoipa::path(put, path = "/v1/jobs/{id}/slices/{number}", tag = "jobs", operation_id = "jobs-slice",
    params(("id" = heartlink_runtime::wire::JobIdForm, Path, description = "Which job."),
        ("number" = u64, Path, minimum = 1, maximum = 1_000_000, description = "Which slice; the first is 1.")),
    request_body = SliceBody,
    responses((status = 200, description = "The job.", body = JobReply),
        (status = 409, description = "job_not_open, other_source, slice_differs, job_empty, too_many_rewards"),
        (status = 400, description = "unknown_currency, too_many_operations")))]
pub(crate) async fn slice(app: App, request: Request) -> Result<Response, Problem> {
    let SliceBody { rewards } = request.body()?;
    let (id, number) = (job_id(&request)?, request.parameter::<u64>("number")?);
    if !(1..=HIGHEST).contains(&number) {
        return Err(Problem::parameter("number", format!("must be 1 to {HIGHEST}")));
    }
    for reward in &rewards {
        currency_or_default(reward.currency.clone(), &app.store.settings().wallet)?;
    }
    let job = app.store.put_job_slice(&id, sight(&request)?, number, &rewards).await?;
    Response::ok(&JobReply::from(job))
}

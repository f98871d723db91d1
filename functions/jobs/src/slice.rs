//! Give a job one of its slices.

use heartlink_domain::jobs::RewardLine;
use heartlink_domain::wallet::currency_or_default;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{JobReply, job_id, sight};

/// Highest number of a slice.
const HIGHEST: u64 = 1_000_000;

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
#[endpoint(
    PUT "/v1/jobs/{id}/slices/{number}",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::JobIdForm, "Which job."),
    path(number: u64, "Which slice; the first is 1.", minimum = 1, maximum = 1_000_000),
    body(SliceBody),
    answers(200 = JobReply: "The job."),
    errors(
        JobNotOpen, OtherSource, SliceDiffers, JobEmpty, TooManyRewards, UnknownCurrency, TooManyOperations
    ),
    permissions(WRITE_JOB, READ_JOBS)
)]
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

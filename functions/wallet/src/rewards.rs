//! Pay many users at once.

use heartlink_domain::jobs::{JobSummary, RewardLine};
use heartlink_domain::wallet::Operation;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::retry::Policy;
use heartlink_store::wallet::Order;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::input::order;
use crate::view::BatchView;

/// Who is paid what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RewardsBody {
    /// In any order.
    rewards: Vec<RewardLine>,
}

/// A job that pays what is too much for one call.
#[derive(Debug, Serialize, ToSchema)]
pub struct RewardsJobView {
    /// See `GET /v1/jobs/{id}`.
    job: JobSummary,
}

/// Pay rewards
///
/// As a batch of credits, with more patience: rewards of one user are paid
/// together, more than 98 of them in several steps, users side by side. More than
/// 1,000, as many as the body takes, become a job that pays them.
#[endpoint(
    POST "/v1/wallets/rewards",
    roles(Service),
    key(required),
    body(RewardsBody),
    answers(
        200 = BatchView: "A result for each reward, in the order sent.",
        202 = RewardsJobView: "A job that pays them."
    ),
    errors(UnknownCurrency, TooManyOperations),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, WALLET_METRICS, WRITE_JOB)
)]
pub(crate) async fn rewards(app: App, request: Request) -> Result<Response, Problem> {
    let RewardsBody { rewards } = request.body()?;
    let order = Order { policy: Policy::Rewards, ..order(&request, None)? };
    let settings = &app.store.settings().wallet;
    let operation = |reward: &RewardLine| reward.clone().operation(settings);
    let operations: Vec<Operation> = rewards.iter().map(operation).collect::<Result<_, _>>()?;
    let limit = settings.rewards_at_once;
    if rewards.len() as u64 > u64::from(limit) {
        let key = request.required_idempotency()?;
        let made = app.store.create_job_of(&rewards, request.me()?, &key).await?;
        let made = made.map(|job| RewardsJobView { job: job.summary() });
        return Ok(Response::accepted(&made.value)?.replayed(&made));
    }
    let done = app.store.run_batch(&operations, limit, &order).await?;
    let done = done.map(|results| BatchView::of(results, &request.path, &request.request_id));
    Ok(Response::ok(&done.value)?.replayed(&done))
}

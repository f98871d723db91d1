//! `POST /v1/wallets/rewards`: pay many users at once.

use heartlink_domain::jobs::{JobView, RewardLine};
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::Operation;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::retry::Policy;
use heartlink_store::wallet::Order;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::input::order;
use crate::view::BatchView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-rewards",
    method: "POST",
    path: "/v1/wallets/rewards",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, request| Box::pin(rewards(app, request)),
};

/// Who is paid what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RewardsBody {
    /// In any order.
    rewards: Vec<RewardLine>,
}

/// A job that pays what is too much for one request.
#[derive(Debug, Serialize, ToSchema)]
pub struct RewardsJobView {
    /// See `GET /v1/jobs/{id}`.
    job: JobView,
}

/// Pay rewards
///
/// As a batch of credits, with more patience: rewards of one user are paid
/// together, more than 98 of them in several steps, users side by side. More than
/// 1,000, as many as the body takes, become a job that pays them.
#[utoipa::path(post, path = "/v1/wallets/rewards", tag = "wallet", operation_id = "wallet-rewards",
    params(("Idempotency-Key" = String, Header)),
    request_body = RewardsBody,
    responses((status = 200, description = "A result for each reward, in the order sent.", body = BatchView),
        (status = 202, description = "A job that pays them.", body = RewardsJobView),
        (status = 400, description = "unknown_currency, too_many_operations")))]
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
        let made = made.map(|job| RewardsJobView { job: job.view() });
        return Ok(Response::accepted(&made.value)?.replayed(&made));
    }
    let done = app.store.run_batch(&operations, limit, &order).await?;
    let done = done.map(|results| BatchView::of(results, &request.path, &request.request_id));
    Ok(Response::ok(&done.value)?.replayed(&done))
}

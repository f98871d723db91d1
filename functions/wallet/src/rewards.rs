//! `POST /v1/wallets/rewards`: pay many users at once.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Amount, Currency, Note, Operation, OperationKind};
use heartlink_edge::{Access, App, Call, HttpRoute, Problem, Reply};
use heartlink_store::retry::Policy;
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{currency, order};
use crate::view::BatchView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-rewards",
    method: "POST",
    path: "/v1/wallets/rewards",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, call| Box::pin(rewards(app, call)),
};

/// Who is paid what.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RewardsBody {
    /// In any order.
    #[schema(min_items = 1, max_items = 1000)]
    rewards: Vec<RewardBody>,
}

/// One reward.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RewardBody {
    /// Whose wallet.
    user_id: UserId,
    /// In minor units.
    amount: Amount,
    /// The default currency if absent.
    currency: Option<Currency>,
    /// For a person to read.
    #[schema(min_length = 1, max_length = 200)]
    description: Option<String>,
    /// A mark of the caller's own.
    #[schema(min_length = 1, max_length = 128)]
    reference: Option<String>,
}

impl RewardBody {
    fn read(self, app: &App) -> Result<Operation, Problem> {
        Ok(Operation {
            user_id: self.user_id,
            currency: currency(app, self.currency)?,
            kind: OperationKind::Reward,
            amount: self.amount,
            note: Note { description: self.description, reference: self.reference },
        })
    }
}

/// Pay rewards
///
/// As a batch of credits, with more patience: rewards of one user are paid
/// together, users side by side.
#[utoipa::path(post, path = "/v1/wallets/rewards", tag = "wallet", operation_id = "wallet-rewards",
    params(("Idempotency-Key" = String, Header)),
    request_body = RewardsBody,
    responses((status = 200, description = "A result for each reward, in the order sent.", body = BatchView)))]
pub(crate) async fn rewards(app: App, call: Call) -> Result<Reply, Problem> {
    let RewardsBody { rewards } = call.body()?;
    let order = Order { policy: Policy::Rewards, ..order(&call, None)? };
    let operations: Vec<Operation> =
        rewards.into_iter().map(|reward| reward.read(&app)).collect::<Result<_, _>>()?;
    let limit = app.store.settings().wallet.rewards_at_once;
    let done = app.store.run_batch(&operations, limit, &order).await?;
    let done = done.map(|results| BatchView::of(results, &call.path, &call.request_id));
    Ok(Reply::ok(&done.value)?.replayed(&done))
}

//! Many operations in one request.

use heartlink_domain::ids::UserId;
use heartlink_domain::wallet::{Amount, Currency, Note, Operation, OperationKind};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::retry::Policy;
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{currency, order};
use crate::view::BatchView;

/// What is to be done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BatchBody {
    /// In any order; those of one user take effect together, in this order.
    #[schema(max_items = 1000)]
    operations: Vec<OperationBody>,
    /// Whether all of them take effect together or none does.
    #[serde(default)]
    atomic: bool,
}

/// One operation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OperationBody {
    /// Whose wallet.
    user_id: UserId,
    /// What to do.
    #[serde(rename = "type")]
    kind: OperationType,
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

/// What an operation does.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OperationType {
    /// Money comes in.
    Credit,
    /// Money goes out.
    Withdraw,
}

impl OperationBody {
    fn read(self, app: &App) -> Result<Operation, Problem> {
        Ok(Operation {
            user_id: self.user_id,
            currency: currency(app, self.currency)?,
            kind: match self.kind {
                OperationType::Credit => OperationKind::Credit,
                OperationType::Withdraw => OperationKind::Withdraw,
            },
            amount: self.amount,
            note: Note { description: self.description, reference: self.reference },
        })
    }
}

/// Do many things at once
///
/// Operations of one user take effect together or not at all, users side by
/// side; with `atomic` all operations are one transaction. What failed for want
/// of the store may be sent again with the same key: only that is done then.
#[endpoint(
    POST "/v1/wallets/batch",
    roles(Service),
    key(required),
    body(BatchBody),
    answers(200 = BatchView: "A result for each operation, in the order sent."),
    errors(UnknownCurrency, TooManyOperations, TooManyWrites),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, WALLET_METRICS)
)]
pub(crate) async fn batch(app: App, request: Request) -> Result<Response, Problem> {
    let BatchBody { operations, atomic } = request.body()?;
    let order = Order { policy: Policy::Batch, ..order(&request, None)? };
    let operations: Vec<Operation> =
        operations.into_iter().map(|operation| operation.read(&app)).collect::<Result<_, _>>()?;
    let limit = app.store.settings().wallet.batch_operations;
    let done = if atomic {
        app.store.run_atomic_batch(&operations, limit, &order).await?
    } else {
        app.store.run_batch(&operations, limit, &order).await?
    };
    let done = done.map(|results| BatchView::of(results, &request.path, &request.request_id));
    Ok(Response::ok(&done.value)?.replayed(&done))
}

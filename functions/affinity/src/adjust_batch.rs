//! Change many values by order of an admin.

use heartlink_domain::affinity::Adjustment;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::retry::Policy;
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::adjust::AdjustBody;
use crate::input::order;
use crate::view::AdjustmentsView;

/// What is to be changed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustmentsBody {
    /// In any order; those of one binding are made in this one.
    #[schema(max_items = 1000)]
    adjustments: Vec<AdjustBody>,
}

/// Adjust many values
///
/// Each by itself: what fails does not stop the others, and may be sent again
/// with the same key, with which only that is done.
#[endpoint(
    POST "/v1/affinity/adjust/batch",
    roles(Admin),
    key(optional),
    body(AdjustmentsBody),
    answers(200 = AdjustmentsView: "A result for each adjustment, in the order sent."),
    errors(TooManyOperations),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, READ_DOCUMENTS)
)]
pub(crate) async fn adjust_batch(app: App, request: Request) -> Result<Response, Problem> {
    let AdjustmentsBody { adjustments } = request.body()?;
    let adjustments: Vec<Adjustment> = adjustments.into_iter().map(Adjustment::from).collect();
    let order = Order { policy: Policy::Batch, ..order(&request)? };
    let done = app.store.adjust_many(&adjustments, &order).await?;
    let done = done.map(|results| AdjustmentsView::of(results, &request.path, &request.request_id));
    Ok(Response::ok(&done.value)?.replayed(&done))
}

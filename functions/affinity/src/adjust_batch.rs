//! `POST /v1/affinity/adjust/batch`: change many values by order of an admin.

use heartlink_domain::affinity::Adjustment;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;
use heartlink_store::retry::Policy;
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::adjust::AdjustBody;
use crate::input::order;
use crate::view::AdjustmentsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-adjust-batch",
    method: "POST",
    path: "/v1/affinity/adjust/batch",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    permissions: &[
        permissions::IDEMPOTENCY,
        permissions::CHANGE_ACCOUNT,
        permissions::CHANGE_ACCOUNTS,
        permissions::READ_DOCUMENTS,
    ],
    run: |app, request| Box::pin(adjust_batch(app, request)),
};

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
#[utoipa::path(post, path = "/v1/affinity/adjust/batch", tag = "affinity", operation_id = "affinity-adjust-batch",
    params(("Idempotency-Key" = Option<String>, Header)),
    request_body = AdjustmentsBody,
    responses((status = 200, description = "A result for each adjustment, in the order sent.", body = AdjustmentsView),
        (status = 400, description = "too_many_operations")))]
pub(crate) async fn adjust_batch(app: App, request: Request) -> Result<Response, Problem> {
    let AdjustmentsBody { adjustments } = request.body()?;
    let adjustments: Vec<Adjustment> = adjustments.into_iter().map(Adjustment::from).collect();
    let order = Order { policy: Policy::Batch, ..order(&request)? };
    let done = app.store.adjust_many(&adjustments, &order).await?;
    let done = done.map(|results| AdjustmentsView::of(results, &request.path, &request.request_id));
    Ok(Response::ok(&done.value)?.replayed(&done))
}

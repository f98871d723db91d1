//! Change a value by order of an admin.

use heartlink_domain::affinity::Adjustment;
use heartlink_domain::ids::{DeviceId, UserId};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::order;
use crate::view::ApplyResultView;

/// What is to be changed, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdjustBody {
    /// Whose binding.
    user_id: UserId,
    /// To what.
    device_id: DeviceId,
    /// By how much.
    #[schema(minimum = -1_000_000_000, maximum = 1_000_000_000)]
    delta: i64,
    /// Why; kept in the log.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

impl From<AdjustBody> for Adjustment {
    fn from(AdjustBody { user_id, device_id, delta, reason }: AdjustBody) -> Self {
        Self { user_id, device_id, delta, reason }
    }
}

/// Adjust a value
///
/// Knows no rule, cooldown or cap; but the value stays on its scale, and log,
/// levels, rewards and events are as for any other change.
#[endpoint(
    POST "/v1/affinity/adjust",
    roles(Admin),
    key(optional),
    body(AdjustBody),
    answers(200 = ApplyResultView: "What came of it."),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, READ_DOCUMENTS)
)]
pub(crate) async fn adjust(app: App, request: Request) -> Result<Response, Problem> {
    let adjustment = request.body::<AdjustBody>()?.into();
    let adjusted = app.store.adjust_affinity(&adjustment, &order(&request)?).await?;
    let adjusted = adjusted.map(ApplyResultView::from);
    Ok(Response::ok(&adjusted.value)?.replayed(&adjusted))
}

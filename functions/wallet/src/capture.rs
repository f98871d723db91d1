//! Turn a hold into an entry.

use heartlink_domain::ids::HoldId;
use heartlink_domain::wallet::{Amount, Note};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, order, owner};
use crate::view::CaptureView;

/// How much of the hold is to be captured.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaptureBody {
    /// All of it if absent; the rest is released.
    amount: Option<Amount>,
    /// For a person to read; that of the hold if absent.
    #[schema(min_length = 1, max_length = 200)]
    description: Option<String>,
    /// A mark of the caller's own.
    #[schema(min_length = 1, max_length = 128)]
    reference: Option<String>,
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// Capture a hold
///
/// In full or in part; what is not captured is released.
#[endpoint(
    POST "/v1/wallets/{user}/holds/{id}/capture",
    roles(Service),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    path(id: heartlink_runtime::wire::HoldIdForm, "The hold."),
    key(required),
    body(CaptureBody),
    answers(200 = CaptureView: "The hold, its entry, and the wallet right after it."),
    errors(
        HoldNotFound, HoldNotOpen, CaptureExceedsHold, WalletFrozen, WithdrawalsBlocked, LeaseLost,
        WalletLocked
    ),
    permissions(IDEMPOTENCY, READ_ACCOUNT, CHANGE_ACCOUNTS, WALLET_METRICS)
)]
pub(crate) async fn capture(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, WRITERS)?;
    let id: HoldId = request.parameter("id")?;
    let CaptureBody { amount, description, reference, fencing } = request.body()?;
    let order = order(&request, fencing)?;
    let note = Note { description, reference };
    let captured = app.store.capture_hold(&user, &id, amount, &note, &order).await?;
    let captured = captured.map(CaptureView::from);
    Ok(Response::ok(&captured.value)?.replayed(&captured))
}

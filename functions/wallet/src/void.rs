//! Release a hold.

use heartlink_domain::ids::HoldId;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, order, owner};
use crate::view::HoldChangeView;

/// How the hold is to be released.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidBody {
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// Release a hold
///
/// All of it is available again. A hold that has expired needs no release.
#[endpoint(
    POST "/v1/wallets/{user}/holds/{id}/void",
    roles(Service),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    path(id: heartlink_runtime::wire::HoldIdForm, "The hold."),
    key(required),
    body(VoidBody),
    answers(200 = HoldChangeView: "The hold, and the wallet right after it."),
    errors(HoldNotFound, HoldNotOpen, WalletFrozen, LeaseLost, WalletLocked),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNTS, WALLET_METRICS)
)]
pub(crate) async fn void(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, WRITERS)?;
    let id: HoldId = request.parameter("id")?;
    let VoidBody { fencing } = request.body()?;
    let voided = app.store.void_hold(&user, &id, &order(&request, fencing)?).await?;
    let voided = voided.map(HoldChangeView::from);
    Ok(Response::ok(&voided.value)?.replayed(&voided))
}

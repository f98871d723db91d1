//! Say what may move in a wallet.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Currency, WalletStatus};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{currency, order, owner};
use crate::view::WalletView;

/// What may move, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StatusBody {
    /// The default currency if absent.
    currency: Option<Currency>,
    /// What may move from now on.
    status: WalletStatus,
    /// Why; kept in the audit trail.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Set the status
///
/// Takes effect whoever holds the wallet's lease. Who did it and why is kept.
#[endpoint(
    PUT "/v1/wallets/{user}/status",
    roles(Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    key(required),
    body(StatusBody),
    answers(200 = WalletView: "The wallet."),
    errors(UnknownCurrency),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, WALLET_METRICS)
)]
pub(crate) async fn status(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, &[Role::Admin])?;
    let StatusBody { currency: asked, status, reason } = request.body()?;
    let order = order(&request, None)?;
    let currency = currency(&app, asked)?;
    let changed = app.store.set_wallet_status(&user, &currency, status, &reason, &order).await?;
    let changed = changed.map(WalletView::from);
    Ok(Response::ok(&changed.value)?.replayed(&changed))
}

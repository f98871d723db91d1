//! `PUT /v1/wallets/{user}/status`: say what may move in a wallet.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Currency, WalletStatus};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{currency, order, owner};
use crate::view::WalletView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-status",
    method: "PUT",
    path: "/v1/wallets/{user}/status",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(status(app, request)),
};

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
#[utoipa::path(put, path = "/v1/wallets/{user}/status", tag = "wallet", operation_id = "wallet-status",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), ("Idempotency-Key" = String, Header)),
    request_body = StatusBody,
    responses((status = 200, description = "The wallet.", body = WalletView),
        (status = 400, description = "unknown_currency")))]
pub(crate) async fn status(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, &[Role::Admin])?;
    let StatusBody { currency: asked, status, reason } = request.body()?;
    let order = order(&request, None)?;
    let currency = currency(&app, asked)?;
    let changed = app.store.set_wallet_status(&user, &currency, status, &reason, &order).await?;
    let changed = changed.map(WalletView::from);
    Ok(Response::ok(&changed.value)?.replayed(&changed))
}

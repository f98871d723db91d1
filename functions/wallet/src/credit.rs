//! `POST /v1/wallets/{user}/credit`: pay into a wallet.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Amount, Currency, Note};
use heartlink_edge::{Access, App, Call, HttpRoute, Problem, Reply};
use heartlink_store::wallet::Payment;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, currency, order, owner};
use crate::view::MovementView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-credit",
    method: "POST",
    path: "/v1/wallets/{user}/credit",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, call| Box::pin(credit(app, call)),
};

/// What is to be credited.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CreditBody {
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
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// Pay into a wallet
///
/// Money comes in from outside.
#[utoipa::path(post, path = "/v1/wallets/{user}/credit", tag = "wallet", operation_id = "wallet-credit",
    params(("user" = String, Path, description = "Whose wallet: a user id, or `me`."), ("Idempotency-Key" = String, Header)),
    request_body = CreditBody,
    responses(
        (status = 201, description = "The entry, and the wallet right after it.", body = MovementView),
        (status = 409, description = "wallet_frozen, balance_limit, lease_lost"),
        (status = 423, description = "wallet_locked")))]
pub(crate) async fn credit(app: App, call: Call) -> Result<Reply, Problem> {
    let user_id = owner(&call, WRITERS)?;
    let CreditBody { amount, currency: asked, description, reference, fencing } = call.body()?;
    let order = order(&call, fencing)?;
    let currency = currency(&app, asked)?;
    let payment = Payment { user_id, currency, amount, note: Note { description, reference } };
    let moved = app.store.credit_wallet(&payment, &order).await?.map(MovementView::from);
    Ok(Reply::created(&moved.value)?.replayed(&moved))
}

//! `POST /v1/wallets/{user}/credit`: pay into a wallet.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::{PaymentBody, payment};
use crate::view::MovementView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-credit",
    method: "POST",
    path: "/v1/wallets/{user}/credit",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, request| Box::pin(credit(app, request)),
};

/// Pay into a wallet
///
/// Money comes in from outside.
#[utoipa::path(post, path = "/v1/wallets/{user}/credit", tag = "wallet", operation_id = "wallet-credit",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), ("Idempotency-Key" = String, Header)),
    request_body = PaymentBody,
    responses(
        (status = 201, description = "The entry, and the wallet right after it.", body = MovementView),
        (status = 409, description = "wallet_frozen, balance_limit, lease_lost"),
        (status = 423, description = "wallet_locked"),
        (status = 400, description = "unknown_currency")))]
pub(crate) async fn credit(app: App, request: Request) -> Result<Response, Problem> {
    let (payment, order) = payment(&app, &request)?;
    let moved = app.store.credit_wallet(&payment, &order).await?.map(MovementView::from);
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

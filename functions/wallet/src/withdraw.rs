//! `POST /v1/wallets/{user}/withdraw`: pay out of a wallet.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::{PaymentBody, payment};
use crate::view::MovementView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-withdraw",
    method: "POST",
    path: "/v1/wallets/{user}/withdraw",
    access: Access::AnyOf(&[Role::User, Role::Service]),
    counts_as_activity: true,
    run: |app, request| Box::pin(withdraw(app, request)),
};

/// Pay out of a wallet
///
/// Money goes out, as far as it is available.
#[utoipa::path(post, path = "/v1/wallets/{user}/withdraw", tag = "wallet", operation_id = "wallet-withdraw",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), ("Idempotency-Key" = String, Header)),
    request_body = PaymentBody,
    responses(
        (status = 201, description = "The entry, and the wallet right after it.", body = MovementView),
        (status = 409, description = "insufficient_funds, wallet_frozen, withdrawals_blocked, lease_lost"),
        (status = 423, description = "wallet_locked"),
        (status = 400, description = "unknown_currency")))]
pub(crate) async fn withdraw(app: App, request: Request) -> Result<Response, Problem> {
    let (payment, order) = payment(&app, &request)?;
    let moved = app.store.withdraw_from_wallet(&payment, &order).await?.map(MovementView::from);
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

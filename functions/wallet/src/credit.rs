//! Pay into a wallet.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{PaymentBody, payment};
use crate::view::MovementView;

/// Pay into a wallet
///
/// Money comes in from outside.
#[endpoint(
    POST "/v1/wallets/{user}/credit",
    roles(Service),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    key(required),
    body(PaymentBody),
    answers(201 = MovementView: "The entry, and the wallet right after it."),
    errors(WalletFrozen, BalanceLimit, LeaseLost, WalletLocked, UnknownCurrency, ReferenceUsed),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, WALLET_METRICS)
)]
pub(crate) async fn credit(app: App, request: Request) -> Result<Response, Problem> {
    let (payment, order) = payment(&app, &request)?;
    let moved = app.store.credit_wallet(&payment, &order).await?.map(MovementView::from);
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

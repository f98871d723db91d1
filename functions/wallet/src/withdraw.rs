//! Pay out of a wallet.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::{PaymentBody, payment};
use crate::view::MovementView;

/// Pay out of a wallet
///
/// Money goes out, as far as it is available.
#[endpoint(
    POST "/v1/wallets/{user}/withdraw",
    roles(User, Service),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    key(required),
    body(PaymentBody),
    answers(201 = MovementView: "The entry, and the wallet right after it."),
    errors(
        InsufficientFunds, WalletFrozen, WithdrawalsBlocked, LeaseLost, WalletLocked, UnknownCurrency, ReferenceUsed
    ),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, WALLET_METRICS)
)]
pub(crate) async fn withdraw(app: App, request: Request) -> Result<Response, Problem> {
    let (payment, order) = payment(&app, &request)?;
    let moved = app.store.withdraw_from_wallet(&payment, &order).await?.map(MovementView::from);
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

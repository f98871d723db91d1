//! `POST /v1/wallets/{user}/transfer`: pay another user.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Amount, Currency, Note};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use heartlink_store::wallet::{Payment, TransferMade};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, currency, order, owner};
use crate::view::{FarEntry, TransferView};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-transfer",
    method: "POST",
    path: "/v1/wallets/{user}/transfer",
    access: Access::AnyOf(&[Role::User, Role::Service]),
    counts_as_activity: true,
    run: |app, request| Box::pin(transfer(app, request)),
};

/// What is to be transferred, and to whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TransferBody {
    /// The receiver.
    to: UserId,
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

/// Pay another user
///
/// Both wallets change together. What is left on the other side is told to a
/// service only.
#[utoipa::path(post, path = "/v1/wallets/{user}/transfer", tag = "wallet", operation_id = "wallet-transfer",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), ("Idempotency-Key" = String, Header)),
    request_body = TransferBody,
    responses(
        (status = 201, description = "The entries on both sides.", body = TransferView),
        (status = 409, description = "insufficient_funds, wallet_frozen, withdrawals_blocked, balance_limit, lease_lost"),
        (status = 423, description = "wallet_locked"),
        (status = 400, description = "unknown_currency, self_transfer")))]
pub(crate) async fn transfer(app: App, request: Request) -> Result<Response, Problem> {
    let user_id = owner(&request, WRITERS)?;
    let TransferBody { to, amount, currency: asked, description, reference, fencing } = request.body()?;
    let order = order(&request, fencing)?;
    let currency = currency(&app, asked)?;
    let payment = Payment { user_id, currency, amount, note: Note { description, reference } };
    let with_balance = request.caller()?.is(Role::Service);
    let made = app.store.transfer(&payment, &to, &order).await?;
    let made = made.map(|TransferMade { debit, credit }| TransferView {
        debit: debit.entry.into(),
        credit: FarEntry::of(credit.entry, with_balance),
    });
    Ok(Response::created(&made.value)?.replayed(&made))
}

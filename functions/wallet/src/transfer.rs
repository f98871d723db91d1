//! Pay another user.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Amount, Currency, Note, ReferenceScope};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::wallet::{Payment, TransferMade};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, check_scope, currency, order, owner};
use crate::view::{FarEntry, TransferView, seen_by};

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
    /// `wallet` or (services only) `global`: refuses, for good, what has the reference
    /// of an entry that asked for the same in this wallet, or in any.
    reference_scope: Option<ReferenceScope>,
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// Pay another user
///
/// Both wallets change together. What is left on the other side, and how many
/// movements there were, is told to a service only. Nothing goes between two of whom
/// one has blocked the other: 403 `forbidden`, which does not tell who blocked whom.
#[endpoint(
    POST "/v1/wallets/{user}/transfer",
    roles(User, Service),
    limit(Transfer),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    key(required),
    body(TransferBody),
    answers(201 = TransferView: "The entries on both sides."),
    errors(
        InsufficientFunds, WalletFrozen, WithdrawalsBlocked, BalanceLimit, LeaseLost, WalletLocked,
        UnknownCurrency, SelfTransfer, Suspended, ReferenceUsed
    ),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNTS, WALLET_METRICS, CHECK_PERSON)
)]
pub(crate) async fn transfer(app: App, request: Request) -> Result<Response, Problem> {
    let user_id = owner(&request, WRITERS)?;
    let TransferBody { to, amount, currency: asked, description, reference, reference_scope, fencing } =
        request.body()?;
    check_scope(&request, reference_scope)?;
    let order = order(&request, fencing)?;
    let currency = currency(&app, asked)?;
    let note = Note { description, reference };
    let payment = Payment { user_id, currency, amount, note, reference_scope };
    let caller = request.caller()?;
    let made = app.store.transfer(&payment, &to, &order).await?;
    let made = made.map(|TransferMade { debit, credit }| TransferView {
        debit: seen_by(caller, debit.entry),
        credit: FarEntry::of(credit.entry, caller.is(Role::Service)),
    });
    Ok(Response::created(&made.value)?.replayed(&made))
}

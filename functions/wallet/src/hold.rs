//! Keep money back.

use heartlink_domain::wallet::{Amount, Currency, HoldTerms, Note};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, currency, order, owner};
use crate::view::HoldChangeView;

/// What is to be kept back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldBody {
    /// In minor units.
    amount: Amount,
    /// The default currency if absent.
    currency: Option<Currency>,
    /// 15 minutes if absent; after that the hold expires by itself.
    #[schema(minimum = 1, maximum = 2592000)]
    expires_in_seconds: Option<u64>,
    /// For a person to read.
    #[schema(min_length = 1, max_length = 200)]
    description: Option<String>,
    /// A mark of the caller's own.
    #[schema(min_length = 1, max_length = 128)]
    reference: Option<String>,
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// Keep money back
///
/// What is held stays in the balance and is not available to anything else,
/// until the hold is captured, voided or expires.
#[endpoint(
    POST "/v1/wallets/{user}/holds",
    roles(User, Service),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    key(required),
    body(HoldBody),
    answers(201 = HoldChangeView: "The hold, and the wallet right after it."),
    errors(
        InsufficientFunds, WalletFrozen, WithdrawalsBlocked, TooManyHolds, LeaseLost, WalletLocked,
        UnknownCurrency
    ),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, WALLET_METRICS)
)]
pub(crate) async fn hold(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, WRITERS)?;
    let body: HoldBody = request.body()?;
    let order = order(&request, body.fencing)?;
    let currency = currency(&app, body.currency)?;
    let note = Note { description: body.description, reference: body.reference };
    let terms = HoldTerms { amount: body.amount, expires_in_secs: body.expires_in_seconds, note };
    let held = app.store.hold_in_wallet(&user, &currency, &terms, &order).await?;
    let held = held.map(HoldChangeView::from);
    Ok(Response::created(&held.value)?.replayed(&held))
}

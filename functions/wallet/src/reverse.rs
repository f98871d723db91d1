//! Take an entry back.

use heartlink_domain::wallet::{Currency, Note};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{READERS, currency, order, owner};
use crate::view::ReversalView;

/// Why the entry is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReverseBody {
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

/// Take an entry back
///
/// By an entry with the opposite amount; a transfer is taken back on both
/// sides. An entry is taken back once, and a reversal never.
#[endpoint(
    POST "/v1/wallets/{user}/entries/{seq}/reverse",
    roles(Service, Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    path(seq: u64, "The number of the entry."),
    key(required),
    body(ReverseBody),
    answers(201 = ReversalView: "The reversal, and the wallet right after it."),
    errors(
        EntryNotFound, AlreadyReversed, NotReversible, InsufficientFunds, WalletFrozen, WithdrawalsBlocked,
        LeaseLost, WalletLocked, UnknownCurrency
    ),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, WALLET_METRICS)
)]
pub(crate) async fn reverse(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let ReverseBody { currency: asked, description, reference, fencing } = request.body()?;
    let seq: u64 = request.parameter("seq")?;
    let order = order(&request, fencing)?;
    let currency = currency(&app, asked)?;
    let note = Note { description, reference };
    let reversed = app.store.reverse_entry(&user, &currency, seq, &note, &order).await?;
    let reversed = reversed.map(ReversalView::from);
    Ok(Response::created(&reversed.value)?.replayed(&reversed))
}

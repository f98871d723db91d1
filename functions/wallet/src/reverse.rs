//! `POST /v1/wallets/{user}/entries/{seq}/reverse`: take an entry back.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Currency, Note};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{READERS, currency, order, owner};
use crate::view::ReversalView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-reverse",
    method: "POST",
    path: "/v1/wallets/{user}/entries/{seq}/reverse",
    access: Access::AnyOf(&[Role::Service, Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(reverse(app, request)),
};

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
#[utoipa::path(post, path = "/v1/wallets/{user}/entries/{seq}/reverse", tag = "wallet",
    operation_id = "wallet-reverse",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), ("seq" = u64, Path, description = "The number of the entry."), ("Idempotency-Key" = String, Header)),
    request_body = ReverseBody,
    responses(
        (status = 201, description = "The reversal, and the wallet right after it.", body = ReversalView),
        (status = 404, description = "entry_not_found"),
        (status = 409, description = "already_reversed, not_reversible, insufficient_funds, wallet_frozen, withdrawals_blocked, lease_lost"),
        (status = 423, description = "wallet_locked"),
        (status = 400, description = "unknown_currency")))]
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

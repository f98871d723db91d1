//! `POST /v1/wallets/{user}/holds/{id}/capture`: turn a hold into an entry.

use heartlink_domain::ids::HoldId;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Amount, Note};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, order, owner};
use crate::view::CaptureView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-capture",
    method: "POST",
    path: "/v1/wallets/{user}/holds/{id}/capture",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, request| Box::pin(capture(app, request)),
};

/// How much of the hold is to be captured.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CaptureBody {
    /// All of it if absent; the rest is released.
    amount: Option<Amount>,
    /// For a person to read; that of the hold if absent.
    #[schema(min_length = 1, max_length = 200)]
    description: Option<String>,
    /// A mark of the caller's own.
    #[schema(min_length = 1, max_length = 128)]
    reference: Option<String>,
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// Capture a hold
///
/// In full or in part; what is not captured is released.
#[utoipa::path(post, path = "/v1/wallets/{user}/holds/{id}/capture", tag = "wallet",
    operation_id = "wallet-capture",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), ("id" = heartlink_runtime::wire::HoldIdForm, Path, description = "The hold."), ("Idempotency-Key" = String, Header)),
    request_body = CaptureBody,
    responses(
        (status = 200, description = "The hold, its entry, and the wallet right after it.", body = CaptureView),
        (status = 404, description = "hold_not_found"),
        (status = 409, description = "hold_not_open, capture_exceeds_hold, wallet_frozen, withdrawals_blocked, lease_lost"),
        (status = 423, description = "wallet_locked")))]
pub(crate) async fn capture(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, WRITERS)?;
    let id: HoldId = request.parameter("id")?;
    let CaptureBody { amount, description, reference, fencing } = request.body()?;
    let order = order(&request, fencing)?;
    let note = Note { description, reference };
    let captured = app.store.capture_hold(&user, &id, amount, &note, &order).await?;
    let captured = captured.map(CaptureView::from);
    Ok(Response::ok(&captured.value)?.replayed(&captured))
}

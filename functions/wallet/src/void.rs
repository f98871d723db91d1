//! `POST /v1/wallets/{user}/holds/{id}/void`: release a hold.

use heartlink_domain::ids::HoldId;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, order, owner};
use crate::view::HoldChangeView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-void",
    method: "POST",
    path: "/v1/wallets/{user}/holds/{id}/void",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, request| Box::pin(void(app, request)),
};

/// How the hold is to be released.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidBody {
    /// The fencing number of the lease that the caller holds on the wallet.
    fencing: Option<u64>,
}

/// Release a hold
///
/// All of it is available again. A hold that has lapsed needs no release.
#[utoipa::path(post, path = "/v1/wallets/{user}/holds/{id}/void", tag = "wallet", operation_id = "wallet-void",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), ("id" = heartlink_runtime::wire::HoldIdForm, Path, description = "The hold."), ("Idempotency-Key" = String, Header)),
    request_body = VoidBody,
    responses(
        (status = 200, description = "The hold, and the wallet right after it.", body = HoldChangeView),
        (status = 404, description = "hold_not_found"),
        (status = 409, description = "hold_not_open, wallet_frozen, lease_lost"),
        (status = 423, description = "wallet_locked")))]
pub(crate) async fn void(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, WRITERS)?;
    let id: HoldId = request.parameter("id")?;
    let VoidBody { fencing } = request.body()?;
    let voided = app.store.void_hold(&user, &id, &order(&request, fencing)?).await?;
    let voided = voided.map(HoldChangeView::from);
    Ok(Response::ok(&voided.value)?.replayed(&voided))
}

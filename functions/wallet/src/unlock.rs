//! `DELETE /v1/wallets/{user}/lock`: release a lease, one's own or another's.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::Currency;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{currency, owner};
use crate::view::LeaseStateView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-unlock",
    method: "DELETE",
    path: "/v1/wallets/{user}/lock",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(unlock(app, request)),
};

/// Whose lease.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct UnlockQuery {
    /// The default currency if absent.
    currency: Option<Currency>,
    /// Whose lease is released; needed unless `force=true`.
    owner: Option<String>,
    /// Whether another's is ended. Its holder cannot write from then on.
    #[serde(default)]
    #[param(default = false)]
    force: bool,
    /// Why, where it is ended by force; kept in the audit trail.
    #[param(max_length = 500)]
    reason: Option<String>,
}

/// Release the lease
///
/// Releasing what is no longer held changes nothing, so that a key is optional
/// here. A release by force is logged and kept in the audit trail.
#[utoipa::path(delete, path = "/v1/wallets/{user}/lock", tag = "wallet", operation_id = "wallet-unlock",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), UnlockQuery, ("Idempotency-Key" = Option<String>, Header)),
    responses(
        (status = 200, description = "The lease as it is now.", body = LeaseStateView),
        (status = 409, description = "not_locked, wallet_locked"),
        (status = 400, description = "unknown_currency")))]
pub(crate) async fn unlock(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let user = owner(&request, &[Role::Admin])?;
    let query: UnlockQuery = request.query()?;
    let currency = currency(&app, query.currency)?;
    let order = Order::new(request.me()?.clone(), request.idempotency()?);
    let released = match query.owner {
        _ if query.force => {
            app.store.force_unlock_wallet(&user, &currency, query.reason.as_deref(), &order).await
        }
        Some(owner) => app.store.unlock_wallet(&user, &currency, &owner, &order).await,
        None => return Err(Problem::parameter("owner", "is needed, or force=true")),
    };
    let released = released.map_err(Problem::of_lease)?;
    let released = released.map(LeaseStateView::from);
    Ok(Response::ok(&released.value)?.replayed(&released))
}

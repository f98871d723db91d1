//! Release a lease, one's own or another's.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::Currency;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::wallet::Order;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{currency, owner};
use crate::view::LeaseStateView;

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
#[endpoint(
    DELETE "/v1/wallets/{user}/lock",
    roles(Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    query(UnlockQuery),
    key(optional),
    answers(200 = LeaseStateView: "The lease as it is now."),
    errors(NotLocked, LeaseTaken, UnknownCurrency),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, WALLET_METRICS)
)]
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

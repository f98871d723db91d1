//! Be the only writer of a wallet for a while.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::{Currency, LeaseTerms};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{currency, order, owner};
use crate::view::LeaseStateView;

/// Who is to hold the wallet, what for and for how long.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LockBody {
    /// The default currency if absent.
    currency: Option<Currency>,
    /// Whom it is for: a name, or the id of the service that is to write under it.
    #[schema(min_length = 1, max_length = 128)]
    owner: String,
    /// What for.
    #[schema(min_length = 1, max_length = 200)]
    purpose: Option<String>,
    /// 30 if absent.
    #[schema(minimum = 1, maximum = 600)]
    ttl_seconds: Option<u64>,
}

/// Take the lease
///
/// Until it ends, is released or taken away, only calls that carry its
/// `fencing` number change the wallet, and only those of the caller who took it
/// or of the service whose id is its `owner`. Others wait, each under its policy.
#[endpoint(
    POST "/v1/wallets/{user}/lock",
    roles(Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    key(required),
    body(LockBody),
    answers(201 = LeaseStateView: "The lease."),
    errors(LeaseTaken, UnknownCurrency),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, WALLET_METRICS)
)]
pub(crate) async fn lock(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, &[Role::Admin])?;
    let LockBody { currency: asked, owner, purpose, ttl_seconds: ttl_secs } = request.body()?;
    let order = order(&request, None)?;
    let currency = currency(&app, asked)?;
    let terms = LeaseTerms { owner, purpose, ttl_secs };
    let locked = app.store.lock_wallet(&user, &currency, &terms, &order).await;
    let locked = locked.map_err(Problem::of_lease)?;
    let locked = locked.map(LeaseStateView::from);
    Ok(Response::created(&locked.value)?.replayed(&locked))
}

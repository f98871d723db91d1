//! `GET /v1/wallets/{user}/lock`: whether a wallet is locked.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::lease_state;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::{CurrencyQuery, READERS, currency, owner};
use crate::view::LeaseStateView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-lease",
    method: "GET",
    path: "/v1/wallets/{user}/lock",
    access: Access::AnyOf(&[Role::Service, Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(lease(app, request)),
};

/// Look at the lease
///
/// Whether one is in force, whose, for how long still, and the last fencing
/// number given out.
#[utoipa::path(get, path = "/v1/wallets/{user}/lock", tag = "wallet", operation_id = "wallet-lease",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), CurrencyQuery),
    responses((status = 200, description = "The lease.", body = LeaseStateView),
        (status = 400, description = "unknown_currency")))]
pub(crate) async fn lease(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let currency = currency(&app, request.query::<CurrencyQuery>()?.currency)?;
    let wallet = app.store.wallet(&user, &currency).await?;
    Response::ok(&LeaseStateView::from(lease_state(&wallet, app.store.now())))
}

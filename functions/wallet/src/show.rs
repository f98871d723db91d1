//! `GET /v1/wallets/{user}`: a wallet.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::{CurrencyQuery, READERS, currency, owner};
use crate::view::WalletView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-show",
    method: "GET",
    path: "/v1/wallets/{user}",
    access: Access::AnyOf(&[Role::User, Role::Service, Role::Admin]),
    counts_as_activity: true,
    run: |app, request| Box::pin(show(app, request)),
};

/// Look at a wallet
///
/// One that nothing was ever paid into is at zero.
#[utoipa::path(get, path = "/v1/wallets/{user}", tag = "wallet", operation_id = "wallet-show",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallet: a user id, or `me`."), CurrencyQuery),
    responses((status = 200, description = "The wallet.", body = WalletView),
        (status = 400, description = "unknown_currency")))]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let currency = currency(&app, request.query::<CurrencyQuery>()?.currency)?;
    let wallet = app.store.wallet(&user, &currency).await?;
    Response::ok(&WalletView::from(wallet.summary(app.store.now())))
}

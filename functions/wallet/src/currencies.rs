//! `GET /v1/wallets/{user}/currencies`: the wallets that somebody has.

use heartlink_domain::roles::Role;
use heartlink_domain::wallet::Currency;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{READERS, owner};
use crate::view::WalletView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "wallet-currencies",
    method: "GET",
    path: "/v1/wallets/{user}/currencies",
    access: Access::AnyOf(&[Role::User, Role::Service, Role::Admin]),
    counts_as_activity: true,
    run: |app, request| Box::pin(currencies(app, request)),
};

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct CurrenciesQuery {
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// List the wallets of somebody
///
/// One for each currency in which anything ever happened, in the order in which
/// the settings name the currencies: the default one first.
#[utoipa::path(get, path = "/v1/wallets/{user}/currencies", tag = "wallet", operation_id = "wallet-currencies",
    params(("user" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose wallets: a user id, or `me`."), CurrenciesQuery),
    responses((status = 200, description = "A page of wallets.", body = List<WalletView>)))]
pub(crate) async fn currencies(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let query: CurrenciesQuery = request.query()?;
    let page = PageQuery::new(query.limit, query.cursor, None).checked()?;
    let after: Option<Currency> = page.cursor_as()?;
    let mut wallets = app.store.wallets_of(&user, after.as_ref()).await?;
    wallets.truncate(usize::try_from(page.limit).unwrap_or(usize::MAX));
    let wallets = wallets.into_iter().map(WalletView::from).collect();
    Response::ok(&List::new(wallets, &page, |wallet: &WalletView| wallet.currency.to_string()))
}

//! The wallets that somebody has.

use heartlink_domain::wallet::Currency;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{READERS, owner};
use crate::view::WalletView;

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
#[endpoint(
    GET "/v1/wallets/{user}/currencies",
    roles(User, Service, Admin),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallets: a user id, or `me`."),
    query(CurrenciesQuery),
    answers(200 = List<WalletView>: "A page of wallets."),
    permissions(READ_ACCOUNT, READ_ACCOUNTS)
)]
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

//! The holds on a wallet, by cursor.

use heartlink_domain::wallet::{Currency, HoldStatus};
use heartlink_runtime::page::{List, Order, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::wallet::HoldPlace;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{READERS, currency, owner};
use crate::view::HoldView;

/// Which holds.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct HoldsQuery {
    /// The default currency if absent.
    currency: Option<Currency>,
    /// Of this status.
    #[param(inline)]
    status: Option<HoldStatus>,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Newest first if absent.
    #[param(inline)]
    order: Option<Order>,
}

/// List the holds
///
/// By the time of making, newest first unless `order=asc`. Where `status`
/// leaves few holds, a page may be short and yet have a next one.
#[endpoint(
    GET "/v1/wallets/{user}/holds",
    roles(User, Service, Admin),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    query(HoldsQuery),
    answers(200 = List<HoldView>: "A page of holds."),
    errors(UnknownCurrency),
    permissions(READ_ACCOUNT, READ_ACCOUNTS, READ_LEDGER)
)]
pub(crate) async fn holds(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let query: HoldsQuery = request.query()?;
    let currency = currency(&app, query.currency)?;
    let page = PageQuery::new(query.limit, query.cursor, query.order).checked()?;
    let (limit, newest_first, after) = (page.limit, page.newest_first, page.cursor_as()?);
    let place = HoldPlace { status: query.status, limit, newest_first, after };
    let found = app.store.wallet_holds(&user, &currency, &place).await?;
    let items = found.holds.into_iter().map(HoldView::from).collect();
    Response::ok(&List { items, next_cursor: found.next.map(|id| id.to_string()) })
}

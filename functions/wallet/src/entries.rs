//! The history of a wallet, by cursor.

use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{Currency, Kind};
use heartlink_runtime::page::{List, Order, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::ledger::EntryFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{READERS, currency, owner};
use crate::view::{EntryView, seen_by};

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EntriesQuery {
    /// The default currency if absent.
    currency: Option<Currency>,
    /// Decided at this instant or later.
    from: Option<Timestamp>,
    /// Decided before this instant.
    to: Option<Timestamp>,
    /// Of this kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Newest first if absent.
    #[param(inline)]
    order: Option<Order>,
}

/// Read the history
///
/// By number, newest first unless `order=asc`. Where `from`, `to` or `kind`
/// leave few entries, a page may be short and yet have a next one.
#[endpoint(
    GET "/v1/wallets/{user}/entries",
    roles(User, Service, Admin),
    activity,
    path(user: heartlink_runtime::wire::UserIdForm, "Whose wallet: a user id, or `me`."),
    query(EntriesQuery),
    answers(200 = List<EntryView>: "A page of entries."),
    errors(UnknownCurrency),
    permissions(READ_LEDGER)
)]
pub(crate) async fn entries(app: App, request: Request) -> Result<Response, Problem> {
    let user = owner(&request, READERS)?;
    let query: EntriesQuery = request.query()?;
    let currency = currency(&app, query.currency)?;
    let page = PageQuery::new(query.limit, query.cursor, query.order).checked()?;
    let place = (page.limit, page.newest_first, page.cursor_as()?);
    let kind = query.kind.map(|kind| kind.as_str().to_owned());
    let filter = EntryFilter { from: query.from, to: query.to, kind };
    let found = app.store.wallet_entries(&user, &currency, &filter, place).await?;
    let caller = request.caller()?;
    let items = found.entries.into_iter().map(|entry| seen_by(caller, entry)).collect();
    Response::ok(&List { items, next_cursor: found.next.map(|seq| seq.to_string()) })
}

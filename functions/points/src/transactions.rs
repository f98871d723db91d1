//! The history of a student's points, by cursor,
//! or as a table.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::TransactionType;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::page::{List, Order, Page, PageQuery};
use heartlink_runtime::response::Text;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::ledger::EntryFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::looked_at;
use crate::table;
use crate::view::TransactionView;

/// Transactions in one table at most: some megabytes.
const IN_A_TABLE: usize = 10_000;

/// Which transactions.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TransactionsQuery {
    /// The caller if absent or `me`.
    #[param(value_type = Option<heartlink_runtime::wire::UserIdForm>)]
    student_id: Option<String>,
    /// Decided at this instant or later.
    from: Option<Timestamp>,
    /// Decided before this instant.
    to: Option<Timestamp>,
    /// Of this type.
    transaction_type: Option<TransactionType>,
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
/// By number, newest first unless `order=asc`. Where `from`, `to` or
/// `transaction_type` leave few transactions, a page may be short and yet have a
/// next one. With `Accept: text/csv` the answer is a table of up to 10,000
/// transactions, or `limit`; where there are more, its `Link` header leads on.
#[endpoint(
    GET "/v1/points/transactions",
    roles(User, Teacher, Service, Admin),
    activity,
    query(TransactionsQuery),
    answers(200 = List<TransactionView> | String: "A page of transactions."),
    permissions(READ_ACCOUNT, READ_LEDGER)
)]
pub(crate) async fn transactions(app: App, request: Request) -> Result<Response, Problem> {
    let query: TransactionsQuery = request.query()?;
    let student_id = looked_at(&request, query.student_id.as_deref())?.allowed(&app, &request).await?;
    let whole = query.limit.is_none() && request.prefers("text/csv");
    let page = PageQuery::new(query.limit, query.cursor, query.order).checked()?;
    let kind = query.transaction_type.map(|kind| kind.to_string());
    let filter = EntryFilter { from: query.from, to: query.to, kind };
    let wanted = if whole { IN_A_TABLE } else { page.limit as usize };
    let (found, next) = read(&app, &student_id, &filter, &page, wanted).await?;
    let items: Vec<_> = found.into_iter().map(|entry| TransactionView::of(&student_id, entry)).collect();
    let next_cursor = next.map(|seq| seq.to_string());
    if !request.prefers("text/csv") {
        return Response::ok(&List { items, next_cursor });
    }
    let next = next_cursor.map(|cursor| table::query_after(&request.query, &cursor));
    Ok(Response::text(Text { content_type: "text/csv; charset=utf-8", body: table::of(&items)?, next }))
}

/// Up to `wanted` transactions, page by page.
async fn read(
    app: &App,
    student_id: &UserId,
    filter: &EntryFilter,
    page: &Page,
    wanted: usize,
) -> Result<(Vec<heartlink_domain::ledger::Entry>, Option<u64>), Problem> {
    let mut found = Vec::new();
    let mut after = page.cursor_as()?;
    loop {
        let limit = u32::try_from(wanted - found.len()).unwrap_or(u32::MAX).min(PAGE);
        let place = (limit, page.newest_first, after);
        let read = app.store.points_transactions(student_id, filter, place).await?;
        found.extend(read.entries);
        after = read.next;
        if after.is_none() || found.len() >= wanted || wanted <= PAGE as usize {
            return Ok((found, after));
        }
    }
}

/// Transactions read at a time.
const PAGE: u32 = 200;

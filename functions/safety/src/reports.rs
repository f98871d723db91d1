//! Which reports there are.

use heartlink_domain::ids::{ReportId, UserId};
use heartlink_domain::safety::ReportStatus;
use heartlink_runtime::page::{List, Order, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::view::ReportView;

/// Which reports, and which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct ReportsQuery {
    /// Those that are open, or those that are closed; all if absent.
    #[param(value_type = Option<ReportStatusForm>)]
    status: Option<ReportStatus>,
    /// Those about this person; about anybody if absent.
    #[param(value_type = Option<UserIdForm>)]
    user_id: Option<UserId>,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
    /// Newest first if absent.
    #[param(inline)]
    order: Option<Order>,
}

/// List the reports
///
/// Newest first, unless asked otherwise; the queue is `?status=open&order=asc`. One
/// made or closed a moment ago may not be seen yet. A page may be short and yet have
/// a next one, where reports are being closed.
#[endpoint(
    GET "/v1/reports",
    roles(Moderator, Admin),
    query(ReportsQuery),
    answers(200 = List<ReportView>: "A page of reports."),
    permissions(LIST_REPORTS)
)]
pub(crate) async fn reports(app: App, request: Request) -> Result<Response, Problem> {
    let ReportsQuery { status, user_id, limit, cursor, order } = request.query()?;
    let page = PageQuery::new(limit, cursor, order).checked()?;
    let after = page.cursor_as::<ReportId>()?;
    let of = (status, user_id.as_ref());
    let found = app.store.reports(of, page.limit, page.newest_first, after.as_ref()).await?;
    let items = found.reports.into_iter().map(ReportView::from).collect();
    Response::ok(&List { items, next_cursor: found.next.map(|next| next.to_string()) })
}

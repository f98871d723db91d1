//! What changed a value, by cursor.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_runtime::page::{List, Order, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::whose;
use crate::view::LogEntryView;

/// Which entries.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LogQuery {
    /// The caller if absent or `me`; an admin has to name one.
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

/// Read the log
///
/// Every change of the value, newest first unless `order=asc`.
#[endpoint(
    GET "/v1/affinity/{device_id}/log",
    roles(User, Admin),
    activity,
    path(device_id: heartlink_runtime::wire::DeviceIdForm, "The device."),
    query(LogQuery),
    answers(200 = List<LogEntryView>: "A page of the log."),
    errors(BindingNotFound),
    permissions(READ_ACCOUNT, READ_LEDGER)
)]
pub(crate) async fn log(app: App, request: Request) -> Result<Response, Problem> {
    let device = request.parameter("device_id")?;
    let LogQuery { user_id, limit, cursor, order } = request.query()?;
    let user = whose(&request, user_id, &[Role::Admin], "?user_id")?;
    let page = PageQuery::new(limit, cursor, order).checked()?;
    let place = (page.limit, page.newest_first, page.cursor_as()?);
    let found = app.store.affinity_log(&user, &device, place).await?;
    let items = found.entries.into_iter().map(LogEntryView::from).collect();
    Response::ok(&List { items, next_cursor: found.next.map(|seq| seq.to_string()) })
}

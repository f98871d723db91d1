//! `GET /v1/affinity/{device_id}/log`: what changed a value, by cursor.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_runtime::page::{List, Order, PageQuery};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::whose;
use crate::view::LogEntryView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-log",
    method: "GET",
    path: "/v1/affinity/{device_id}/log",
    access: Access::AnyOf(&[Role::User, Role::Admin]),
    counts_as_activity: true,
    run: |app, request| Box::pin(log(app, request)),
};

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
#[utoipa::path(get, path = "/v1/affinity/{device_id}/log", tag = "affinity", operation_id = "affinity-log",
    params(("device_id" = heartlink_runtime::wire::DeviceIdForm, Path, description = "The device."), LogQuery),
    responses(
        (status = 200, description = "A page of the log.", body = List<LogEntryView>),
        (status = 404, description = "binding_not_found")))]
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

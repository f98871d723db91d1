//! `GET /v1/points`: the points of a student.

use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::ledger::EntryFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::{READERS, looked_at};
use crate::view::PointsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-show",
    method: "GET",
    path: "/v1/points",
    access: Access::AnyOf(READERS),
    counts_as_activity: true,
    run: |app, request| Box::pin(show(app, request)),
};

/// Transactions shown with the points.
const SHOWN: u32 = 20;

/// Whose points, and how.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct PointsQuery {
    /// The caller if absent or `me`.
    #[param(value_type = Option<heartlink_runtime::wire::UserIdForm>)]
    student_id: Option<String>,
    /// Whether the newest transactions are shown too.
    #[serde(default)]
    #[param(default = false)]
    transactions: bool,
    /// Whether they are read anew, however short ago they were read.
    #[serde(default)]
    #[param(default = false)]
    fresh: bool,
}

/// Look at points
///
/// As they were at most 5 seconds ago, and always with what this server itself
/// changed; `as_of` says when, and `fresh=true` reads them anew. One to whom
/// nothing was ever given has 0.
#[utoipa::path(get, path = "/v1/points", tag = "points", operation_id = "points-show",
    params(PointsQuery),
    responses((status = 200, description = "The points.", body = PointsView)))]
pub(crate) async fn show(app: App, request: Request) -> Result<Response, Problem> {
    let query: PointsQuery = request.query()?;
    let student_id = looked_at(&request, query.student_id.as_deref())?.allowed(&app, &request).await?;
    let read = app.store.points(&student_id, query.fresh).await?;
    let mut transactions = None;
    if query.transactions {
        let newest = (SHOWN, true, None);
        let page = app.store.points_transactions(&student_id, &EntryFilter::default(), newest).await?;
        transactions = Some(page.entries);
    }
    Response::ok(&PointsView::of(read, transactions, app.store.now()))
}

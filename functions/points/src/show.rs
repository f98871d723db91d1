//! The points of a student.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::ledger::EntryFilter;
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::looked_at;
use crate::view::PointsView;

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
#[endpoint(
    GET "/v1/points",
    roles(User, Teacher, Service, Admin),
    activity,
    query(PointsQuery),
    answers(200 = PointsView: "The points."),
    permissions(READ_ACCOUNT, READ_LEDGER)
)]
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

//! What was done to a student's account
//! beside its transactions.

use heartlink_domain::points::{PointsAccount, PointsAction};
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::wire::AuditView;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

/// Which page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct TrailQuery {
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Read the audit trail
///
/// Profiles set: who, when, before and after, newest first. It is never changed
/// or deleted. Corrections of points stand among the transactions.
#[endpoint(
    GET "/v1/points/students/{id}/audit",
    roles(Admin),
    path(id: heartlink_runtime::wire::UserIdForm, "Whose: a user id, or `me`."),
    query(TrailQuery),
    answers(200 = List<AuditView<crate::forms::PointsAction>>: "A page of the trail."),
    permissions(READ_LEDGER)
)]
pub(crate) async fn audit(app: App, request: Request) -> Result<Response, Problem> {
    let account = PointsAccount::account_id(&request.person("id")?);
    let TrailQuery { limit, cursor } = request.query()?;
    let page = PageQuery::new(limit, cursor, None).checked()?;
    let trail = app.store.audit_trail::<PointsAction>(&account, page.limit, page.cursor_as()?).await?;
    let trail = trail.into_iter().map(AuditView::<PointsAction>::from).collect();
    Response::ok(&List::new(trail, &page, |audit: &AuditView<_>| audit.version.to_string()))
}

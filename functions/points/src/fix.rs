//! Repair one account.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::view::FixedView;

/// How.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct FixQuery {
    /// Only say what would be repaired.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// Repair an account
///
/// As the monitor does with `auto_fix`: by a visible `correction`, and only where
/// the transactions prove what is right.
#[endpoint(
    POST "/v1/points/students/{id}/fix",
    roles(Admin),
    path(id: heartlink_runtime::wire::UserIdForm, "Whose: a user id, or `me`."),
    query(FixQuery),
    key(optional),
    answers(200 = FixedView: "What was, or would be, repaired."),
    permissions(IDEMPOTENCY, VERIFY_LEDGER)
)]
pub(crate) async fn fix(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = request.person("id")?;
    request.no_body()?;
    let FixQuery { dry_run } = request.query()?;
    let key = request.idempotency()?.filter(|_| !dry_run);
    let fixed = app.store.repair_points(&student_id, request.me()?, key.as_ref(), dry_run).await?;
    let fixed = fixed.map(FixedView::from);
    Ok(Response::ok(&fixed.value)?.replayed(&fixed))
}

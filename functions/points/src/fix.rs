//! `POST /v1/points/students/{id}/fix`: repair one account.

use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::input::student_in_path;
use crate::view::FixedView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-fix",
    method: "POST",
    path: "/v1/points/students/{id}/fix",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(fix(app, request)),
};

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
#[utoipa::path(post, path = "/v1/points/students/{id}/fix", tag = "points", operation_id = "points-fix",
    params(("id" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose: a user id, or `me`."), FixQuery, ("Idempotency-Key" = Option<String>, Header)),
    responses((status = 200, description = "What was, or would be, repaired.", body = FixedView)))]
pub(crate) async fn fix(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = student_in_path(&request)?;
    request.no_body()?;
    let FixQuery { dry_run } = request.query()?;
    let key = request.idempotency()?.filter(|_| !dry_run);
    let fixed = app.store.fix_points(&student_id, request.me()?, key.as_ref(), dry_run).await?;
    let fixed = fixed.map(FixedView::from);
    Ok(Response::ok(&fixed.value)?.replayed(&fixed))
}

//! `GET /v1/points/rules/{rule_key}`: one rule.

use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::documents::show;
use crate::input::READERS;
use crate::rules::PointsRuleView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-rule",
    method: "GET",
    path: "/v1/points/rules/{rule_key}",
    access: Access::AnyOf(READERS),
    counts_as_activity: false,
    run: |app, request| Box::pin(rule(app, request)),
};

/// Look at a points rule
#[utoipa::path(get, path = "/v1/points/rules/{rule_key}", tag = "points", operation_id = "points-rule",
    params(("rule_key" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The name of the rule.")),
    responses(
        (status = 200, description = "The rule.", body = PointsRuleView),
        (status = 404, description = "document_not_found")))]
pub(crate) async fn rule(app: App, request: Request) -> Result<Response, Problem> {
    show::<PointsRuleView>(&app, &request).await
}

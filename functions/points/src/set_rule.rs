//! `PUT /v1/points/rules/{rule_key}`: write a points rule.

use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::documents::put;
use crate::forms;
use crate::rules::PointsRuleView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-set-rule",
    method: "PUT",
    path: "/v1/points/rules/{rule_key}",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(set_rule(app, request)),
};

/// Write a points rule
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[utoipa::path(put, path = "/v1/points/rules/{rule_key}", tag = "points", operation_id = "points-set-rule",
    params(("rule_key" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The name of the rule."), EditQuery),
    request_body = forms::PointsRule,
    responses(
        (status = 200, description = "The rule.", body = PointsRuleView),
        (status = 409, description = "document_changed, too_many_documents")))]
pub(crate) async fn set_rule(app: App, request: Request) -> Result<Response, Problem> {
    put::<PointsRuleView>(&app, &request).await
}

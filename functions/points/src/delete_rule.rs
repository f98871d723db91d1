//! `DELETE /v1/points/rules/{rule_key}`: delete a points rule.

use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::documents::delete;
use crate::rules::PointsRuleView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-delete-rule",
    method: "DELETE",
    path: "/v1/points/rules/{rule_key}",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(delete_rule(app, request)),
};

/// Delete a points rule
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[utoipa::path(delete, path = "/v1/points/rules/{rule_key}", tag = "points", operation_id = "points-delete-rule",
    params(("rule_key" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The name of the rule."), EditQuery),
    responses(
        (status = 204, description = "It is deleted."),
        (status = 404, description = "document_not_found"),
        (status = 409, description = "document_changed")))]
pub(crate) async fn delete_rule(app: App, request: Request) -> Result<Response, Problem> {
    delete::<PointsRuleView>(&app, &request).await
}

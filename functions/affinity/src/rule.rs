//! `GET /v1/affinity/rules/{rule_key}`: one rule.

use heartlink_domain::affinity::Rule;
use heartlink_domain::documents::DocumentRefusal;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::input::ANYBODY;
use crate::view::RuleView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-rule",
    method: "GET",
    path: "/v1/affinity/rules/{rule_key}",
    access: Access::AnyOf(ANYBODY),
    counts_as_activity: true,
    run: |app, request| Box::pin(rule(app, request)),
};

/// Look at a rule
///
/// As it was at most 10 s ago.
#[utoipa::path(get, path = "/v1/affinity/rules/{rule_key}", tag = "affinity", operation_id = "affinity-rule",
    params(("rule_key" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The rule.")),
    responses(
        (status = 200, description = "The rule.", body = RuleView),
        (status = 404, description = "document_not_found")))]
pub(crate) async fn rule(app: App, request: Request) -> Result<Response, Problem> {
    let found = app.store.document::<Rule>(&request.parameter("rule_key")?).await?;
    Response::ok(&RuleView::from(found.ok_or(DocumentRefusal::Missing)?))
}

//! `PUT /v1/affinity/rules/{rule_key}`: make or change a rule.

use heartlink_domain::affinity::Rule;
use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::forms;
use crate::view::RuleView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-rule-put",
    method: "PUT",
    path: "/v1/affinity/rules/{rule_key}",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(rule_put(app, request)),
};

/// Make or change a rule
///
/// In force everywhere within 10 s. Who did it and why is kept. What was read
/// may be sent back as it was, with its changes.
#[utoipa::path(put, path = "/v1/affinity/rules/{rule_key}", tag = "affinity", operation_id = "affinity-rule-put",
    params(("rule_key" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The rule."), EditQuery),
    request_body = forms::Rule,
    responses(
        (status = 200, description = "The rule.", body = RuleView),
        (status = 409, description = "document_changed, too_many_documents")))]
pub(crate) async fn rule_put(app: App, request: Request) -> Result<Response, Problem> {
    let content: Rule = request.document(Some("rule_key"))?;
    let (name, editor) = (request.parameter("rule_key")?, request.editor(&app)?);
    Response::ok(&RuleView::from(app.store.put_document(&name, &content, &editor).await?))
}

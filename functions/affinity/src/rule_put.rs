//! `PUT /v1/affinity/rules/{rule_key}`: make or change a rule.

use heartlink_domain::affinity::Rule;
use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, Call, HttpRoute, Problem, Reply};

use crate::view::RuleView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-rule-put",
    method: "PUT",
    path: "/v1/affinity/rules/{rule_key}",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, call| Box::pin(rule_put(app, call)),
};

/// Make or change a rule
///
/// In force everywhere within 10 s. Who did it and why is kept. What was read
/// may be sent back as it was, with its changes.
#[utoipa::path(put, path = "/v1/affinity/rules/{rule_key}", tag = "affinity", operation_id = "affinity-rule-put",
    params(("rule_key" = heartlink_domain::ids::DocumentName, Path, description = "The rule."), EditQuery),
    request_body = Rule,
    responses(
        (status = 200, description = "The rule.", body = RuleView),
        (status = 409, description = "document_changed, too_many_documents")))]
pub(crate) async fn rule_put(app: App, call: Call) -> Result<Reply, Problem> {
    let content: Rule = call.document(Some("rule_key"))?;
    let (name, editor) = (call.parameter("rule_key")?, call.editor(&app)?);
    Reply::ok(&RuleView::from(app.store.put_document(&name, &content, &editor).await?))
}

//! Make or change a rule.

use heartlink_domain::affinity::Rule;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::forms;
use crate::view::RuleView;

/// Make or change a rule
///
/// In force everywhere within 10 s. Who did it and why is kept. What was read
/// may be sent back as it was, with its changes.
#[endpoint(
    PUT "/v1/affinity/rules/{rule_key}",
    roles(Admin),
    path(rule_key: heartlink_runtime::wire::DocumentNameForm, "The rule."),
    query(EditQuery),
    body(forms::Rule),
    answers(200 = RuleView: "The rule."),
    errors(DocumentChanged, TooManyDocuments),
    permissions(EDIT_DOCUMENT, READ_DOCUMENTS)
)]
pub(crate) async fn rule_put(app: App, request: Request) -> Result<Response, Problem> {
    let content: Rule = request.document(Some("rule_key"))?;
    let (name, editor) = (request.parameter("rule_key")?, request.editor(&app)?);
    Response::ok(&RuleView::from(app.store.put_document(&name, &content, &editor).await?))
}

//! Delete a rule.

use heartlink_domain::affinity::Rule;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

/// Delete a rule
///
/// Events of this key change nothing any more, everywhere within 10 s.
#[endpoint(
    DELETE "/v1/affinity/rules/{rule_key}",
    roles(Admin),
    path(rule_key: heartlink_runtime::wire::DocumentNameForm, "The rule."),
    query(EditQuery),
    answers(204: "There is no such rule any more."),
    errors(DocumentNotFound, DocumentChanged),
    permissions(EDIT_DOCUMENT)
)]
pub(crate) async fn rule_delete(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let (name, editor) = (request.parameter("rule_key")?, request.editor(&app)?);
    app.store.delete_document::<Rule>(&name, &editor).await?;
    Ok(Response::no_content())
}

//! `DELETE /v1/affinity/rules/{rule_key}`: delete a rule.

use heartlink_domain::affinity::Rule;
use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-rule-delete",
    method: "DELETE",
    path: "/v1/affinity/rules/{rule_key}",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(rule_delete(app, request)),
};

/// Delete a rule
///
/// Events of this key change nothing any more, everywhere within 10 s.
#[utoipa::path(delete, path = "/v1/affinity/rules/{rule_key}", tag = "affinity", operation_id = "affinity-rule-delete",
    params(("rule_key" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The rule."), EditQuery),
    responses(
        (status = 204, description = "There is no such rule any more."),
        (status = 404, description = "document_not_found"),
        (status = 409, description = "document_changed")))]
pub(crate) async fn rule_delete(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let (name, editor) = (request.parameter("rule_key")?, request.editor(&app)?);
    app.store.delete_document::<Rule>(&name, &editor).await?;
    Ok(Response::no_content())
}

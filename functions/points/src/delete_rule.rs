//! Delete a points rule.

use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::documents::delete;
use crate::rules::PointsRuleView;

/// Delete a points rule
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[endpoint(
    DELETE "/v1/points/rules/{rule_key}",
    roles(Admin),
    path(rule_key: heartlink_runtime::wire::DocumentNameForm, "The name of the rule."),
    query(EditQuery),
    answers(204: "It is deleted."),
    errors(DocumentNotFound, DocumentChanged),
    permissions(EDIT_DOCUMENT)
)]
pub(crate) async fn delete_rule(app: App, request: Request) -> Result<Response, Problem> {
    delete::<PointsRuleView>(&app, &request).await
}

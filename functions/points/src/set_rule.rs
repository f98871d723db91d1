//! Write a points rule.

use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::documents::put;
use crate::forms;
use crate::rules::PointsRuleView;

/// Write a points rule
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[endpoint(
    PUT "/v1/points/rules/{rule_key}",
    roles(Admin),
    path(rule_key: heartlink_runtime::wire::DocumentNameForm, "The name of the rule."),
    query(EditQuery),
    body(forms::PointsRule),
    answers(200 = PointsRuleView: "The rule."),
    errors(DocumentChanged, TooManyDocuments),
    permissions(EDIT_DOCUMENT, READ_DOCUMENTS)
)]
pub(crate) async fn set_rule(app: App, request: Request) -> Result<Response, Problem> {
    put::<PointsRuleView>(&app, &request).await
}

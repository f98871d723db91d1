//! One rule.

use heartlink_domain::affinity::Rule;
use heartlink_domain::documents::DocumentRefusal;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::view::RuleView;

/// Look at a rule
///
/// As it was at most 10 s ago.
#[endpoint(
    GET "/v1/affinity/rules/{rule_key}",
    roles(User, Service, Teacher, Admin),
    activity,
    path(rule_key: heartlink_runtime::wire::DocumentNameForm, "The rule."),
    answers(200 = RuleView: "The rule."),
    errors(DocumentNotFound),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn rule(app: App, request: Request) -> Result<Response, Problem> {
    let found = app.store.document::<Rule>(&request.parameter("rule_key")?).await?;
    Response::ok(&RuleView::from(found.ok_or(DocumentRefusal::Missing)?))
}

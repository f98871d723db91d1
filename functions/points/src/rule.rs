//! One rule.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::documents::show;
use crate::rules::PointsRuleView;

/// Look at a points rule
#[endpoint(
    GET "/v1/points/rules/{rule_key}",
    roles(User, Teacher, Service, Admin),
    path(rule_key: heartlink_runtime::wire::DocumentNameForm, "The name of the rule."),
    answers(200 = PointsRuleView: "The rule."),
    errors(DocumentNotFound),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn rule(app: App, request: Request) -> Result<Response, Problem> {
    show::<PointsRuleView>(&app, &request).await
}

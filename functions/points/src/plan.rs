//! One plan.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::documents::show;
use crate::plans::PointsPlanView;

/// Look at a plan
#[endpoint(
    GET "/v1/points/plans/{plan}",
    roles(User, Teacher, Service, Admin),
    path(plan: heartlink_runtime::wire::DocumentNameForm, "The name of the plan."),
    answers(200 = PointsPlanView: "The plan."),
    errors(DocumentNotFound),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn plan(app: App, request: Request) -> Result<Response, Problem> {
    show::<PointsPlanView>(&app, &request).await
}

//! Write a plan.

use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::documents::put;
use crate::forms;
use crate::plans::PointsPlanView;

/// Write a plan
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[endpoint(
    PUT "/v1/points/plans/{plan}",
    roles(Admin),
    path(plan: heartlink_runtime::wire::DocumentNameForm, "The name of the plan."),
    query(EditQuery),
    body(forms::PointsPlan),
    answers(200 = PointsPlanView: "The plan."),
    errors(DocumentChanged, TooManyDocuments),
    permissions(EDIT_DOCUMENT, READ_DOCUMENTS)
)]
pub(crate) async fn set_plan(app: App, request: Request) -> Result<Response, Problem> {
    put::<PointsPlanView>(&app, &request).await
}

//! Delete a plan.

use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::documents::delete;
use crate::plans::PointsPlanView;

/// Delete a plan
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[endpoint(
    DELETE "/v1/points/plans/{plan}",
    roles(Admin),
    path(plan: heartlink_runtime::wire::DocumentNameForm, "The name of the plan."),
    query(EditQuery),
    answers(204: "It is deleted."),
    errors(DocumentNotFound, DocumentChanged),
    permissions(EDIT_DOCUMENT)
)]
pub(crate) async fn delete_plan(app: App, request: Request) -> Result<Response, Problem> {
    delete::<PointsPlanView>(&app, &request).await
}

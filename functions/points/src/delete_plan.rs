//! `DELETE /v1/points/plans/{plan}`: delete a plan.

use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::documents::delete;
use crate::plans::PointsPlanView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-delete-plan",
    method: "DELETE",
    path: "/v1/points/plans/{plan}",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(delete_plan(app, request)),
};

/// Delete a plan
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[utoipa::path(delete, path = "/v1/points/plans/{plan}", tag = "points", operation_id = "points-delete-plan",
    params(("plan" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The name of the plan."), EditQuery),
    responses(
        (status = 204, description = "It is deleted."),
        (status = 404, description = "document_not_found"),
        (status = 409, description = "document_changed")))]
pub(crate) async fn delete_plan(app: App, request: Request) -> Result<Response, Problem> {
    delete::<PointsPlanView>(&app, &request).await
}

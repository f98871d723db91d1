//! `PUT /v1/points/plans/{plan}`: write a plan.

use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::documents::put;
use crate::forms;
use crate::plans::PointsPlanView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-set-plan",
    method: "PUT",
    path: "/v1/points/plans/{plan}",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(set_plan(app, request)),
};

/// Write a plan
///
/// Takes effect everywhere within 10 seconds. Who did it and why is kept.
#[utoipa::path(put, path = "/v1/points/plans/{plan}", tag = "points", operation_id = "points-set-plan",
    params(("plan" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The name of the plan."), EditQuery),
    request_body = forms::PointsPlan,
    responses(
        (status = 200, description = "The plan.", body = PointsPlanView),
        (status = 409, description = "document_changed, too_many_documents")))]
pub(crate) async fn set_plan(app: App, request: Request) -> Result<Response, Problem> {
    put::<PointsPlanView>(&app, &request).await
}

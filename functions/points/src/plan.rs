//! `GET /v1/points/plans/{plan}`: one plan.

use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};

use crate::documents::show;
use crate::input::READERS;
use crate::plans::PointsPlanView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-plan",
    method: "GET",
    path: "/v1/points/plans/{plan}",
    access: Access::AnyOf(READERS),
    counts_as_activity: false,
    run: |app, request| Box::pin(plan(app, request)),
};

/// Look at a plan
#[utoipa::path(get, path = "/v1/points/plans/{plan}", tag = "points", operation_id = "points-plan",
    params(("plan" = heartlink_runtime::wire::DocumentNameForm, Path, description = "The name of the plan.")),
    responses(
        (status = 200, description = "The plan.", body = PointsPlanView),
        (status = 404, description = "document_not_found")))]
pub(crate) async fn plan(app: App, request: Request) -> Result<Response, Problem> {
    show::<PointsPlanView>(&app, &request).await
}

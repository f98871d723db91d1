//! `POST /v1/activity`: a heartbeat or a login.

use heartlink_domain::activity::ActivityKind;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

/// The endpoint. It records what it is told, and nothing besides.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "matching-activity",
    method: "POST",
    path: "/v1/activity",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: false,
    run: |app, request| Box::pin(activity(app, request)),
};

/// What the person did.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ActivityBody {
    /// What kind of activity.
    kind: ActivityKind,
}

/// Record a heartbeat or a login
///
/// A person is active for 5 minutes after the last activity; where there never
/// was one, for 10 minutes after the last login. Every other call of a user
/// counts as an activity too, and so does a WebSocket `ping`. Written at most
/// once in 30 s per person.
#[utoipa::path(post, path = "/v1/activity", tag = "matching", operation_id = "matching-activity",
    request_body = ActivityBody,
    responses((status = 204, description = "Recorded, or recent enough already.")))]
pub(crate) async fn activity(app: App, request: Request) -> Result<Response, Problem> {
    let ActivityBody { kind } = request.body()?;
    app.store.record_activity(request.me()?, kind).await?;
    Ok(Response::no_content())
}

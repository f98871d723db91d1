//! A heartbeat or a login.

use heartlink_domain::activity::ActivityKind;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

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
// It records what it is told, and nothing besides.
#[endpoint(
    POST "/v1/activity",
    roles(User),
    body(ActivityBody),
    answers(204: "Recorded, or recent enough already."),
    permissions(CHANGE_PERSON)
)]
pub(crate) async fn activity(app: App, request: Request) -> Result<Response, Problem> {
    let ActivityBody { kind } = request.body()?;
    app.store.record_activity(request.me()?, kind).await?;
    Ok(Response::no_content())
}

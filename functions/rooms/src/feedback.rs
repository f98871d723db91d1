//! `POST /v1/rooms/{id}/feedback`: say how it was.

use heartlink_domain::roles::Role;
use heartlink_domain::rooms::Report;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use heartlink_store::rooms::FeedbackGiven;
use serde::Deserialize;
use utoipa::ToSchema;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "rooms-feedback",
    method: "POST",
    path: "/v1/rooms/{id}/feedback",
    access: Access::AnyOf(&[Role::User]),
    counts_as_activity: true,
    run: |app, request| Box::pin(feedback(app, request)),
};

/// How it was.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FeedbackBody {
    /// 1 to 5.
    #[schema(minimum = 1, maximum = 5)]
    rating: i64,
    /// Up to 10, of 1 to 30 characters.
    #[serde(default)]
    #[schema(max_items = 10, example = json!(["kind", "funny"]))]
    tags: Vec<String>,
    /// For the operators.
    report: Option<Report>,
}

/// Say how it was
///
/// While the room is open or after. What the caller said before is replaced;
/// the other member never sees it. A report is kept for the operators.
#[utoipa::path(post, path = "/v1/rooms/{id}/feedback", tag = "rooms", operation_id = "rooms-feedback",
    params(("id" = heartlink_runtime::wire::RoomIdForm, Path, description = "The room."),
        ("Idempotency-Key" = Option<String>, Header)),
    request_body = FeedbackBody,
    responses((status = 204, description = "Kept.")))]
pub(crate) async fn feedback(app: App, request: Request) -> Result<Response, Problem> {
    let FeedbackBody { rating, tags, report } = request.body()?;
    let given = FeedbackGiven { rating, tags, report };
    let id = request.parameter("id")?;
    let key = request.idempotency()?;
    let outcome = app.store.give_feedback(&id, request.me()?, &given, key.as_ref()).await?;
    Ok(Response::no_content().replayed(&outcome))
}

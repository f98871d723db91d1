//! Say how it was.

use heartlink_domain::limits::Limit;
use heartlink_domain::rooms::Report;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::rooms::FeedbackGiven;
use serde::Deserialize;
use utoipa::ToSchema;

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
    /// For the moderators.
    report: Option<Report>,
}

/// Say how it was
///
/// While the room is open or after. What the caller said before is replaced;
/// the other member never sees it. A report makes one of its own, as `POST /v1/reports`
/// does: it stays whatever is said later. The same one said again makes no second.
#[endpoint(
    POST "/v1/rooms/{id}/feedback",
    roles(User),
    activity,
    path(id: heartlink_runtime::wire::RoomIdForm, "The room."),
    key(optional),
    body(FeedbackBody),
    answers(204: "Kept."),
    errors(TooManyRequests, RateLimited),
    permissions(IDEMPOTENCY, READ_RELATIONS, MAKE_REPORT)
)]
pub(crate) async fn feedback(app: App, request: Request) -> Result<Response, Problem> {
    let FeedbackBody { rating, tags, report } = request.body()?;
    // A report is heard however often somebody says how it was.
    if let (None, Some(caller)) = (&report, &request.caller) {
        app.count(caller, Limit::Feedback)?;
    }
    let given = FeedbackGiven { rating, tags, report };
    let id = request.parameter("id")?;
    let key = request.idempotency()?;
    let outcome = app.store.give_feedback(&id, request.me()?, &given, key.as_ref()).await?;
    Ok(Response::no_content().replayed(&outcome))
}

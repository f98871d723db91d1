//! Replay the caller's feed.

use heartlink_domain::events::EventType;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::realtime::feed::FeedItem;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::{IntoParams, ToSchema};

/// Highest number of an event: what every JSON number can be without loss.
pub(crate) const MAX_NUMBER: u64 = (1 << 53) - 1;

/// Where to begin.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct EventsQuery {
    /// Number of the last event that the client has.
    #[serde(default)]
    #[param(default = 0, maximum = 9_007_199_254_740_991_i64)]
    after: u64,
    /// 1 to 100; 100 if absent.
    #[param(minimum = 1, maximum = 100, default = 100)]
    limit: Option<u32>,
}

/// An event, as the feed has it and as it is pushed.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventView {
    /// Rises by one from event to event.
    pub n: u64,
    /// When it became true by the rules.
    pub at: Timestamp,
    #[serde(flatten)]
    #[schema(value_type = crate::forms::EventData)]
    body: Body,
}

/// What was stored of an event.
#[derive(Debug, Serialize)]
struct Body {
    #[serde(rename = "type")]
    kind: EventType,
    data: Value,
}

impl From<FeedItem> for EventView {
    fn from(item: FeedItem) -> Self {
        Self { n: item.n, at: item.at, body: Body { kind: item.kind, data: item.data } }
    }
}

/// A part of the feed, oldest first.
#[derive(Debug, Serialize, ToSchema)]
pub struct EventsView {
    items: Vec<EventView>,
    /// Number of the newest event. Below `after` it says that `after` is no number
    /// of this feed, or of one long past: go on from `last`.
    last: u64,
}

/// Replay the feed
///
/// Every event that concerns the caller is stored here, numbered, before it is
/// pushed. A client that was away asks for what came `after` the last number it
/// has; the same over a WebSocket is `resume` (docs/realtime.md). Numbers rise
/// by one; a new feed does not begin at 1. Items are kept 24 h.
#[endpoint(
    GET "/v1/events",
    roles(User, Service, Teacher, Admin),
    activity,
    query(EventsQuery),
    answers(200 = EventsView: "Events, oldest first."),
    permissions(READ_FEED)
)]
pub(crate) async fn events(app: App, request: Request) -> Result<Response, Problem> {
    let EventsQuery { after, limit } = request.query()?;
    let limit = limit.unwrap_or(100);
    if !(1..=100).contains(&limit) {
        return Err(Problem::parameter("limit", "must be 1 to 100"));
    }
    if after > MAX_NUMBER {
        return Err(Problem::parameter("after", format!("must be at most {MAX_NUMBER}")));
    }
    let (items, last) = app.store.feed_after(request.me()?, after, limit).await?;
    Response::ok(&EventsView { items: items.into_iter().map(EventView::from).collect(), last })
}

//! The figures of matching.

use crate::view::StatsView;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

/// Read the figures of matching
///
/// Counters are written in the transactions that they count, so they agree
/// with what happened; `pending` is counted in the waiting pool.
#[endpoint(
    GET "/v1/heart-links/stats",
    roles(Admin),
    answers(200 = StatsView: "The figures now."),
    permissions(READ_PEOPLE, READ_POOL)
)]
pub(crate) async fn stats(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&StatsView::from(app.store.stats().await?))
}

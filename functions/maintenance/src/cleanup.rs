//! Expire and end what is due, or list it.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::sweep::{Counts, SweepChange, SweepReport};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How to clean up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CleanupBody {
    /// List what would change, and change nothing.
    #[serde(default)]
    dry_run: bool,
}

/// What was, or would be, changed.
#[derive(Debug, Serialize, ToSchema)]
pub struct CleanupView {
    /// Whether nothing was changed.
    dry_run: bool,
    /// The figures before.
    before: Counts,
    /// The figures after.
    after: Counts,
    /// Requests that expired.
    expired_requests: usize,
    /// Rooms that ended.
    ended_rooms: usize,
    /// Each change.
    changes: Vec<SweepChange>,
    /// Whether more was due than one run takes on.
    unfinished: bool,
    /// How long it took, in milliseconds.
    duration_ms: u64,
}

/// Expire and end what is due
///
/// The same sweep that runs every 5 minutes: pending requests of inactive
/// owners or too old, renewals, warnings, lapsed proposals, rooms with an
/// inactive member. Bounded: its cost grows with what is due. Two runs at once
/// make each change once.
#[endpoint(
    POST "/v1/heart-links/cleanup",
    roles(Admin),
    body(CleanupBody),
    answers(200 = CleanupView: "What was, or would be, changed."),
    permissions(COUNTED_CHANGE, READ_PEOPLE, READ_POOL, DUE_PEOPLE)
)]
pub(crate) async fn cleanup(app: App, request: Request) -> Result<Response, Problem> {
    let CleanupBody { dry_run } = request.body()?;
    let began = app.store.now();
    let SweepReport { before, after, changes, unfinished } = app.store.cleanup(dry_run).await?;
    let count = |wanted: fn(&SweepChange) -> bool| changes.iter().filter(|change| wanted(change)).count();
    Response::ok(&CleanupView {
        dry_run,
        before,
        after,
        expired_requests: count(|change| matches!(change, SweepChange::RequestExpired { .. })),
        ended_rooms: count(|change| matches!(change, SweepChange::RoomEnded { .. })),
        unfinished,
        duration_ms: u64::try_from(app.store.now().since(began).as_millis()).unwrap_or(u64::MAX),
        changes,
    })
}

//! Expire and end what is due, or list it.

use heartlink_domain::ids::{RoomId, UserId};
use heartlink_runtime::wire::*;
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
    before: CountsView,
    /// The figures after.
    after: CountsView,
    /// Requests that expired.
    expired_requests: usize,
    /// Rooms that ended.
    ended_rooms: usize,
    /// Each change.
    #[schema(value_type = Vec<Change>)]
    changes: Vec<SweepChange>,
    /// Whether more was due than there was time for, or some of it failed.
    unfinished: bool,
    /// How long it took, in milliseconds.
    duration_ms: u64,
}

/// Expire and end what is due
///
/// The same sweep that runs every 5 minutes: pending requests of inactive
/// owners or too old, renewals, warnings, expired proposals, rooms with an
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
        before: before.into(),
        after: after.into(),
        expired_requests: count(|change| matches!(change, SweepChange::RequestExpired { .. })),
        ended_rooms: count(|change| matches!(change, SweepChange::RoomEnded { .. })),
        unfinished,
        duration_ms: u64::try_from(app.store.now().since(began).as_millis()).unwrap_or(u64::MAX),
        changes,
    })
}

heartlink_runtime::wire! {
    /// The figures before or after a sweep.
    #[schema(as = Counts)]
    pub struct CountsView from Counts {
        pending: u64, "Requests waiting.";
        matching: u64, "Requests claimed for a proposed match.";
        expired: u64, "Requests that ever expired.";
        active_rooms: u64, "Rooms that are open.";
        ended_rooms: u64, "Rooms that ever ended.";
    }
}

/// One change that a sweep made, or would make.
#[derive(Debug, ToSchema)]
#[serde(tag = "change", rename_all = "snake_case")]
#[schema(as = SweepChange)]
pub enum Change {
    /// A request expired.
    RequestExpired {
        /// Whose.
        user_id: UserId,
        /// `inactive` or `too_old`.
        reason: String,
    },
    /// The waiting time of an active person's request was prolonged.
    RequestRenewed {
        /// Whose.
        user_id: UserId,
    },
    /// The owner was warned of the expiry.
    RequestWarned {
        /// Whose.
        user_id: UserId,
        /// How long before.
        seconds_left: u64,
    },
    /// A proposal was not accepted in time.
    #[serde(rename = "proposal_lapsed")]
    ProposalExpired {
        /// The proposed room.
        room_id: RoomId,
    },
    /// A room ended because a member was inactive.
    RoomEnded {
        /// Which.
        room_id: RoomId,
    },
    /// Both members were there; the room is looked at again later.
    RoomKept {
        /// Which.
        room_id: RoomId,
    },
}

//! What each kind of event says. The payloads themselves are the domain's
//! (`heartlink_domain::events`), stored in the feed as they are pushed.

use heartlink_domain::affinity::Source;
use heartlink_domain::ids::{DeviceId, ReportId, RequestId, RoomId, UserId};
use heartlink_domain::jobs::JobSummary;
use heartlink_domain::matching::{ExpiryReason, Score};
use heartlink_domain::rooms::EndReason;
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{Currency, WalletStatus};
use heartlink_runtime::wire::*;
use utoipa::ToSchema;

/// What an event says, by its type.
#[derive(Debug, ToSchema)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum EventData {
    /// A partner was found; the room is open.
    MatchFound(MatchFoundData),
    /// A partner was found; both must accept.
    MatchProposed(MatchProposedData),
    /// Nothing comes of a proposed match: it was declined, or not accepted in time.
    MatchWithdrawn(MatchWithdrawnData),
    /// A request will expire soon.
    MatchExpiring(MatchExpiringData),
    /// A request has expired.
    MatchExpired(MatchExpiredData),
    /// A message in a room.
    RoomMessage(RoomMessageData),
    /// A room has ended.
    RoomEnded(RoomEndedData),
    /// The partner is typing; live only, never stored.
    Typing(TypingData),
    /// A balance, what is held of it, or the status of a wallet changed.
    WalletUpdated(WalletUpdatedData),
    /// Points changed.
    PointsUpdated(PointsUpdatedData),
    /// An affinity value changed.
    AffinityUpdate(AffinityUpdateData),
    /// A higher level was reached; after the `affinity_update` that led there.
    LevelUp(LevelChangeData),
    /// A level was lost; after the `affinity_update` that led there.
    LevelDown(LevelChangeData),
    /// A job came further, or to its end.
    JobProgress(JobProgressData),
    /// A report of one's own was decided on.
    ReportClosed(ReportClosedData),
}

heartlink_runtime::wire! {
    /// Whom one met, and why.
    pub struct MatchFoundData {
        room_id: RoomId, "The room of the two.";
        partner: UserId, "The other one.";
        score: Score, "Why they were matched.";
    }

    /// Whom one may meet, and why.
    pub struct MatchProposedData {
        room_id: RoomId, "The room, if both accept.";
        partner: UserId, "The other one.";
        score: Score, "Why they were matched.";
        lease_until: Timestamp, "Until when both must have accepted.";
    }

    /// A match that was proposed, and does not come about.
    pub struct MatchWithdrawnData {
        room_id: RoomId, "The room that it was proposed with; nobody met in it.";
    }

    /// A request that will expire.
    pub struct MatchExpiringData {
        request_id: RequestId, "Which.";
        expires_at: Timestamp, "When.";
        seconds_left: u64, "What is left, from the time of the event.";
        level: u8, "1: the first warning; 2: the last.";
        renewable: bool, "Whether asking again makes it last longer.";
    }

    /// A request that has expired.
    pub struct MatchExpiredData {
        request_id: RequestId, "Which.";
        reason: ExpiryReason, "Why.";
    }

    /// A message.
    pub struct RoomMessageData {
        room_id: RoomId, "In which room.";
        seq: u64, "1, 2, 3 … without gaps in the room.";
        sender: UserId, "Who wrote it.";
        text: String, "Up to 2,000 characters.";
        sent_at: Timestamp, "When it was accepted.";
        #[schema(value_type = String, required = false)]
        client_id: Option<String>, "The mark under which the receiver of this event sent it; absent for \
            the\npartner's messages.";
    }

    /// The end of a room.
    pub struct RoomEndedData {
        room_id: RoomId, "Which.";
        reason: EndReason, "Why; who was blocked is told `ended`.";
        ended_at: Timestamp, "When.";
    }

    /// A report that was decided on.
    pub struct ReportClosedData {
        report_id: ReportId, "Which.";
        #[schema(value_type = Option<RoomIdForm>, required)]
        room_id: Option<RoomId>, "The room that it is about.";
    }

    /// Somebody who is typing.
    pub struct TypingData {
        room_id: RoomId, "In which room.";
        user_id: UserId, "Who.";
    }

    /// A wallet as it is now. All amounts are in minor units.
    pub struct WalletUpdatedData {
        currency: Currency, "Which of the owner's wallets.";
        balance: i64, "All that is in it.";
        held: i64, "What open holds keep back.";
        available: i64, "What can be spent.";
        status: WalletStatus, "What may move in it.";
        version: u64, "Rises with each change.";
        last_seq: u64, "Number of the newest entry.";
        change: i64, "What the balance changed by.";
    }

    /// A student's points as they are now.
    pub struct PointsUpdatedData {
        points: i64, "The balance.";
        change: i64, "What it changed by.";
        version: u64, "Rises with each change.";
        last_seq: u64, "Number of the newest transaction.";
    }

    /// One change of an affinity value.
    pub struct AffinityUpdateData {
        device_id: DeviceId, "Of which device.";
        log_id: String, "Its entry in the log.";
        source: Source, "Where it comes from.";
        #[schema(value_type = Option<String>, required)]
        rule_key: Option<String>, "The rule; `null` for an adjustment and for decay.";
        change_value: i64, "What the value changed by.";
        before_value: i64, "The value before.";
        after_value: i64, "The value after.";
        level: u32, "The level after.";
    }

    /// From one level to another.
    pub struct LevelChangeData {
        device_id: DeviceId, "Of which device.";
        old_level: u32, "The level before.";
        new_level: u32, "The level now.";
        value: i64, "The value now.";
    }

    /// How far a job is.
    pub struct JobProgressData {
        job: Box<JobSummary>, "The job, as `GET /v1/jobs/{id}` shows it.";
    }
}

//! What each kind of event says.
//!
//! Owns the payloads, which the feed keeps as they are pushed; what each field
//! means is described where it goes over the wire (`functions/realtime`). Never
//! decides whom an event is for.

use serde::Serialize;

use crate::affinity::{RuleKey, Source};
use crate::events::EventType;
use crate::ids::{DeviceId, ReportId, RequestId, RoomId, UserId};
use crate::jobs::JobSummary;
use crate::matching::{ExpiryReason, Score};
use crate::rooms::EndReason;
use crate::time::Timestamp;
use crate::wallet::{Currency, WalletStatus};

/// What an event says, by its type.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum EventData {
    /// A partner was found; the room is open.
    MatchFound(MatchFoundData),
    /// A partner was found; both must accept.
    MatchProposed(MatchProposedData),
    /// Nothing comes of a proposed match.
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
    /// A report was decided on.
    ReportClosed(ReportClosedData),
}

impl EventData {
    /// That `user_id` is typing in `room_id`.
    pub const fn typing(room_id: RoomId, user_id: UserId) -> Self {
        Self::Typing(TypingData { room_id, user_id })
    }

    /// Its kind.
    pub const fn kind(&self) -> EventType {
        match self {
            Self::MatchFound(_) => EventType::MatchFound,
            Self::MatchProposed(_) => EventType::MatchProposed,
            Self::MatchWithdrawn(_) => EventType::MatchWithdrawn,
            Self::MatchExpiring(_) => EventType::MatchExpiring,
            Self::MatchExpired(_) => EventType::MatchExpired,
            Self::RoomMessage(_) => EventType::RoomMessage,
            Self::RoomEnded(_) => EventType::RoomEnded,
            Self::Typing(_) => EventType::Typing,
            Self::WalletUpdated(_) => EventType::WalletUpdated,
            Self::PointsUpdated(_) => EventType::PointsUpdated,
            Self::AffinityUpdate(_) => EventType::AffinityUpdate,
            Self::LevelUp(_) => EventType::LevelUp,
            Self::LevelDown(_) => EventType::LevelDown,
            Self::JobProgress(_) => EventType::JobProgress,
            Self::ReportClosed(_) => EventType::ReportClosed,
        }
    }
}

/// Whom one met, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchFoundData {
    pub(crate) room_id: RoomId,
    pub(crate) partner: UserId,
    pub(crate) score: Score,
}

/// Whom one may meet, and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchProposedData {
    pub(crate) room_id: RoomId,
    pub(crate) partner: UserId,
    pub(crate) score: Score,
    pub(crate) lease_until: Timestamp,
}

/// A match that was proposed, and does not come about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchWithdrawnData {
    pub(crate) room_id: RoomId,
}

/// A request that will expire.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchExpiringData {
    pub(crate) request_id: RequestId,
    pub(crate) expires_at: Timestamp,
    pub(crate) seconds_left: u64,
    pub(crate) level: u8,
    pub(crate) renewable: bool,
}

/// A request that has expired.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MatchExpiredData {
    pub(crate) request_id: RequestId,
    pub(crate) reason: ExpiryReason,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoomMessageData {
    pub(crate) room_id: RoomId,
    pub(crate) seq: u64,
    pub(crate) sender: UserId,
    pub(crate) text: String,
    pub(crate) sent_at: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) client_id: Option<String>,
}

/// The end of a room.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoomEndedData {
    pub(crate) room_id: RoomId,
    pub(crate) reason: EndReason,
    pub(crate) ended_at: Timestamp,
}

/// A report that was decided on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportClosedData {
    pub(crate) report_id: ReportId,
    pub(crate) room_id: Option<RoomId>,
}

/// Somebody who is typing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TypingData {
    pub(crate) room_id: RoomId,
    pub(crate) user_id: UserId,
}

/// A wallet as it is now. All amounts are in minor units.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WalletUpdatedData {
    pub(crate) currency: Currency,
    pub(crate) balance: i64,
    pub(crate) held: i64,
    pub(crate) available: i64,
    pub(crate) status: WalletStatus,
    pub(crate) version: u64,
    pub(crate) last_seq: u64,
    pub(crate) change: i64,
}

/// A student's points as they are now.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PointsUpdatedData {
    pub(crate) points: i64,
    pub(crate) change: i64,
    pub(crate) version: u64,
    pub(crate) last_seq: u64,
}

/// One change of an affinity value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AffinityUpdateData {
    pub(crate) device_id: DeviceId,
    pub(crate) log_id: String,
    pub(crate) source: Source,
    pub(crate) rule_key: Option<RuleKey>,
    pub(crate) change_value: i64,
    pub(crate) before_value: i64,
    pub(crate) after_value: i64,
    pub(crate) level: u32,
}

/// From one level to another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelChangeData {
    pub(crate) device_id: DeviceId,
    pub(crate) old_level: u32,
    pub(crate) new_level: u32,
    pub(crate) value: i64,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct JobProgressData {
    pub(crate) job: Box<JobSummary>,
}

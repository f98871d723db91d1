//! What each kind of event says.
//!
//! Owns the payloads and their names on the wire; the API's document is
//! generated from these types. Never decides whom an event is for.

use serde::Serialize;
use utoipa::ToSchema;

use crate::affinity::{RuleKey, Source};
use crate::events::EventType;
use crate::ids::{DeviceId, RequestId, RoomId, UserId};
use crate::jobs::JobView;
use crate::matching::Score;
use crate::rooms::EndReason;
use crate::time::Timestamp;
use crate::wallet::{Currency, WalletStatus};

/// What an event says, by its type.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(tag = "type", content = "data", rename_all = "snake_case")]
pub enum EventData {
    /// A partner was found; the room is open.
    MatchFound(MatchFoundData),
    /// A partner was found; both must accept.
    MatchProposed(MatchProposedData),
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
}

impl EventData {
    /// Its kind.
    pub const fn kind(&self) -> EventType {
        match self {
            Self::MatchFound(_) => EventType::MatchFound,
            Self::MatchProposed(_) => EventType::MatchProposed,
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
        }
    }
}

/// Whom one met, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatchFoundData {
    /// The room of the two.
    pub room_id: RoomId,
    /// The other one.
    pub partner: UserId,
    /// Why they were matched.
    pub score: Score,
}

/// Whom one may meet, and why.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatchProposedData {
    /// The room, if both accept.
    pub room_id: RoomId,
    /// The other one.
    pub partner: UserId,
    /// Why they were matched.
    pub score: Score,
    /// Until when both must have accepted.
    pub lease_until: Timestamp,
}

/// A request that will expire.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatchExpiringData {
    /// Which.
    pub request_id: RequestId,
    /// When.
    pub expires_at: Timestamp,
    /// What is left, from the time of the event.
    pub seconds_left: u64,
    /// 1: the first warning; 2: the last.
    pub level: u8,
    /// Whether asking again makes it last longer.
    pub renewable: bool,
}

/// A request that has expired.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct MatchExpiredData {
    /// Which.
    pub request_id: RequestId,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RoomMessageData {
    /// In which room.
    pub room_id: RoomId,
    /// 1, 2, 3 … without gaps in the room.
    pub seq: u64,
    /// Who wrote it.
    pub sender: UserId,
    /// Up to 2,000 characters.
    pub text: String,
    /// When it was accepted.
    pub sent_at: Timestamp,
    /// The mark under which the receiver of this event sent it; absent for the
    /// partner's messages.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = String, required = false)]
    pub client_id: Option<String>,
}

/// The end of a room.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RoomEndedData {
    /// Which.
    pub room_id: RoomId,
    /// Why; a block is told as `left`.
    pub reason: EndReason,
    /// When.
    pub ended_at: Timestamp,
}

/// Somebody who is typing.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TypingData {
    /// In which room.
    pub room_id: RoomId,
    /// Who.
    pub user_id: UserId,
}

/// A wallet as it is now. All amounts are in minor units.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct WalletUpdatedData {
    /// Which of the owner's wallets.
    pub currency: Currency,
    /// All that is in it.
    pub balance: i64,
    /// What open holds keep back.
    pub held: i64,
    /// What can be spent.
    pub available: i64,
    /// What may move in it.
    pub status: WalletStatus,
    /// Rises with each change.
    pub version: u64,
    /// Number of the newest entry.
    pub last_seq: u64,
    /// What the balance changed by.
    pub change: i64,
}

/// A student's points as they are now.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PointsUpdatedData {
    /// The balance.
    pub points: i64,
    /// What it changed by.
    pub change: i64,
    /// Rises with each change.
    pub version: u64,
    /// Number of the newest transaction.
    pub last_seq: u64,
}

/// One change of an affinity value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AffinityUpdateData {
    /// Of which device.
    pub device_id: DeviceId,
    /// Its entry in the log.
    pub log_id: String,
    /// Where it comes from.
    pub source: Source,
    /// The rule; `null` for an adjustment and for decay.
    #[schema(value_type = Option<String>, required)]
    pub rule_key: Option<RuleKey>,
    /// What the value changed by.
    pub change_value: i64,
    /// The value before.
    pub before_value: i64,
    /// The value after.
    pub after_value: i64,
    /// The level after.
    pub level: u32,
}

/// From one level to another.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LevelChangeData {
    /// Of which device.
    pub device_id: DeviceId,
    /// The level before.
    pub old_level: u32,
    /// The level now.
    pub new_level: u32,
    /// The value now.
    pub value: i64,
}

/// How far a job is.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct JobProgressData {
    /// The job, as `GET /v1/jobs/{id}` shows it.
    pub job: Box<JobView>,
}

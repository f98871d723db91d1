//! The state of a room and what is kept with it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::{RoomId, UserId};
use crate::matching::Score;
use crate::time::Timestamp;

/// A private room of two.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// Its id; sorts by the time of the match.
    pub id: RoomId,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// The one who asked last, then the one who had waited.
    pub members: [UserId; 2],
    /// Its state.
    pub status: RoomStatus,
    /// When the match, or its proposal, was made.
    pub created_at: Timestamp,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Timestamp>,
    /// Why it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_reason: Option<EndReason>,
    /// Who ended it, where somebody did; absent in what 0.1 and earlier stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_by: Option<UserId>,
    /// Whether it ended because a member was suspended.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// Who may not send in it. It says what the sanctions of its members say, and
    /// changes with them, so that sending depends on the room alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub muted: Vec<Muted>,
    /// Number of the last message; 0 before the first.
    #[serde(default)]
    pub last_seq: u64,
    /// Why the two were matched.
    pub score: Score,
    /// What each member said of it afterwards.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub feedback: BTreeMap<UserId, Feedback>,
    /// When the sweep looks at it next (a lease or a member's inactivity).
    pub sweep_at: Timestamp,
}

/// A member who may not send, and until when; for good if nothing is said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Muted {
    /// Who.
    pub user_id: UserId,
    /// Until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// States of a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoomStatus {
    /// A match that waits for both people to accept.
    Proposed,
    /// Open.
    Active,
    /// Over; final.
    Ended,
    /// Declined, or not accepted in time; final. Nobody ever met in it.
    Withdrawn,
}

/// Why a room ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndReason {
    /// A member left.
    Left,
    /// A member blocked the other; nobody but that member is told so.
    Blocked,
    /// A member was inactive too long.
    Inactive,
    /// It has, and no more is said of it. Told, and never stored.
    Ended,
    /// A member was suspended. Told, and never stored.
    Removed,
}

/// A message. Its room's members stand with it so that telling them reads nothing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Message {
    /// In which room.
    pub room_id: RoomId,
    /// 1, 2, 3 … without gaps, per room.
    pub seq: u64,
    /// Who wrote it.
    pub sender: UserId,
    /// Up to 2,000 characters.
    pub text: String,
    /// When it was accepted.
    pub sent_at: Timestamp,
    /// The writer's own mark, given back to tell an echo from news.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Both members.
    pub members: [UserId; 2],
}

/// What a member said of a room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Feedback {
    /// 1 … 5.
    pub rating: u8,
    /// Short words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// What was reported to the operators last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report: Option<Report>,
    /// What was reported before, oldest first: a report is never taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_reports: Vec<Report>,
    /// When it was given.
    pub at: Timestamp,
}

/// A report to the operators.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Report {
    /// In the member's words, up to 2,000 characters.
    pub reason: String,
}

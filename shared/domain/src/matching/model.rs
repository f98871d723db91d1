//! The state that matching decides on. Every struct here is one stored item or
//! part of one; `version` is what the commit is conditional on.

use serde::{Deserialize, Serialize};

use crate::ids::{RequestId, RoomId, UserId};
use crate::safety::Sanction;
use crate::time::Timestamp;

/// One person: activity, the latest request, the active room.
///
/// Being one item, it makes "one live request, one active room" a condition of
/// the write.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Person {
    /// Whose.
    pub user_id: UserId,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// Last recorded activity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_activity_at: Option<Timestamp>,
    /// Last login.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_login_at: Option<Timestamp>,
    /// The newest recorded activities, oldest first; as many as the score can use.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recent_activity: Vec<Timestamp>,
    /// Successful matches so far.
    #[serde(default)]
    pub matches: u32,
    /// The latest request, live or ended; the next one takes its place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<Request>,
    /// The active room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room_id: Option<RoomId>,
    /// Since when none of their connections is open, though one was; until they are
    /// heard of again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub away_since: Option<Timestamp>,
    /// From whom they parted lately, the last at the end.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partings: Vec<Parting>,
    /// What was done about them, unless it was lifted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sanction: Option<Sanction>,
    /// When they signed out everywhere last: tokens issued by then hold no more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signed_out_at: Option<Timestamp>,
}

/// The end of a room, or of a proposal, of two people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parting {
    /// The other person.
    pub from: UserId,
    /// When.
    pub at: Timestamp,
}

impl Person {
    /// Somebody of whom nothing is stored yet.
    pub fn new(user_id: UserId) -> Self {
        Self {
            user_id,
            version: 0,
            last_activity_at: None,
            last_login_at: None,
            recent_activity: Vec::new(),
            matches: 0,
            request: None,
            room_id: None,
            away_since: None,
            partings: Vec::new(),
            sanction: None,
            signed_out_at: None,
        }
    }
}

/// States of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestStatus {
    /// Waiting.
    Pending,
    /// Claimed for a proposed match: no one else can take it.
    Matching,
    /// Paired; final.
    Matched,
    /// Waited too long, or its owner went inactive; final.
    Expired,
    /// Withdrawn or declined by its owner; final.
    Cancelled,
}

impl RequestStatus {
    /// Whether the request still waits for a partner.
    pub fn is_live(self) -> bool {
        matches!(self, Self::Pending | Self::Matching)
    }
}

/// One person asks to be paired now.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// Its id.
    pub id: RequestId,
    /// Its state.
    pub status: RequestStatus,
    /// When it was asked; its place in the line.
    pub created_at: Timestamp,
    /// When it expires or is renewed next.
    pub expires_at: Timestamp,
    /// Rises by one with each change of this request, from 1.
    pub version: u32,
    /// What was asked for.
    #[serde(rename = "wish")]
    pub preferences: MatchPreferences,
    /// The shard of the waiting pool it stands in; chosen where it is stored.
    #[serde(default)]
    pub shard: u32,
    /// Expiry warnings sent for the present `expires_at`: 0, 1 or 2.
    #[serde(default)]
    pub warnings: u8,
    /// Proposals in a row that ran out without an answer of either side.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unattended: u8,
    /// Whom it is claimed for, while `matching`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
}

fn is_zero(count: &u8) -> bool {
    *count == 0
}

/// The hold that a proposed match has on a request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    /// The proposed room.
    pub room_id: RoomId,
    /// With whom.
    pub partner: UserId,
    /// Both must have accepted before.
    pub lease_until: Timestamp,
    /// Whether this side has.
    pub accepted: bool,
}

/// What a person asks for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct MatchPreferences {
    /// Lower-case, unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<String>,
    /// Lower-case language tags, unique.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// Where the person is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub location: Option<Location>,
    /// What a partner must fulfil.
    #[serde(default, skip_serializing_if = "Filters::is_empty")]
    pub filters: Filters,
}

/// A place on the globe, in degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Location {
    /// −90 … 90.
    pub lat: f64,
    /// −180 … 180.
    pub lon: f64,
}

/// Hard filters on the partner.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filters {
    /// The partner speaks at least one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub languages: Vec<String>,
    /// The partner is no farther away; a partner without a place fails it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_distance_km: Option<f64>,
    /// The partner has all of these interests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interests: Vec<String>,
    /// After so many seconds of waiting the filters become preferences.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relax_after_seconds: Option<u64>,
}

impl Filters {
    /// Whether nothing is asked of the partner.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What one person's record says about another: one item a direction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Relation {
    /// Whose record.
    pub user_id: UserId,
    /// About whom.
    pub other: UserId,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// When the two were last matched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_matched_at: Option<Timestamp>,
    /// `user_id` has blocked `other`.
    #[serde(default)]
    pub blocks: bool,
    /// Since when; absent in what 0.1 and earlier stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blocks_since: Option<Timestamp>,
    /// `other` has blocked `user_id`.
    #[serde(default)]
    pub blocked: bool,
}

impl Relation {
    /// Two people who have nothing to do with each other yet.
    pub fn new(user_id: UserId, other: UserId) -> Self {
        Self {
            user_id,
            other,
            version: 0,
            last_matched_at: None,
            blocks: false,
            blocks_since: None,
            blocked: false,
        }
    }
}

/// The score of a match and the parts it is the sum of.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Sum of the parts.
    pub total: i64,
    /// Each part with its points.
    pub parts: ScoreParts,
}

/// The rows of the score table.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScoreParts {
    /// Every candidate.
    pub base: i64,
    /// How recently the candidate was active.
    pub active: i64,
    /// Activities in the last 7 days.
    pub activities: i64,
    /// Successful matches so far.
    pub matches: i64,
    /// Chance.
    pub random: i64,
    /// Matched with each other before (0 or less).
    pub rematch: i64,
    /// How long the candidate has waited.
    pub waiting: i64,
    /// Shared interests.
    pub interests: i64,
    /// A shared language.
    pub language: i64,
    /// How near the two are.
    pub distance: i64,
}

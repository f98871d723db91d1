//! What users are told, and how stored changes become events.
//!
//! Owns the names and payloads of all events. Each translation is a pure
//! function of what the change left behind, so a change delivered twice gives
//! the same events twice. Never numbers, stores or pushes them.

mod affinity;
mod data;
mod jobs;
mod points;
mod safety;
mod wallet;

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::activity::inactive_at;
use crate::ids::UserId;
use crate::matching::{ExpiryReason, Person, Request, RequestStatus, total_ends_at};
use crate::rooms::{EndReason, Message, Room, RoomStatus};
use crate::settings::{MatchingSettings, Settings};
use crate::time::Timestamp;

pub use affinity::from_affinity_entry;
pub use data::*;
pub use jobs::from_job_change;
pub use points::from_points_change;
pub use safety::from_report_change;
pub use wallet::from_wallet_change;

/// Kinds of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventType {
    /// A partner was found; the room is open.
    MatchFound,
    /// A partner was found; both must accept.
    MatchProposed,
    /// Nothing comes of a proposed match.
    MatchWithdrawn,
    /// A request will expire soon.
    MatchExpiring,
    /// A request has expired.
    MatchExpired,
    /// A message in a room.
    RoomMessage,
    /// A room has ended.
    RoomEnded,
    /// The partner is typing; live only, never stored.
    Typing,
    /// A balance changed.
    WalletUpdated,
    /// Points changed.
    PointsUpdated,
    /// An affinity value changed.
    AffinityUpdate,
    /// A higher level was reached.
    LevelUp,
    /// A level was lost.
    LevelDown,
    /// A job came further, or to its end.
    JobProgress,
    /// A report was decided on.
    ReportClosed,
}

impl EventType {
    /// Its name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MatchFound => "match_found",
            Self::MatchProposed => "match_proposed",
            Self::MatchWithdrawn => "match_withdrawn",
            Self::MatchExpiring => "match_expiring",
            Self::MatchExpired => "match_expired",
            Self::RoomMessage => "room_message",
            Self::RoomEnded => "room_ended",
            Self::Typing => "typing",
            Self::WalletUpdated => "wallet_updated",
            Self::PointsUpdated => "points_updated",
            Self::AffinityUpdate => "affinity_update",
            Self::LevelUp => "level_up",
            Self::LevelDown => "level_down",
            Self::JobProgress => "job_progress",
            Self::ReportClosed => "report_closed",
        }
    }
}

/// Something that one user is told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Who is told.
    pub to: UserId,
    /// What kind of event.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// When it became true by the rules, which may lie before its storing.
    pub at: Timestamp,
    /// The payload that goes with the kind.
    pub data: Value,
}

impl Event {
    /// That `to` is told `said`.
    pub fn new(to: UserId, at: Timestamp, said: &EventData) -> Self {
        // A payload is members with names, so that it always has a form in JSON.
        let mut written = serde_json::to_value(said).unwrap_or_default();
        Self { to, kind: said.kind(), at, data: written["data"].take() }
    }
}

/// What the owner is told of a change of their person item: that the request
/// will expire soon, or has expired.
///
/// Neither the warning's nor the expiry's time of writing is stored, so `at` is
/// the instant at which the rule made it due: for a warning, its span before
/// `expires_at`; for an expiry, `expires_at` or when the owner stopped being
/// active, whichever was first. Neither lies before the request itself.
pub fn from_person_change(old: Option<&Person>, new: Option<&Person>, settings: &Settings) -> Vec<Event> {
    let (Some(before), Some(person)) = (old.and_then(|old| old.request.as_ref()), new) else {
        return Vec::new();
    };
    let Some(request) = person.request.as_ref().filter(|request| request.id == before.id) else {
        return Vec::new();
    };
    if before.status.is_live() && request.status == RequestStatus::Expired {
        return vec![expired(person, request, before, settings)];
    }
    // A renewal starts the warnings anew.
    let told = if before.expires_at == request.expires_at { before.warnings } else { 0 };
    if request.status.is_live() && request.warnings > told {
        return vec![expiring(person, request, &settings.matching)];
    }
    Vec::new()
}

fn expiring(person: &Person, request: &Request, settings: &MatchingSettings) -> Event {
    let span = match request.warnings {
        0 | 1 => settings.first_warning_secs,
        _ => settings.last_warning_secs,
    };
    let at = (request.expires_at - Duration::from_secs(span)).max(request.created_at);
    let said = MatchExpiringData {
        request_id: request.id.clone(),
        expires_at: request.expires_at,
        seconds_left: request.expires_at.since(at).as_secs(),
        level: request.warnings,
        renewable: request.expires_at < total_ends_at(request, settings),
    };
    Event::new(person.user_id.clone(), at, &EventData::MatchExpiring(said))
}

fn expired(person: &Person, request: &Request, before: &Request, settings: &Settings) -> Event {
    let inactive = inactive_at(person, &settings.activity);
    let (due, reason) = match (&before.claim, inactive) {
        (Some(claim), _) => (claim.lease_until, ExpiryReason::Unattended),
        (None, Some(inactive)) if inactive < request.expires_at => (inactive, ExpiryReason::Inactive),
        (None, _) => (request.expires_at, ExpiryReason::TooOld),
    };
    let said = MatchExpiredData { request_id: request.id.clone(), reason };
    Event::new(person.user_id.clone(), due.max(request.created_at), &EventData::MatchExpired(said))
}

/// What both members are told of a change of their room.
///
/// A withdrawn proposal tells both the same: it does not reveal who declined.
pub fn from_room_change(old: Option<&Room>, new: Option<&Room>) -> Vec<Event> {
    let Some(room) = new else { return Vec::new() };
    if old.is_some_and(|old| old.status == room.status) {
        return Vec::new();
    }
    let to_both = |at, said: &dyn Fn(UserId) -> EventData| {
        let event = |to: &UserId, partner: &UserId| Event::new(to.clone(), at, &said(partner.clone()));
        let [first, second] = &room.members;
        vec![event(first, second), event(second, first)]
    };
    let (room_id, score) = (room.id.clone(), room.score.clone());
    match room.status {
        RoomStatus::Proposed => to_both(room.created_at, &|partner| {
            EventData::MatchProposed(MatchProposedData {
                room_id: room_id.clone(),
                partner,
                score: score.clone(),
                lease_until: room.sweep_at,
            })
        }),
        RoomStatus::Active => to_both(room.created_at, &|partner| {
            EventData::MatchFound(MatchFoundData { room_id: room_id.clone(), partner, score: score.clone() })
        }),
        RoomStatus::Ended => {
            let ended_at = room.ended_at.unwrap_or(room.created_at);
            let reason = |who: &UserId| room.end_reason_told(who).unwrap_or(EndReason::Ended);
            let said =
                |who: &UserId| RoomEndedData { room_id: room_id.clone(), reason: reason(who), ended_at };
            let told = |who: &UserId| Event::new(who.clone(), ended_at, &EventData::RoomEnded(said(who)));
            room.members.iter().map(told).collect()
        }
        RoomStatus::Withdrawn => {
            let said = EventData::MatchWithdrawn(MatchWithdrawnData { room_id });
            to_both(room.ended_at.unwrap_or(room.created_at), &|_| said.clone())
        }
    }
}

/// What both members are told of a new message. Only its writer gets the
/// `client_id` back, so that it never meets a mark of the other's own.
pub fn from_message(message: &Message) -> Vec<Event> {
    let event = |to: &UserId| {
        let said = RoomMessageData {
            room_id: message.room_id.clone(),
            seq: message.seq,
            sender: message.sender.clone(),
            text: message.text.clone(),
            sent_at: message.sent_at,
            client_id: message.client_id.clone().filter(|_| *to == message.sender),
        };
        Event::new(to.clone(), message.sent_at, &EventData::RoomMessage(said))
    };
    message.members.iter().map(event).collect()
}

#[cfg(test)]
mod tests;

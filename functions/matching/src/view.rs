//! Heart links as the API shows them.

use heartlink_domain::counters::{Stats, TimeToMatch};
use heartlink_domain::ids::{RequestId, RoomId, UserId};
use heartlink_domain::matching::{Filters, MatchPreferences, RequestStatus, Score};
use heartlink_domain::rooms::{Feedback, Report};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_store::matching::requests::{Current, HeartLink};
use serde::Serialize;
use utoipa::ToSchema;

use crate::forms;

/// A request.
#[derive(Debug, Serialize, ToSchema)]
pub struct RequestView {
    /// Its id.
    pub id: RequestId,
    /// Whose.
    pub user_id: UserId,
    /// Its state.
    pub status: RequestStatus,
    /// When it was asked.
    pub created_at: Timestamp,
    /// When it expires, or is renewed if its owner is still there.
    pub expires_at: Timestamp,
    /// Rises with each change.
    pub version: u32,
    /// Who its owner is and whom they look for, as it holds now.
    pub preferences: PreferencesView,
}

/// What a request is matched by, in its normal form.
#[derive(Debug, Serialize, ToSchema)]
pub struct PreferencesView {
    /// What the person likes to talk about.
    pub interests: Vec<String>,
    /// Language tags.
    pub languages: Vec<String>,
    /// What a partner must fulfil.
    #[schema(value_type = forms::Filters)]
    pub filters: Filters,
}

impl From<MatchPreferences> for PreferencesView {
    fn from(of: MatchPreferences) -> Self {
        Self { interests: of.interests, languages: of.languages, filters: of.filters }
    }
}

/// A match that waits for both people to accept.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProposalView {
    /// The proposed room.
    pub room_id: RoomId,
    /// The other person.
    pub partner: UserId,
    /// Until when it waits.
    pub lease_until: Timestamp,
    /// Whether the caller has accepted it already.
    pub accepted: bool,
}

/// A request and whom it led to.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeartLinkView {
    /// The request.
    pub request: RequestView,
    /// Whether there is an open room.
    pub matched: bool,
    /// The open room.
    #[schema(required)]
    pub room_id: Option<RoomId>,
    /// The other person.
    #[schema(required)]
    pub partner: Option<UserId>,
    /// Why the two were matched.
    #[schema(required)]
    pub score: Option<Score>,
    /// A match to accept or decline, where the queue asks for acceptance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalView>,
}

/// A request while it waits.
#[derive(Debug, Serialize, ToSchema)]
pub struct CurrentView {
    /// The request and whom it led to.
    #[serde(flatten)]
    pub link: HeartLinkView,
    /// Seconds waited so far, or until the match.
    pub waiting_seconds: u64,
    /// Seconds that it may still take.
    pub estimated_wait_seconds: u64,
    /// When the request expires, or is renewed if its owner is still there.
    pub expires_at: Timestamp,
}

impl From<HeartLink> for HeartLinkView {
    fn from(link: HeartLink) -> Self {
        let accepted = link.request.claim.as_ref().is_some_and(|claim| claim.accepted);
        let request = RequestView {
            id: link.request.id,
            user_id: link.user_id,
            status: link.request.status,
            created_at: link.request.created_at,
            expires_at: link.request.expires_at,
            version: link.request.version,
            preferences: link.request.preferences.into(),
        };
        let (open, proposed) = match link.meeting {
            Some(meeting) if meeting.open => (Some(meeting), None),
            other => (None, other),
        };
        let proposal = proposed.and_then(|meeting| {
            let lease_until = meeting.lease_until?;
            Some(ProposalView { room_id: meeting.room_id, partner: meeting.partner, lease_until, accepted })
        });
        Self {
            request,
            matched: open.is_some(),
            room_id: open.as_ref().map(|meeting| meeting.room_id.clone()),
            partner: open.as_ref().map(|meeting| meeting.partner.clone()),
            score: open.map(|meeting| meeting.score),
            proposal,
        }
    }
}

impl From<Current> for CurrentView {
    fn from(current: Current) -> Self {
        Self {
            waiting_seconds: current.waited.as_secs(),
            estimated_wait_seconds: current.estimated_wait_seconds,
            expires_at: current.link.request.expires_at,
            link: current.link.into(),
        }
    }
}

heartlink_runtime::wire! {
    /// Figures for operators.
    #[schema(as = Stats)]
    pub struct StatsView from Stats {
        pending: u64, "Requests waiting now.";
        matching: u64, "Requests held by a proposal now.";
        active_rooms: u64, "Rooms open now.";
        expired: u64, "Requests expired so far.";
        ended_rooms: u64, "Rooms ended so far.";
        match_rate: f64, "Share of the finished requests that were matched, 0 … 1.";
        conflicts: u64, "Pairings so far that another writer was faster with; each was tried again.";
        @one time_to_match_ms: TimeToMatchView, "How long matched requests had waited.";
    }

    /// Percentiles of the time from asking to the match, in milliseconds; `null`
    /// before the first match.
    #[schema(as = TimeToMatch)]
    pub struct TimeToMatchView from TimeToMatch {
        p50: Option<u64>, "Half of the matched requests waited no longer.";
        p95: Option<u64>, "95 of 100 waited no longer.";
    }

    /// What a member said of a room.
    #[schema(as = Feedback)]
    pub struct FeedbackView from Feedback {
        #[schema(minimum = 1, maximum = 5)]
        rating: u8, "1 … 5.";
        #[serde(skip_serializing_if = "Vec::is_empty")]
        tags: Vec<String>, "Short words.";
        #[serde(skip_serializing_if = "Option::is_none")]
        report: Option<Report>, "What is reported to the operators.";
        at: Timestamp, "When it was given.";
    }
}

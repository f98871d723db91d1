//! Withdrawing a request.
//!
//! Owns who may withdraw what. Never touches a proposed match: that is
//! declined, see [`crate::matching::decline`].

use crate::matching::pair::with_request;
use crate::matching::{Person, Refusal, RequestStatus};

/// A request was withdrawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Cancelled {
    /// Its owner, to be committed on the version that was read.
    pub person: Person,
}

/// `me` withdraws the pending request.
///
/// # Errors
/// [`Refusal::AlreadyMatched`] with the active room, [`Refusal::Proposed`] with
/// the proposed one, which is to be declined instead, [`Refusal::NoRequest`]
/// where nothing waits.
pub fn cancel(me: &Person) -> Result<Cancelled, Refusal> {
    if let Some(room_id) = &me.room_id {
        return Err(Refusal::AlreadyMatched(room_id.clone()));
    }
    let request = me.request.as_ref().ok_or(Refusal::NoRequest)?;
    match (request.status, &request.claim) {
        (RequestStatus::Pending, _) => {
            Ok(Cancelled { person: with_request(me, RequestStatus::Cancelled, None) })
        }
        (RequestStatus::Matching, Some(claim)) => Err(Refusal::Proposed(claim.room_id.clone())),
        _ => Err(Refusal::NoRequest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::MatchPreferences;
    use crate::matching::fixture::{claimed, request, room_id, waiting};

    #[test]
    fn a_pending_request_is_withdrawn() {
        let ann = waiting("ann", 0, MatchPreferences::default());
        let mut cancelled = cancel(&ann).unwrap().person;
        assert_eq!(request(&mut cancelled).status, RequestStatus::Cancelled);
        assert_eq!(request(&mut cancelled).version, 2);
        assert_eq!(cancel(&cancelled), Err(Refusal::NoRequest));
    }

    #[test]
    fn a_match_that_was_made_is_not_withdrawn() {
        let mut ann = waiting("ann", 0, MatchPreferences::default());
        request(&mut ann).status = RequestStatus::Matched;
        ann.room_id = Some(room_id("room"));
        assert_eq!(cancel(&ann), Err(Refusal::AlreadyMatched(room_id("room"))));
        ann.room_id = None;
        assert_eq!(cancel(&ann), Err(Refusal::NoRequest), "its room has ended");
    }

    #[test]
    fn a_proposed_match_is_declined_instead() {
        let ann = claimed(waiting("ann", 0, MatchPreferences::default()), "bob", 0, false);
        assert_eq!(cancel(&ann), Err(Refusal::Proposed(room_id("room"))));
    }

    #[test]
    fn where_nothing_waits_there_is_nothing_to_withdraw() {
        let mut ann = waiting("ann", 0, MatchPreferences::default());
        for status in [RequestStatus::Expired, RequestStatus::Cancelled] {
            request(&mut ann).status = status;
            assert_eq!(cancel(&ann), Err(Refusal::NoRequest));
        }
        ann.request = None;
        assert_eq!(cancel(&ann), Err(Refusal::NoRequest));
    }
}

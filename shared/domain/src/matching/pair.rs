//! Who may be paired, and what a pairing changes.
//!
//! Owns the pairing of two given people as one write: both requests, both room
//! pointers, the room, both relations. Never chooses whom to pair: see
//! [`crate::matching::pool`].

use std::collections::BTreeMap;
use std::time::Duration;

use crate::activity::{is_active, is_away};
use crate::ids::{RoomId, UserId};
use crate::matching::{
    Claim, Person, Relation, Request, RequestStatus, Score, compatible, is_overdue, parted_lately,
};
use crate::rooms::{Room, RoomStatus};
use crate::safety::may_send;
use crate::settings::Settings;
use crate::time::Timestamp;

/// The items that a pairing changes, to be committed together, each on the
/// version that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Pairing {
    /// The one who asked last, then the one who had waited.
    pub people: [Person; 2],
    /// Their room: active, or proposed where both must accept.
    pub room: Room,
    /// What each says about the other, in the order of `people`; as handed in
    /// where both must accept.
    pub relations: [Relation; 2],
}

/// Why two people cannot be paired.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unpairable {
    /// Nobody is paired with themselves.
    #[error("both are the same person")]
    SamePerson,
    /// This person has no pending request.
    #[error("{0} is not pending")]
    NotPending(UserId),
    /// This person is in a room already.
    #[error("{0} is in a room")]
    InRoom(UserId),
    /// This person is not active.
    #[error("{0} is inactive")]
    Inactive(UserId),
    /// The last connection of this person closed, and nothing was heard of them since.
    #[error("{0} is away")]
    Away(UserId),
    /// The request of this person has expired though no sweep has said so yet.
    #[error("the request of {0} is overdue")]
    Overdue(UserId),
    /// One of them has blocked the other.
    #[error("one has blocked the other")]
    Blocked,
    /// They parted a moment ago.
    #[error("the two parted lately")]
    PartedLately,
    /// A hard filter of one of them does not hold.
    #[error("a hard filter does not hold")]
    Incompatible,
}

/// Whether `person` may be paired at all: pending, in no room, active, not away.
///
/// # Errors
/// What keeps the person from it.
pub fn check_ready(person: &Person, now: Timestamp, settings: &Settings) -> Result<(), Unpairable> {
    let refuse = |why: fn(UserId) -> Unpairable| Err(why(person.user_id.clone()));
    let status = person.request.as_ref().map(|request| request.status);
    if person.room_id.is_some() {
        refuse(Unpairable::InRoom)
    } else if status != Some(RequestStatus::Pending) {
        refuse(Unpairable::NotPending)
    } else if is_overdue(person, now, settings) {
        refuse(Unpairable::Overdue)
    } else if !is_active(person, now, &settings.activity) {
        refuse(Unpairable::Inactive)
    } else if is_away(person, now) {
        refuse(Unpairable::Away)
    } else {
        Ok(())
    }
}

/// Whether two people who are ready may be paired with each other.
///
/// # Errors
/// What keeps the two apart.
pub fn check_match(
    a: &Person,
    b: &Person,
    blocked: bool,
    now: Timestamp,
    settings: &Settings,
) -> Result<(), Unpairable> {
    if a.user_id == b.user_id {
        Err(Unpairable::SamePerson)
    } else if blocked {
        Err(Unpairable::Blocked)
    } else if parted_lately(a, b, now, &settings.matching) {
        Err(Unpairable::PartedLately)
    } else if !compatible(a, b, now) {
        Err(Unpairable::Incompatible)
    } else {
        Ok(())
    }
}

/// Pairs `asker` with `waiting`: at once, or by a claim on both until both have
/// accepted, as the settings say.
///
/// `relations` are what the asker says about the waiting one, and the other way
/// round.
///
/// # Errors
/// What keeps the two apart; nothing changes then.
pub fn pair(
    asker: &Person,
    waiting: &Person,
    relations: [&Relation; 2],
    score: Score,
    room_id: RoomId,
    now: Timestamp,
    settings: &Settings,
) -> Result<Pairing, Unpairable> {
    if asker.user_id == waiting.user_id {
        return Err(Unpairable::SamePerson);
    }
    check_ready(asker, now, settings)?;
    check_ready(waiting, now, settings)?;
    check_match(asker, waiting, is_blocked(relations), now, settings)?;
    let room = Room {
        id: room_id,
        version: 0,
        members: [asker.user_id.clone(), waiting.user_id.clone()],
        status: RoomStatus::Proposed,
        created_at: now,
        ended_at: None,
        end_reason: None,
        ended_by: None,
        removed: false,
        muted: Vec::new(),
        last_seq: 0,
        score,
        feedback: BTreeMap::new(),
        sweep_at: now + Duration::from_secs(settings.matching.lease_secs),
    };
    if settings.matching.acceptance {
        let people = [claimed(asker, &waiting.user_id, &room), claimed(waiting, &asker.user_id, &room)];
        return Ok(Pairing { people, room, relations: relations.map(Clone::clone) });
    }
    Ok(complete([asker, waiting], &room, relations, now, settings))
}

/// Whether either of the two has blocked the other.
pub(super) fn is_blocked(relations: [&Relation; 2]) -> bool {
    relations.iter().any(|relation| relation.blocks || relation.blocked)
}

/// Makes the match: opens `room` for `people`.
pub(super) fn complete(
    people: [&Person; 2],
    room: &Room,
    relations: [&Relation; 2],
    now: Timestamp,
    settings: &Settings,
) -> Pairing {
    let open = |person: &Person| Person {
        room_id: Some(room.id.clone()),
        matches: person.matches.saturating_add(1),
        ..with_request(person, RequestStatus::Matched, None)
    };
    let met = |relation: &Relation| Relation { last_matched_at: Some(now), ..relation.clone() };
    let sweep_at = now + Duration::from_secs(settings.rooms.inactive_secs);
    let opened = Room { status: RoomStatus::Active, sweep_at, ..room.clone() };
    Pairing {
        people: people.map(open),
        room: people
            .iter()
            .fold(opened, |room, person| room.with_sender(&person.user_id, may_send(person, now).err())),
        relations: relations.map(met),
    }
}

fn claimed(person: &Person, partner: &UserId, room: &Room) -> Person {
    let claim = Claim {
        room_id: room.id.clone(),
        partner: partner.clone(),
        lease_until: room.sweep_at,
        accepted: false,
    };
    with_request(person, RequestStatus::Matching, Some(claim))
}

/// `person` with the request, if any, in another state.
pub(crate) fn with_request(person: &Person, status: RequestStatus, claim: Option<Claim>) -> Person {
    let change = |request: &Request| Request {
        status,
        claim,
        version: request.version.saturating_add(1),
        ..request.clone()
    };
    Person { request: person.request.as_ref().map(change), ..person.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::{at, claimed as held, preferences, request, room_id, user, waiting};
    use crate::matching::{Filters, MatchPreferences};

    const NOW: i64 = 100;

    fn couple() -> [Person; 2] {
        [waiting("ann", NOW, MatchPreferences::default()), waiting("bob", 0, MatchPreferences::default())]
    }

    fn strangers() -> [Relation; 2] {
        [Relation::new(user("ann"), user("bob")), Relation::new(user("bob"), user("ann"))]
    }

    fn settings(acceptance: bool) -> Settings {
        let mut settings = Settings::default();
        settings.matching.acceptance = acceptance;
        settings
    }

    fn paired(
        people: &[Person; 2],
        relations: &[Relation; 2],
        acceptance: bool,
    ) -> Result<Pairing, Unpairable> {
        let [asker, waiting] = people;
        let score = Score { total: 111, ..Score::default() };
        let settings = settings(acceptance);
        pair(asker, waiting, [&relations[0], &relations[1]], score, room_id("room"), at(NOW), &settings)
    }

    fn refused(people: [Person; 2]) -> Unpairable {
        for acceptance in [false, true] {
            assert_eq!(paired(&people, &strangers(), acceptance), paired(&people, &strangers(), false));
        }
        paired(&people, &strangers(), false).unwrap_err()
    }

    #[test]
    fn a_pairing_changes_both_requests_both_pointers_the_room_and_both_relations() {
        let Pairing { people, room, relations } = paired(&couple(), &strangers(), false).unwrap();
        for (person, before) in people.iter().zip(couple()) {
            let request = person.request.clone().unwrap();
            assert_eq!((request.status, request.version), (RequestStatus::Matched, 2));
            assert_eq!(person.room_id, Some(room_id("room")));
            assert_eq!((person.matches, person.version), (1, before.version));
        }
        assert_eq!(room.members, [user("ann"), user("bob")]);
        assert_eq!((room.status, room.version, room.last_seq), (RoomStatus::Active, 0, 0));
        assert_eq!((room.created_at, room.sweep_at), (at(NOW), at(NOW + 300)));
        assert_eq!(room.score.total, 111);
        let met = |relation| Relation { last_matched_at: Some(at(NOW)), ..relation };
        assert_eq!(relations, strangers().map(met));
    }

    #[test]
    fn with_acceptance_a_pairing_claims_both_until_the_lease_ends() {
        let Pairing { people, room, relations } = paired(&couple(), &strangers(), true).unwrap();
        for (person, partner) in people.iter().zip(["bob", "ann"]) {
            let request = person.request.clone().unwrap();
            assert_eq!((request.status, request.version), (RequestStatus::Matching, 2));
            let claim = Claim {
                room_id: room_id("room"),
                partner: user(partner),
                lease_until: at(NOW + 20),
                accepted: false,
            };
            assert_eq!(request.claim, Some(claim));
            assert_eq!((person.matches, &person.room_id), (0, &None));
        }
        assert_eq!((room.status, room.sweep_at), (RoomStatus::Proposed, at(NOW + 20)));
        assert_eq!(relations, strangers());
    }

    #[test]
    fn nobody_is_paired_with_themselves() {
        let [ann, _] = couple();
        assert_eq!(refused([ann.clone(), ann]), Unpairable::SamePerson);
    }

    #[test]
    fn who_is_not_pending_is_not_paired_on_either_side() {
        let [ann, bob] = couple();
        assert_eq!(
            refused([ann.clone(), held(bob.clone(), "eve", NOW, false)]),
            Unpairable::NotPending(user("bob"))
        );
        for status in [RequestStatus::Matched, RequestStatus::Expired, RequestStatus::Cancelled] {
            let mut over = ann.clone();
            request(&mut over).status = status;
            assert_eq!(refused([over, bob.clone()]), Unpairable::NotPending(user("ann")));
        }
        let never_asked = Person { request: None, ..bob };
        assert_eq!(refused([ann, never_asked]), Unpairable::NotPending(user("bob")));
    }

    #[test]
    fn who_is_in_a_room_is_not_paired() {
        let [ann, bob] = couple();
        let bob = Person { room_id: Some(room_id("other")), ..bob };
        assert_eq!(refused([ann, bob]), Unpairable::InRoom(user("bob")));
    }

    #[test]
    fn who_is_inactive_is_not_paired() {
        let [ann, bob] = couple();
        let bob = Person { last_activity_at: Some(at(NOW - 300)), ..bob };
        assert_eq!(refused([ann, bob]), Unpairable::Inactive(user("bob")));
    }

    #[test]
    fn whose_request_is_overdue_is_not_paired_however_active() {
        let [ann, bob] = couple();
        let mut old = Person { last_activity_at: Some(at(NOW)), ..bob };
        request(&mut old).created_at = at(NOW - 3_600);
        request(&mut old).expires_at = at(NOW);
        assert_eq!(refused([ann, old]), Unpairable::Overdue(user("bob")));
    }

    #[test]
    fn a_request_that_is_to_be_renewed_is_paired() {
        let [ann, bob] = couple();
        let mut old = Person { last_activity_at: Some(at(NOW)), ..bob };
        request(&mut old).created_at = at(NOW - 3_599);
        request(&mut old).expires_at = at(NOW - 1_000);
        assert!(paired(&[ann, old], &strangers(), false).is_ok());
    }

    #[test]
    fn a_block_in_any_record_keeps_both_apart() {
        let [ann, bob] = strangers();
        for relations in [
            [Relation { blocks: true, ..ann.clone() }, bob.clone()],
            [Relation { blocked: true, ..ann.clone() }, bob.clone()],
            [ann.clone(), Relation { blocks: true, ..bob.clone() }],
            [ann.clone(), Relation { blocked: true, ..bob.clone() }],
        ] {
            assert_eq!(paired(&couple(), &relations, false), Err(Unpairable::Blocked));
            assert_eq!(paired(&couple(), &relations, true), Err(Unpairable::Blocked));
        }
    }

    #[test]
    fn a_hard_filter_that_does_not_hold_keeps_both_apart() {
        let [ann, bob] = couple();
        let filters = Filters { languages: preferences("", "en").languages, ..Filters::default() };
        let mut picky = bob;
        request(&mut picky).preferences = MatchPreferences { filters, ..MatchPreferences::default() };
        assert_eq!(refused([ann, picky]), Unpairable::Incompatible);
    }
}

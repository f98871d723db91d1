//! Answering a proposed match, and what becomes of one that nobody answers.
//!
//! Owns the life of a claim after it was made. Never makes one: see
//! [`mod@crate::matching::pair`].

use crate::ids::RoomId;
use crate::matching::pair::{complete, is_blocked, with_request};
use crate::matching::{Claim, Pairing, Person, Relation, Request, RequestStatus, part};
use crate::rooms::{Room, RoomStatus};
use crate::safety::Barred;
use crate::settings::Settings;
use crate::time::Timestamp;

/// So many proposals in a row without an answer of either side, and a request
/// leaves the line: nobody is there.
pub(crate) const MAX_UNATTENDED: u8 = 2;

/// The items that an answer leaves behind, to be committed together.
///
/// Both people must be committed on the versions that were read, also one who
/// did not change: two who accept at the same time would otherwise each miss
/// the other's acceptance.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    /// Both people, in the order handed in.
    pub people: [Person; 2],
    /// The room: proposed while the other has not answered, active once both
    /// have accepted, withdrawn otherwise.
    pub room: Room,
    /// Both relations, in the order handed in, where the match was made by this
    /// answer.
    pub relations: Option<[Relation; 2]>,
}

/// Why an answer, or a cancellation, is refused. It changes nothing then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The person is under a sanction.
    #[error("barred: {0}")]
    Barred(Barred),
    /// Nothing waits.
    #[error("there is no live request")]
    NoRequest,
    /// The request is not claimed for this room, or the match can no longer be
    /// made.
    #[error("there is no such proposal")]
    NotProposed,
    /// The request is claimed for this proposed room: decline it instead.
    #[error("a match is proposed")]
    Proposed(RoomId),
    /// The match was made, with this room.
    #[error("already matched")]
    AlreadyMatched(RoomId),
    /// The lease has ended; [`expire_proposal`] is to be applied.
    #[error("the proposal has expired")]
    Expired,
}

/// `me` accepts the match with `other` proposed by `room`. Accepting twice is
/// no mistake.
///
/// `relations` are what `me` says about `other`, and the other way round.
///
/// # Errors
/// [`Refusal`]; a block between the two is answered as if nothing was proposed.
pub fn accept(
    me: &Person,
    other: &Person,
    room: &Room,
    relations: [&Relation; 2],
    now: Timestamp,
    settings: &Settings,
) -> Result<Answered, Refusal> {
    if room.status == RoomStatus::Active && me.room_id.as_ref() == Some(&room.id) {
        let people = [me.clone(), other.clone()];
        return Ok(Answered { people, room: room.clone(), relations: None });
    }
    let [mine, theirs] = open_claims(me, other, room, now)?;
    if is_blocked(relations) {
        return Err(Refusal::NotProposed);
    }
    if theirs.accepted {
        let Pairing { people, room, relations } = complete([me, other], room, relations, now, settings);
        return Ok(Answered { people, room, relations: Some(relations) });
    }
    let me = if mine.accepted {
        me.clone()
    } else {
        let me = with_request(me, RequestStatus::Matching, Some(Claim { accepted: true, ..mine.clone() }));
        unattended(me, |_| 0)
    };
    Ok(Answered { people: [me, other.clone()], room: room.clone(), relations: None })
}

/// `me` declines the match with `other` proposed by `room`: the request of `me`
/// is cancelled, `other` waits on in the old place.
///
/// # Errors
/// [`Refusal`].
pub fn decline(me: &Person, other: &Person, room: &Room, now: Timestamp) -> Result<Answered, Refusal> {
    open_claims(me, other, room, now)?;
    let people = [
        part(&with_request(me, RequestStatus::Cancelled, None), &other.user_id, now),
        part(&released(other), &me.user_id, now),
    ];
    Ok(Answered { people, room: withdrawn(room, now), relations: None })
}

/// What becomes of a proposed `room` whose lease has ended: who accepted waits
/// on in the old place, who did not is cancelled. Where neither has answered,
/// both wait on, since the proposal may never have reached them; the second time
/// in a row the request has expired. `None` while the lease runs, or when `room` is
/// no longer proposed.
pub fn expire_proposal(people: [&Person; 2], room: &Room, now: Timestamp) -> Option<Answered> {
    let claims = people.map(|person| claim_of(person, room));
    let lease_until = claims.iter().flatten().map(|claim| claim.lease_until).max().unwrap_or(room.sweep_at);
    if room.status != RoomStatus::Proposed || now < lease_until {
        return None;
    }
    let unanswered = !claims.iter().flatten().any(|claim| claim.accepted);
    let freed = |person: &Person| {
        let Some(claim) = claim_of(person, room) else { return person.clone() };
        let freed = if unanswered {
            left_unattended(person)
        } else if claim.accepted {
            released(person)
        } else {
            with_request(person, RequestStatus::Cancelled, None)
        };
        part(&freed, &claim.partner, now)
    };
    Some(Answered { people: people.map(freed), room: withdrawn(room, now), relations: None })
}

/// The claim that `room` has on the request of `person`.
fn claim_of<'a>(person: &'a Person, room: &Room) -> Option<&'a Claim> {
    let held = |request: &&Request| request.status == RequestStatus::Matching;
    let claim = person.request.as_ref().filter(held)?.claim.as_ref()?;
    (claim.room_id == room.id).then_some(claim)
}

/// The claims of both, if `me` may still answer.
fn open_claims<'a>(
    me: &'a Person,
    other: &'a Person,
    room: &Room,
    now: Timestamp,
) -> Result<[&'a Claim; 2], Refusal> {
    if let Some(room_id) = &me.room_id {
        return Err(Refusal::AlreadyMatched(room_id.clone()));
    }
    if !me.request.as_ref().is_some_and(|request| request.status.is_live()) {
        return Err(Refusal::NoRequest);
    }
    let (Some(mine), Some(theirs)) = (claim_of(me, room), claim_of(other, room)) else {
        return Err(Refusal::NotProposed);
    };
    if room.status != RoomStatus::Proposed || me.user_id == other.user_id {
        return Err(Refusal::NotProposed);
    }
    if now >= mine.lease_until {
        return Err(Refusal::Expired);
    }
    Ok([mine, theirs])
}

/// `person` back in line, in the old place.
fn released(person: &Person) -> Person {
    with_request(person, RequestStatus::Pending, None)
}

/// `person` after a proposal that neither side answered.
fn left_unattended(person: &Person) -> Person {
    let so_far = person.request.as_ref().map_or(0, |request| request.unattended);
    let is_last = so_far.saturating_add(1) >= MAX_UNATTENDED;
    let status = if is_last { RequestStatus::Expired } else { RequestStatus::Pending };
    unattended(with_request(person, status, None), |so_far| so_far.saturating_add(1))
}

/// `person` with another count of proposals left unattended.
fn unattended(mut person: Person, count: impl Fn(u8) -> u8) -> Person {
    if let Some(request) = &mut person.request {
        request.unattended = count(request.unattended);
    }
    person
}

fn withdrawn(room: &Room, now: Timestamp) -> Room {
    Room { status: RoomStatus::Withdrawn, ended_at: Some(now), ..room.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::{at, request, room_id, user, waiting};
    use crate::matching::{MatchPreferences, Score, pair, parted_lately};

    /// When the match is proposed; its lease ends 20 s later.
    const NOW: i64 = 100;

    struct Proposal {
        people: [Person; 2],
        room: Room,
        relations: [Relation; 2],
        settings: Settings,
    }

    fn proposal() -> Proposal {
        let mut settings = Settings::default();
        settings.matching.acceptance = true;
        let [ann, bob] = [
            waiting("ann", NOW, MatchPreferences::default()),
            waiting("bob", 0, MatchPreferences::default()),
        ];
        let relations = [Relation::new(user("ann"), user("bob")), Relation::new(user("bob"), user("ann"))];
        let [ours, theirs] = &relations;
        let score = Score::default();
        let Pairing { people, room, relations } =
            pair(&ann, &bob, [ours, theirs], score, room_id("room"), at(NOW), &settings).unwrap();
        Proposal { people, room, relations, settings }
    }

    impl Proposal {
        /// The person at `who` (0 or 1) accepts at `now`.
        fn accept(&self, who: usize, now: i64) -> Result<Answered, Refusal> {
            let [me, other] = [&self.people[who], &self.people[1 - who]];
            let relations = [&self.relations[who], &self.relations[1 - who]];
            accept(me, other, &self.room, relations, at(now), &self.settings)
        }

        fn decline(&self, who: usize, now: i64) -> Result<Answered, Refusal> {
            decline(&self.people[who], &self.people[1 - who], &self.room, at(now))
        }

        fn expire_proposal(&self, now: i64) -> Option<Answered> {
            expire_proposal([&self.people[0], &self.people[1]], &self.room, at(now))
        }

        /// Takes over what `who`'s answer left behind.
        fn after(mut self, who: usize, answered: Answered) -> Self {
            let [me, other] = answered.people;
            self.people[who] = me;
            self.people[1 - who] = other;
            self.room = answered.room;
            self
        }
    }

    fn status(person: &Person) -> RequestStatus {
        person.request.as_ref().unwrap().status
    }

    /// Back in line exactly where `asked` put them, free to be claimed again.
    fn waits_since(person: &Person, asked: i64) -> bool {
        let request = person.request.as_ref().unwrap();
        request.status == RequestStatus::Pending
            && request.created_at == at(asked)
            && request.expires_at == at(asked + 1_800)
            && request.claim.is_none()
            && person.room_id.is_none()
    }

    #[test]
    fn once_both_have_accepted_the_match_is_made_whoever_was_first() {
        for first in [0, 1] {
            let proposal = proposal();
            let answered = proposal.accept(first, NOW + 1).unwrap();
            assert_eq!(answered.room.status, RoomStatus::Proposed);
            assert_eq!(answered.relations, None);
            assert_eq!(answered.people[0].request.as_ref().unwrap().version, 3);
            let proposal = proposal.after(first, answered);
            let made = proposal.accept(1 - first, NOW + 19).unwrap();
            assert_eq!((made.room.status, made.room.sweep_at), (RoomStatus::Active, at(NOW + 19 + 300)));
            for person in &made.people {
                assert_eq!(status(person), RequestStatus::Matched);
                assert_eq!((&person.room_id, person.matches), (&Some(room_id("room")), 1));
                assert_eq!(person.request.as_ref().unwrap().claim, None);
            }
            let relations = made.relations.unwrap();
            assert_eq!(relations[0].user_id, made.people[0].user_id);
            assert!(relations.iter().all(|relation| relation.last_matched_at == Some(at(NOW + 19))));
        }
    }

    #[test]
    fn accepting_twice_changes_nothing_before_and_after_the_match() {
        let proposal = proposal();
        let answered = proposal.accept(0, NOW).unwrap();
        let proposal = proposal.after(0, answered.clone());
        assert_eq!(proposal.accept(0, NOW + 1), Ok(answered));
        let made = proposal.accept(1, NOW + 2).unwrap();
        let proposal = proposal.after(1, made);
        let again = proposal.accept(0, NOW + 99).unwrap();
        assert_eq!(again.people, proposal.people);
        assert_eq!((again.room, again.relations), (proposal.room, None));
    }

    #[test]
    fn who_declines_is_cancelled_and_the_other_keeps_the_place_in_line() {
        for accepted_before in [false, true] {
            let mut proposal = proposal();
            if accepted_before {
                let answered = proposal.accept(1, NOW).unwrap();
                proposal = proposal.after(1, answered);
            }
            let declined = proposal.decline(0, NOW + 5).unwrap();
            assert_eq!(status(&declined.people[0]), RequestStatus::Cancelled);
            assert_eq!(declined.people[0].request.as_ref().unwrap().claim, None);
            assert!(waits_since(&declined.people[1], 0));
            assert_eq!(
                (declined.room.status, declined.room.ended_at),
                (RoomStatus::Withdrawn, Some(at(NOW + 5)))
            );
            assert_eq!(declined.relations, None);
        }
    }

    #[test]
    fn one_may_decline_what_one_has_accepted_while_the_other_has_not() {
        let proposal = proposal();
        let answered = proposal.accept(0, NOW).unwrap();
        let declined = proposal.after(0, answered).decline(0, NOW + 1).unwrap();
        assert_eq!(status(&declined.people[0]), RequestStatus::Cancelled);
    }

    #[test]
    fn the_lease_ends_at_its_very_instant() {
        let proposal = proposal();
        assert!(proposal.accept(0, NOW + 19).is_ok());
        assert_eq!(proposal.accept(0, NOW + 20), Err(Refusal::Expired));
        assert_eq!(proposal.decline(0, NOW + 20), Err(Refusal::Expired));
        assert_eq!(proposal.expire_proposal(NOW + 19), None);
        assert!(proposal.expire_proposal(NOW + 20).is_some());
    }

    #[test]
    fn at_the_end_of_the_lease_who_accepted_waits_on_and_who_did_not_is_cancelled() {
        for who in [0, 1] {
            let proposal = proposal();
            let answered = proposal.accept(who, NOW).unwrap();
            let expired = proposal.after(who, answered).expire_proposal(NOW + 20).unwrap();
            assert!(waits_since(&expired.people[who], [NOW, 0][who]));
            assert_eq!(status(&expired.people[1 - who]), RequestStatus::Cancelled);
            assert_eq!(expired.room.status, RoomStatus::Withdrawn);
        }
    }

    #[test]
    fn a_claim_whose_holder_died_is_released_with_both_places_kept() {
        let expired = proposal().expire_proposal(NOW + 3_000).unwrap();
        assert!(waits_since(&expired.people[0], NOW) && waits_since(&expired.people[1], 0));
        assert!(expired.people.iter().all(|person| person.request.as_ref().unwrap().version == 3));
    }

    #[test]
    fn an_expiry_happens_once_and_only_to_a_proposal() {
        let proposal = proposal();
        let expired = proposal.expire_proposal(NOW + 20).unwrap();
        let proposal = proposal.after(0, expired);
        assert_eq!(proposal.expire_proposal(NOW + 21), None);
        for status in [RoomStatus::Active, RoomStatus::Ended] {
            let mut other = self::proposal();
            other.room.status = status;
            assert_eq!(other.expire_proposal(NOW + 20), None);
        }
    }

    #[test]
    fn an_expiry_leaves_alone_who_is_not_claimed_for_this_room() {
        let mut proposal = proposal();
        proposal.people[1] = waiting("bob", 50, MatchPreferences::default());
        let bob = proposal.people[1].clone();
        assert_eq!(proposal.expire_proposal(NOW + 20).unwrap().people[1], bob);
    }

    #[test]
    fn only_a_proposal_of_this_room_can_be_answered() {
        let refusals = |proposal: &Proposal| [proposal.accept(0, NOW), proposal.decline(0, NOW)];
        let mut withdrawn = proposal();
        withdrawn.room.status = RoomStatus::Withdrawn;
        let mut elsewhere = proposal();
        elsewhere.room.id = room_id("elsewhere");
        let mut pending = proposal();
        pending.people[0] = waiting("ann", 0, MatchPreferences::default());
        let mut alone = proposal();
        alone.people[1] = waiting("bob", 0, MatchPreferences::default());
        for proposal in [withdrawn, elsewhere, pending, alone] {
            assert_eq!(refusals(&proposal), [Err(Refusal::NotProposed), Err(Refusal::NotProposed)]);
        }
        let mut over = proposal();
        request(&mut over.people[0]).status = RequestStatus::Expired;
        assert_eq!(refusals(&over), [Err(Refusal::NoRequest), Err(Refusal::NoRequest)]);
        over.people[0].request = None;
        assert_eq!(refusals(&over), [Err(Refusal::NoRequest), Err(Refusal::NoRequest)]);
    }

    #[test]
    fn a_match_that_was_made_can_no_longer_be_declined() {
        let proposal = proposal();
        let answered = proposal.accept(0, NOW).unwrap();
        let proposal = proposal.after(0, answered);
        let made = proposal.accept(1, NOW).unwrap();
        let proposal = proposal.after(1, made);
        assert_eq!(proposal.decline(0, NOW + 1), Err(Refusal::AlreadyMatched(room_id("room"))));
    }

    #[test]
    fn no_match_is_made_over_a_block() {
        let mut proposal = proposal();
        proposal.relations[1].blocks = true;
        assert_eq!(proposal.accept(0, NOW), Err(Refusal::NotProposed));
    }

    #[test]
    fn a_second_proposal_in_a_row_without_an_answer_takes_both_out_of_the_line() {
        let first = proposal();
        let freed = first.expire_proposal(NOW + 20).unwrap().people;
        assert!(freed.iter().all(|person| person.request.as_ref().unwrap().unattended == 1));
        let again = Proposal { people: freed.map(|person| claimed_by(&person, "again")), ..proposal() };
        let again = Proposal { room: Room { id: room_id("again"), ..again.room.clone() }, ..again };
        let gone = again.expire_proposal(NOW + 20).unwrap();
        assert!(gone.people.iter().all(|person| status(person) == RequestStatus::Expired));
        assert_eq!(gone.room.status, RoomStatus::Withdrawn);

        let accepted = again.accept(0, NOW + 1).unwrap();
        assert_eq!(accepted.people[0].request.as_ref().unwrap().unattended, 0, "somebody is there");
        let left = again.after(0, accepted).expire_proposal(NOW + 20).unwrap();
        let statuses = left.people.each_ref().map(status);
        assert_eq!(statuses, [RequestStatus::Pending, RequestStatus::Cancelled]);
    }

    #[test]
    fn two_whose_proposal_came_to_nothing_are_not_proposed_to_each_other_again() {
        let proposal = proposal();
        for answered in [proposal.decline(0, NOW + 1).unwrap(), proposal.expire_proposal(NOW + 20).unwrap()] {
            let [ann, bob] = &answered.people;
            assert!(parted_lately(ann, bob, at(NOW + 21), &proposal.settings.matching));
            assert_eq!((ann.partings.len(), bob.partings.len()), (1, 1));
        }
    }

    /// `person` with the claim on the request under another room.
    fn claimed_by(person: &Person, room: &str) -> Person {
        let claim = Claim {
            room_id: room_id(room),
            partner: user("other"),
            lease_until: at(NOW + 20),
            accepted: false,
        };
        with_request(person, RequestStatus::Matching, Some(claim))
    }
}

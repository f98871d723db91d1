//! Leaving, and how any room ends.
//!
//! Owns what the end of a room changes: the room, both members' pointers to it, and
//! that they parted, as one write. Never decides when an inactive member ends it.

use crate::ids::UserId;
use crate::matching::{Person, part};
use crate::rooms::{EndReason, Room, RoomRefusal, RoomStatus};
use crate::time::Timestamp;

/// The items that the end of a room changes, to be committed together, each on
/// the version that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Ended {
    /// The room, ended.
    pub room: Room,
    /// Those whose active room it was; it no longer is.
    pub people: Vec<Person>,
}

/// Ends `room` for a reason, and by whom if by somebody; `None` unless it is active.
pub fn end(
    room: &Room,
    people: [&Person; 2],
    (reason, by): (EndReason, Option<&UserId>),
    now: Timestamp,
) -> Option<Ended> {
    if room.status != RoomStatus::Active {
        return None;
    }
    let freed = people
        .into_iter()
        .filter(|person| person.room_id.as_ref() == Some(&room.id))
        .map(|person| match room.partner_of(&person.user_id) {
            Some(partner) => Person { room_id: None, ..part(person, partner, now) },
            None => Person { room_id: None, ..person.clone() },
        })
        .collect();
    let room = Room {
        status: RoomStatus::Ended,
        ended_at: Some(now),
        end_reason: Some(reason),
        ended_by: by.cloned(),
        ..room.clone()
    };
    Some(Ended { room, people: freed })
}

/// Ends `room` because a member was suspended; `None` unless it is active.
pub fn remove(room: &Room, people: [&Person; 2], now: Timestamp) -> Option<Ended> {
    let Ended { room, people } = end(room, people, (EndReason::Left, None), now)?;
    Some(Ended { room: Room { removed: true, ..room }, people })
}

/// `who` leaves `room`. Leaving one that is over already is no mistake and
/// changes nothing: `None`.
///
/// # Errors
/// [`RoomRefusal::NotMember`].
pub fn leave(
    room: &Room,
    people: [&Person; 2],
    who: &UserId,
    now: Timestamp,
) -> Result<Option<Ended>, RoomRefusal> {
    room.check_member(who)?;
    Ok(end(room, people, (EndReason::Left, Some(who)), now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::fixture::{at, person, room, user};

    #[test]
    fn leaving_ends_the_room_and_frees_both() {
        let [ann, bob] = [person("ann", Some("room")), person("bob", Some("room"))];
        for who in ["ann", "bob"] {
            let before = room(RoomStatus::Active);
            let ended = leave(&before, [&ann, &bob], &user(who), at(7)).unwrap().unwrap();
            assert_eq!(
                ended.room,
                Room {
                    status: RoomStatus::Ended,
                    ended_at: Some(at(7)),
                    end_reason: Some(EndReason::Left),
                    ended_by: Some(user(who)),
                    ..before
                }
            );
            assert_eq!(ended.people, parted());
        }
    }

    /// Ann and bob, out of the room and parted from each other.
    fn parted() -> [Person; 2] {
        [("ann", "bob"), ("bob", "ann")].map(|(one, other)| part(&person(one, None), &user(other), at(7)))
    }

    #[test]
    fn only_a_pointer_to_this_room_is_cleared() {
        let [ann, bob] = [person("ann", Some("newer")), person("bob", None)];
        let ended = end(&room(RoomStatus::Active), [&ann, &bob], (EndReason::Inactive, None), at(7)).unwrap();
        assert_eq!(ended.people, []);
        assert_eq!(ended.room.end_reason, Some(EndReason::Inactive));
    }

    #[test]
    fn a_room_that_a_member_was_removed_from_tells_both_so() {
        let [ann, bob] = [person("ann", Some("room")), person("bob", Some("room"))];
        let ended = remove(&room(RoomStatus::Active), [&ann, &bob], at(7)).unwrap();
        for who in ["ann", "bob"] {
            assert_eq!(ended.room.end_reason_told(&user(who)), Some(EndReason::Removed));
        }
        assert_eq!(ended.people, parted());
        assert_eq!(remove(&room(RoomStatus::Ended), [&ann, &bob], at(7)), None);
    }

    #[test]
    fn leaving_again_changes_nothing() {
        let [ann, bob] = [person("ann", None), person("bob", Some("newer"))];
        let over = room(RoomStatus::Ended);
        assert_eq!(leave(&over, [&ann, &bob], &user("ann"), at(99)), Ok(None));
    }

    #[test]
    fn a_stranger_cannot_leave_nor_learn_whether_the_room_is_over() {
        let [ann, bob] = [person("ann", Some("room")), person("bob", Some("room"))];
        for status in [RoomStatus::Active, RoomStatus::Ended] {
            let refused = leave(&room(status), [&ann, &bob], &user("eve"), at(7));
            assert_eq!(refused, Err(RoomRefusal::NotMember));
        }
    }

    #[test]
    fn a_proposal_is_declined_not_left_and_never_ended() {
        let [ann, bob] = [person("ann", None), person("bob", None)];
        for status in [RoomStatus::Proposed, RoomStatus::Withdrawn] {
            let unopened = room(status);
            let refused = leave(&unopened, [&ann, &bob], &user("ann"), at(7));
            assert_eq!(refused, Err(RoomRefusal::NotMember));
            assert_eq!(end(&unopened, [&ann, &bob], (EndReason::Blocked, None), at(7)), None);
        }
    }
}

//! What the sweep does with a room that is due.
//!
//! Owns the end of a room by inactivity. Never touches a proposal: its lease
//! is a rule of matching.

use std::time::Duration;

use crate::matching::Person;
use crate::rooms::{EndReason, Ended, Room, RoomStatus, end};
use crate::settings::RoomSettings;
use crate::time::Timestamp;

/// What a sweep found.
#[derive(Debug, Clone, PartialEq)]
pub enum RoomSweep {
    /// A member was inactive too long: the room ends, for
    /// [`EndReason::Inactive`].
    Ended(Ended),
    /// Both were there: the room is due again at its new `sweep_at`.
    LookAgainAt(Room),
    /// Nothing needs writing.
    Nothing,
}

/// Judges an active room of `people` at `now`.
pub fn sweep_room(room: &Room, people: [&Person; 2], now: Timestamp, settings: &RoomSettings) -> RoomSweep {
    if room.status != RoomStatus::Active {
        return RoomSweep::Nothing;
    }
    let [first, second] = people.map(|person| inactive_too_long_at(room, person, settings));
    let due = first.min(second);
    if due <= now {
        return end(room, people, (EndReason::Inactive, None), now)
            .map_or(RoomSweep::Nothing, RoomSweep::Ended);
    }
    if due == room.sweep_at {
        return RoomSweep::Nothing;
    }
    RoomSweep::LookAgainAt(Room { sweep_at: due, ..room.clone() })
}

/// When `person` will have been inactive too long for `room` if nothing more
/// happens. Counted from the last activity (the last login where none was ever
/// recorded), at the earliest from when the two met.
fn inactive_too_long_at(room: &Room, person: &Person, settings: &RoomSettings) -> Timestamp {
    let seen = person.last_activity_at.or(person.last_login_at);
    let since = seen.map_or(room.created_at, |seen| seen.max(room.created_at));
    since + Duration::from_secs(settings.inactive_secs)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rooms::fixture::{at, person, room};

    fn seen(name: &str, activity: Option<i64>, login: Option<i64>) -> Person {
        Person {
            last_activity_at: activity.map(at),
            last_login_at: login.map(at),
            ..person(name, Some("room"))
        }
    }

    fn sweep(ann: &Person, bob: &Person, now: i64) -> RoomSweep {
        sweep_room(&room(RoomStatus::Active), [ann, bob], at(now), &RoomSettings::default())
    }

    fn ends(ann: &Person, bob: &Person, now: i64) -> bool {
        matches!(sweep(ann, bob, now), RoomSweep::Ended(_))
    }

    #[test]
    fn a_room_ends_when_either_member_was_inactive_for_five_minutes() {
        let here = seen("ann", Some(1_000), None);
        let gone = seen("bob", Some(500), None);
        for [ann, bob] in [[&here, &gone], [&gone, &here]] {
            assert!(!ends(ann, bob, 799));
            assert!(ends(ann, bob, 800));
        }
    }

    #[test]
    fn the_end_says_inactive_and_frees_both() {
        let [ann, bob] = [seen("ann", Some(1_000), None), seen("bob", Some(500), None)];
        let RoomSweep::Ended(ended) = sweep(&ann, &bob, 900) else { panic!("it stays") };
        assert_eq!(ended.room.end_reason, Some(EndReason::Inactive));
        assert_eq!(ended.room.ended_at, Some(at(900)));
        assert!(ended.people.iter().all(|person| person.room_id.is_none()));
        assert_eq!(ended.people.len(), 2);
    }

    #[test]
    fn a_login_counts_only_where_no_activity_was_ever_recorded() {
        let here = seen("ann", Some(1_000), None);
        assert!(!ends(&here, &seen("bob", None, Some(900)), 1_000));
        assert!(ends(&here, &seen("bob", Some(100), Some(900)), 1_000));
    }

    #[test]
    fn nobody_is_inactive_before_the_room_has_stood_for_five_minutes() {
        let [ann, bob] = [seen("ann", Some(-290), None), seen("bob", None, None)];
        assert!(!ends(&ann, &bob, 299));
        assert!(ends(&ann, &bob, 300));
    }

    #[test]
    fn a_room_with_both_there_is_due_when_the_first_could_have_gone() {
        let [ann, bob] = [seen("ann", Some(250), None), seen("bob", Some(200), None)];
        let expected = Room { sweep_at: at(500), ..room(RoomStatus::Active) };
        assert_eq!(sweep(&ann, &bob, 300), RoomSweep::LookAgainAt(expected));
    }

    #[test]
    fn a_room_that_is_due_at_the_right_time_is_not_written() {
        let [ann, bob] = [seen("ann", Some(0), None), seen("bob", Some(100), None)];
        assert_eq!(sweep(&ann, &bob, 200), RoomSweep::Nothing);
    }

    #[test]
    fn only_an_active_room_is_swept() {
        let [ann, bob] = [seen("ann", None, None), seen("bob", None, None)];
        for status in [RoomStatus::Proposed, RoomStatus::Ended, RoomStatus::Withdrawn] {
            let swept = sweep_room(&room(status), [&ann, &bob], at(9_999), &RoomSettings::default());
            assert_eq!(swept, RoomSweep::Nothing);
        }
    }

    proptest! {
        #[test]
        fn a_room_ends_exactly_from_when_it_was_to_be_looked_at_again(
            ann in proptest::option::of(-1_000..1_000_i64),
            bob in proptest::option::of(-1_000..1_000_i64),
            now in 0..1_500_i64,
        ) {
            let [ann, bob] = [seen("ann", ann, None), seen("bob", None, bob)];
            if let RoomSweep::LookAgainAt(later) = sweep(&ann, &bob, now) {
                prop_assert!(later.sweep_at > at(now));
                let settings = RoomSettings::default();
                let just = std::time::Duration::from_millis(1);
                let early = sweep_room(&later, [&ann, &bob], later.sweep_at - just, &settings);
                prop_assert_eq!(early, RoomSweep::Nothing);
                let due = sweep_room(&later, [&ann, &bob], later.sweep_at, &settings);
                prop_assert!(matches!(due, RoomSweep::Ended(_)));
            }
        }
    }
}

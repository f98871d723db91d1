//! A room of ann and bob for the tests of this module. Never part of a build.

use crate::ids::{RoomId, UserId};
use crate::matching::{Person, Score};
use crate::rooms::{EndReason, Room, RoomStatus};
use crate::time::Timestamp;

/// Seconds after an arbitrary origin.
pub fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
}

pub fn user(name: &str) -> UserId {
    name.parse().unwrap()
}

pub fn room_id(name: &str) -> RoomId {
    name.parse().unwrap()
}

/// The room of ann and bob, made at 0; ended, if at all, at 50.
pub fn room(status: RoomStatus) -> Room {
    let ended = status == RoomStatus::Ended;
    Room {
        id: room_id("room"),
        version: 3,
        members: [user("ann"), user("bob")],
        status,
        created_at: at(0),
        ended_at: ended.then(|| at(50)),
        end_reason: ended.then_some(EndReason::Left),
        ended_by: None,
        removed: false,
        muted: Vec::new(),
        last_seq: 4,
        score: Score::default(),
        feedback: Default::default(),
        sweep_at: at(300),
    }
}

/// Somebody whose active room is `room`.
pub fn person(name: &str, room: Option<&str>) -> Person {
    Person { room_id: room.map(room_id), ..Person::new(user(name)) }
}

//! Which events stored changes bring.

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::matching::{Claim, MatchPreferences, Score};

fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
}

fn id<T: std::str::FromStr<Err = crate::ids::InvalidId>>(text: &str) -> T {
    text.parse().unwrap()
}

fn request(status: RequestStatus, warnings: u8) -> Request {
    Request {
        id: id("r1"),
        status,
        created_at: at(0),
        expires_at: at(1_800),
        version: 1,
        shard: Default::default(),
        preferences: MatchPreferences::default(),
        warnings,
        unattended: 0,
        claim: None,
    }
}

fn person(request: Request) -> Person {
    Person { last_activity_at: Some(at(1_700)), request: Some(request), ..Person::new(id("ann")) }
}

fn room(status: RoomStatus) -> Room {
    let ended = status == RoomStatus::Ended;
    Room {
        id: id("room"),
        version: 1,
        members: [id("ann"), id("bob")],
        status,
        created_at: at(10),
        ended_at: ended.then(|| at(99)),
        end_reason: ended.then_some(EndReason::Left),
        ended_by: None,
        removed: false,
        muted: Vec::new(),
        last_seq: 0,
        score: Score { total: 150, ..Score::default() },
        feedback: Default::default(),
        sweep_at: at(30),
    }
}

fn of_person(old: &Person, new: &Person) -> Vec<Event> {
    from_person_change(Some(old), Some(new), &Settings::default())
}

fn told(events: &[Event]) -> Vec<(&str, EventType)> {
    events.iter().map(|event| (event.to.as_str(), event.kind)).collect()
}

#[test]
fn every_event_type_is_written_as_its_name() {
    use EventType::*;
    for kind in [
        MatchFound,
        MatchProposed,
        MatchWithdrawn,
        MatchExpiring,
        MatchExpired,
        RoomMessage,
        RoomEnded,
        Typing,
        WalletUpdated,
        PointsUpdated,
        AffinityUpdate,
        LevelUp,
        LevelDown,
    ] {
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
    }
}

#[test]
fn the_first_warning_tells_its_owner_five_minutes_ahead() {
    let events =
        of_person(&person(request(RequestStatus::Pending, 0)), &person(request(RequestStatus::Pending, 1)));
    assert_eq!(told(&events), [("ann", EventType::MatchExpiring)]);
    assert_eq!(events[0].at, at(1_500));
    assert_eq!(
        events[0].data,
        json!({"request_id": "r1", "expires_at": at(1_800), "seconds_left": 300, "level": 1, "renewable": true})
    );
}

#[test]
fn the_last_warning_tells_its_owner_one_minute_ahead_also_when_the_first_was_skipped() {
    for before in [0, 1] {
        let events = of_person(
            &person(request(RequestStatus::Pending, before)),
            &person(request(RequestStatus::Pending, 2)),
        );
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].at, at(1_740));
        assert_eq!(events[0].data["seconds_left"], 60);
        assert_eq!(events[0].data["level"], 2);
    }
}

#[test]
fn a_warning_of_a_request_shorter_than_its_span_does_not_lie_before_the_request() {
    let short = |warnings| Request { expires_at: at(120), ..request(RequestStatus::Pending, warnings) };
    let events = of_person(&person(short(0)), &person(short(1)));
    assert_eq!(events[0].at, at(0));
    assert_eq!(events[0].data["seconds_left"], 120);
}

#[test]
fn a_renewed_request_is_warned_of_again() {
    let renewed = |warnings| Request { expires_at: at(3_600), ..request(RequestStatus::Pending, warnings) };
    let warned = person(request(RequestStatus::Pending, 2));
    assert_eq!(of_person(&warned, &person(renewed(0))), []);
    assert_eq!(of_person(&warned, &person(renewed(1))).len(), 1);
    assert_eq!(of_person(&person(renewed(0)), &person(renewed(1))).len(), 1);
}

#[test]
fn expiry_is_told_once_from_pending_and_from_matching() {
    let over = person(request(RequestStatus::Expired, 2));
    let claim = Claim { room_id: id("room"), partner: id("bob"), lease_until: at(20), accepted: false };
    let claimed = Request { claim: Some(claim), ..request(RequestStatus::Matching, 2) };
    let pending = request(RequestStatus::Pending, 2);
    for (before, due, reason) in [(pending, 1_800, "too_old"), (claimed, 20, "unattended")] {
        let events = of_person(&person(before), &over);
        assert_eq!(told(&events), [("ann", EventType::MatchExpired)]);
        assert_eq!(events[0].at, at(due));
        assert_eq!(events[0].data, json!({"request_id": "r1", "reason": reason}));
    }
    assert_eq!(of_person(&over, &over), []);
}

#[test]
fn expiry_of_an_inactive_owner_is_dated_to_the_end_of_the_activity() {
    let gone = |status| Person { last_activity_at: Some(at(100)), ..person(request(status, 0)) };
    let events = of_person(&gone(RequestStatus::Pending), &gone(RequestStatus::Expired));
    assert_eq!(events[0].at, at(400));
    assert_eq!(events[0].data["reason"], "inactive");
}

#[test]
fn a_claim_given_back_a_cancel_a_match_and_recorded_activity_tell_nothing() {
    let claimed = Request {
        claim: Some(Claim { room_id: id("room"), partner: id("bob"), lease_until: at(20), accepted: false }),
        ..request(RequestStatus::Matching, 1)
    };
    let pending = person(request(RequestStatus::Pending, 1));
    let busy = Person { last_activity_at: Some(at(1_750)), ..pending.clone() };
    assert_eq!(of_person(&person(claimed.clone()), &pending), []);
    assert_eq!(of_person(&pending, &person(claimed)), []);
    assert_eq!(of_person(&pending, &person(request(RequestStatus::Cancelled, 1))), []);
    assert_eq!(of_person(&pending, &person(request(RequestStatus::Matched, 1))), []);
    assert_eq!(of_person(&pending, &person(request(RequestStatus::Matched, 2))), []);
    assert_eq!(of_person(&pending, &busy), []);
}

#[test]
fn a_new_request_or_a_new_person_tells_nothing() {
    let pending = person(request(RequestStatus::Pending, 0));
    let other = person(Request { id: id("r2"), ..request(RequestStatus::Pending, 1) });
    let settings = Settings::default();
    assert_eq!(of_person(&pending, &other), []);
    assert_eq!(from_person_change(None, Some(&pending), &settings), []);
    assert_eq!(from_person_change(Some(&pending), None, &settings), []);
}

#[test]
fn an_opened_room_tells_both_whom_they_met_and_why() {
    let proposed = room(RoomStatus::Proposed);
    for old in [None, Some(&proposed)] {
        let events = from_room_change(old, Some(&room(RoomStatus::Active)));
        let kind = EventType::MatchFound;
        assert_eq!(told(&events), [("ann", kind), ("bob", kind)]);
        assert_eq!(events[0].data["partner"], "bob");
        assert_eq!(events[1].data["partner"], "ann");
        assert_eq!(events[0].data["score"]["total"], 150);
        assert_eq!(events[0].data["room_id"], "room");
        assert_eq!(events[0].at, at(10));
    }
}

#[test]
fn a_proposal_tells_both_until_when_to_accept() {
    let events = from_room_change(None, Some(&room(RoomStatus::Proposed)));
    let kind = EventType::MatchProposed;
    assert_eq!(told(&events), [("ann", kind), ("bob", kind)]);
    assert_eq!(events[0].data["lease_until"], json!(at(30)));
}

#[test]
fn an_ended_room_tells_both_the_reason() {
    for (reason, text) in [(EndReason::Left, "left"), (EndReason::Inactive, "inactive")] {
        let ended = Room { end_reason: Some(reason), ..room(RoomStatus::Ended) };
        let events = from_room_change(Some(&room(RoomStatus::Active)), Some(&ended));
        let kind = EventType::RoomEnded;
        assert_eq!(told(&events), [("ann", kind), ("bob", kind)]);
        for event in events {
            assert_eq!(event.at, at(99));
            assert_eq!(event.data, json!({"room_id": "room", "reason": text, "ended_at": at(99)}));
        }
    }
}

#[test]
fn of_a_block_only_who_blocked_is_told() {
    let ended =
        Room { end_reason: Some(EndReason::Blocked), ended_by: Some(id("ann")), ..room(RoomStatus::Ended) };
    let events = from_room_change(Some(&room(RoomStatus::Active)), Some(&ended));
    let reasons: Vec<_> = events.iter().map(|event| (event.to.as_str(), &event.data["reason"])).collect();
    assert_eq!(reasons, [("ann", &json!("blocked")), ("bob", &json!("ended"))]);
}

#[test]
fn of_a_withdrawn_proposal_both_are_told_the_same() {
    let withdrawn = Room { ended_at: Some(at(70)), ..room(RoomStatus::Withdrawn) };
    let [one, other] = from_room_change(Some(&room(RoomStatus::Proposed)), Some(&withdrawn))
        .try_into()
        .unwrap_or_else(|events: Vec<Event>| panic!("{events:?}"));
    assert_eq!((one.kind, one.at, one.data.clone()), (EventType::MatchWithdrawn, at(70), other.data));
    assert_eq!(one.data, serde_json::json!({ "room_id": withdrawn.id }));
}

#[test]
fn a_message_counted_and_a_deleted_room_tell_nothing() {
    let active = room(RoomStatus::Active);
    let counted = Room { last_seq: 1, ..active.clone() };
    assert_eq!(from_room_change(Some(&active), Some(&counted)), []);
    assert_eq!(from_room_change(Some(&active), None), []);
}

#[test]
fn a_message_tells_both_and_gives_its_mark_back_to_the_writer_only() {
    let message = Message {
        room_id: id("room"),
        seq: 7,
        sender: id("bob"),
        text: "hi".into(),
        sent_at: at(50),
        client_id: Some("c1".into()),
        members: [id("ann"), id("bob")],
    };
    let events = from_message(&message);
    let kind = EventType::RoomMessage;
    assert_eq!(told(&events), [("ann", kind), ("bob", kind)]);
    assert_eq!(
        events[0].data,
        json!({"room_id": "room", "seq": 7, "sender": "bob", "text": "hi", "sent_at": at(50)})
    );
    assert_eq!(events[1].data["client_id"], "c1");
    assert_eq!(events[1].at, at(50));
}

const STATUSES: [RequestStatus; 5] = [
    RequestStatus::Pending,
    RequestStatus::Matching,
    RequestStatus::Matched,
    RequestStatus::Expired,
    RequestStatus::Cancelled,
];

proptest! {
    #[test]
    fn a_person_change_tells_at_most_one_thing_and_never_before_the_request(
        from in 0..5_usize, to in 0..5_usize,
        warned in 0..3_u8, warnings in 0..3_u8,
        expires in 0..4_000_i64, activity in proptest::option::of(-4_000..4_000_i64),
    ) {
        let old = person(request(STATUSES[from], warned));
        let new = Person {
            last_activity_at: activity.map(at),
            ..person(Request { expires_at: at(expires), ..request(STATUSES[to], warnings) })
        };
        let events = of_person(&old, &new);
        prop_assert!(events.len() <= 1);
        prop_assert_eq!(&events, &of_person(&old, &new));
        for event in events {
            prop_assert!(event.at >= at(0) && event.at <= at(expires));
            prop_assert_eq!(event.to.as_str(), "ann");
        }
    }
}

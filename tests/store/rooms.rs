//! Rooms: messages, leaving, feedback.

use futures::future::join_all;
use heartlink_domain::ids::{RoomId, UserId};
use heartlink_domain::rooms::{RoomRefusal, RoomStatus};
use heartlink_store::idempotency::IdempotencyKey;
use heartlink_store::rooms::{FeedbackGiven, RoomError};
use heartlink_testkit::test_env::{EngineKind, TestEnv, anybody, user};

use heartlink_testkit::on_each_engine;

on_each_engine!(
    messages_of_both_are_numbered_without_gaps,
    a_key_says_a_message_once,
    leaving_ends_the_room_for_both_once,
    strangers_learn_nothing,
    history_has_every_match_newest_first,
);

/// Pairs ann and bob.
async fn paired(env: &TestEnv) -> (RoomId, UserId, UserId) {
    let (ann, bob) = (user("ann"), user("bob"));
    env.store.ask(&ann, &anybody(), None).await.unwrap();
    let meeting = env.store.ask(&bob, &anybody(), None).await.unwrap().value.meeting.unwrap();
    (meeting.room_id, ann, bob)
}

async fn messages_of_both_are_numbered_without_gaps(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (room, ann, bob) = paired(&env).await;
    for _ in 0..10 {
        let both = [&ann, &bob].map(|who| env.store.send_message(&room, who, "hi".into(), None, None));
        for sent in join_all(both).await {
            sent.unwrap();
        }
    }
    let found = env.assert_sound().await;
    assert_eq!(found.messages[&room].len(), 20);
    let first = env.store.messages(&room, 15, false, None).await.unwrap();
    let rest = env.store.messages(&room, 15, false, Some("15")).await.unwrap();
    let numbers: Vec<u64> = first.iter().chain(&rest).map(|message| message.seq).collect();
    assert_eq!(numbers, (1..=20).collect::<Vec<_>>());
    let newest = env.store.messages(&room, 2, true, Some("20")).await.unwrap();
    assert_eq!(newest.iter().map(|message| message.seq).collect::<Vec<_>>(), [19, 18]);
}

async fn a_key_says_a_message_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (room, ann, _) = paired(&env).await;
    let key = IdempotencyKey::new("ann", "send", "k1", b"hi");
    let sent =
        join_all((0..10).map(|_| env.store.send_message(&room, &ann, "hi".into(), None, Some(&key)))).await;
    let outcomes: Vec<_> = sent.into_iter().map(Result::unwrap).collect();
    assert!(outcomes.iter().all(|outcome| outcome.value.seq == 1));
    assert_eq!(outcomes.iter().filter(|outcome| !outcome.replayed).count(), 1);
    let other = IdempotencyKey::new("ann", "send", "k1", b"something else");
    let reused = env.store.send_message(&room, &ann, "something else".into(), None, Some(&other)).await;
    assert!(matches!(reused, Err(RoomError::Store(heartlink_store::error::StoreError::KeyReused))));
    assert_eq!(env.assert_sound().await.messages[&room].len(), 1);
}

async fn leaving_ends_the_room_for_both_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (room, ann, bob) = paired(&env).await;
    let (left, also_left) =
        tokio::join!(env.store.leave_room(&room, &ann, None), env.store.leave_room(&room, &bob, None));
    assert_eq!(left.unwrap().value.status, RoomStatus::Ended);
    assert_eq!(also_left.unwrap().value.status, RoomStatus::Ended);
    let too_late = env.store.send_message(&room, &ann, "wait".into(), None, None).await;
    assert!(matches!(too_late, Err(RoomError::Refused(RoomRefusal::Ended))));
    assert!(env.store.current(&bob).await.unwrap().is_none());
    let given = FeedbackGiven { rating: 5, tags: vec!["kind".into()], report: None };
    env.store.give_feedback(&room, &bob, &given, None).await.unwrap();
    let found = env.assert_sound().await;
    assert_eq!(found.rooms[&room].feedback[&bob].rating, 5);
}

async fn strangers_learn_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (room, _, _) = paired(&env).await;
    let nowhere: RoomId = "nowhere".parse().unwrap();
    for id in [&room, &nowhere] {
        let refused = env.store.room_for(id, &user("eve")).await;
        assert!(matches!(refused, Err(RoomError::Refused(RoomRefusal::NotMember))));
    }
}

async fn history_has_every_match_newest_first(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let mut rooms = Vec::new();
    for _ in 0..5 {
        let (room, ann, _) = paired(&env).await;
        env.store.leave_room(&room, &ann, None).await.unwrap();
        env.clock.advance(std::time::Duration::from_millis(2));
        rooms.insert(0, room);
    }
    let page = env.store.rooms_of(&user("ann"), 3, true, None).await.unwrap();
    let rest = env.store.rooms_of(&user("ann"), 3, true, Some(&page[2].id)).await.unwrap();
    let ids: Vec<_> = page.into_iter().chain(rest).map(|room| room.id).collect();
    assert_eq!(ids, rooms);
}

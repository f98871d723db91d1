//! Asking and being paired.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::matching::{Filters, MatchPreferences, RequestStatus};
use heartlink_store::matching::requests::RequestError;
use heartlink_store::meter::measure;
use heartlink_testkit::test_env::{EngineKind, TestEnv, anybody, user, users};

use heartlink_testkit::on_each_engine;

on_each_engine!(
    the_second_to_ask_is_paired_at_once,
    asking_again_gives_the_same_request_or_room,
    a_partner_is_found_within_budget,
    everybody_who_asks_at_once_is_paired,
    an_odd_number_leaves_exactly_one,
    a_cancel_that_races_a_match_has_one_winner,
    blocked_people_are_never_paired,
    a_filter_keeps_apart_until_it_relaxes,
    any_number_of_pairers_agree,
    inactive_people_are_not_paired,
    a_former_partner_scores_less,
);

async fn the_second_to_ask_is_paired_at_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let first = env.store.ask(&user("ann"), &anybody(), None).await.unwrap().value;
    assert!(first.created && first.meeting.is_none());
    assert_eq!(first.request.status, RequestStatus::Pending);
    let second = env.store.ask(&user("bob"), &anybody(), None).await.unwrap().value;
    let meeting = second.meeting.expect("a partner was waiting");
    assert_eq!(meeting.partner, user("ann"));
    assert!((80..=400).contains(&meeting.score.total), "{:?}", meeting.score);
    let current = env.store.current(&user("ann")).await.unwrap().expect("ann is in a room");
    assert_eq!(current.link.meeting.map(|meeting| meeting.room_id), Some(meeting.room_id));
    let found = env.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 1);
}

async fn asking_again_gives_the_same_request_or_room(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let first = env.store.ask(&user("ann"), &anybody(), None).await.unwrap().value;
    let again = env.store.ask(&user("ann"), &anybody(), None).await.unwrap().value;
    assert_eq!((again.request.id, again.created), (first.request.id, false));
    let paired = env.store.ask(&user("bob"), &anybody(), None).await.unwrap().value;
    let in_room = env.store.ask(&user("ann"), &anybody(), None).await.unwrap().value;
    assert_eq!(in_room.meeting.map(|m| m.room_id), paired.meeting.map(|m| m.room_id));
    assert!(!in_room.created);
}

async fn a_partner_is_found_within_budget(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    env.store.ask(&user("ann"), &anybody(), None).await.unwrap();
    let (paired, cost) = measure(env.store.ask(&user("bob"), &anybody(), None)).await;
    assert!(paired.unwrap().value.meeting.is_some());
    assert!(cost.calls <= 4, "{cost:?}");
    let (current, looking) = measure(env.store.current(&user("bob"))).await;
    assert!(current.unwrap().is_some());
    assert!(looking.calls <= 2 && looking.read_units <= 2.0 && looking.write_units == 0.0, "{looking:?}");
    if kind == EngineKind::Embedded {
        // DynamoDB Local's own figures are inflated.
        assert!(cost.write_units <= 16.0 && cost.read_units <= 8.0, "{cost:?}");
    }
}

/// Lets everybody ask at the same moment, then works the pool off as the
/// stream function does.
async fn all_ask(env: &TestEnv, count: usize) {
    let asked = join_all(users(count).iter().map(|who| {
        let (store, who) = (env.store.clone(), who.clone());
        tokio::spawn(async move { store.ask(&who, &anybody(), None).await })
    }));
    for result in asked.await {
        result.unwrap().unwrap();
    }
    while env.store.pair_waiting(Vec::new()).await.unwrap().unfinished {}
}

async fn everybody_who_asks_at_once_is_paired(kind: EngineKind) {
    for count in [4, 6, 20, 200] {
        let env = TestEnv::new(kind).await;
        all_ask(&env, count).await;
        let found = env.assert_sound().await;
        assert_eq!(found.active_rooms().count(), count / 2, "of {count} people");
    }
}

async fn an_odd_number_leaves_exactly_one(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    all_ask(&env, 21).await;
    let found = env.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 10);
    assert_eq!(found.with_status(RequestStatus::Pending).len(), 1);
}

async fn a_cancel_that_races_a_match_has_one_winner(kind: EngineKind) {
    for _ in 0..10 {
        let env = TestEnv::new(kind).await;
        let (ann, bob) = (user("ann"), user("bob"));
        env.store.ask(&ann, &anybody(), None).await.unwrap();
        let (preferences, cancel) = (anybody(), env.store.cancel(&ann, None));
        let (cancelled, asked) = tokio::join!(cancel, env.store.ask(&bob, &preferences, None));
        let paired = asked.unwrap().value.meeting.is_some();
        match cancelled {
            Ok(_) => assert!(!paired, "ann was told cancelled, bob was told matched"),
            Err(RequestError::Refused(refusal)) => {
                assert!(paired, "ann was refused with {refusal:?}, bob was not matched");
            }
            Err(RequestError::Store(error)) => panic!("{error}"),
        }
        let found = env.assert_sound().await;
        assert_eq!(found.active_rooms().count(), usize::from(paired));
    }
}

async fn blocked_people_are_never_paired(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (ann, bob) = (user("ann"), user("bob"));
    env.store.block(&ann, &bob).await.unwrap();
    for who in [&ann, &bob] {
        assert!(env.store.ask(who, &anybody(), None).await.unwrap().value.meeting.is_none());
    }
    let report = env.store.pair_waiting(Vec::new()).await.unwrap();
    assert_eq!((report.paired, report.unfinished), (0, false));
    env.store.unblock(&ann, &bob).await.unwrap();
    assert_eq!(env.store.pair_waiting(Vec::new()).await.unwrap().paired, 1);
    env.store.block(&bob, &ann).await.unwrap();
    let found = env.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 0, "a block ends the room of the two");
}

async fn a_filter_keeps_apart_until_it_relaxes(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let filters =
        Filters { languages: vec!["fr".into()], relax_after_seconds: Some(60), ..Filters::default() };
    let french = MatchPreferences { filters, ..MatchPreferences::default() };
    assert!(env.store.ask(&user("ann"), &french, None).await.unwrap().value.meeting.is_none());
    assert!(env.store.ask(&user("bob"), &anybody(), None).await.unwrap().value.meeting.is_none());
    env.clock.advance(Duration::from_secs(61));
    assert_eq!(env.store.pair_waiting(Vec::new()).await.unwrap().paired, 1);
}

async fn any_number_of_pairers_agree(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    // Nobody suits anybody while asking, so that all stand in line.
    let filters =
        Filters { languages: vec!["fr".into()], relax_after_seconds: Some(60), ..Filters::default() };
    let preferences = MatchPreferences { filters, ..MatchPreferences::default() };
    for who in users(60) {
        env.store.ask(&who, &preferences, None).await.unwrap();
    }
    env.clock.advance(Duration::from_secs(61));
    let pairers = join_all((0..6).map(|_| {
        let store = env.store.clone();
        tokio::spawn(async move { store.pair_waiting(Vec::new()).await })
    }));
    let paired: u32 = pairers.await.into_iter().map(|report| report.unwrap().unwrap().paired).sum();
    let found = env.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 30);
    assert_eq!(paired, 30, "each match was counted by exactly one pairer");
}

async fn inactive_people_are_not_paired(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    env.store.ask(&user("ann"), &anybody(), None).await.unwrap();
    env.clock.advance(Duration::from_secs(301));
    assert!(env.store.ask(&user("bob"), &anybody(), None).await.unwrap().value.meeting.is_none());
    assert_eq!(env.store.pair_waiting(Vec::new()).await.unwrap().paired, 0);
    env.store.touch(&user("ann")).await.unwrap();
    assert_eq!(env.store.pair_waiting(Vec::new()).await.unwrap().paired, 1, "ann came back");
}

async fn a_former_partner_scores_less(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (ann, bob) = (user("ann"), user("bob"));
    env.store.ask(&ann, &anybody(), None).await.unwrap();
    let first = env.store.ask(&bob, &anybody(), None).await.unwrap().value.meeting.unwrap();
    assert_eq!(first.score.parts.rematch, 0);
    env.store.leave_room(&first.room_id, &ann, None).await.unwrap();
    env.store.ask(&ann, &anybody(), None).await.unwrap();
    let second = env.store.ask(&bob, &anybody(), None).await.unwrap().value.meeting.unwrap();
    assert_eq!(second.score.parts.rematch, -50);
    assert_eq!(second.score.parts.matches, 10);
    env.assert_sound().await;
}

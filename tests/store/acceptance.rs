//! Proposed matches, where the queue asks for acceptance.

use std::time::Duration;

use heartlink_domain::matching::{Refusal, RequestStatus};
use heartlink_domain::settings::Settings;
use heartlink_store::matching::requests::RequestError;
use heartlink_store::sweep::Scope;
use heartlink_testkit::test_env::{EngineKind, TestEnv, anybody, user};

use heartlink_testkit::on_each_engine;

on_each_engine!(
    both_accept_and_meet,
    a_decline_keeps_the_others_place,
    a_lease_releases_a_claim_whose_holder_died,
    a_silent_partner_is_dropped,
);

/// Ann and bob, proposed to each other.
async fn proposed(kind: EngineKind) -> TestEnv {
    let mut settings = Settings::default();
    settings.matching.acceptance = true;
    let env = TestEnv::with(kind, settings, |http| http).await;
    env.store.ask(&user("ann"), &anybody(), None).await.unwrap();
    env.clock.advance(Duration::from_secs(1));
    let asked = env.store.ask(&user("bob"), &anybody(), None).await.unwrap().value;
    let meeting = asked.meeting.expect("a proposal");
    assert!(!meeting.open && meeting.lease_until.is_some());
    assert_eq!(asked.request.status, RequestStatus::Matching);
    env
}

async fn both_accept_and_meet(kind: EngineKind) {
    let env = proposed(kind).await;
    let first = env.store.accept(&user("ann"), None).await.unwrap().value;
    assert!(!first.meeting.unwrap().open);
    let second = env.store.accept(&user("bob"), None).await.unwrap().value;
    assert!(second.meeting.unwrap().open);
    let found = env.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 1);
}

async fn a_decline_keeps_the_others_place(kind: EngineKind) {
    let env = proposed(kind).await;
    let before = env.snapshot().await.people[&user("ann")].request.clone().unwrap();
    env.store.decline(&user("bob"), None).await.unwrap();
    let found = env.assert_sound().await;
    let after = found.people[&user("ann")].request.clone().unwrap();
    assert_eq!((after.status, after.created_at), (RequestStatus::Pending, before.created_at));
    assert_eq!(found.with_status(RequestStatus::Cancelled), [&user("bob")]);
    let refused = env.store.accept(&user("bob"), None).await;
    assert!(matches!(refused, Err(RequestError::Refused(Refusal::NotProposed | Refusal::NoRequest))));
}

async fn a_lease_releases_a_claim_whose_holder_died(kind: EngineKind) {
    let env = proposed(kind).await;
    env.clock.advance(Duration::from_secs(21));
    let refused = env.store.accept(&user("ann"), None).await;
    assert!(matches!(refused, Err(RequestError::Refused(Refusal::Expired))), "{refused:?}");
    env.store.sweep(Scope::Tick, false).await.unwrap();
    let found = env.assert_sound().await;
    assert_eq!(found.with_status(RequestStatus::Pending).len(), 2, "nobody had answered");
}

async fn a_silent_partner_is_dropped(kind: EngineKind) {
    let env = proposed(kind).await;
    env.store.accept(&user("ann"), None).await.unwrap();
    env.clock.advance(Duration::from_secs(21));
    env.store.sweep(Scope::Tick, false).await.unwrap();
    let found = env.assert_sound().await;
    assert_eq!(found.with_status(RequestStatus::Pending), [&user("ann")]);
    assert_eq!(found.with_status(RequestStatus::Cancelled), [&user("bob")]);
}

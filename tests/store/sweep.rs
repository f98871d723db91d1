//! Expiry, warnings, cleanup.

use std::time::Duration;

use heartlink_domain::matching::RequestStatus;
use heartlink_domain::rooms::EndReason;
use heartlink_domain::settings::Settings;
use heartlink_store::meter::measure;
use heartlink_store::sweep::{Scope, SweepChange};
use heartlink_testkit::faults::Faults;
use heartlink_testkit::test_env::{EngineKind, TestEnv, anybody, user, users};

use heartlink_testkit::on_each_engine;

on_each_engine!(
    whoever_still_looks_is_kept_and_whoever_went_expires,
    twelve_minutes_of_waiting_do_not_expire_an_active_person,
    a_dry_run_changes_nothing,
    two_cleanups_at_once_do_each_change_once,
    a_room_ends_when_a_member_goes_inactive,
    warnings_come_before_expiry_and_once,
    the_sweep_costs_what_is_due,
    rooms_of_people_long_gone_end_however_many_are_alive,
    what_cannot_be_swept_stops_nothing_behind_it,
);

const MINUTE: Duration = Duration::from_secs(60);

/// Lets `minutes` pass while `present` keep their heartbeat.
async fn pass(env: &TestEnv, minutes: u32, present: &[&str]) {
    for _ in 0..minutes {
        env.clock.advance(MINUTE);
        for who in present {
            env.store.touch(&user(who)).await.unwrap();
        }
    }
}

async fn whoever_still_looks_is_kept_and_whoever_went_expires(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    env.store.block(&user("ann"), &user("bob")).await.unwrap();
    for who in ["ann", "bob"] {
        env.store.ask(&user(who), &anybody(), None).await.unwrap();
    }
    pass(&env, 31, &["ann"]).await;
    let report = env.store.cleanup(false).await.unwrap();
    let gone = SweepChange::RequestExpired { user_id: user("bob"), reason: "inactive".into() };
    assert!(report.changes.contains(&gone), "{report:?}");
    assert_eq!((report.before.pending, report.after.pending), (2, 1));
    assert_eq!(report.after.expired, 1);
    let found = env.assert_sound().await;
    assert_eq!(found.with_status(RequestStatus::Pending), [&user("ann")]);
    pass(&env, 30, &["ann"]).await;
    env.store.cleanup(false).await.unwrap();
    let found = env.assert_sound().await;
    assert_eq!(found.with_status(RequestStatus::Expired).len(), 2, "60 minutes are the total");
}

async fn twelve_minutes_of_waiting_do_not_expire_an_active_person(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let asked = env.store.ask(&user("ann"), &anybody(), None).await.unwrap().value;
    pass(&env, 12, &["ann"]).await;
    env.store.block(&user("ann"), &user("bob")).await.unwrap();
    env.store.ask(&user("bob"), &anybody(), None).await.unwrap();
    let current = env.store.current(&user("ann")).await.unwrap().expect("still waiting");
    assert_eq!(current.link.request.id, asked.request.id);
    assert_eq!(current.waited, 12 * MINUTE);
    let met = env.store.ask(&user("eve"), &anybody(), None).await.unwrap().value.meeting.unwrap();
    assert!([user("ann"), user("bob")].contains(&met.partner));
}

async fn a_dry_run_changes_nothing(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    env.store.ask(&user("ann"), &anybody(), None).await.unwrap();
    env.clock.advance(6 * MINUTE);
    let before = env.snapshot().await;
    let report = env.store.cleanup(true).await.unwrap();
    assert_eq!(report.changes.len(), 1);
    assert_eq!(report.before, report.after);
    assert_eq!(env.snapshot().await.people, before.people);
}

async fn two_cleanups_at_once_do_each_change_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    for who in users(40) {
        env.store.ask(&who, &anybody(), None).await.unwrap();
    }
    env.store.ask(&user("alone"), &anybody(), None).await.unwrap();
    env.clock.advance(6 * MINUTE);
    let (one, other) = tokio::join!(env.store.cleanup(false), env.store.cleanup(false));
    let changes = one.unwrap().changes.len() + other.unwrap().changes.len();
    assert_eq!(changes, 20 + 1, "20 rooms and one request, each once");
    let found = env.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 0);
    assert_eq!(found.counters["expired"], 1);
}

async fn a_room_ends_when_a_member_goes_inactive(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    env.store.ask(&user("ann"), &anybody(), None).await.unwrap();
    let met = env.store.ask(&user("bob"), &anybody(), None).await.unwrap().value.meeting.unwrap();
    pass(&env, 20, &["ann", "bob"]).await;
    assert!(env.store.cleanup(false).await.unwrap().changes.is_empty());
    pass(&env, 6, &["ann"]).await;
    env.store.cleanup(false).await.unwrap();
    let found = env.assert_sound().await;
    assert_eq!(found.rooms[&met.room_id].end_reason, Some(EndReason::Inactive));
}

async fn warnings_come_before_expiry_and_once(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    env.store.ask(&user("ann"), &anybody(), None).await.unwrap();
    let mut warned = Vec::new();
    for _ in 0..29 {
        pass(&env, 1, &["ann"]).await;
        warned.extend(env.store.sweep(Scope::Tick, false).await.unwrap().changes);
    }
    let warning = |seconds_left| SweepChange::RequestWarned { user_id: user("ann"), seconds_left };
    assert_eq!(warned, [warning(300), warning(60)]);
}

async fn the_sweep_costs_what_is_due(kind: EngineKind) {
    let env = TestEnv::new(kind).await;
    let (result, empty) = measure(env.store.sweep(Scope::Cleanup, false)).await;
    result.unwrap();
    for who in users(60) {
        env.store.ask(&who, &anybody(), None).await.unwrap();
    }
    let (result, nothing_due) = measure(env.store.sweep(Scope::Cleanup, false)).await;
    result.unwrap();
    assert_eq!(nothing_due.calls, empty.calls);
}

/// What is due is taken one at a time.
fn small_rounds() -> Settings {
    let mut settings = Settings::default();
    settings.sweep.batch = 1;
    settings.sweep.due_shards = 2;
    settings
}

async fn rooms_of_people_long_gone_end_however_many_are_alive(kind: EngineKind) {
    let env = TestEnv::with(kind, small_rounds(), |http| http).await;
    let mut alive = Vec::new();
    for who in users(24) {
        let asked = env.store.ask(&who, &anybody(), None).await.unwrap().value;
        // Two rooms of three stay alive.
        if alive.len() < 16 {
            alive.push(asked.user_id);
        }
    }
    let present: Vec<&str> = alive.iter().map(|who| who.as_str()).collect();
    pass(&env, 20, &present).await;
    let report = env.store.cleanup(false).await.unwrap();
    let ended = report.changes.iter().filter(|change| matches!(change, SweepChange::RoomEnded { .. }));
    assert_eq!((ended.count(), report.unfinished), (4, false), "{report:?}");
    assert_eq!(env.assert_sound().await.active_rooms().count(), 8);
}

async fn what_cannot_be_swept_stops_nothing_behind_it(kind: EngineKind) {
    for reads in [false, true] {
        let faults = Faults::seeded(1);
        let env = TestEnv::with(kind, small_rounds(), |http| faults.wrap(http)).await;
        let names = ["ann", "bob", "cid", "dan"];
        for who in &names[1..] {
            for other in names.iter().filter(|other| *other != who) {
                env.store.block(&user(who), &user(other)).await.unwrap();
            }
        }
        for who in names {
            env.store.ask(&user(who), &anybody(), None).await.unwrap();
        }
        env.clock.advance(6 * MINUTE);
        let writes = ["TransactWriteItems", "PutItem"];
        let reads = ["GetItem", "BatchGetItem"].into_iter().filter(|_| reads);
        writes.into_iter().chain(reads).for_each(|operation| faults.reject(operation, "U#bob"));
        faults.on();
        let swept = env.store.sweep(Scope::Cleanup, false).await.unwrap();
        assert_eq!((swept.changes.len(), swept.failed, swept.unfinished), (3, 1, true), "{swept:?}");
        faults.off();
        let swept = env.store.sweep(Scope::Cleanup, false).await.unwrap();
        assert_eq!((swept.changes.len(), swept.failed, swept.unfinished), (1, 0, false), "{swept:?}");
    }
}

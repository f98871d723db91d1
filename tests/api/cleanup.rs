//! The cleanup: by an admin's call, twice at once, and as a list of what would
//! change.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::{Value, json};

use crate::client::Person;
use crate::system::System;

const DAY: u64 = 86_400;

/// Twenty rooms and one person waiting, all of them inactive, and no schedule
/// that could be faster than the test.
async fn due() -> System {
    let system = System::with(|options| {
        options.settings.sweep.tick_every_secs = DAY;
        options.settings.sweep.cleanup_every_secs = DAY;
    })
    .await;
    for room in 0..20 {
        system.pair_of(&format!("ann-{room}"), &format!("bob-{room}")).await;
    }
    system.person("alone").ask().await.expect(201);
    system.settled().await;
    system.gateway.clock().advance(Duration::from_secs(360));
    system
}

async fn clean_up(admin: &Person, dry_run: bool) -> Value {
    admin.post("/v1/heart-links/cleanup").json(&json!({ "dry_run": dry_run })).send().await.expect(200)
}

fn changes(report: &Value) -> Vec<String> {
    report["changes"].as_array().expect("changes").iter().map(ToString::to_string).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn two_cleanups_at_once_do_each_change_once() {
    let system = due().await;
    let admin = system.admin();
    let (one, other) = tokio::join!(clean_up(&admin, false), clean_up(&admin, false));
    let mut all = changes(&one);
    all.extend(changes(&other));
    assert_eq!(all.len(), 21, "20 rooms and one request");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 21, "each once");
    let count = |name: &str| one[name].as_u64().zip(other[name].as_u64()).map(|(a, b)| a + b);
    assert_eq!((count("ended_rooms"), count("expired_requests")), (Some(20), Some(1)));
    let found = system.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 0);
    assert_eq!(found.counters["expired"], 1);
    assert_eq!(system.person("ann-0").told("room_ended").await.len(), 1);
    assert_eq!(system.person("alone").told("match_expired").await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dry_run_lists_what_would_change_and_changes_nothing() {
    let system = due().await;
    let admin = system.admin();
    let before = system.everything().await;
    let listed = clean_up(&admin, true).await;
    assert_eq!((&listed["dry_run"], &listed["before"]), (&json!(true), &listed["after"]));
    system.assert_unchanged(&before).await;
    let done = clean_up(&admin, false).await;
    let sorted = |report| changes(report).into_iter().collect::<BTreeSet<_>>();
    assert_eq!(sorted(&listed), sorted(&done), "the list was right");
    assert_eq!((&done["before"]["active_rooms"], &done["after"]["active_rooms"]), (&json!(20), &json!(0)));
    assert_eq!((&done["before"]["pending"], &done["after"]["pending"]), (&json!(1), &json!(0)));
    assert_eq!((&done["after"]["expired"], &done["after"]["ended_rooms"]), (&json!(1), &json!(20)));
    assert!(done["duration_ms"].is_u64());
    assert!(changes(&clean_up(&admin, false).await).is_empty(), "nothing is left to do");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_schedule_cleans_up_without_anybody_asking() {
    let system = System::with(|options| options.test_clock = true).await;
    let (ann, _, room) = system.pair().await;
    system.pass(Duration::from_secs(601)).await;
    let ended = ann.told("room_ended").await;
    assert_eq!((ended.len(), &ended[0]["data"]["reason"]), (1, &json!("inactive")));
    assert_eq!(ann.room(&room).await.expect(200)["status"], "ended");
}

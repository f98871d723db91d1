//! What happens in a room, and what is left of it.

use futures::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::Person;
use crate::system::{System, text};

fn seqs(page: &Value) -> Vec<u64> {
    page["items"].as_array().expect("items").iter().filter_map(|message| message["seq"].as_u64()).collect()
}

/// All pages from the start, by cursor.
async fn pages(person: &Person, room: &str, query: &str) -> Vec<Vec<u64>> {
    let mut pages = Vec::new();
    let mut cursor = String::new();
    for _ in 0..10 {
        let page = person.messages(room, &format!("?{query}{cursor}")).await.expect(200);
        pages.push(seqs(&page));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return pages,
        }
    }
    panic!("pages without end: {pages:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_of_both_have_one_order_and_are_read_by_cursor_in_both_directions() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    for i in 0..12 {
        let text = format!("line {i}");
        let (one, other) = tokio::join!(ann.say(&room, &text), bob.say(&room, &text));
        assert_ne!(one.expect(201)["seq"], other.expect(201)["seq"]);
    }
    ann.say(&room, "the last").await.expect(201);
    let newest = ann.messages(&room, "").await.expect(200);
    assert_eq!(seqs(&newest), (6..=25).rev().collect::<Vec<_>>(), "20, newest first");
    assert_eq!(newest["items"][0]["text"], "the last");
    assert_eq!(newest["items"][0]["sender"], "ann");
    let back = pages(&bob, &room, "limit=10").await;
    assert_eq!(back.concat(), (1..=25).rev().collect::<Vec<_>>());
    let forth = pages(&bob, &room, "limit=10&order=asc").await;
    assert_eq!(forth.concat(), (1..=25).collect::<Vec<_>>());
    assert_eq!(forth.iter().map(Vec::len).collect::<Vec<_>>(), [10, 10, 5]);
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn both_hear_every_message_once_and_in_order() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    join_all((0..10).map(|i| {
        let (who, room) = (if i % 2 == 0 { &ann } else { &bob }, &room);
        async move {
            let body = json!({ "text": format!("line {i}") });
            let call = who.post(format!("/v1/rooms/{room}/messages")).key(&format!("{i}")).json(&body);
            call.send_patiently().await.expect(201)
        }
    }))
    .await;
    for line in [&mut hers, &mut his] {
        line.next_that("the tenth message", |event| event["data"]["seq"] == 10).await;
        let heard = line.seen("room_message");
        let numbers: Vec<u64> = heard.iter().filter_map(|event| event["data"]["seq"].as_u64()).collect();
        assert_eq!(numbers, (1..=10).collect::<Vec<_>>());
        assert!(heard.iter().all(|event| event["data"]["room_id"] == room.as_str()));
    }
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_is_kept_to_the_letter_up_to_2000_characters() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let texts =
        ["你".repeat(2_000), "  \u{1F98A} \"quoted\" \\ \n\t ".to_owned(), "\u{0}<b>&amp;".to_owned()];
    for text in &texts {
        ann.say(&room, text).await.expect(201);
    }
    let read = bob.messages(&room, "?order=asc").await.expect(200);
    for (item, text) in read["items"].as_array().unwrap().iter().zip(&texts) {
        assert_eq!(item["text"], text.as_str());
    }
    let events = bob.told_eventually("room_message", 3).await;
    assert_eq!(events[0]["data"]["text"], texts[0].as_str());
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_ends_the_room_for_both_and_both_are_told_why() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    let (one, other) = tokio::join!(ann.leave(&room), bob.leave(&room));
    assert_eq!(one.expect(200)["ended_at"], other.expect(200)["ended_at"], "one end");
    for line in [&mut hers, &mut his] {
        let ended = line.next("room_ended").await;
        assert_eq!((&ended["data"]["room_id"], &ended["data"]["reason"]), (&json!(room), &json!("left")));
        line.ping().await;
        assert_eq!(line.seen("room_ended").len(), 1);
    }
    for person in [&ann, &bob] {
        person.say(&room, "wait").await.refused(409, "room_ended");
        person.current().await.refused(404, "no_request");
        let shown = person.room(&room).await.expect(200);
        assert_eq!((&shown["status"], &shown["end_reason"]), (&json!("ended"), &json!("left")));
        assert_eq!(shown["members"].as_array().map(Vec::len), Some(2));
    }
    assert_eq!(ann.ask().await.expect(201)["matched"], false, "and may ask again");
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_block_ends_the_room_and_only_who_blocked_is_told_why() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    ann.block("bob").await;
    assert_eq!(hers.next("room_ended").await["data"]["reason"], "blocked");
    assert_eq!(his.next("room_ended").await["data"]["reason"], "ended");
    for (person, reason) in [(&ann, "blocked"), (&bob, "ended")] {
        assert_eq!(person.room(&room).await.expect(200)["end_reason"], reason);
        assert_eq!(person.history("").await.expect(200)["items"][0]["end_reason"], reason);
        person.say(&room, "wait").await.refused(409, "room_ended");
        assert_eq!(person.ask().await.expect(201)["matched"], false, "never again");
    }
    let stored = &system.assert_sound().await;
    assert_eq!(stored.active_rooms().count(), 0);
    ann.call(Method::DELETE, "/v1/blocks/bob").send().await.expect(204);
    ann.cancel().await.expect(200);
    assert_eq!(ann.ask().await.expect(201)["partner"], "bob", "until it is taken back");
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_again_gives_the_live_request_or_the_room() {
    let system = System::start().await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let first = ann.ask().await.expect(201);
    let again = ann.ask().await.expect(200);
    assert_eq!(again["request"]["id"], first["request"]["id"]);
    let current = ann.current().await.expect(200);
    assert!(current["waiting_seconds"].is_u64() && current["estimated_wait_seconds"].is_u64(), "{current:#}");
    let met = bob.ask().await.expect(201);
    for person in [&ann, &bob] {
        let again = person.ask().await.expect(200);
        assert_eq!((&again["matched"], &again["room_id"]), (&json!(true), &met["room_id"]));
        person.cancel().await.refused(409, "already_matched");
    }
    let score = &met["score"];
    let parts: i64 = score["parts"].as_object().unwrap().values().filter_map(Value::as_i64).sum();
    assert_eq!(score["total"], parts, "{score:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_is_checked_and_replaced_by_a_later_one() {
    let system = System::start().await;
    let (ann, _, room) = system.pair().await;
    for (feedback, pointer) in [
        (json!({ "rating": 0 }), "/rating"),
        (json!({ "rating": 6 }), "/rating"),
        (json!({ "rating": 3, "tags": vec!["a"; 11] }), "/tags"),
        (json!({ "rating": 3, "tags": ["x".repeat(31)] }), "/tags/0"),
        (json!({ "rating": 3, "tags": ["kind", " "] }), "/tags/1"),
        (json!({ "rating": 3, "report": { "reason": "" } }), "/report/reason"),
        (json!({ "rating": 3, "report": { "reason": "x".repeat(2_001) } }), "/report/reason"),
    ] {
        let refused = ann.feedback(&room, &feedback).await.refused(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused:#}");
    }
    for rating in [1, 5] {
        let feedback = json!({ "rating": rating, "tags": ["kind"], "report": { "reason": "none" } });
        ann.feedback(&room, &feedback).await.expect(204);
    }
    let given = &ann.history("").await.expect(200)["items"][0]["feedback"];
    assert_eq!((&given["rating"], &given["tags"]), (&json!(5), &json!(["kind"])));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_history_has_every_match_with_its_end_and_ones_own_feedback() {
    let system = System::start().await;
    let mut rooms = Vec::new();
    for (partner, rating) in [("bob", 2), ("eve", 4), ("bob", 5)] {
        let (ann, other, room) = system.pair_of("ann", partner).await;
        ann.feedback(&room, &json!({ "rating": rating })).await.expect(204);
        other.leave(&room).await.expect(200);
        other.feedback(&room, &json!({ "rating": 1 })).await.expect(204);
        rooms.insert(0, room);
    }
    let (ann, _, open) = system.pair_of("ann", "zoe").await;
    rooms.insert(0, open);
    let mut found = Vec::new();
    let mut query = "?limit=3".to_owned();
    for expected in [3, 1] {
        let page = ann.history(&query).await.expect(200);
        let items = page["items"].as_array().unwrap().clone();
        assert_eq!(items.len(), expected);
        found.extend(items);
        query = format!("?limit=3&cursor={}", page["next_cursor"].as_str().unwrap_or_default());
    }
    let ids: Vec<String> = found.iter().map(|item| text(item, "room_id")).collect();
    assert_eq!(ids, rooms, "newest first");
    assert_eq!((&found[0]["ended_at"], &found[0]["feedback"]), (&json!(null), &json!(null)));
    assert_eq!((&found[1]["end_reason"], &found[1]["feedback"]["rating"]), (&json!("left"), &json!(5)));
    assert_eq!((&found[3]["partner"], &found[3]["feedback"]["rating"]), (&json!("bob"), &json!(2)));
    assert!(found.iter().all(|item| item["score"]["total"].is_i64() && item["matched_at"].is_string()));
    let bob = system.person("bob").history("?order=asc").await.expect(200);
    assert_eq!(bob["items"].as_array().map(Vec::len), Some(2), "bob's own");
    assert_eq!(bob["items"][0]["feedback"]["rating"], 1, "his own, not hers");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_flooded_talks_leaves_and_reports_at_the_first_try() {
    for way in ["leave", "feedback", "block"] {
        let system = System::start().await;
        let (ann, bob, room) = system.pair().await;
        let path = format!("/v1/rooms/{room}");
        let flood = join_all((0..16).map(|_| async {
            for _ in 0..8 {
                let said = bob.say(&room, "x").await;
                if said.status == 201 {
                    continue;
                }
                said.refused(409, "room_ended");
                return;
            }
        }));
        let away = async {
            for _ in 0..4 {
                ann.say(&room, "stop").await.expect(201);
            }
            match way {
                "leave" => ann.leave(&room).await.expect(200),
                "block" => ann.call(Method::PUT, "/v1/blocks/bob").send().await.expect(204),
                _ => {
                    let report = json!({ "rating": 1, "report": { "reason": "a flood" } });
                    ann.post(format!("{path}/feedback")).json(&report).send().await.expect(204)
                }
            }
        };
        tokio::join!(flood, away);
        system.assert_sound().await;
    }
}

//! Reports: made at any time, kept whatever comes after, read by moderators alone.

use std::time::Duration;

use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person};
use crate::system::{System, text};

async fn report(person: &Person, body: Value) -> Answer {
    person.post("/v1/reports").json(&body).send().await
}

async fn list(moderator: &Person, query: &str) -> Value {
    moderator.get(format!("/v1/reports{query}")).send().await.expect(200)
}

fn ids(page: &Value) -> Vec<String> {
    page["items"].as_array().expect("items").iter().map(|report| text(report, "id")).collect()
}

fn moderator(system: &System) -> Person {
    system.with_roles("mod", &[Role::Moderator])
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_is_reported_in_the_room_after_it_and_by_name() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    for n in 1..=60 {
        bob.say(&room, &format!("message {n}")).await.expect(201);
    }
    let open =
        report(&ann, json!({ "room_id": room, "reason": "harassment", "message_seqs": [2, 60] })).await;
    let open = open.expect(201);
    assert_eq!((&open["user_id"], &open["messages_kept"]), (&json!("bob"), &json!(51)), "{open:#}");
    assert_eq!(ann.room(&room).await.expect(200)["status"], "active", "reporting does not end the room");
    ann.leave(&room).await.expect(200);
    let after = report(&ann, json!({ "room_id": room, "reason": "scam", "text": "He wants money." })).await;
    let after = after.expect(201);
    let by_name = report(&bob, json!({ "user_id": "ann", "reason": "other" })).await.expect(201);
    assert_eq!(by_name["room_id"], json!(room), "the last room of the two");
    let stranger = report(&ann, json!({ "user_id": "eve", "reason": "spam" })).await.expect(201);
    assert_eq!((&stranger["room_id"], &stranger["messages_kept"]), (&Value::Null, &json!(0)));

    let moderator = moderator(&system);
    let path = format!("/v1/reports/{}", text(&open, "id"));
    let read = moderator.get(&path).send().await.expect(200);
    assert_eq!(
        (&read["reporter"], &read["user_id"], &read["status"]),
        (&json!("ann"), &json!("bob"), &json!("open"))
    );
    let seqs: Vec<u64> =
        read["messages"].as_array().unwrap().iter().filter_map(|m| m["seq"].as_u64()).collect();
    assert_eq!(seqs, [vec![2], (11..=60).collect()].concat());
    assert_eq!((&read["messages"][0]["text"], &read["truncated"]), (&json!("message 2"), &json!(false)));
    let about_bob = list(&moderator, "?user_id=bob&order=asc").await;
    assert_eq!(ids(&about_bob), [text(&open, "id"), text(&after, "id")]);
    assert_eq!(list(&moderator, "?status=open").await["items"].as_array().map(Vec::len), Some(4));
    let page = list(&moderator, "?limit=3").await;
    let rest = list(&moderator, &format!("?limit=3&cursor={}", text(&page, "next_cursor"))).await;
    assert_eq!(ids(&rest), [text(&open, "id")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_members_report_a_room_and_only_what_was_said_in_it() {
    let system = System::start().await;
    let (ann, _bob, room) = system.pair().await;
    let eve = system.person("eve");
    ann.say(&room, "hello").await.expect(201);
    for room in [room.as_str(), "no-such-room"] {
        report(&eve, json!({ "room_id": room, "reason": "spam" })).await.refused(403, "forbidden");
    }
    for (body, pointer) in [
        (json!({ "reason": "spam" }), "/room_id"),
        (json!({ "user_id": "ann", "reason": "spam" }), "/user_id"),
        (json!({ "user_id": "me", "reason": "spam" }), "/user_id"),
        (json!({ "user_id": "eve", "room_id": room, "reason": "spam" }), "/user_id"),
        (json!({ "room_id": room, "reason": "spam", "message_seqs": [1, 2] }), "/message_seqs/1"),
        (json!({ "room_id": room, "reason": "spam", "text": " " }), "/text"),
    ] {
        let refused = report(&ann, body).await.refused(400, "invalid_request");
        assert_eq!(refused["errors"][0]["pointer"], pointer, "{refused:#}");
    }
    assert_eq!(ids(&list(&moderator(&system), "").await), [""; 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_inside_feedback_is_one_that_later_feedback_does_not_touch() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    bob.say(&room, "pay me").await.expect(201);
    let threats = json!({ "rating": 1, "report": { "reason": "He threatens me." } });
    for feedback in
        [&threats, &threats, &json!({ "rating": 5 }), &json!({ "rating": 1, "report": { "reason": "scam" } })]
    {
        ann.feedback(&room, feedback).await.expect(204);
    }
    let moderator = moderator(&system);
    let page = list(&moderator, "?user_id=bob&order=asc").await;
    let said: Vec<(&Value, &Value)> =
        page["items"].as_array().unwrap().iter().map(|report| (&report["reason"], &report["text"])).collect();
    let words = json!("He threatens me.");
    assert_eq!(said, [(&json!("other"), &words), (&json!("scam"), &Value::Null)], "{page:#}");
    let read = moderator.get(format!("/v1/reports/{}", ids(&page)[0])).send().await.expect(200);
    assert_eq!(read["messages"][0]["text"], "pay me");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_closed_once_and_its_maker_is_told_without_the_outcome() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let made = report(&ann, json!({ "room_id": room, "reason": "minor" })).await.expect(201);
    let (id, moderator) = (text(&made, "id"), moderator(&system));
    let close = async |who: &Person, key: &str, note: &str| {
        let body = json!({ "outcome": "banned", "note": note });
        who.post(format!("/v1/reports/{id}/close")).key(key).json(&body).send().await
    };
    let mut hers = ann.connect().await;
    close(&moderator, "k", " ").await.refused(400, "invalid_request");
    let closed = close(&moderator, "k", "a grown man").await.expect(200);
    assert_eq!(closed["status"], "closed");
    let closing = &closed["closed"];
    let figures = (&closing["by"], &closing["outcome"], &closing["note"]);
    assert_eq!(figures, (&json!("mod"), &json!("banned"), &json!("a grown man")));
    assert!(closing["at"].is_string());
    assert!(close(&moderator, "k", "a grown man").await.is_replayed());
    close(&system.admin(), "other", "no").await.refused(409, "report_closed");
    let told = hers.next("report_closed").await;
    assert_eq!(told["data"], json!({ "report_id": id, "room_id": room }));
    system.settled().await;
    assert_eq!(bob.told("report_closed").await, [Value::Null; 0]);
    assert_eq!(ids(&list(&moderator, "?status=open").await), [""; 0]);
    assert_eq!(ids(&list(&moderator, "?status=closed&user_id=bob").await), [id]);
    let none = moderator.post("/v1/reports/none/close").json(&json!({ "outcome": "none", "note": "x" }));
    none.send().await.refused(404, "report_not_found");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_but_moderators_and_admins_reads_reports() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let id = text(&report(&ann, json!({ "room_id": room, "reason": "sexual" })).await.expect(201), "id");
    let others =
        [&[Role::User][..], &[Role::Service], &[Role::Teacher]].map(|roles| system.with_roles("ann", roles));
    for person in others.iter().chain([&bob]) {
        for path in ["/v1/reports".to_owned(), format!("/v1/reports/{id}")] {
            person.get(path).send().await.refused(403, "forbidden");
        }
        let close =
            person.post(format!("/v1/reports/{id}/close")).json(&json!({ "outcome": "none", "note": "x" }));
        close.send().await.refused(403, "forbidden");
    }
    for person in [moderator(&system), system.admin()] {
        assert_eq!(ids(&list(&person, "").await), std::slice::from_ref(&id));
        person.call(Method::GET, format!("/v1/reports/{id}")).send().await.expect(200);
    }
    report(&moderator(&system), json!({ "user_id": "bob", "reason": "spam" }))
        .await
        .refused(403, "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_sent_again_is_one_and_a_person_makes_a_bounded_number_a_day() {
    let system = System::with(|options| options.test_clock = true).await;
    let ann = system.person("ann");
    let body = |n: usize| json!({ "user_id": format!("user-{n}"), "reason": "spam" });
    let keyed = async |n| ann.post("/v1/reports").key("k").json(&body(n)).send().await;
    let first = keyed(0).await.expect(201);
    let again = keyed(0).await;
    assert!(again.is_replayed());
    assert_eq!(again.expect(201), first);
    keyed(1).await.refused(422, "idempotency_key_reused");
    for n in 1..50 {
        report(&ann, body(n)).await.expect(201);
    }
    let refused = report(&ann, body(50)).await.refused(429, "too_many_requests");
    assert_eq!(refused["limit"], 50);
    let (_, _, room) = system.pair_of("ann", "bob").await;
    let feedback = json!({ "rating": 1, "report": { "reason": "one more" } });
    ann.feedback(&room, &feedback).await.refused(429, "too_many_requests");
    ann.feedback(&room, &json!({ "rating": 1 })).await.expect(204);
    report(&system.person("bob"), json!({ "user_id": "ann", "reason": "spam" })).await.expect(201);
    system.gateway.clock().advance(Duration::from_secs(24 * 3600));
    let ann = system.person("ann");
    report(&ann, body(51)).await.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_report_is_lost_by_a_flood() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let flood = async {
        for n in 0..200 {
            if bob.say(&room, &format!("{n}")).await.status != 201 {
                return;
            }
        }
    };
    let away = async {
        for _ in 0..5 {
            report(&ann, json!({ "room_id": room, "reason": "harassment" })).await.expect(201);
        }
        ann.block("bob").await;
    };
    tokio::join!(flood, away);
    system.assert_sound().await;
    assert_eq!(ids(&list(&moderator(&system), "?user_id=bob").await).len(), 5);
}

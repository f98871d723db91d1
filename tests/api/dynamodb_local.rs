//! The gateway on DynamoDB Local, its streams included.

use futures::future::join_all;
use serde_json::{Value, json};

use crate::client::{Person, Socket, number};
use crate::system::{System, text};

#[tokio::test(flavor = "multi_thread")]
async fn twenty_people_who_ask_at_once_are_paired_and_hear_of_it() {
    let system = System::on_dynamodb_local(|_| {}).await;
    let people = system.people(20);
    let mut lines: Vec<Socket> = join_all(people.iter().map(Person::connect)).await;
    for answer in join_all(people.iter().map(Person::ask)).await {
        answer.expect(201);
    }
    for line in &mut lines {
        line.next("match_found").await;
    }
    let found = system.assert_sound().await;
    assert_eq!(found.active_rooms().count(), 10);
    for (person, line) in people.iter().zip(&mut lines) {
        line.ping().await;
        assert_eq!(line.seen("match_found").len(), 1, "{}", person.name);
        assert_eq!(person.told("match_found").await.len(), 1, "{}", person.name);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn two_people_talk_one_comes_back_and_one_leaves() {
    let system = System::on_dynamodb_local(|_| {}).await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his) = (ann.connect().await, bob.connect().await);
    for i in 0..3 {
        let message = json!({ "action": "send", "room_id": room, "text": format!("line {i}"), "client_id": i.to_string() });
        hers.send(&message).await;
        assert_eq!(hers.next("ack").await["seq"], i + 1);
    }
    his.next_that("the third line", |event| event["data"]["seq"] == 3).await;
    drop(his);
    bob.say(&room, "back soon").await.expect(201);
    hers.next_that("his line", |event| event["data"]["sender"] == "bob").await;

    let mut his = bob.connect().await;
    let feed = bob.events().await;
    his.send(&json!({ "action": "resume", "after": number(&feed[1]) })).await;
    his.next("ack").await;
    let replayed: Vec<Value> = his.seen("room_message").into_iter().cloned().collect();
    assert_eq!(replayed, feed[2..], "what was missed, as stored");
    ann.leave(&room).await.expect(200);
    for line in [&mut hers, &mut his] {
        assert_eq!(line.next("room_ended").await["data"]["reason"], "left");
    }
    bob.feedback(&room, &json!({ "rating": 5 })).await.expect(204);
    let history = bob.history("").await.expect(200);
    assert_eq!(text(&history["items"][0], "end_reason"), "left");
    system.assert_sound().await;
}

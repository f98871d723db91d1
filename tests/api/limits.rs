//! How often one person may do something, on every door.

use std::time::Duration;

use heartlink_domain::roles::Role;
use heartlink_domain::settings::LimitSettings;
use serde_json::json;

use crate::client::Socket;
use crate::system::System;

async fn limited(change: impl FnOnce(&mut LimitSettings)) -> System {
    System::with(|options| {
        options.test_clock = true;
        change(&mut options.settings.limits);
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_beyond_the_limit_are_refused_on_both_doors_until_time_has_passed() {
    let system = limited(|limits| {
        limits.send = "3/60".parse().unwrap();
        limits.feedback = "1/1".parse().unwrap();
    })
    .await;
    let (ann, bob, room) = system.pair().await;
    let mut line = ann.connect().await;
    ann.say(&room, "one").await.expect(201);
    ann.say(&room, "two").await.expect(201);
    line.send(&json!({ "action": "send", "room_id": room, "text": "three" })).await;
    line.next("ack").await;
    line.send(&json!({ "action": "send", "room_id": room, "text": "four", "client_id": "c4" })).await;
    let error = line.next("error").await;
    assert_eq!((&error["problem"]["code"], &error["client_id"]), (&json!("rate_limited"), &json!("c4")));
    let refused = ann.say(&room, "five").await;
    assert_eq!(refused.header("retry-after"), Some("1"));
    let problem = refused.refused(429, "rate_limited");
    assert_eq!((&problem["retryable"], &problem["retry_after_seconds"]), (&json!(true), &json!(1)));
    bob.say(&room, "his own").await.expect(201);
    system.pass(Duration::from_secs(1)).await;
    ann.say(&room, "four").await.expect(201);
    ann.say(&room, "five").await.refused(429, "rate_limited");
    let kept = bob.messages(&room, "?order=asc").await.expect(200);
    let texts: Vec<&str> =
        kept["items"].as_array().unwrap().iter().map(|message| message["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["one", "two", "three", "his own", "four"]);
    for text in ["no", "really"] {
        let report = json!({ "rating": 1, "report": { "reason": text } });
        ann.feedback(&room, &report).await.expect(204);
    }
    // Getting away from each other is never a matter of how often.
    for _ in 0..5 {
        ann.leave(&room).await.expect(200);
    }
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn typing_reaches_the_partner_no_more_often_than_it_may() {
    let system = limited(|limits| limits.typing = "2/60".parse().unwrap()).await;
    let (ann, bob, room) = system.pair().await;
    let (mut hers, mut his): (Socket, Socket) = (ann.connect().await, bob.connect().await);
    for _ in 0..5 {
        hers.send(&json!({ "action": "typing", "room_id": room })).await;
    }
    for _ in 0..3 {
        assert_eq!(hers.next("error").await["problem"]["code"], "rate_limited");
    }
    for _ in 0..2 {
        his.next("typing").await;
    }
    his.ping().await;
    assert_eq!(his.seen("typing").len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn connections_are_opened_no_more_often_than_they_may_and_services_are_free() {
    let system = limited(|limits| {
        limits.connect = "2/60".parse().unwrap();
        limits.transfer = "1/1".parse().unwrap();
    })
    .await;
    let ann = system.person("ann");
    let (_first, _second) = (ann.connect().await, ann.connect().await);
    assert!(ann.open_with_token().await.is_err(), "a third at once");
    system.pass(Duration::from_secs(1)).await;
    ann.connect().await;

    let bank = system.with_roles("bank", &[Role::Service]);
    let credit = json!({ "amount": 10 });
    for key in ["a", "b", "c"] {
        bank.post("/v1/wallets/ann/credit").key(key).json(&credit).send().await.expect(201);
    }
    let transfer = json!({ "to": "bob", "amount": 1 });
    ann.post("/v1/wallets/ann/transfer").key("t1").json(&transfer).send().await.expect(201);
    ann.post("/v1/wallets/ann/transfer").key("t2").json(&transfer).send().await.refused(429, "rate_limited");
    for key in ["s1", "s2"] {
        bank.post("/v1/wallets/ann/transfer").key(key).json(&transfer).send().await.expect(201);
    }
    system.assert_sound().await;
}

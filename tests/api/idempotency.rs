//! `Idempotency-Key`: a call sent again has one effect and one answer.

use futures::future::join_all;
use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Call};
use crate::system::{System, text};

/// Sends the same call three times; the first answer, after checking that the
/// others repeat it.
async fn thrice<'a>(call: impl Fn() -> Call<'a>) -> Answer {
    let first = call().send().await;
    assert!(!first.is_replayed(), "{first:#?}");
    for _ in 0..2 {
        let again = call().send().await;
        assert!(again.is_replayed(), "{again:#?}");
        assert_eq!((again.status, &again.body), (first.status, &first.body));
    }
    first
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_with_a_key_is_replayed_even_when_the_present_is_another() {
    let system = System::start().await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let ask = || ann.post("/v1/heart-links").key("k1").json(&json!({ "interests": ["go"] }));
    let first = thrice(ask).await;
    assert_eq!(first.status, 201);
    let matched = thrice(|| bob.post("/v1/heart-links").key("k1").json(&json!({}))).await.expect(201);
    assert_eq!(matched["matched"], true, "a key belongs to its caller: {matched:#}");
    let room = text(&matched, "room_id");
    ask().send().await.expect(201);
    bob.leave(&room).await.expect(200);
    let replayed = ask().send().await;
    assert!(replayed.is_replayed());
    assert_eq!((replayed.status, &replayed.body), (201, &first.body));
    ann.current().await.refused(404, "no_request");

    let reused = ann.post("/v1/heart-links").key("k1").json(&json!({ "interests": ["chess"] })).send().await;
    reused.refused(422, "idempotency_key_reused");
    ann.current().await.refused(404, "no_request");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_is_the_same_however_it_is_written() {
    let system = System::start().await;
    let shop = system.with_roles("shop", &[Role::Service]);
    let pay = |body: &'static str| shop.post("/v1/wallets/ann/credit").key("k").raw("application/json", body);
    let first = pay(r#"{"currency":"CREDIT","amount":5,"reference":"r\u0031"}"#).send().await;
    assert!(!first.is_replayed(), "{first:#?}");
    let again = pay(r#" { "reference": "r1", "amount": 5, "currency": "CREDIT" } "#).send().await;
    assert!(again.is_replayed(), "{again:#?}");
    assert_eq!(again.body, first.body);
    for other in [
        r#"{"currency":"CREDIT","amount":5}"#,
        r#"{"currency":"CREDIT","amount":6,"reference":"r1"}"#,
        r#"{"currency":"CREDIT","amount":5,"reference":"R1"}"#,
    ] {
        pay(other).send().await.refused(422, "idempotency_key_reused");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_with_a_key_is_said_once() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let path = format!("/v1/rooms/{room}/messages");
    let say = |text: &str| ann.post(&path).key("m1").json(&json!({ "text": text }));
    let first = thrice(|| say("hi")).await.expect(201);
    assert_eq!(first["seq"], 1);
    say("something else").send().await.refused(422, "idempotency_key_reused");
    bob.post(&path).key("m1").json(&json!({ "text": "hi" })).send().await.expect(201);
    let together = join_all(
        (0..10).map(|_| ann.post(&path).key("m2").json(&json!({ "text": "once" })).send_patiently()),
    );
    let answers = together.await;
    assert!(
        answers.iter().all(|answer| answer.status == 201 && answer.body == answers[0].body),
        "{answers:#?}"
    );
    assert_eq!(answers.iter().filter(|answer| !answer.is_replayed()).count(), 1);
    ann.leave(&room).await.expect(200);
    let late = say("hi").send().await;
    assert!(late.is_replayed(), "also after the room's end: {late:#?}");
    assert_eq!(late.expect(201), first);
    assert_eq!(system.assert_sound().await.messages.values().map(Vec::len).sum::<usize>(), 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancel_with_a_key_cancels_one_request() {
    let system = System::start().await;
    let ann = system.person("ann");
    let cancel = |key: &'static str| ann.post("/v1/heart-links/current/cancel").key(key);
    ann.ask().await.expect(201);
    let first = thrice(|| cancel("c1")).await.expect(200);
    assert_eq!(first["request"]["status"], "cancelled");
    cancel("c2").send().await.refused(404, "no_request");

    let second = ann.ask().await.expect(201);
    let replayed = cancel("c1").send().await;
    assert!(replayed.is_replayed(), "{replayed:#?}");
    assert_eq!(replayed.expect(200), first, "an old cancel sent again");
    let current = ann.current().await.expect(200);
    assert_eq!(current["request"]["id"], second["request"]["id"], "does not touch the new request");
    assert_eq!(current["request"]["status"], "pending");
}

#[tokio::test(flavor = "multi_thread")]
async fn leaving_with_a_key_is_replayed() {
    let system = System::start().await;
    let (ann, bob, room) = system.pair().await;
    let path = format!("/v1/rooms/{room}/leave");
    let left = thrice(|| ann.post(&path).key("l1")).await.expect(200);
    assert_eq!((&left["status"], &left["end_reason"]), (&json!("ended"), &json!("left")));
    assert_eq!(bob.post(&path).key("l1").send().await.expect(200)["ended_at"], left["ended_at"]);
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn feedback_with_a_key_is_stored_once_and_a_later_one_without_it_replaces_it() {
    let system = System::start().await;
    let (ann, _, room) = system.pair().await;
    let path = format!("/v1/rooms/{room}/feedback");
    let rate = |rating: u8| ann.post(&path).key("f1").json(&json!({ "rating": rating }));
    assert_eq!(thrice(|| rate(2)).await.expect(204), Value::Null);
    rate(3).send().await.refused(422, "idempotency_key_reused");
    ann.feedback(&room, &json!({ "rating": 4 })).await.expect(204);
    assert!(rate(2).send().await.is_replayed());
    let history = ann.history("").await.expect(200);
    assert_eq!(history["items"][0]["feedback"]["rating"], 4, "the replay changed nothing");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_call_may_be_made_again_with_its_key() {
    let system = System::start().await;
    let ann = system.person("ann");
    let ask = |body: &Value| ann.post("/v1/heart-links").key("k1").json(body);
    ask(&json!({ "interests": "go" })).send().await.refused(400, "invalid_request");
    let answer = ask(&json!({ "interests": ["go"] })).send().await;
    assert!(!answer.is_replayed());
    answer.expect(201);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_belongs_to_one_query_in_whatever_order() {
    let system = System::start().await;
    let admin = system.admin();
    let lock = json!({ "owner": "ops" });
    admin.post("/v1/wallets/ann/lock").key("l1").json(&lock).send().await.expect(201);
    let unlock = |query: &str| admin.call(Method::DELETE, format!("/v1/wallets/ann/lock?{query}")).key("u1");
    let first = thrice(|| unlock("owner=ops&currency=CREDIT")).await.expect(200);
    let turned = unlock("currency=CREDIT&owner=%6Fps").send().await;
    assert!(turned.is_replayed(), "the same query, written otherwise: {turned:#?}");
    assert_eq!(turned.expect(200), first);
    for other in ["owner=ops", "owner=others&currency=CREDIT", "force=true&reason=stuck"] {
        unlock(other).send().await.refused(422, "idempotency_key_reused");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_pays_once_however_the_path_names_the_wallet() {
    let system = System::start().await;
    let (ann, shop) = (system.person("ann"), system.with_roles("shop", &[Role::Service]));
    let credit = json!({ "amount": 100 });
    shop.post("/v1/wallets/ann/credit").key("c").json(&credit).send().await.expect(201);
    shop.post("/v1/wallets/a%6en/credit").key("c").json(&credit).send().await.expect(201);
    let transfer = json!({ "to": "bob", "amount": 10 });
    for (nth, named) in ["me", "ann", "%61nn"].into_iter().enumerate() {
        let path = format!("/v1/wallets/{named}/transfer");
        let answer = ann.post(path).key("t").json(&transfer).send().await;
        assert_eq!(answer.is_replayed(), nth > 0, "{named}: {answer:#?}");
    }
    let wallet = ann.get("/v1/wallets/me").send().await.expect(200);
    assert_eq!(wallet["balance"], 90, "{wallet:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn me_in_a_body_is_the_caller() {
    let system = System::start().await;
    let (ann, shop) = (system.person("ann"), system.with_roles("shop", &[Role::Service]));
    shop.post("/v1/wallets/ann/credit").key("c").json(&json!({ "amount": 100 })).send().await.expect(201);
    let to_myself = ann.post("/v1/wallets/me/transfer").key("t").json(&json!({ "to": "me", "amount": 10 }));
    to_myself.send().await.refused(400, "self_transfer");
    let rewards = json!({ "rewards": [{ "user_id": "me", "amount": 7 }] });
    shop.post("/v1/wallets/rewards").key("r").json(&rewards).send().await.expect(200);
    assert_eq!(shop.get("/v1/wallets/me").send().await.expect(200)["balance"], 7);
    ann.call(Method::PUT, "/v1/blocks/me").send().await.refused(400, "invalid_request");
    assert_eq!(ann.get("/v1/wallets/me").send().await.expect(200)["balance"], 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_query_means_nothing_to_is_refused_and_changes_nothing() {
    let system = System::start().await;
    let (shop, admin) = (system.with_roles("shop", &[Role::Service]), system.admin());
    for path in ["/v1/wallets/ann/credit?currency=JPY", "/v1/wallets/ann/credit?amount"] {
        let credit = shop.post(path).key("c").json(&json!({ "amount": 500 })).send().await;
        credit.refused(400, "invalid_request");
    }
    for path in ["/v1/heart-links/cleanup?dry_run=true", "/v1/affinity/decay?dry_run=true"] {
        admin.post(path).send().await.refused(400, "invalid_request");
    }
    assert_eq!(admin.get("/v1/wallets/ann").send().await.expect(200)["balance"], 0);
}

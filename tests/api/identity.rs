//! People whom their issuers call by other characters than ids have.

use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::json;

use crate::system::System;

/// A subject as an issuer gives it, its id, and both in a path.
const ANN: (&str, &str, [&str; 2]) = ("auth0|7", "auth0%7C7", ["auth0%7C7", "auth0%257C7"]);
const LI: (&str, &str, [&str; 2]) =
    ("tenant/李 7", "tenant%2F李%207", ["tenant%2F%E6%9D%8E%207", "tenant%252F%E6%9D%8E%25207"]);

#[tokio::test(flavor = "multi_thread")]
async fn any_subject_chats_and_is_found_by_its_id_and_as_it_is() {
    let system = System::start().await;
    let (ann, li) = (system.person(ANN.0), system.person(LI.0));
    ann.ask().await.expect(201);
    let met = li.ask().await.expect(201);
    assert_eq!(met["partner"], ANN.1, "{met:#}");
    let room = met["room_id"].as_str().expect("a room");
    let mut line = ann.connect().await;
    li.say(room, "hi").await.expect(201);
    assert_eq!(line.next("room_message").await["data"]["sender"], LI.1);

    let moderator = system.with_roles("mod", &[Role::Moderator]);
    for path in LI.2 {
        let sanction = json!({ "kind": "muted", "reason": "test" });
        let place = format!("/v1/people/{path}/sanction");
        moderator.call(Method::PUT, &place).json(&sanction).send().await.expect(200);
        li.say(room, "hi").await.refused(403, "muted");
        moderator.call(Method::DELETE, &place).send().await.expect(204);
        li.say(room, "hi").await.expect(201);
    }
    ann.call(Method::PUT, format!("/v1/blocks/{}", LI.2[1])).send().await.expect(204);
    let blocks = ann.get("/v1/blocks").send().await.expect(200);
    assert_eq!(blocks["items"][0]["user_id"], LI.1);
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_and_points_of_any_subject_are_theirs_under_either_name() {
    let system = System::start().await;
    let (ann, li) = (system.person(ANN.0), system.person(LI.0));
    let server = system.with_roles("server", &[Role::Service, Role::Teacher]);
    for (path, replayed) in ANN.2.into_iter().zip([false, true]) {
        let credit = server.post(format!("/v1/wallets/{path}/credit")).key("open");
        let answer = credit.json(&json!({ "amount": 10 })).send().await;
        assert_eq!(answer.is_replayed(), replayed, "one person, one key");
        assert_eq!(answer.expect(201)["wallet"]["user_id"], ANN.1);
    }
    for (to, key) in [(LI.0, "one"), (LI.1, "two")] {
        ann.post("/v1/wallets/me/transfer")
            .key(key)
            .json(&json!({ "to": to, "amount": 2 }))
            .send()
            .await
            .expect(201);
    }
    for path in LI.2.into_iter().chain(["me"]) {
        assert_eq!(li.get(format!("/v1/wallets/{path}")).send().await.expect(200)["balance"], 4, "{path}");
    }
    ann.get(format!("/v1/wallets/{}", LI.2[0])).send().await.refused(403, "forbidden");
    for student in [ANN.0, ANN.1] {
        let body = json!({ "student_id": student, "points_change": 3, "transaction_type": "add_points", "reason": "quiz" });
        server.post("/v1/points").key(student).json(&body).send().await.expect(201);
    }
    for reader in [&server, &ann] {
        for path in ANN.2 {
            let read = reader.get(format!("/v1/points?student_id={path}")).send().await.expect(200);
            assert_eq!((&read["student_id"], &read["points"]), (&json!(ANN.1), &json!(6)), "{read:#}");
        }
    }
    system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_token_is_explained_on_a_laptop_and_counts_as_none_where_none_is_needed() {
    let system = System::start().await;
    let ann = system.person("ann").with_token(Some("abc".to_owned()));
    let problem = ann.current().await.refused(401, "unauthorized");
    assert_eq!(problem["detail"], "The token is not valid: it is no signed JSON Web Token.");
    ann.get("/v1/health").send().await.expect(200);
}

//! Blocks: seen and undone by whoever made them, and told to nobody else.

use std::time::Duration;

use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::Person;
use crate::system::{System, text};

async fn blocks(person: &Person, query: &str) -> Value {
    person.get(format!("/v1/blocks{query}")).send().await.expect(200)
}

fn names(page: &Value) -> Vec<String> {
    page["items"].as_array().expect("items").iter().map(|block| text(block, "user_id")).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn ones_own_blocks_are_listed_last_first_by_pages_and_undone() {
    let system = System::with(|options| options.test_clock = true).await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    assert_eq!(blocks(&ann, "").await, json!({ "items": [], "next_cursor": null }));
    for name in ["eve", "bob", "mal"] {
        ann.block(name).await;
        system.gateway.clock().advance(Duration::from_secs(1));
    }
    ann.block("eve").await;
    let page = blocks(&ann, "?limit=2").await;
    assert_eq!(names(&page), ["mal", "bob"], "blocking again is no new block");
    assert!(page["items"][0]["blocked_at"].is_string(), "{page:#}");
    let next = blocks(&ann, &format!("?limit=2&cursor={}", text(&page, "next_cursor"))).await;
    assert_eq!((names(&next), &next["next_cursor"]), (vec!["eve".to_owned()], &Value::Null));
    assert_eq!(names(&blocks(&ann, "?order=asc").await), ["eve", "bob", "mal"]);
    assert_eq!(names(&blocks(&bob, "").await), [""; 0], "bob is told of none");
    for name in ["bob", "bob", "nobody"] {
        ann.call(Method::DELETE, format!("/v1/blocks/{name}")).send().await.expect(204);
    }
    assert_eq!(names(&blocks(&ann, "").await), ["mal", "eve"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn no_money_goes_between_two_of_whom_one_has_blocked_the_other() {
    let system = System::start().await;
    let (ann, bob) = (system.person("ann"), system.person("bob"));
    let server = system.with_roles("server", &[Role::Service]);
    for name in ["ann", "bob"] {
        let paid = server.post(format!("/v1/wallets/{name}/credit")).key("open");
        paid.json(&json!({ "amount": 10 })).send().await.expect(201);
    }
    let pay = async |person: &Person, to: &str, key: &str| {
        let body = json!({ "to": to, "amount": 1, "description": "I know where you live" });
        person.post("/v1/wallets/me/transfer").key(key).json(&body).send().await
    };
    pay(&bob, "ann", "before").await.expect(201);
    ann.block("bob").await;
    let stranger = bob.post("/v1/wallets/eve/withdraw").key("no").json(&json!({ "amount": 1 })).send().await;
    let of_another = stranger.refused(403, "forbidden");
    for (payer, to) in [(&bob, "ann"), (&ann, "bob")] {
        let refused = pay(payer, to, "barred").await.refused(403, "forbidden");
        assert_eq!(refused["detail"], of_another["detail"], "it says no more than any 403");
    }
    let again = pay(&bob, "ann", "before").await;
    assert!(again.is_replayed(), "what was paid before is answered as it was");
    let gift = json!({ "to": "ann", "amount": 1 });
    let gift = server.post("/v1/wallets/bob/transfer").key("gift").json(&gift).send().await;
    gift.refused(403, "forbidden");
    let entries = ann.get("/v1/wallets/me/entries").send().await.expect(200);
    assert_eq!(entries["items"].as_array().map(Vec::len), Some(2), "{entries:#}");
    ann.call(Method::DELETE, "/v1/blocks/bob").send().await.expect(204);
    pay(&bob, "ann", "barred").await.expect(201);
}

//! Wallets as their clients see them: who may do what, codes and figures,
//! replays, and the event that follows.

use std::time::Duration;

use futures::future::join_all;
use heartlink_domain::roles::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::client::{Answer, Person};
use crate::system::{System, text};

struct Bank {
    system: System,
    shop: Person,
    admin: Person,
    ann: Person,
}

impl Bank {
    /// Where ann has 100.
    async fn open() -> Self {
        let system = System::with(|options| options.test_clock = true).await;
        let shop = system.with_roles("shop", &[Role::Service]);
        let (admin, ann) = (system.admin(), system.person("ann"));
        let bank = Self { system, shop, admin, ann };
        bank.pay("open", &json!({ "amount": 100 })).await.expect(201);
        bank
    }

    async fn pay(&self, key: &str, body: &Value) -> Answer {
        self.shop.post("/v1/wallets/ann/credit").key(key).json(body).send().await
    }

    /// What ann does with her own wallet.
    async fn ann_does(&self, what: &str, key: &str, body: &Value) -> Answer {
        self.ann.post(format!("/v1/wallets/me/{what}")).key(key).json(body).send().await
    }

    async fn wallet(&self) -> Value {
        self.ann.get("/v1/wallets/me").send().await.expect(200)
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_comes_in_goes_out_and_is_seen_to() {
    let bank = Bank::open().await;
    let paid = bank.pay("c1", &json!({ "amount": 5, "description": "prize", "reference": "r" })).await;
    let paid = paid.expect(201);
    assert_eq!((&paid["entry"]["seq"], &paid["entry"]["kind"]), (&json!(2), &json!("credit")));
    assert_eq!(paid["entry"]["idempotency_key"], "c1");
    assert_eq!((&paid["wallet"]["balance"], &paid["wallet"]["version"]), (&json!(105), &json!(2)));
    let out = bank.ann_does("withdraw", "w1", &json!({ "amount": 5 })).await.expect(201);
    assert_eq!(out["entry"]["amount"], -5);
    let sent = bank.ann_does("transfer", "t1", &json!({ "to": "bob", "amount": 30 })).await.expect(201);
    assert_eq!((&sent["debit"]["amount"], &sent["credit"]["amount"]), (&json!(-30), &json!(30)));
    let (credit, attributes) = (&sent["credit"], &sent["debit"]["attributes"]);
    let told = [credit.get("balance_after"), credit.get("seq"), attributes.get("counterparty_seq")];
    assert_eq!(told, [None; 3], "what bob has, and how often it changed, is not ann's to know");
    let wallet = bank.wallet().await;
    assert_eq!(
        (&wallet["balance"], &wallet["available"], &wallet["held"]),
        (&json!(70), &json!(70), &json!(0))
    );
    assert_eq!((&wallet["user_id"], &wallet["currency"]), (&json!("ann"), &json!("CREDIT")));
    let page = bank.ann.get("/v1/wallets/me/entries?limit=2").send().await.expect(200);
    assert_eq!((&page["items"][0]["seq"], &page["next_cursor"]), (&json!(4), &json!("3")));
    let page = bank.ann.get("/v1/wallets/ann/entries?kind=credit&order=asc").send().await.expect(200);
    assert_eq!(page["items"].as_array().unwrap().len(), 2);
    let found = bank.ann.get("/v1/wallets/me/verify").send().await.expect(200);
    assert_eq!(
        (&found["consistent"], &found["entries"], &found["balance"]),
        (&json!(true), &json!(4), &json!(70))
    );
    let added = bank.ann.get("/v1/wallets/me/verify?incremental=true").send().await.expect(200);
    assert_eq!(added["consistent"], true);
    let bob = bank.system.person("bob").get("/v1/wallets/me").send().await.expect(200);
    assert_eq!(bob["balance"], 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hold_is_captured_in_part_and_the_rest_released() {
    let bank = Bank::open().await;
    let held =
        bank.ann_does("holds", "h1", &json!({ "amount": 40, "expires_in_seconds": 60 })).await.expect(201);
    assert_eq!((&held["wallet"]["held"], &held["wallet"]["available"]), (&json!(40), &json!(60)));
    let short = bank.ann_does("withdraw", "w1", &json!({ "amount": 61 })).await;
    let short = short.refused(409, "insufficient_funds");
    assert_eq!((&short["available"], &short["required"]), (&json!(60), &json!(61)));
    let path = format!("/v1/wallets/ann/holds/{}", text(&held["hold"], "id"));
    bank.ann.post(format!("{path}/capture")).key("x").json(&json!({})).send().await.refused(403, "forbidden");
    let capture = |key: &'static str, amount| {
        bank.shop.post(format!("{path}/capture")).key(key).json(&json!({ "amount": amount })).send()
    };
    capture("p1", 41).await.refused(409, "capture_exceeds_hold");
    let open = bank.ann.get("/v1/wallets/me/holds?status=open").send().await.expect(200);
    assert_eq!(open["items"], json!([held["hold"]]));
    let taken = capture("p2", 10).await.expect(200);
    assert_eq!((&taken["hold"]["status"], &taken["wallet"]["balance"]), (&json!("captured"), &json!(90)));
    assert_eq!(taken["wallet"]["available"], 90);
    bank.shop.post(format!("{path}/void")).key("v1").send().await.refused(409, "hold_not_open");
    let held =
        bank.ann_does("holds", "h2", &json!({ "amount": 40, "expires_in_seconds": 60 })).await.expect(201);
    let path = format!("/v1/wallets/ann/holds/{}", text(&held["hold"], "id"));
    bank.system.pass(Duration::from_secs(61)).await;
    assert_eq!(bank.wallet().await["available"], 90, "the hold has expired");
    bank.shop.post(format!("{path}/capture")).key("p3").send().await.refused(409, "hold_not_open");
    bank.shop.post("/v1/wallets/ann/holds/none/void").key("v2").send().await.refused(404, "hold_not_found");
    let list = async |person: &Person, query: &str| {
        let page = person.get(format!("/v1/wallets/ann/holds?{query}")).send().await.expect(200);
        let status = |hold: &Value| text(hold, "status");
        page["items"].as_array().unwrap().iter().map(status).collect::<Vec<_>>()
    };
    assert_eq!(list(&bank.ann, "").await, ["lapsed", "captured"], "the newest first");
    assert_eq!(list(&bank.shop, "order=asc&limit=1").await, ["captured"]);
    assert_eq!(list(&bank.admin, "status=captured").await, ["captured"]);
    assert_eq!(list(&bank.admin, "status=open").await, [""; 0]);
    bank.ann.get("/v1/wallets/me/holds?status=gone").send().await.refused(400, "invalid_request");
    bank.ann.get("/v1/wallets/me/holds?currency=GOLD").send().await.refused(400, "unknown_currency");
    bank.system.person("eve").get("/v1/wallets/ann/holds").send().await.refused(403, "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_sees_the_wallets_that_they_have() {
    let system =
        System::with(|options| options.settings.wallet.currencies = "CREDIT,GEM,STAR".parse().unwrap()).await;
    let (shop, ann) = (system.with_roles("shop", &[Role::Service]), system.person("ann"));
    let list = async |person: &Person, query: &str| {
        person.get(format!("/v1/wallets/ann/currencies{query}")).send().await.expect(200)
    };
    assert_eq!(list(&ann, "").await, json!({ "items": [], "next_cursor": null }));
    for (currency, amount) in [("STAR", 7), ("CREDIT", 5)] {
        let body = json!({ "amount": amount, "currency": currency });
        shop.post("/v1/wallets/ann/credit").key(currency).json(&body).send().await.expect(201);
    }
    let first = list(&ann, "?limit=1").await;
    assert_eq!((&first["items"][0]["balance"], &first["next_cursor"]), (&json!(5), &json!("CREDIT")));
    let rest = list(&system.admin(), "?limit=2&cursor=CREDIT").await;
    assert_eq!((&rest["items"][0]["currency"], &rest["next_cursor"]), (&json!("STAR"), &Value::Null));
    let shown = ann.get("/v1/wallets/me?currency=STAR").send().await.expect(200);
    assert_eq!(rest["items"], json!([shown]), "as the wallet itself is shown");
    system.person("eve").get("/v1/wallets/ann/currencies").send().await.refused(403, "forbidden");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_input_is_refused_with_its_code_and_changes_nothing() {
    let bank = Bank::open().await;
    let before = bank.wallet().await;
    for amount in
        ["0", "-1", "1.5", "1e3", "\"5\"", "9000000000000001", "99999999999999999999", "null", "true"]
    {
        let body = format!("{{\"amount\":{amount}}}");
        for path in ["/v1/wallets/ann/credit", "/v1/wallets/ann/withdraw", "/v1/wallets/ann/holds"] {
            let call = bank.shop.post(path).key(&format!("{path}{amount}"));
            let refused =
                call.raw("application/json", body.clone()).send().await.refused(400, "invalid_request");
            assert_eq!(refused["errors"][0]["pointer"], "/amount", "{amount}");
        }
    }
    bank.pay("b1", &json!({ "amount": 9_000_000_000_000_000_i64 })).await.refused(409, "balance_limit");
    let unknown = bank.pay("b2", &json!({ "amount": 1, "currency": "GOLD" })).await;
    assert_eq!(unknown.refused(400, "unknown_currency")["known"], json!(["CREDIT"]));
    bank.pay("b3", &json!({ "amount": 1, "colour": "red" })).await.refused(400, "invalid_request");
    bank.ann_does("transfer", "b4", &json!({ "to": "ann", "amount": 1 })).await.refused(400, "self_transfer");
    let keyless = bank.shop.post("/v1/wallets/ann/credit").json(&json!({ "amount": 1 })).send().await;
    keyless.refused(400, "idempotency_key_required");
    let reverse = bank.shop.post("/v1/wallets/ann/entries/9/reverse").key("b5").send().await;
    reverse.refused(404, "entry_not_found");
    assert_eq!(bank.wallet().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_touches_or_learns_of_what_is_not_theirs() {
    let bank = Bank::open().await;
    let bob = bank.system.person("bob");
    let body = json!({ "amount": 1, "to": "bob" });
    for who in ["ann", "nobody-at-all"] {
        for path in ["", "/entries", "/verify", "/lock"] {
            bob.get(format!("/v1/wallets/{who}{path}")).send().await.refused(403, "forbidden");
        }
        let transfer = bob.post(format!("/v1/wallets/{who}/transfer")).key("t").json(&body).send().await;
        transfer.refused(403, "forbidden");
    }
    let credit = bob.post("/v1/wallets/me/credit").key("c").json(&json!({ "amount": 1 })).send().await;
    credit.refused(403, "forbidden");
    let freeze = json!({ "status": "frozen", "reason": "x" });
    let status = bank.shop.call(Method::PUT, "/v1/wallets/ann/status").key("s").json(&freeze).send().await;
    status.refused(403, "forbidden");
    bank.admin.get("/v1/wallets/ann").send().await.expect(200);
    let credit =
        bank.admin.post("/v1/wallets/ann/credit").key("c").json(&json!({ "amount": 1 })).send().await;
    credit.refused(403, "forbidden");
    assert_eq!(bank.wallet().await["balance"], 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_has_one_effect_and_one_answer() {
    let bank = Bank::open().await;
    let first = bank.pay("k1", &json!({ "amount": 5 })).await;
    let again = bank.pay("k1", &json!({ "amount": 5 })).await;
    assert!(!first.is_replayed() && again.is_replayed());
    assert_eq!((again.status, &again.body), (first.status, &first.body));
    bank.pay("k1", &json!({ "amount": 6 })).await.refused(422, "idempotency_key_reused");
    assert_eq!(bank.wallet().await["balance"], 105);
    let reverse = || bank.shop.post("/v1/wallets/ann/entries/2/reverse").key("r1").send();
    let (first, again) = (reverse().await, reverse().await);
    assert_eq!(first.body, again.body);
    assert_eq!(first.expect(201)["entry"]["reverses"], 2);
    let other = bank.admin.post("/v1/wallets/ann/entries/2/reverse").key("r2").send().await;
    assert_eq!(other.refused(409, "already_reversed")["reversed_by"], 3);
    assert_eq!(bank.wallet().await["balance"], 100);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_admin_stops_and_locks_a_wallet() {
    let bank = Bank::open().await;
    let set = async |status: &str| {
        let body = json!({ "status": status, "reason": "fraud" });
        let call = bank.admin.call(Method::PUT, "/v1/wallets/ann/status").key(status).json(&body);
        assert_eq!(call.send().await.expect(200)["status"], status);
    };
    set("no_withdraw").await;
    bank.ann_does("withdraw", "w1", &json!({ "amount": 1 })).await.refused(409, "withdrawals_blocked");
    set("frozen").await;
    bank.pay("c1", &json!({ "amount": 1 })).await.refused(409, "wallet_frozen");
    set("active").await;
    let lock = async |owner: &str| {
        let body = json!({ "owner": owner, "purpose": "audit" });
        bank.admin.post("/v1/wallets/ann/lock").key(owner).json(&body).send().await
    };
    let held = lock("ops").await.expect(201);
    assert_eq!((&held["held"], &held["owner"], &held["fencing"]), (&json!(true), &json!("ops"), &json!(1)));
    assert_eq!(lock("other").await.refused(409, "wallet_locked")["owner"], "ops");
    bank.pay("c2", &json!({ "amount": 1 })).await.refused(423, "wallet_locked");
    for guess in 0..3 {
        let body = json!({ "amount": 1, "fencing": guess });
        bank.pay(&format!("g{guess}"), &body).await.refused(423, "wallet_locked");
        let body = json!({ "amount": 1, "to": "mule", "fencing": guess });
        bank.ann_does("transfer", &format!("t{guess}"), &body).await.refused(403, "forbidden");
        let body = json!({ "amount": 1, "fencing": guess });
        bank.ann_does("withdraw", &format!("w{guess}"), &body).await.refused(403, "forbidden");
    }
    let free = async |query: &str| {
        bank.admin.call(Method::DELETE, format!("/v1/wallets/ann/lock{query}")).send().await
    };
    free("").await.refused(400, "invalid_request");
    free("?owner=other").await.refused(409, "wallet_locked");
    free("?force=true").await.expect(200);
    free("?owner=ops").await.refused(409, "not_locked");
    lock("shop").await.expect(201);
    bank.pay("c3", &json!({ "amount": 1, "fencing": 2 })).await.expect(201);
    free("?owner=shop").await.expect(200);
    bank.pay("c4", &json!({ "amount": 1, "fencing": 2 })).await.refused(409, "lease_lost");
    let state = bank.shop.get("/v1/wallets/ann/lock").send().await.expect(200);
    assert_eq!((&state["held"], &state["remaining_ms"]), (&json!(false), &json!(0)));
    assert_eq!(bank.wallet().await["balance"], 101);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_batch_and_rewards_answer_for_each_operation() {
    let bank = Bank::open().await;
    let operation =
        |who: &str, kind: &str, amount: i64| json!({ "user_id": who, "type": kind, "amount": amount });
    let operations =
        [operation("bob", "credit", 3), operation("ann", "withdraw", 101), operation("bob", "withdraw", 1)];
    let send =
        async |key: &str, body: &Value| bank.shop.post("/v1/wallets/batch").key(key).json(body).send().await;
    let done = send("b1", &json!({ "operations": operations })).await.expect(200);
    assert_eq!((&done["succeeded"], &done["failed"]), (&json!(2), &json!(1)));
    assert_eq!(done["results"][1]["problem"]["code"], "insufficient_funds");
    assert_eq!((&done["results"][2]["index"], &done["results"][2]["ok"]), (&json!(2), &json!(true)));
    assert_eq!(done["results"][2]["entry"]["balance_after"], 2);
    let none = send("b2", &json!({ "operations": operations, "atomic": true })).await.expect(200);
    assert_eq!((&none["succeeded"], &none["failed"]), (&json!(0), &json!(3)));
    assert_eq!(none["results"][0]["problem"]["code"], "not_applied");
    let rewards: Vec<Value> =
        (0..1_000).map(|n| json!({ "user_id": format!("u{}", n % 400), "amount": 1 })).collect();
    let pay = |key: &'static str, rewards: &[Value]| {
        bank.shop.post("/v1/wallets/rewards").key(key).json(&json!({ "rewards": rewards })).send()
    };
    let paid = pay("w1", &rewards).await;
    assert_eq!(paid.body["succeeded"], 1_000, "{paid:#?}");
    let again = pay("w1", &rewards).await;
    assert!(again.is_replayed());
    assert_eq!(again.body, paid.body);
    let wallet = bank.shop.get("/v1/wallets/u7").send().await.expect(200);
    assert_eq!(wallet["balance"], 3);
    let more: Vec<Value> = rewards.iter().chain(&rewards[..1]).cloned().collect();
    assert_eq!(pay("w2", &more).await.expect(202)["job"]["total"], 1_001);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_owner_is_told_of_every_change() {
    let bank = Bank::open().await;
    bank.ann_does("transfer", "t1", &json!({ "to": "bob", "amount": 30 })).await.expect(201);
    let told = bank.ann.told_eventually("wallet_updated", 2).await;
    let figures: Vec<_> =
        told.iter().map(|event| (&event["data"]["balance"], &event["data"]["change"])).collect();
    assert_eq!(figures, [(&json!(100), &json!(100)), (&json!(70), &json!(-30))]);
    let told = bank.system.person("bob").told_eventually("wallet_updated", 1).await;
    assert_eq!(told[0]["data"]["balance"], 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_credits_of_one_wallet_at_the_same_moment_all_succeed() {
    let bank = Bank::open().await;
    let one = json!({ "amount": 1 });
    let keys: Vec<String> = (0..200).map(|n| format!("many-{n}")).collect();
    let answers = join_all(keys.iter().map(|key| bank.pay(key, &one))).await;
    let mut numbers: Vec<u64> =
        answers.into_iter().map(|answer| answer.expect(201)["entry"]["seq"].as_u64().unwrap()).collect();
    numbers.sort_unstable();
    assert_eq!(numbers, (2..=201).collect::<Vec<u64>>());
    assert_eq!(bank.wallet().await["balance"], 300);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_notice_that_comes_again_is_not_paid_again() {
    let bank = Bank::open().await;
    let shop = &bank.shop;
    let credit = |who: &str, key: &str, scope: Option<&str>| {
        let mut body = json!({ "amount": 5, "reference": "pi_3N" });
        if let Some(scope) = scope {
            body["reference_scope"] = json!(scope);
        }
        shop.post(format!("/v1/wallets/{who}/credit")).key(key).json(&body)
    };
    let first = credit("ann", "n1", Some("wallet")).send().await.expect(201);
    let again = credit("ann", "n1", Some("wallet")).send().await;
    assert!(again.is_replayed(), "the same call is answered as before: {again:#?}");
    // A day or a year later, under another key.
    let twice = credit("ann", "n2", Some("wallet")).send().await;
    assert_eq!(twice.refused(409, "reference_used")["seq"], first["entry"]["seq"]);
    credit("bob", "n3", Some("wallet")).send().await.expect(201);
    credit("ann", "n4", None).send().await.expect(201);

    let at_once = join_all((0..8).map(|n| {
        let who = if n % 2 == 0 { "cid" } else { "dan" };
        credit(who, &format!("g{n}"), Some("global")).send_patiently()
    }));
    let (paid, refused): (Vec<_>, Vec<_>) =
        at_once.await.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((paid.len(), refused.len()), (1, 7));
    for answer in refused {
        answer.refused(409, "reference_used");
    }

    let ann = &bank.ann;
    let pay = |path: &str, key: &str, mut body: Value| {
        body["amount"] = json!(1);
        ann.post(format!("/v1/wallets/me/{path}")).key(key).json(&body)
    };
    let own = json!({ "reference": "gift", "reference_scope": "wallet", "to": "bob" });
    pay("transfer", "t1", own.clone()).send().await.expect(201);
    pay("transfer", "t2", own).send().await.refused(409, "reference_used");
    let own = json!({ "reference": "gift", "reference_scope": "wallet" });
    pay("withdraw", "w1", own).send().await.refused(409, "reference_used");
    let all = json!({ "reference": "x", "reference_scope": "global" });
    pay("withdraw", "w2", all).send().await.refused(403, "forbidden");
    let none = json!({ "reference_scope": "wallet" });
    pay("withdraw", "w3", none).send().await.refused(400, "invalid_request");
    bank.system.settled().await;
    assert_eq!(bank.admin.get("/v1/health").send().await.expect(200)["machine"]["dead_letters"], 0);
    bank.system.assert_sound().await;
}

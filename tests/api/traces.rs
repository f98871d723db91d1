//! The trace of one request: from its HTTP call to the push that it caused, as
//! X-Ray's daemon is told.

use heartlink_domain::roles::Role;
use heartlink_testkit::test_env::EngineKind;
use heartlink_testkit::traces::{Trace, TraceDaemon};
use serde_json::{Value, json};

use crate::client::{Call, Person, eventually};
use crate::system::{System, text};

const PUSH: &str = "ApiGatewayManagementApi PostToConnection";
const UNSAMPLED: &str = "Root=1-5759e988-000000000000000000000000;Sampled=0";

struct Traced {
    system: System,
    daemon: TraceDaemon,
}

/// The name of a trace of the test's own.
fn root(number: u8) -> String {
    format!("1-5759e988-{number:024x}")
}

/// The call, as part of a trace that is recorded.
fn recorded(call: Call<'_>, number: u8) -> Call<'_> {
    call.header("x-amzn-trace-id", format!("Root={};Sampled=1", root(number)))
}

fn unrecorded(call: Call<'_>) -> Call<'_> {
    call.header("x-amzn-trace-id", UNSAMPLED)
}

fn ask(person: &Person) -> Call<'_> {
    person.post("/v1/heart-links").json(&json!({}))
}

impl Traced {
    async fn start() -> Self {
        Self::on(EngineKind::Embedded).await
    }

    async fn on(kind: EngineKind) -> Self {
        let daemon = TraceDaemon::listen().await;
        let address = daemon.address();
        Self { system: System::on(kind, |options| options.daemon = Some(address)).await, daemon }
    }

    /// The trace, once it is a whole tree with so many pushes.
    async fn trace(&self, number: u8, pushes: usize) -> Trace {
        self.system.settled().await;
        eventually("a trace that is whole", async || {
            let trace = self.daemon.trace(&root(number));
            let pushed = trace.paths().iter().filter(|path| path.ends_with(PUSH)).count();
            let problems = trace.problems(None);
            if pushed == pushes && problems.is_empty() { Ok(trace) } else { Err((problems, trace.text())) }
        })
        .await
    }

    /// The stored items that carry a trace.
    async fn carriers(&self) -> Vec<String> {
        let mut items: Vec<String> = self.system.everything().await.into_iter().collect();
        items.retain(|item| item.contains("\"trace\":"));
        items
    }

    async fn credit(&self, user: &str, key: &str) -> Value {
        let shop = self.system.with_roles("shop", &[Role::Service]);
        let call = shop.post(format!("/v1/wallets/{user}/credit")).key(key).json(&json!({ "amount": 5 }));
        match key.parse() {
            Ok(number) => recorded(call, number).send().await.expect(201),
            Err(_) => unrecorded(call).send().await.expect(201),
        }
    }
}

async fn a_match_and_a_message(kind: EngineKind) {
    let traced = Traced::on(kind).await;
    let (ann, bob) = (traced.system.person("ann"), traced.system.person("bob"));
    let mut line = ann.connect().await;
    unrecorded(ask(&ann)).send().await.expect(201);
    let met = recorded(ask(&bob), 1).send().await.expect(201);
    let room = text(&met, "room_id");
    line.next("match_found").await;
    let trace = traced.trace(1, 1).await;
    println!("{}", trace.text());
    for path in [
        "gateway",
        "gateway/matching-ask",
        "gateway/matching-ask/DynamoDB TransactWriteItems",
        &format!("gateway/matching-ask/realtime-fanout/{PUSH}"),
    ] {
        trace.at(path);
    }
    // One for each shard that has a record of the match.
    let paths = trace.paths();
    assert!(paths.iter().any(|path| path == "gateway/matching-ask/realtime-fanout"), "{paths:#?}");
    let stored = paths.iter().filter(|path| *path == "gateway/matching-ask/realtime-fanout/DynamoDB PutItem");
    assert_eq!(stored.count(), 2, "an event for each of them: {paths:#?}");
    let write = trace.at("gateway/matching-ask/DynamoDB TransactWriteItems");
    assert_eq!((&write["namespace"], &write["type"]), (&json!("aws"), &json!("subsegment")));
    assert!(write["aws"]["table_name"].as_str().unwrap().ends_with("matching"), "{write:#}");
    assert_eq!(trace.at("gateway/matching-ask")["http"]["response"]["status"], 201);

    let say = bob.post(format!("/v1/rooms/{room}/messages")).json(&json!({ "text": "a secret" }));
    recorded(say, 2).send().await.expect(201);
    line.next("room_message").await;
    let trace = traced.trace(2, 1).await;
    trace.at(&format!("gateway/rooms-send/realtime-fanout/{PUSH}"));
    let heard = json!(traced.daemon.heard()).to_string();
    for said in ["\"ann\"", "\"bob\"", "#ann", "/ann", room.as_str(), "a secret"] {
        assert!(!heard.contains(said), "{said} in {heard}");
    }
    traced.system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_and_a_message_are_one_trace_each_from_the_call_to_the_push() {
    a_match_and_a_message(EngineKind::Embedded).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn so_they_are_on_dynamodb_local() {
    a_match_and_a_message(EngineKind::DynamoDbLocal).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_credit_is_one_trace_up_to_the_push_and_its_ledger_stays_sound() {
    let traced = Traced::start().await;
    let ann = traced.system.person("ann");
    let mut line = ann.connect().await;
    traced.credit("ann", "1").await;
    line.next("wallet_updated").await;
    let trace = traced.trace(1, 1).await;
    println!("{}", trace.text());
    trace.at("gateway/wallet-credit/DynamoDB TransactWriteItems");
    trace.at("gateway/wallet-credit/realtime-ledger/DynamoDB PutItem");
    trace.at(&format!("gateway/wallet-credit/realtime-ledger/{PUSH}"));
    let carriers = traced.carriers().await;
    assert_eq!(carriers.len(), 2, "head and entry: {carriers:#?}");

    traced.credit("ann", "unsampled").await;
    line.next("wallet_updated").await;
    let carriers = traced.carriers().await;
    assert!(matches!(carriers.as_slice(), [entry] if entry.contains("E#")), "{carriers:#?}");
    let entries = unrecorded(ann.get("/v1/wallets/me/entries")).send().await.expect(200);
    assert!(
        entries["items"].as_array().unwrap().len() == 2 && !entries.to_string().contains("trace"),
        "{entries:#}"
    );
    let found = unrecorded(ann.get("/v1/wallets/me/verify")).send().await.expect(200);
    assert_eq!((&found["consistent"], &found["entries"]), (&json!(true), &json!(2)));
    assert_eq!(traced.daemon.traces().len(), 1, "{:?}", traced.daemon.traces());
    traced.system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unsampled_request_tells_nothing_and_leaves_nothing() {
    let traced = Traced::start().await;
    let (ann, bob) = (traced.system.person("ann"), traced.system.person("bob"));
    let mut line = ann.connect().await;
    unrecorded(ask(&ann)).send().await.expect(201);
    unrecorded(ask(&bob)).send().await.expect(201);
    line.next("match_found").await;
    traced.credit("ann", "unsampled").await;
    line.next("wallet_updated").await;
    traced.system.settled().await;
    // What is told in the end comes after whatever would have been told.
    recorded(ann.get("/v1/heart-links/current"), 9).send().await.expect(200);
    let trace = traced.trace(9, 0).await;
    assert!(trace.paths().contains(&"gateway/matching-current".to_owned()));
    assert_eq!(traced.daemon.traces(), [root(9)].into());
    assert_eq!(traced.carriers().await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_that_is_written_again_carries_the_trace_no_longer() {
    let traced = Traced::start().await;
    let (ann, bob) = (traced.system.person("ann"), traced.system.person("bob"));
    unrecorded(ask(&ann)).send().await.expect(201);
    let met = recorded(ask(&bob), 1).send().await.expect(201);
    let room = text(&met, "room_id");
    let persons_and_room = |items: &[String]| {
        items
            .iter()
            .filter(|item| item.contains("(\\\"PERSON\\\")") || item.contains("(\\\"ROOM\\\")"))
            .count()
    };
    let before = traced.carriers().await;
    assert_eq!(persons_and_room(&before), 3, "{before:#?}");
    unrecorded(bob.post(format!("/v1/rooms/{room}/leave"))).send().await.expect(200);
    let after = traced.carriers().await;
    assert_eq!(persons_and_room(&after), 0, "{after:#?}");
    traced.system.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn two_traces_at_once_are_kept_apart() {
    let traced = Traced::start().await;
    let (ann, ben) = (traced.system.person("ann"), traced.system.person("ben"));
    let (mut of_ann, mut of_ben) = (ann.connect().await, ben.connect().await);
    for round in 0..5 {
        let (one, other) = ((2 * round + 1).to_string(), (2 * round + 2).to_string());
        tokio::join!(traced.credit("ann", &one), traced.credit("ben", &other));
        of_ann.next("wallet_updated").await;
        of_ben.next("wallet_updated").await;
    }
    for number in 1..=10 {
        let trace = traced.trace(number, 1).await;
        trace.at("gateway/wallet-credit/DynamoDB TransactWriteItems");
        trace.at(&format!("gateway/wallet-credit/realtime-ledger/{PUSH}"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_says_nothing_begins_a_trace_and_so_does_a_message() {
    let traced = Traced::start().await;
    let (ann, bob, room) = traced.system.pair().await;
    let mut line = bob.connect().await;
    let mut said = ann.connect().await;
    let before = traced.daemon.traces();
    said.send(&json!({ "action": "send", "room_id": room, "text": "hello" })).await;
    line.next("room_message").await;
    traced.system.settled().await;
    let path = format!("gateway/realtime-send/realtime-fanout/{PUSH}");
    eventually("the trace of a message", async || {
        let new = traced.daemon.traces().into_iter().filter(|id| !before.contains(id));
        let traces: Vec<Trace> = new.map(|id| traced.daemon.trace(&id)).collect();
        let is_whole = |trace: &&Trace| trace.problems(None).is_empty() && trace.paths().contains(&path);
        traces
            .iter()
            .find(is_whole)
            .map(|_| ())
            .ok_or_else(|| traces.iter().map(Trace::text).collect::<String>())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_is_told_as_one() {
    let traced = Traced::start().await;
    let ann = traced.system.person("ann");
    recorded(ann.get("/v1/rooms/nowhere"), 1).send().await.refused(403, "forbidden");
    let trace = traced.trace(1, 0).await;
    for path in ["gateway", "gateway/rooms-show"] {
        let part = trace.at(path);
        assert_eq!((&part["error"], part.get("fault")), (&json!(true), None), "{part:#}");
        let url = &part["http"]["request"]["url"];
        assert!(url.as_str().unwrap().starts_with("/v1/rooms/{"), "{part:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_served_all_the_same_where_nobody_listens() {
    let system = System::with(|options| options.daemon = Some(([127, 0, 0, 1], 1).into())).await;
    let mut line = system.person("ann").connect().await;
    system.pair().await;
    line.next("match_found").await;
    system.assert_sound().await;
}

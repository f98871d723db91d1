//! One trace through two functions as AWS runs them: the call that Lambda hands
//! over with its trace header, and the stream function that is fed with what the
//! table holds then.

use std::sync::{Arc, Mutex};

use aws_sdk_dynamodb::types::AttributeValue;
use axum::Router;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::settings::Settings;
use heartlink_local::{EngineChoice, Gateway, ServeOptions};
use heartlink_store::Store;
use heartlink_store::client::{http_client, local_client};
use heartlink_store::clock::Clock;
use heartlink_store::retry::pause;
use heartlink_store::trace::Header;
use heartlink_testkit::traces::{Trace, TraceDaemon};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::time::{Duration, timeout};

use crate::runtime::Function;
use crate::{Tables, body, event};

const ROOT: &str = "1-5759e988-bd862e3fe1be46a994272793";
const PARENT: &str = "53995c3f42cd8ad8";
const LIMIT: Duration = Duration::from_secs(200);

/// Takes posts to connections as API Gateway does, and keeps them.
async fn connections() -> (String, Arc<Mutex<Vec<String>>>) {
    let posts = Arc::<Mutex<Vec<String>>>::default();
    let take = |State(posts): State<Arc<Mutex<Vec<String>>>>, body: String| async move {
        posts.lock().unwrap().push(body);
    };
    let router = Router::new().route("/@connections/{id}", post(take)).with_state(posts.clone());
    (serve(router).await, posts)
}

async fn serve(router: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// The trace, once it is a whole tree with a part at `path`.
async fn whole(daemon: &TraceDaemon, above: Option<&str>, path: &str) -> Trace {
    let search = async {
        loop {
            let trace = daemon.trace(ROOT);
            if trace.problems(above).is_empty() && trace.paths().iter().any(|found| found == path) {
                return trace;
            }
            pause(Duration::from_millis(20)).await;
        }
    };
    let found = timeout(LIMIT, search).await;
    found
        .unwrap_or_else(|_| panic!("{:#?} {}", daemon.trace(ROOT).problems(above), daemon.trace(ROOT).text()))
}

/// As a stream shows it.
fn shown(value: &AttributeValue) -> Value {
    match value {
        AttributeValue::S(text) => json!({ "S": text }),
        AttributeValue::N(number) => json!({ "N": number }),
        AttributeValue::Bool(value) => json!({ "BOOL": value }),
        AttributeValue::L(list) => json!({ "L": list.iter().map(shown).collect::<Vec<_>>() }),
        AttributeValue::M(members) => {
            let members: serde_json::Map<_, _> =
                members.iter().map(|(name, value)| (name.clone(), shown(value))).collect();
            json!({ "M": members })
        }
        AttributeValue::Null(_) => json!({ "NULL": true }),
        other => panic!("{other:?}"),
    }
}

/// An item as the table holds it.
async fn item(tables: &Tables, pk: &str, sk: &str) -> Value {
    let client = local_client(http_client(), &tables.local.endpoint());
    let got = client
        .get_item()
        .table_name(format!("{}matching", tables.prefix))
        .key("pk", AttributeValue::S(pk.to_owned()))
        .key("sk", AttributeValue::S(sk.to_owned()));
    let item = got.send().await.unwrap().item.unwrap();
    shown(&AttributeValue::M(item))["M"].take()
}

/// The record of the stream when `item` was written first.
fn record(item: &Value) -> Value {
    json!({ "Records": [{
        "awsRegion": "local", "eventID": "e1", "eventName": "INSERT", "eventSource": "aws:dynamodb",
        "eventSourceARN": "arn:stream", "eventVersion": "1.1",
        "dynamodb": {
            "ApproximateCreationDateTime": 1_795_251_600, "Keys": { "pk": item["pk"], "sk": item["sk"] },
            "NewImage": item, "OldImage": {}, "SequenceNumber": "100", "SizeBytes": 1,
            "StreamViewType": "NEW_AND_OLD_IMAGES",
        },
    }] })
}

/// Ann asks unsampled, then bob sampled: the room they are in, as it is stored.
async fn pair(settings: &[(&str, &str)]) -> (Tables, Value) {
    let tables = Tables::new().await;
    let mut ask = Function::start_with(("matching-ask", "matching-ask"), tables.place(), settings).await;
    let asking = |who| event("POST", "/v1/heart-links", Some(who), Some(&json!({})));
    let unsampled = "Root=1-5759e988-000000000000000000000001;Parent=0000000000000001;Sampled=0";
    ask.invoke_traced(asking("ann"), unsampled).await;
    let waiting = item(&tables, "U#ann", "PERSON").await;
    assert_eq!(waiting.get("trace"), None, "{waiting:#}");
    let sampled = format!("Root={ROOT};Parent={PARENT};Sampled=1;Lineage=1:0123abcd:0");
    let met = body(&ask.invoke_traced(asking("bob"), &sampled).await);
    assert_eq!(met["partner"], "ann");
    let room = item(&tables, &format!("R#{}", met["room_id"].as_str().unwrap()), "ROOM").await;
    (tables, room)
}

#[tokio::test]
async fn a_trace_goes_from_the_call_over_the_table_to_the_push() {
    let daemon = TraceDaemon::listen().await;
    let address = daemon.address().to_string();
    let (endpoint, posts) = connections().await;
    let settings = [
        ("AWS_XRAY_DAEMON_ADDRESS", address.as_str()),
        ("HEARTLINK_TRACING", "Active"),
        ("HEARTLINK_CONNECTIONS_ENDPOINT", endpoint.as_str()),
        ("HEARTLINK_FILES_BUCKET", "uploads"),
    ];
    let (tables, room) = pair(&settings).await;
    let client = local_client(http_client(), &tables.local.endpoint());
    let store = Store::new(client, &tables.prefix, Settings::default(), Clock::default(), 1);
    store
        .open_connection(&"c1=".parse().unwrap(), &Caller::new("ann".parse().unwrap(), &[Role::User]))
        .await
        .unwrap();

    let function = ("heartlink-all", "realtime-fanout");
    let mut fanout = Function::start_with(function, tables.place(), &settings).await;
    let own = "Root=1-5759e988-000000000000000000000002;Parent=0000000000000002;Sampled=0";
    let answer = fanout.invoke_traced(record(&room), own).await;
    assert_eq!(answer, json!({ "batchItemFailures": [] }));
    assert!(matches!(posts.lock().unwrap().as_slice(), [post] if post.contains("match_found")), "{posts:?}");

    let push = "matching-ask/realtime-fanout/ApiGatewayManagementApi PostToConnection";
    let trace = whole(&daemon, Some(PARENT), push).await;
    println!("{}", trace.text());
    trace.at("matching-ask/DynamoDB TransactWriteItems");
    let stored = trace.paths();
    let stored = stored.iter().filter(|path| *path == "matching-ask/realtime-fanout/DynamoDB PutItem");
    assert_eq!(stored.count(), 2, "an event for each of them");
    assert_eq!(trace.at("matching-ask")["type"], "subsegment", "below the segment of Lambda");
    let fanned_out = trace.at("matching-ask/realtime-fanout");
    assert_eq!(fanned_out.get("type"), None, "a segment of its own: Lambda's is in another trace");
    let header = Header::parse(room["trace"]["S"].as_str().unwrap()).unwrap();
    assert_eq!(fanned_out["parent_id"], header.parent.unwrap().to_string());
    assert_eq!(daemon.traces().len(), 1, "{:?}", daemon.traces());
}

#[tokio::test]
async fn switched_off_nothing_is_told_and_nothing_is_left() {
    let daemon = TraceDaemon::listen().await;
    let address = daemon.address().to_string();
    let settings = [("AWS_XRAY_DAEMON_ADDRESS", address.as_str()), ("HEARTLINK_TRACING", "Disabled")];
    let (_tables, room) = pair(&settings).await;
    assert_eq!(room.get("trace"), None, "{room:#}");
    assert_eq!(daemon.heard(), Vec::<Value>::new());
}

#[tokio::test(flavor = "multi_thread")]
async fn functions_elsewhere_are_called_in_the_trace_of_the_gateway() {
    let daemon = TraceDaemon::listen().await;
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let answer = |State(seen): State<Arc<Mutex<Vec<String>>>>, headers: HeaderMap| async move {
        let header = headers.get("x-amzn-trace-id").map(|header| header.to_str().unwrap().to_owned());
        seen.lock().unwrap().extend(header);
        json!({ "statusCode": 200, "body": "{}" }).to_string()
    };
    let route = "/2015-03-31/functions/{name}/invocations";
    let functions = serve(Router::new().route(route, post(answer)).with_state(seen.clone())).await;
    let folder = tempfile::tempdir().unwrap();
    let tables = Tables::new().await;
    let gateway = Gateway::start(ServeOptions {
        engine: EngineChoice::Endpoint(tables.local.endpoint()),
        table_prefix: tables.prefix.clone(),
        functions: Some(functions),
        daemon: Some(daemon.address()),
        ..ServeOptions::ephemeral(folder.path())
    });
    let gateway = gateway.await.unwrap();
    let call = reqwest::Client::new().get(format!("{}/v1/health", gateway.url()));
    let answered = call.header("x-amzn-trace-id", format!("Root={ROOT}")).send().await.unwrap();
    assert_eq!(answered.status(), 200);
    let trace = whole(&daemon, None, "gateway").await;
    let header = Header::parse(&seen.lock().unwrap()[0]).unwrap();
    assert_eq!((header.root.to_string().as_str(), header.sampled), (ROOT, Some(true)));
    assert_eq!(trace.at("gateway")["id"], header.parent.unwrap().to_string());
}

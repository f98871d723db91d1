//! Calls and batches through the dispatch, with a socket that stands for the
//! daemon.

use std::net::UdpSocket;
use std::time::Duration;

use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use futures::StreamExt;
use heartlink_store::tables::Table;
use lambda_http::RequestExt;
use serde_json::{Value, json};

use super::*;
use crate::dispatch::{self, fixture};
use crate::stream::{Match, StreamFilter};
use crate::{Code, HttpRoute, Problem, ScheduleRoute, StreamRoute, route};

const ANN: &str = "Root=1-5759e988-aaaaaaaaaaaaaaaaaaaaaaaa;Parent=aaaaaaaaaaaaaaaa;Sampled=1";
const BOB: &str = "Root=1-5759e988-bbbbbbbbbbbbbbbbbbbbbbbb;Parent=bbbbbbbbbbbbbbbb;Sampled=1";
const OWN: &str = "Root=1-5759e988-cccccccccccccccccccccccc;Parent=cccccccccccccccc;Sampled=1";

/// Who listens where the daemon would.
struct Listener(UdpSocket);

impl Listener {
    fn new() -> Self {
        let socket = UdpSocket::bind("127.0.0.1:0").unwrap();
        socket.set_nonblocking(true).unwrap();
        Self(socket)
    }

    /// What has come so far.
    fn heard(&self) -> Vec<Value> {
        let mut documents = Vec::new();
        let mut buffer = [0; 65_536];
        while let Ok(length) = self.0.recv(&mut buffer) {
            let text = std::str::from_utf8(&buffer[..length]).unwrap();
            let (_, document) = text.split_once('\n').unwrap();
            documents.push(serde_json::from_str(document).unwrap());
        }
        documents
    }
}

async fn app() -> (App, Listener) {
    let listener = Listener::new();
    let daemon = Arc::new(Daemon::new(listener.0.local_addr().unwrap()));
    (App { daemon: Some(daemon), ..fixture::app_with_store().await }, listener)
}

fn context(header: &str) -> Context {
    let mut context = Context::default();
    context.xray_trace_id = Some(header.to_owned());
    context
}

async fn look(app: &App) {
    app.store.connection(&"c1".parse().unwrap()).await.unwrap();
}

static LOOKS: HttpRoute = HttpRoute {
    name: "rooms-show",
    method: "GET",
    path: "/v1/rooms/{id}",
    access: route::Access::Public,
    counts_as_activity: false,
    limit: None,
    key: crate::route::Key::None,
    takes_query: false,
    errors: &[],
    permissions: &[],
    run: |app, _| {
        Box::pin(async move {
            look(&app).await;
            Err(Problem::new(Code::RoomEnded, "It ended."))
        })
    },
};

/// Answers a request that Lambda hands over in the trace of `header`.
async fn call(app: &App, header: Option<&str>) -> u16 {
    let event = json!({
        "version": "2.0", "routeKey": "GET /v1/rooms/{id}", "rawPath": "/v1/rooms/secret",
        "rawQueryString": "", "isBase64Encoded": false, "headers": { "x-amzn-trace-id": BOB },
        "requestContext": {
            "accountId": "0", "apiId": "api", "stage": "$default", "requestId": "r1", "timeEpoch": 1,
            "http": { "method": "GET", "path": "/v1/rooms/secret" },
        },
    });
    let mut request = lambda_http::request::from_str(&event.to_string()).unwrap();
    if let Some(header) = header {
        request = request.with_lambda_context(context(header));
    }
    dispatch::http(app, &LOOKS, request).await.status().as_u16()
}

#[tokio::test]
async fn a_call_is_told_with_what_it_did_below_what_caused_it() {
    let (app, daemon) = app().await;
    assert_eq!(call(&app, Some(ANN)).await, 409);
    let heard = daemon.heard();
    let [store, run] = heard.as_slice() else { panic!("{heard:#?}") };
    assert_eq!((&run["name"], &run["parent_id"]), (&json!("rooms-show"), &json!("aaaaaaaaaaaaaaaa")));
    assert_eq!((&run["type"], &run["error"]), (&json!("subsegment"), &json!(true)));
    assert_eq!(run["http"]["request"]["url"], "/v1/rooms/{id}");
    assert_eq!((&store["parent_id"], &store["name"]), (&run["id"], &json!("DynamoDB")));
    assert_eq!(store["aws"], json!({ "operation": "GetItem", "table_name": "test-realtime" }));
    for document in &heard {
        assert_eq!(document["trace_id"], "1-5759e988-aaaaaaaaaaaaaaaaaaaaaaaa");
        assert!(!document.to_string().contains("secret"), "{document}");
    }
}

/// The header of the event is the client's own word; Lambda's is what counts.
#[tokio::test]
async fn a_call_that_lambda_does_not_sample_is_not_told() {
    let (app, daemon) = app().await;
    let unsampled = ANN.replace("Sampled=1", "Sampled=0");
    for header in
        [None, Some(unsampled.as_str()), Some("nonsense"), Some("Root=1-5759e988-aaaaaaaaaaaaaaaaaaaaaaaa")]
    {
        assert_eq!(call(&app, header).await, 409);
    }
    assert!(daemon.heard().is_empty());
    let app = App { daemon: None, ..app };
    assert_eq!(call(&app, Some(ANN)).await, 409);
    assert!(daemon.heard().is_empty());
}

static EACH: StreamRoute = StreamRoute {
    name: "realtime-fanout",
    table: Table::Matching,
    batch: 10,
    filter: StreamFilter::sort_key(&[Match::Exact("PERSON")]),
    permissions: &[],
    run: |app, event| {
        Box::pin(async move {
            let each = futures::stream::iter(&event.records);
            each.for_each_concurrent(4, |record| for_record(header_of(record), look(&app))).await;
            Vec::new()
        })
    },
};
/// What works on its records together.
static JOINT: StreamRoute = StreamRoute {
    name: "matching-pair",
    run: |app, _| {
        Box::pin(async move {
            look(&app).await;
            Vec::new()
        })
    },
    ..EACH
};

/// Records that were written in the course of these traces.
fn batch(headers: &[Option<&str>]) -> StreamEvent {
    let record = |(number, header): (usize, &Option<&str>)| {
        let mut image = json!({ "pk": { "S": "U#ann" } });
        if let Some(header) = header {
            image["trace"] = json!({ "S": header });
        }
        json!({
            "awsRegion": "eu-west-1", "eventID": "1", "eventName": "MODIFY",
            "dynamodb": {
                "ApproximateCreationDateTime": 1, "Keys": { "sk": { "S": "PERSON" } }, "NewImage": image,
                "OldImage": {}, "SequenceNumber": number.to_string(), "SizeBytes": 1,
                "StreamViewType": "NEW_AND_OLD_IMAGES",
            },
        })
    };
    let records: Vec<Value> = headers.iter().enumerate().map(record).collect();
    serde_json::from_value(json!({ "Records": records })).unwrap()
}

/// The runs that were told, and how many calls each of them made.
fn runs(heard: &[Value]) -> Vec<(String, String, usize)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |run: &Value| {
        let below = heard.iter().filter(|one| one["parent_id"] == run["id"]);
        assert!(below.clone().all(|one| one["trace_id"] == run["trace_id"]), "{heard:#?}");
        (text(&run["trace_id"])[11..12].to_owned(), text(&run["parent_id"]), below.count())
    };
    let mut runs: Vec<_> = heard.iter().filter(|one| one.get("namespace").is_none()).map(of).collect();
    runs.sort();
    runs
}

fn run(trace: char, calls: usize) -> (String, String, usize) {
    (trace.to_string(), trace.to_string().repeat(16), calls)
}

#[tokio::test]
async fn a_batch_goes_on_with_each_of_its_traces_and_keeps_them_apart() {
    let (app, daemon) = app().await;
    let records = [Some(ANN), Some(BOB), None, Some(ANN), Some("nonsense")];
    assert!(dispatch::stream(&app, &EACH, batch(&records), None).await.is_empty());
    let heard = daemon.heard();
    assert_eq!(runs(&heard), [run('a', 2), run('b', 1)], "{heard:#?}");
    for document in heard.iter().filter(|one| one["name"] == "realtime-fanout") {
        assert_eq!(document.get("type"), None, "a segment of its own: nobody else sends it");
        assert_eq!(document["metadata"]["records"], json!({ "all": 5, "failed": 0 }));
    }
}

#[tokio::test]
async fn what_belongs_to_no_record_s_trace_belongs_to_that_of_lambda() {
    let (app, daemon) = app().await;
    let event = batch(&[Some(ANN), None]);
    assert!(dispatch::stream(&app, &EACH, event, Some(&context(OWN))).await.is_empty());
    assert_eq!(runs(&daemon.heard()), [run('a', 1), run('c', 1)]);
    let unsampled = batch(&[Some(&ANN.replace("Sampled=1", "Sampled=0"))]);
    assert!(dispatch::stream(&app, &EACH, unsampled, None).await.is_empty());
    assert!(daemon.heard().is_empty());
}

#[tokio::test]
async fn a_run_that_serves_its_records_together_is_part_of_a_trace_only_if_all_are() {
    let (app, daemon) = app().await;
    for (records, expected) in [
        (&[Some(ANN), Some(ANN)][..], vec![run('a', 1)]),
        (&[Some(ANN), None][..], vec![run('a', 0)]),
        (&[Some(ANN), Some(BOB)][..], vec![run('a', 0), run('b', 0)]),
        (&[None][..], vec![]),
    ] {
        assert!(dispatch::stream(&app, &JOINT, batch(records), None).await.is_empty());
        assert_eq!(runs(&daemon.heard()), expected, "{records:?}");
    }
}

#[tokio::test]
async fn a_batch_of_very_many_traces_is_told_in_part() {
    let (app, daemon) = app().await;
    let header = |n: usize| format!("Root=1-5759e988-{n:024x};Parent=aaaaaaaaaaaaaaaa;Sampled=1");
    let headers: Vec<String> = (0..MAX_TRACES + 5).map(header).collect();
    let records: Vec<Option<&str>> = headers.iter().map(|header| Some(header.as_str())).collect();
    assert!(dispatch::stream(&app, &EACH, batch(&records), None).await.is_empty());
    assert_eq!(daemon.heard().len(), 2 * MAX_TRACES);
}

#[tokio::test]
async fn a_schedule_is_told_where_lambda_samples_it() {
    static TICK: ScheduleRoute = ScheduleRoute {
        name: "maintenance-minute",
        every: |_| Duration::from_secs(60),
        permissions: &[],
        run: |app| {
            Box::pin(async move {
                look(&app).await;
                Ok(json!({}))
            })
        },
    };
    let (app, daemon) = app().await;
    dispatch::schedule(&app, &TICK, None).await.unwrap();
    assert!(daemon.heard().is_empty());
    dispatch::schedule(&app, &TICK, Some(&context(OWN))).await.unwrap();
    assert_eq!(runs(&daemon.heard()), [run('c', 1)]);
}

#[tokio::test]
async fn an_arrival_begins_a_trace_or_goes_on_with_that_of_the_caller() {
    let (app, daemon) = app().await;
    let begun = Arrival::begin(&app, "gateway", None).unwrap();
    let handed_on = Header::parse(&begun.header()).unwrap();
    assert_eq!((handed_on.root.to_string(), handed_on.sampled), (begun.trace_id(), Some(true)));
    begun.end("r1", Some(("GET", "/v1/health")), 200);
    let heard = daemon.heard();
    assert_eq!(heard[0]["id"], handed_on.parent.unwrap().to_string());
    assert_eq!((heard[0].get("type"), heard[0].get("parent_id")), (None, None));

    let adopted = Arrival::begin(&app, "gateway", Some(ANN)).unwrap();
    adopted.end("r1", None, 200);
    assert_eq!(runs(&daemon.heard()), [run('a', 0)]);
    let undecided = ANN.replace(";Sampled=1", "");
    assert_eq!(Arrival::begin(&app, "gateway", Some(&undecided)).unwrap().trace_id(), undecided[5..40]);
    assert!(Arrival::begin(&app, "gateway", Some("nonsense")).is_some());
    assert!(Arrival::begin(&app, "gateway", Some(&ANN.replace("Sampled=1", "Sampled=0"))).is_none());
    assert!(Arrival::begin(&App { daemon: None, ..app }, "gateway", Some(ANN)).is_none());
}

//! Segment documents, as X-Ray takes them.
//!
//! Pure. No user id, token or text is in one: paths are those of the routes,
//! with their parameters in braces.

use heartlink_store::trace::{Call, Outcome, Segment};
use serde_json::{Value, json};

/// Where in its trace a part stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Below a segment that somebody else sends: Lambda's own.
    Subsegment,
    /// On its own.
    Segment,
}

/// What became of a segment.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Ended<'a> {
    pub request_id: &'a str,
    /// Method and path, of an HTTP call.
    pub http: Option<(&'a str, &'a str)>,
    pub status: u16,
    /// Records of a stream batch: all and failed.
    pub records: Option<(usize, usize)>,
}

/// The document of `segment`, which has just ended.
pub(super) fn of_segment(segment: &Segment, kind: Kind, ended: &Ended<'_>, left_out: usize) -> Value {
    let mut document = json!({
        "name": segment.name,
        "id": segment.id.to_string(),
        "trace_id": segment.header.root.to_string(),
        "start_time": segment.start(),
        "end_time": segment.present(),
        "annotations": { "request_id": ended.request_id },
    });
    if let Some(parent) = segment.header.parent {
        document["parent_id"] = parent.to_string().into();
    }
    if kind == Kind::Subsegment {
        document["type"] = "subsegment".into();
    }
    if let Some((method, path)) = ended.http {
        let request = json!({ "method": method, "url": path });
        document["http"] = json!({ "request": request, "response": { "status": ended.status } });
    }
    if let Some((all, failed)) = ended.records {
        document["metadata"]["records"] = json!({ "all": all, "failed": failed });
    }
    if left_out > 0 {
        document["metadata"]["calls_left_out"] = left_out.into();
    }
    flag(&mut document, of_status(ended.status));
    document
}

/// The document of a call in the course of `segment`.
pub(super) fn of_call(segment: &Segment, call: &Call) -> Value {
    let mut aws = json!({ "operation": call.what.operation });
    match call.tables.as_slice() {
        [] => {}
        [table] => aws["table_name"] = table.as_str().into(),
        tables => aws["table_names"] = json!(tables),
    }
    let mut document = json!({
        "type": "subsegment",
        "name": call.what.service,
        "id": call.id.to_string(),
        "trace_id": segment.header.root.to_string(),
        "parent_id": segment.id.to_string(),
        "start_time": call.start,
        "end_time": call.end,
        "namespace": "aws",
        "aws": aws,
    });
    flag(&mut document, call.outcome);
    document
}

fn of_status(status: u16) -> Outcome {
    match status {
        ..400 => Outcome::Done,
        429 => Outcome::Throttled,
        400..=428 | 430..=499 => Outcome::Refused,
        _ => Outcome::Failed,
    }
}

fn flag(document: &mut Value, outcome: Outcome) {
    let flags: &[&str] = match outcome {
        Outcome::Done => &[],
        Outcome::Refused => &["error"],
        Outcome::Throttled => &["error", "throttle"],
        Outcome::Failed => &["fault"],
    };
    for flag in flags {
        document[*flag] = true.into();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use heartlink_store::trace::{Called, Header, called, within};

    use super::*;
    use crate::dispatch::fixture;

    const ENDED: Ended<'static> = Ended { request_id: "r1", http: None, status: 200, records: None };

    fn segment(header: &str) -> Arc<Segment> {
        let header = Header::parse(header).unwrap();
        Segment::begin(&fixture::app().store, "wallet-credit", header)
    }

    fn begun() -> Arc<Segment> {
        segment("Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1")
    }

    #[test]
    fn a_run_stands_below_what_caused_it() {
        let http = Some(("POST", "/v1/wallets/{user}/credit"));
        let document = of_segment(&begun(), Kind::Subsegment, &Ended { http, status: 201, ..ENDED }, 0);
        assert_eq!(document["name"], "wallet-credit");
        assert_eq!(document["trace_id"], "1-5759e988-bd862e3fe1be46a994272793");
        assert_eq!(document["parent_id"], "53995c3f42cd8ad8");
        assert_eq!(document["type"], "subsegment");
        assert_eq!(document["annotations"], json!({ "request_id": "r1" }));
        let request = json!({ "method": "POST", "url": "/v1/wallets/{user}/credit" });
        assert_eq!(document["http"], json!({ "request": request, "response": { "status": 201 } }));
        let (start, end) = (document["start_time"].as_f64().unwrap(), document["end_time"].as_f64().unwrap());
        assert!(1_700_000_000.0 < start && start <= end, "{document}");
    }

    #[test]
    fn a_segment_of_its_own_says_nothing_that_it_does_not_know() {
        let alone = segment("Root=1-5759e988-bd862e3fe1be46a994272793");
        let document = of_segment(&alone, Kind::Segment, &ENDED, 0);
        for absent in ["type", "parent_id", "http", "metadata", "error", "fault", "throttle"] {
            assert_eq!(document.get(absent), None, "{absent}");
        }
        let document = of_segment(&alone, Kind::Segment, &Ended { records: Some((3, 1)), ..ENDED }, 7);
        let records = json!({ "all": 3, "failed": 1 });
        assert_eq!(document["metadata"], json!({ "records": records, "calls_left_out": 7 }));
    }

    #[test]
    fn a_status_shows_as_flags() {
        for (status, flags) in [
            (302, &[][..]),
            (404, &["error"]),
            (429, &["error", "throttle"]),
            (500, &["fault"]),
            (503, &["fault"]),
        ] {
            let document = of_segment(&begun(), Kind::Segment, &Ended { status, ..ENDED }, 0);
            let set: Vec<&str> =
                ["error", "throttle", "fault"].into_iter().filter(|flag| document[*flag] == true).collect();
            assert_eq!(set, flags, "{status}");
        }
    }

    #[tokio::test]
    async fn a_call_stands_below_its_run_and_names_its_tables() {
        let segment = begun();
        let what = |operation| Called { service: "DynamoDB", operation };
        within(Some(segment.clone()), async {
            let tables = || vec!["p-ledger".to_owned(), "p-idempotency".to_owned()];
            let refused = async { Err::<(), ()>(()) };
            let _ = called(what("TransactWriteItems"), tables, refused, |()| Outcome::Refused).await;
            let done = async { Ok::<(), ()>(()) };
            let _ = called(what("GetItem"), || vec!["p-ledger".to_owned()], done, |()| Outcome::Failed).await;
        })
        .await;
        let (calls, _) = segment.take_calls();
        let [write, read] = [of_call(&segment, &calls[0]), of_call(&segment, &calls[1])];
        assert_eq!(
            (&write["parent_id"], &write["type"]),
            (&json!(segment.id.to_string()), &json!("subsegment"))
        );
        assert_eq!((&write["namespace"], &write["name"]), (&json!("aws"), &json!("DynamoDB")));
        let tables = json!(["p-ledger", "p-idempotency"]);
        assert_eq!(write["aws"], json!({ "operation": "TransactWriteItems", "table_names": tables }));
        assert_eq!(read["aws"], json!({ "operation": "GetItem", "table_name": "p-ledger" }));
        assert_eq!((&write["error"], read.get("error")), (&json!(true), None));
    }
}

//! Functions that no caller waits for: stream batches and schedules.

use std::collections::HashSet;
use std::time::Duration;

use aws_lambda_events::event::dynamodb::Event as StreamEvent;
use heartlink_store::context;
use lambda_http::Context;
use serde_json::Value;
use tracing::Instrument;

use super::deadline::{Completed, deadline, run_until};
use super::http::own_request_id;
use crate::telemetry::Access;
use crate::trace::{self, Batch, Kind};
use crate::{App, Problem, ScheduleRoute, StreamRoute};

/// Time that a run has where the invocation sets no deadline.
const SPAN: Duration = Duration::from_secs(300);

/// Hands the records that `route` wants to it. Returns the sequence numbers of
/// the records that must be delivered again: after a panic or at the deadline
/// all of them.
pub async fn stream(
    app: &App,
    route: &'static StreamRoute,
    mut event: StreamEvent,
    context: Option<&Context>,
) -> Vec<String> {
    event.records.retain(|record| route.filter.matches(record));
    if event.records.is_empty() {
        return Vec::new();
    }
    let all = sequence_numbers(&event);
    let request_id = background_id(app, context);
    let traces = Batch::begin(app, (route.name, &request_id), context, &event.records);
    let trace_id = traces.ids();
    let span = tracing::info_span!("stream", request_id, route = route.name, trace_id);
    let work = traces.clone().run(async { Ok((route.run)(app.clone(), event).await) });
    let deadline = deadline(app, context, SPAN);
    let Completed { result, cost, elapsed } =
        context::call(route.function(), run_until(app, deadline, work)).instrument(span).await;
    let (failed, problem) = match result {
        Ok(failed) => (failed, None),
        Err(problem) => (all.clone(), Some(problem)),
    };
    let access = Access {
        request_id: &request_id,
        trace_id: trace_id.as_deref(),
        route: route.name,
        user: None,
        status: status(problem.as_ref()),
        problem: problem.as_ref(),
        elapsed,
        cost,
        at: app.store.now(),
        records: Some((all.len(), failed.len())),
        scheduled: false,
    };
    access.record();
    traces.end(app, &access.ended(None));
    failed
}

/// Runs `route` once and returns its report.
///
/// # Errors
/// The problem of the run, which the log has already.
pub async fn schedule(
    app: &App,
    route: &'static ScheduleRoute,
    context: Option<&Context>,
) -> Result<Value, Problem> {
    let request_id = background_id(app, context);
    let part = trace::begin(app, route.name, context);
    let trace_id = trace::id(part.as_ref());
    let span = tracing::info_span!("schedule", request_id, route = route.name, trace_id);
    let work = trace::within(part.clone(), async { (route.run)(app.clone()).await });
    let deadline = deadline(app, context, SPAN);
    let Completed { result, cost, elapsed } =
        context::call(route.function(), run_until(app, deadline, work)).instrument(span).await;
    let access = Access {
        request_id: &request_id,
        trace_id: trace_id.as_deref(),
        route: route.name,
        user: None,
        status: status(result.as_ref().err()),
        problem: result.as_ref().err(),
        elapsed,
        cost,
        at: app.store.now(),
        records: None,
        scheduled: true,
    };
    access.record();
    if let Some(part) = part {
        trace::end(app, &part, Kind::Subsegment, &access.ended(None));
    }
    if let Ok(report) = &result {
        tracing::info!(request_id, route = route.name, trace_id, %report, "report");
    }
    result
}

fn sequence_numbers(event: &StreamEvent) -> Vec<String> {
    let mut seen = HashSet::new();
    let numbers = event.records.iter().filter_map(|record| record.change.sequence_number.clone());
    numbers.filter(|number| seen.insert(number.clone())).collect()
}

fn background_id(app: &App, context: Option<&Context>) -> String {
    context
        .map(|context| context.request_id.clone())
        .filter(|id| !id.is_empty())
        .unwrap_or_else(|| own_request_id(app))
}

fn status(problem: Option<&Problem>) -> u16 {
    problem.map_or(200, |problem| problem.code.status())
}

#[cfg(test)]
mod tests {
    use heartlink_store::tables::Table;
    use serde_json::json;

    use super::super::fixture;
    use super::*;
    use crate::Code;
    use crate::stream::{Match, StreamFilter};

    static LAST_FAILS: StreamRoute = StreamRoute {
        name: "realtime-deliver",
        table: Table::Matching,
        batch: 10,
        filter: StreamFilter::sort_key(&[Match::Prefix("MSG#")]),
        permissions: &[],
        run: |_, event| Box::pin(async move { sequence_numbers(&event).split_off(1) }),
    };
    static PANICS: StreamRoute =
        StreamRoute { run: |_, _| Box::pin(async { panic!("a defect") }), ..LAST_FAILS };

    fn event(records: &[(&str, &str)]) -> StreamEvent {
        let record = |(number, sort_key): &(&str, &str)| {
            json!({
                "awsRegion": "eu-west-1", "eventID": number, "eventName": "INSERT",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1, "Keys": { "sk": { "S": sort_key } }, "NewImage": {}, "OldImage": {},
                    "SequenceNumber": number, "SizeBytes": 1, "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
            })
        };
        let records: Vec<Value> = records.iter().map(record).collect();
        serde_json::from_value(json!({ "Records": records })).unwrap()
    }

    #[tokio::test]
    async fn a_function_gets_what_it_wants_and_names_what_failed() {
        let app = fixture::app();
        let batch = event(&[("1", "MSG#1"), ("2", "ROOM"), ("3", "MSG#2")]);
        assert_eq!(stream(&app, &LAST_FAILS, batch, None).await, ["3"]);
    }

    #[tokio::test]
    async fn a_function_is_not_run_for_nothing() {
        let app = fixture::app();
        let unwanted = event(&[("1", "ROOM")]);
        assert!(stream(&app, &PANICS, unwanted, None).await.is_empty());
    }

    #[tokio::test]
    async fn after_a_panic_everything_wanted_is_delivered_again() {
        let app = fixture::app();
        let batch = event(&[("1", "MSG#1"), ("2", "ROOM"), ("3", "MSG#2")]);
        assert_eq!(stream(&app, &PANICS, batch, None).await, ["1", "3"]);
    }

    #[tokio::test]
    async fn a_schedule_reports_or_says_why_not() {
        static GOOD: ScheduleRoute = ScheduleRoute {
            name: "maintenance-sweep",
            every: |_| Duration::from_secs(60),
            permissions: &[],
            run: |_| Box::pin(async { Ok(json!({ "changes": 3 })) }),
        };
        static BAD: ScheduleRoute = ScheduleRoute { run: |_| Box::pin(async { panic!("a defect") }), ..GOOD };
        let app = fixture::app();
        assert_eq!(schedule(&app, &GOOD, None).await, Ok(json!({ "changes": 3 })));
        assert_eq!(schedule(&app, &BAD, None).await.unwrap_err().code, Code::Internal);
    }
}

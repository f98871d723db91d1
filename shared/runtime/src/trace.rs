//! Traces: what of a call is told to X-Ray's daemon.
//!
//! Owns which calls are traced (those that are sampled, where there is a
//! daemon), how a stream function goes on with the traces that its records
//! carry, and what is sent. Never fails or holds up a call.

mod daemon;
mod document;

use std::sync::Arc;

use aws_lambda_events::event::dynamodb::EventRecord;
use heartlink_store::context;
pub(crate) use heartlink_store::trace::within;
use heartlink_store::trace::{ATTRIBUTE, Header, Segment, TraceId};
use lambda_http::Context;
use serde_dynamo::AttributeValue;
use tracing::Instrument;

pub use self::daemon::Daemon;
pub(crate) use self::daemon::read;
pub(crate) use self::document::{Ended, Kind};
use crate::App;

/// What carries a trace over HTTP.
pub const HEADER: &str = "x-amzn-trace-id";
/// Traces that one run of a stream function goes on with at most.
const MAX_TRACES: usize = 32;

/// Begins the run of `name` in the trace that Lambda says it is part of. What a
/// client says counts only as far as Lambda adopted it.
pub(crate) fn begin(app: &App, name: &'static str, context: Option<&Context>) -> Option<Arc<Segment>> {
    let header = context?.xray_trace_id.as_deref().and_then(Header::parse)?;
    go_on(app, name, header)
}

/// Begins `name`, if the trace is to be recorded and there is a daemon.
fn go_on(app: &App, name: &'static str, header: Header) -> Option<Arc<Segment>> {
    let is_traced = app.daemon.is_some() && header.sampled == Some(true);
    is_traced.then(|| Segment::begin(&app.store, name, header))
}

/// Tells of `segment` and the calls in its course. It has ended now.
pub(crate) fn end(app: &App, segment: &Segment, kind: Kind, ended: &Ended<'_>) {
    let Some(daemon) = &app.daemon else { return };
    let (calls, left_out) = segment.take_calls();
    for call in &calls {
        daemon.send(&document::of_call(segment, call));
    }
    daemon.send(&document::of_segment(segment, kind, ended, left_out));
}

/// The name of the trace of `segment`, for the log.
pub(crate) fn id(segment: Option<&Arc<Segment>>) -> Option<String> {
    segment.map(|segment| segment.header.root.to_string())
}

/// A request at a gateway of ours, in a trace: what API Gateway and Lambda do on
/// AWS before a function runs.
pub struct Arrival {
    app: App,
    segment: Arc<Segment>,
}

impl Arrival {
    /// Goes on with the trace that the caller's `header` names, or begins one.
    /// `None` if it is not to be recorded, or nobody is there to record it.
    pub fn begin(app: &App, name: &'static str, header: Option<&str>) -> Option<Self> {
        app.daemon.as_ref()?;
        let mut header = header.and_then(Header::parse).unwrap_or_else(|| {
            let root = TraceId::generate(app.store.now(), &mut app.store.chance("trace"));
            Header::new(root)
        });
        header.sampled = header.sampled.or(Some(true));
        Some(Self { app: app.clone(), segment: go_on(app, name, header)? })
    }

    /// What the function is handed.
    pub fn header(&self) -> String {
        self.segment.handed_on().to_string()
    }

    /// The name of the trace.
    pub fn trace_id(&self) -> String {
        self.segment.header.root.to_string()
    }

    /// Tells of the request, which was answered with `status`. `http` is its
    /// method and the path of its route.
    pub fn end(self, request_id: &str, http: Option<(&str, &str)>, status: u16) {
        let ended = Ended { request_id, http, status, records: None };
        end(&self.app, &self.segment, Kind::Segment, &ended);
    }
}

/// The traces of a batch of stream records.
pub(crate) struct Batch {
    request_id: String,
    route: &'static str,
    /// The part that the run itself has in a trace of Lambda's.
    own: Option<Arc<Segment>>,
    /// What the records' traces go on with.
    continued: Vec<Arc<Segment>>,
    /// Whether all records belong to the one trace.
    is_of_one: bool,
}

impl Batch {
    pub(crate) fn begin(
        app: &App,
        (route, request_id): (&'static str, &str),
        context: Option<&Context>,
        records: &[EventRecord],
    ) -> Arc<Self> {
        let mut headers: Vec<Header> = Vec::new();
        let mut untraced = 0;
        for record in records {
            match header_of(record) {
                Some(header) if headers.contains(&header) => {}
                Some(header) if headers.len() < MAX_TRACES => headers.push(header),
                _ => untraced += 1,
            }
        }
        let continued: Vec<_> = headers.into_iter().filter_map(|header| go_on(app, route, header)).collect();
        let is_of_one = continued.len() == 1 && untraced == 0;
        let own = begin(app, route, context);
        Arc::new(Self { request_id: request_id.to_owned(), route, own, continued, is_of_one })
    }

    /// What the run as a whole is part of: the trace of all its records, or
    /// Lambda's own. Where it serves several, only what is done for a single
    /// record is part of that one's trace.
    fn whole(&self) -> Option<&Arc<Segment>> {
        self.continued.first().filter(|_| self.is_of_one).or(self.own.as_ref())
    }

    /// The names of all its traces, for the log.
    pub(crate) fn ids(&self) -> Option<String> {
        let mut ids: Vec<String> =
            self.own.iter().chain(&self.continued).map(|segment| segment.header.root.to_string()).collect();
        ids.dedup();
        if ids.is_empty() { None } else { Some(ids.join(" ")) }
    }

    /// Runs the function.
    pub(crate) async fn run<T>(self: Arc<Self>, work: impl Future<Output = T>) -> T {
        let whole = self.whole().cloned();
        context::for_batch(self, within(whole, work)).await
    }

    /// Tells of the run, in each of its traces.
    pub(crate) fn end(&self, app: &App, ended: &Ended<'_>) {
        if let Some(own) = &self.own {
            end(app, own, Kind::Subsegment, ended);
        }
        for segment in &self.continued {
            end(app, segment, Kind::Segment, ended);
        }
    }
}

/// The trace in the course of which the change was made that `record` shows, if
/// it is recorded.
pub fn header_of(record: &EventRecord) -> Option<Header> {
    match record.change.new_image.get(ATTRIBUTE) {
        Some(AttributeValue::S(text)) => Header::parse(text).filter(|header| header.sampled == Some(true)),
        _ => None,
    }
}

/// Runs what a stream function does for a single record as part of the trace
/// that the record carries: `header`, from [`header_of`].
pub async fn for_record<T>(header: Option<Header>, work: impl Future<Output = T>) -> T {
    let Some(batch) = context::batch::<Batch>() else { return work.await };
    if batch.continued.is_empty() {
        return work.await;
    }
    let continued = header.and_then(|header| batch.continued.iter().find(|one| one.header == header));
    let segment = continued.or(batch.own.as_ref()).cloned();
    let trace_id = id(segment.as_ref());
    let span = tracing::info_span!("record", request_id = batch.request_id, route = batch.route, trace_id);
    within(segment, work).instrument(span).await
}

#[cfg(test)]
mod tests;

//! Which trace an operation is part of, what it did in the course of it, and
//! how the trace gets through a stream.
//!
//! Owns the segment under way and the record of its calls, made where the store
//! is called. Outside of a segment nothing is recorded and nothing is added to
//! an item. Never sends anything and never decides what is traced: that is the
//! edge.

mod header;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::chance::Chance;
use heartlink_domain::time::Timestamp;
use tokio::time::Instant;

pub use self::header::{Header, SegmentId, TraceId};
use crate::plan::Item;
use crate::tables::Table;
use crate::{Store, context};

/// The attribute of items that were written in the course of a trace: its
/// header, for the function that the stream wakes.
pub const ATTRIBUTE: &str = "trace";
/// Calls that a segment records at most; more are counted only.
const MAX_CALLS: usize = 100;

/// A part of a trace that is under way: a run of a function, or a request at
/// the gateway.
pub struct Segment {
    /// What runs.
    pub name: &'static str,
    /// Its own name in the trace.
    pub id: SegmentId,
    /// The header that it came with.
    pub header: Header,
    at: Timestamp,
    began: Instant,
    calls: Mutex<Calls>,
}

struct Calls {
    chance: Chance,
    done: Vec<Call>,
    left_out: usize,
}

/// A call that was made in the course of a segment.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// Its name in the trace.
    pub id: SegmentId,
    /// What was called, and how.
    pub what: Called,
    /// The tables that it concerned, by their full names.
    pub tables: Vec<String>,
    /// When it began, in seconds since 1970.
    pub start: f64,
    /// When it ended.
    pub end: f64,
    /// How.
    pub outcome: Outcome,
}

/// What is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Called {
    /// The service.
    pub service: &'static str,
    /// Its operation.
    pub operation: &'static str,
}

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It did what it was to do.
    Done,
    /// It was refused, for a reason of the caller's: a condition failed.
    Refused,
    /// It was turned away for now.
    Throttled,
    /// It failed, or never came to its end.
    Failed,
}

/// Runs `work` as part of `segment`, or of none.
pub async fn within<T>(segment: Option<Arc<Segment>>, work: impl Future<Output = T>) -> T {
    context::within(|context| context.segment = segment, work).await
}

/// The segment under way.
pub fn current() -> Option<Arc<Segment>> {
    context::read(|context| context.segment.clone()).flatten()
}

impl Segment {
    /// Begins `name`, which came with `header`.
    pub fn begin(store: &Store, name: &'static str, header: Header) -> Arc<Self> {
        let mut chance = store.chance("trace");
        Arc::new(Self {
            name,
            id: SegmentId::generate(&mut chance),
            header,
            at: store.now(),
            began: Instant::now(),
            calls: Mutex::new(Calls { chance, done: Vec::new(), left_out: 0 }),
        })
    }

    /// What it hands on to whatever it causes.
    pub fn handed_on(&self) -> Header {
        self.header.below(self.id)
    }

    /// When it began, in seconds since 1970.
    pub fn start(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "exact for 285,000 years")]
        let millis = self.at.unix_millis() as f64;
        millis / 1_000.0
    }

    /// The present: the clock when it began, and the time that it took since.
    pub fn present(&self) -> f64 {
        self.start() + self.began.elapsed().as_secs_f64()
    }

    /// The calls that have ended, taken out, and how many more there were.
    pub fn take_calls(&self) -> (Vec<Call>, usize) {
        let mut calls = self.calls();
        (std::mem::take(&mut calls.done), calls.left_out)
    }

    fn calls(&self) -> MutexGuard<'_, Calls> {
        self.calls.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call under way. Recorded when it is dropped, so that one which is cut off
/// is seen as well.
struct UnderWay {
    segment: Arc<Segment>,
    what: Called,
    tables: Vec<String>,
    start: f64,
    outcome: Outcome,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let end = self.segment.present();
        let mut calls = self.segment.calls();
        if calls.done.len() >= MAX_CALLS {
            calls.left_out += 1;
            return;
        }
        let id = SegmentId::generate(&mut calls.chance);
        let tables = std::mem::take(&mut self.tables);
        calls.done.push(Call { id, what: self.what, tables, start: self.start, end, outcome: self.outcome });
    }
}

/// Makes a call, on record if a segment is under way.
pub async fn called<T, E>(
    what: Called,
    tables: impl FnOnce() -> Vec<String>,
    call: impl Future<Output = Result<T, E>>,
    outcome: impl FnOnce(&E) -> Outcome,
) -> Result<T, E> {
    let Some(segment) = current() else { return call.await };
    let start = segment.present();
    let mut under_way = UnderWay { segment, what, tables: tables(), start, outcome: Outcome::Failed };
    let result = call.await;
    under_way.outcome = result.as_ref().err().map_or(Outcome::Done, outcome);
    result
}

/// Has `item` carry the trace through the stream of its table.
pub(crate) fn carry(table: Table, item: &mut Item) {
    if !table.streams() {
        return;
    }
    if let Some(header) = current().and_then(|segment| segment.handed_on().through_stream()) {
        item.insert(ATTRIBUTE.to_owned(), AttributeValue::S(header.to_string()));
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use std::time::Duration;

    use heartlink_domain::settings::Settings;

    use super::*;
    use crate::client::{http_client, local_client};
    use crate::clock::Clock;

    const GET: Called = Called { service: "DynamoDB", operation: "GetItem" };

    pub(crate) fn segment() -> Arc<Segment> {
        let client = local_client(http_client(), "http://127.0.0.1:1");
        let store = Store::new(client, "test-", Settings::default(), Clock::default(), 7);
        let header = "Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1";
        Segment::begin(&store, "matching-ask", Header::parse(header).unwrap())
    }

    async fn call(result: Result<(), ()>) {
        let _ = called(GET, || vec!["t".into()], async { result }, |()| Outcome::Throttled).await;
    }

    #[tokio::test]
    async fn calls_are_recorded_with_how_they_ended_and_also_when_they_are_cut_off() {
        let segment = segment();
        within(Some(segment.clone()), async {
            call(Ok(())).await;
            call(Err(())).await;
            let never = called(GET, Vec::new, std::future::pending::<Result<(), ()>>(), |()| Outcome::Done);
            assert!(tokio::time::timeout(Duration::from_millis(5), never).await.is_err());
            within(None, call(Ok(()))).await;
        })
        .await;
        call(Ok(())).await;
        let (calls, left_out) = segment.take_calls();
        let outcomes: Vec<Outcome> = calls.iter().map(|call| call.outcome).collect();
        assert_eq!(outcomes, [Outcome::Done, Outcome::Throttled, Outcome::Failed]);
        assert_eq!(left_out, 0);
        for call in &calls {
            assert!(segment.start() <= call.start && call.start <= call.end, "{call:?}");
            assert!(call.end <= segment.present());
        }
        assert!(calls[2].end - calls[2].start >= 0.005);
        assert_ne!(calls[0].id, calls[1].id);
    }

    #[tokio::test]
    async fn calls_beyond_the_most_are_only_counted() {
        let segment = segment();
        within(Some(segment.clone()), async {
            for _ in 0..MAX_CALLS + 7 {
                call(Ok(())).await;
            }
        })
        .await;
        let (calls, left_out) = segment.take_calls();
        assert_eq!((calls.len(), left_out), (MAX_CALLS, 7));
    }

    #[tokio::test]
    async fn an_item_carries_the_trace_only_within_one_and_only_where_there_is_a_stream() {
        let carried = |table| {
            let mut item = Item::new();
            carry(table, &mut item);
            item.remove(ATTRIBUTE)
        };
        assert_eq!(carried(Table::Matching), None);
        let segment = segment();
        let header = format!("{};Hops=1", segment.handed_on());
        within(Some(segment.clone()), async {
            assert_eq!(carried(Table::Matching), Some(AttributeValue::S(header.clone())));
            for table in [Table::Idempotency, Table::Realtime, Table::Documents] {
                assert_eq!(carried(table), None, "{table:?}");
            }
        })
        .await;
        assert!(header.contains(&segment.id.to_string()) && header.contains("Sampled=1"), "{header}");
    }
}

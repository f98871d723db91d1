//! One stream function's own way through its table's stream.
//!
//! Reads shard by shard, parents before children, delivers what the function
//! wants, and saves the position after each batch. Sleeps until something was
//! written or the poll interval has passed; never spins.

use std::collections::HashMap;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::event::dynamodb::EventRecord;
use futures::FutureExt;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::stream::StreamFilter;
use heartlink_store::clock::Clock;
use heartlink_store::retry::pause;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use super::delivery::Delivery;
use super::position::{PositionFile, ShardPosition, StreamPosition};
use super::records::{event_record, sequence_number};
use super::stream::{ReadError, Shard, StreamReader};
use super::trim::Trim;

/// Most records read at a time; batches are cut from what the function wants.
const READ: u32 = 500;
/// Writes come in bursts: one read after so long serves all of a burst.
const COALESCE: Duration = Duration::from_millis(8);
/// Longest wait after the stream could not be read.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);

/// Wait after a panic, which may come again at once.
const AFTER_PANIC: Duration = Duration::from_secs(1);

/// How far a consumer is, for whoever waits for it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Progress {
    /// Passes over the stream begun so far.
    pub(super) begun: u64,
    /// The latest pass that found nothing.
    pub(super) empty: u64,
    /// Records read so far.
    pub(super) read: u64,
    /// Since when something waits to be processed, by the machine's clock; `None`
    /// where nothing does.
    pub(super) waiting_since: Option<Timestamp>,
}

/// What wakes a consumer.
pub(super) struct Wake {
    /// Rises with each write, where the engine tells.
    pub(super) writes: Option<watch::Receiver<u64>>,
    /// Rises when somebody wants to see the stream drained.
    pub(super) poke: watch::Receiver<u64>,
    /// The longest sleep.
    pub(super) poll: Duration,
}

pub(super) struct Consumer {
    pub(super) table: String,
    pub(super) batch: usize,
    pub(super) filter: StreamFilter,
    pub(super) delivery: Arc<Delivery>,
    pub(super) reader: StreamReader,
    pub(super) file: PositionFile,
    pub(super) trim: Trim,
    pub(super) progress: watch::Sender<Progress>,
    pub(super) wake: Wake,
    pub(super) stop: CancellationToken,
}

/// The stream as far as it is known.
struct Reading {
    position: StreamPosition,
    shards: Vec<Shard>,
    iterators: HashMap<String, String>,
}

impl Consumer {
    /// Works until asked to stop, whatever happens.
    pub(super) async fn run(mut self) {
        while AssertUnwindSafe(self.work()).catch_unwind().await.is_err() {
            tracing::error!(consumer = self.delivery.name, "a stream consumer panicked and begins again");
            pause(AFTER_PANIC).await;
        }
    }

    async fn work(&mut self) {
        let mut reading = None;
        let mut failures: u32 = 0;
        while !self.stop.is_cancelled() {
            self.wake.poke.borrow_and_update();
            if let Some(writes) = &mut self.wake.writes {
                writes.borrow_and_update();
            }
            self.progress.send_modify(|progress| progress.begun += 1);
            match self.pass(&mut reading).await {
                Ok(true) => failures = 0,
                Ok(false) => {
                    failures = 0;
                    self.progress.send_modify(|progress| {
                        progress.empty = progress.begun;
                        progress.waiting_since = None;
                    });
                    self.trim.sweep();
                    self.sleep().await;
                }
                Err(error) => {
                    failures = failures.saturating_add(1);
                    self.progress.send_modify(|progress| {
                        progress.waiting_since.get_or_insert_with(|| Clock::default().now());
                    });
                    let consumer = self.delivery.name;
                    tracing::warn!(consumer, %error, failures, "the stream could not be read");
                    let wait = Duration::from_millis(100).saturating_mul(1 << failures.min(6));
                    tokio::select! {
                        () = self.stop.cancelled() => {}
                        () = pause(wait.min(LONGEST_PAUSE)) => {}
                    }
                }
            }
        }
    }

    async fn sleep(&mut self) {
        let written = async {
            match &mut self.wake.writes {
                // An error means that the engine is gone: the poll remains.
                Some(writes) => match writes.changed().await {
                    Ok(()) => pause(COALESCE).await,
                    Err(_) => std::future::pending().await,
                },
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = self.stop.cancelled() => {}
            _ = self.wake.poke.changed() => {}
            () = written => {}
            () = pause(self.wake.poll) => {}
        }
    }

    /// Reads every open shard once. True if there may be more right now.
    async fn pass(&mut self, reading: &mut Option<Reading>) -> Result<bool, ReadError> {
        let known = match reading {
            Some(known) if !known.shards.is_empty() => known,
            _ => reading.insert(self.discover().await?),
        };
        let mut more = false;
        for shard in known.shards.clone() {
            if known.position.is_finished(&shard.id) || !known.may_begin(&shard) {
                continue;
            }
            match self.read(known, &shard.id).await {
                Ok(found) => more |= found,
                Err(ReadError::Trimmed) if known.position.shards.remove(&shard.id).is_some() => {
                    let (consumer, shard) = (self.delivery.name, &shard.id);
                    tracing::error!(consumer, shard, "records were trimmed before they were read");
                    more = true;
                }
                Err(error @ ReadError::NoStream) => {
                    // The table may have been made anew, with another stream.
                    *reading = None;
                    return Err(error);
                }
                Err(error) => return Err(error),
            }
            if self.stop.is_cancelled() {
                return Ok(true);
            }
        }
        if known.shards.iter().all(|shard| known.position.is_finished(&shard.id)) {
            known.shards = self.reader.shards(&known.position.stream).await?;
        }
        Ok(more)
    }

    async fn discover(&self) -> Result<Reading, ReadError> {
        let stream = self.reader.stream_of(&self.table).await?;
        let mut position = self.file.load();
        if position.stream != stream {
            position = StreamPosition { stream: stream.clone(), ..StreamPosition::default() };
        }
        let shards = self.reader.shards(&stream).await?;
        // Shards that the service has dropped never come back.
        position.shards.retain(|id, _| shards.iter().any(|shard| shard.id == *id));
        Ok(Reading { position, shards, iterators: HashMap::new() })
    }

    /// Reads one shard once and delivers. True if there may be more right now.
    async fn read(&mut self, known: &mut Reading, shard: &str) -> Result<bool, ReadError> {
        let kept = known.iterators.remove(shard);
        let is_fresh = kept.is_none();
        let iterator = match kept {
            Some(iterator) => iterator,
            None => {
                let after = known.position.after(shard);
                match self.reader.iterator(&known.position.stream, shard, after).await? {
                    Some(iterator) => iterator,
                    None => return self.finish(known, shard).await,
                }
            }
        };
        let batch = match self.reader.read(&iterator, READ).await {
            Ok(batch) => batch,
            // What is wrong with an old iterator says nothing about the
            // position: DynamoDB Local calls one of an empty stream trimmed.
            Err(ReadError::IteratorExpired | ReadError::Trimmed) if !is_fresh => return Ok(true),
            Err(error) => return Err(error),
        };
        let stream = &known.position.stream;
        let records: Vec<_> =
            batch.records.into_iter().map(|r| event_record(r, &self.table, stream)).collect();
        if !records.is_empty() {
            let read = records.len() as u64;
            self.progress.send_modify(|progress| progress.read += read);
            if !self.process(&mut known.position, shard, &records).await {
                // Stopped in the middle: the iterator is past what is not done.
                return Ok(true);
            }
            self.progress.send_modify(|progress| progress.waiting_since = None);
        }
        match batch.next {
            Some(next) => {
                known.iterators.insert(shard.to_owned(), next);
                Ok(!records.is_empty())
            }
            None => self.finish(known, shard).await,
        }
    }

    async fn finish(&self, known: &mut Reading, shard: &str) -> Result<bool, ReadError> {
        known.position.shards.insert(shard.to_owned(), ShardPosition::Finished);
        self.save(&known.position);
        known.shards = self.reader.shards(&known.position.stream).await?;
        Ok(true)
    }

    /// Delivers what the function wants of `records`. False if asked to stop
    /// before all were done.
    async fn process(&self, position: &mut StreamPosition, shard: &str, records: &[EventRecord]) -> bool {
        let wanted: Vec<&EventRecord> = records.iter().filter(|record| self.filter.matches(record)).collect();
        for chunk in wanted.chunks(self.batch.max(1)) {
            let written = chunk.first().map(|record| record.change.approximate_creation_date_time);
            let waiting_since = written.map(|at| Timestamp::from_unix_millis(at.timestamp_millis()));
            self.progress.send_modify(|progress| progress.waiting_since = waiting_since);
            let chunk: Vec<EventRecord> = chunk.iter().map(|record| (*record).clone()).collect();
            let done = self.delivery.deliver(&chunk).await;
            if let Some(last) = done.checked_sub(1).and_then(|last| chunk.get(last)) {
                self.advance(position, shard, last);
            }
            if done < chunk.len() {
                return false;
            }
        }
        if let Some(last) = records.last() {
            self.advance(position, shard, last);
        }
        true
    }

    fn advance(&self, position: &mut StreamPosition, shard: &str, last: &EventRecord) {
        let number = sequence_number(last);
        if position.after(shard) == Some(number) {
            return;
        }
        position.shards.insert(shard.to_owned(), ShardPosition::After(number.to_owned()));
        if self.save(position) {
            self.trim.consumed(&self.table, self.delivery.name, number);
        }
    }

    /// A position that cannot be saved only means that some records come again
    /// after a restart.
    fn save(&self, position: &StreamPosition) -> bool {
        let saved = self.file.save(position);
        if let Err(error) = &saved {
            tracing::error!(consumer = self.delivery.name, %error, "a stream position was not saved");
        }
        saved.is_ok()
    }
}

impl Reading {
    /// Whether the records that come before `shard` have all been read.
    fn may_begin(&self, shard: &Shard) -> bool {
        shard.parent.as_ref().is_none_or(|parent| {
            self.position.is_finished(parent) || !self.shards.iter().any(|other| other.id == *parent)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_waits_for_its_parent_unless_that_is_gone() {
        let shard =
            |id: &str, parent: Option<&str>| Shard { id: id.to_owned(), parent: parent.map(str::to_owned) };
        let child = shard("child", Some("parent"));
        let mut reading = Reading {
            position: StreamPosition::default(),
            shards: vec![shard("parent", Some("dropped")), child.clone()],
            iterators: HashMap::new(),
        };
        assert!(reading.may_begin(&reading.shards[0]));
        assert!(!reading.may_begin(&child));
        reading.position.shards.insert("parent".into(), ShardPosition::Finished);
        assert!(reading.may_begin(&child));
    }
}

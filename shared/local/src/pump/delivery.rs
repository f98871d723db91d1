//! Handing a batch to a function the way an event source mapping does: in
//! order, from the lowest failed record again.
//!
//! A record is given up only if it fails again and again while the store works:
//! what fails because the store does is tried for as long as that takes. Never
//! skips a record silently: it is processed, on disk among the dead letters, or
//! reported as not yet done.

use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use futures::future::BoxFuture;
use heartlink_runtime::route::StreamFuture;
use heartlink_store::clock::Clock;
use heartlink_store::retry::pause;
use tokio_util::sync::CancellationToken;

use super::dead_letters::DeadLetters;
use super::records::sequence_number;

/// A stream function with what it works with. It keeps its own deadline and
/// turns its own panics into failed records.
pub(super) type Handler = Arc<dyn Fn(Event) -> StreamFuture + Send + Sync>;

/// Whether the store itself takes writes at the moment.
pub(crate) type StoreWorks = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// How often and how long a failed record is tried again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryPolicy {
    /// Attempts at one record while the store works, the first included.
    pub(crate) attempts: u32,
    /// Wait after the first failure; it doubles from one to the next.
    pub(crate) first_pause: Duration,
    /// The longest wait.
    pub(crate) longest_pause: Duration,
}

impl Default for RetryPolicy {
    /// About a minute in all.
    fn default() -> Self {
        Self { attempts: 15, first_pause: Duration::from_millis(50), longest_pause: Duration::from_secs(8) }
    }
}

impl RetryPolicy {
    fn pause_after(&self, attempt: u32) -> Duration {
        let doubled = self.first_pause.saturating_mul(1 << attempt.saturating_sub(1).min(16));
        doubled.min(self.longest_pause)
    }
}

/// Who gets the records, and where they go in the end.
pub(super) struct Delivery {
    pub(super) name: &'static str,
    pub(super) handler: Handler,
    pub(super) retry: RetryPolicy,
    pub(super) dead: DeadLetters,
    pub(super) store_works: StoreWorks,
    pub(super) clock: Clock,
    pub(super) stop: CancellationToken,
}

impl Delivery {
    /// Delivers `records` and returns how many of them, from the first on, are
    /// done. Fewer than all only when asked to stop in the middle.
    pub(super) async fn deliver(&self, records: &[EventRecord]) -> usize {
        let (mut done, mut failures, mut refusals) = (0, 0_u32, 0);
        while done < records.len() {
            let rest = &records[done..];
            let Some(lowest) = self.invoke(rest).await else { return records.len() };
            if lowest > 0 {
                (failures, refusals) = (0, 0);
            }
            done += lowest;
            failures = failures.saturating_add(1);
            // A failure says something of the record only where others could succeed.
            refusals += u32::from((self.store_works)().await);
            let number = sequence_number(&records[done]);
            tracing::warn!(consumer = self.name, number, failures, refusals, "a stream record failed");
            if refusals >= self.retry.attempts && self.give_up(&records[done]) {
                done += 1;
                (failures, refusals) = (0, 0);
                continue;
            }
            tokio::select! {
                () = self.stop.cancelled() => return done,
                () = pause(self.retry.pause_after(failures)) => {}
            }
        }
        done
    }

    /// Whether `record` is among the dead letters now.
    fn give_up(&self, record: &EventRecord) -> bool {
        let written = self.dead.give_up(self.name, record, self.clock.now());
        if let Err(error) = &written {
            tracing::error!(consumer = self.name, %error, "a dead letter could not be written");
        }
        written.is_ok()
    }

    /// Runs the function once. Returns the index of the lowest failed record;
    /// the first if it named a record that it never got.
    async fn invoke(&self, records: &[EventRecord]) -> Option<usize> {
        let mut event = Event::default();
        event.records = records.to_vec();
        let failed = (self.handler)(event).await;
        if failed.is_empty() {
            return None;
        }
        let is_failed = |record: &EventRecord| failed.iter().any(|n| n == sequence_number(record));
        Some(records.iter().position(is_failed).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    fn records(numbers: &[&str]) -> Vec<EventRecord> {
        let record = |number: &&str| {
            let mut record = EventRecord::default();
            record.change.sequence_number = Some((*number).to_owned());
            record
        };
        numbers.iter().map(record).collect()
    }

    fn numbers(event: &Event) -> Vec<String> {
        event.records.iter().map(|record| sequence_number(record).to_owned()).collect()
    }

    type Deliveries = Arc<Mutex<Vec<Vec<String>>>>;

    /// A delivery whose function fails as `fails` says, and what it was given.
    fn delivery(
        fails: impl Fn(usize, &[String]) -> Vec<String> + Send + Sync + 'static,
    ) -> (Delivery, Deliveries) {
        let seen = Deliveries::default();
        let log = seen.clone();
        let handler: Handler = Arc::new(move |event| {
            let given = numbers(&event);
            let call = {
                let mut log = log.lock().unwrap();
                log.push(given.clone());
                log.len()
            };
            let failed = fails(call, &given);
            Box::pin(async move { failed })
        });
        let retry = RetryPolicy { attempts: 3, first_pause: Duration::ZERO, longest_pause: Duration::ZERO };
        let delivery = Delivery {
            name: "test",
            handler,
            retry,
            dead: DeadLetters::default(),
            store_works: Arc::new(|| Box::pin(async { true })),
            clock: Clock::default(),
            stop: CancellationToken::new(),
        };
        (delivery, seen)
    }

    #[tokio::test]
    async fn a_batch_without_failures_is_delivered_once() {
        let (delivery, seen) = delivery(|_, _| vec![]);
        assert_eq!(delivery.deliver(&records(&["1", "2", "3"])).await, 3);
        assert_eq!(*seen.lock().unwrap(), [["1", "2", "3"]]);
    }

    #[tokio::test]
    async fn it_goes_on_from_the_lowest_failed_record() {
        let (delivery, seen) =
            delivery(|call, _| if call == 1 { vec!["3".into(), "2".into()] } else { vec![] });
        assert_eq!(delivery.deliver(&records(&["1", "2", "3"])).await, 3);
        assert_eq!(*seen.lock().unwrap(), [vec!["1", "2", "3"], vec!["2", "3"]]);
        assert_eq!(delivery.dead.count(), 0);
    }

    #[tokio::test]
    async fn a_record_that_never_succeeds_goes_to_the_dead_letters_and_the_rest_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("dead-letters.jsonl");
        let (mut delivery, seen) =
            delivery(|_, given| given.iter().filter(|number| *number == "2").cloned().collect());
        delivery.dead = DeadLetters::new(Some(folder.path().to_owned())).unwrap();
        assert_eq!(delivery.deliver(&records(&["1", "2", "3"])).await, 3);
        let seen = seen.lock().unwrap();
        assert_eq!(seen.len(), 4, "{seen:?}");
        assert_eq!(seen[3], ["3"]);
        let letters = std::fs::read_to_string(path).unwrap();
        let letter: serde_json::Value = serde_json::from_str(letters.trim_end()).unwrap();
        assert_eq!(letter["consumer"], "test");
        assert_eq!(letter["record"]["dynamodb"]["SequenceNumber"], "2");
        assert_eq!(delivery.dead.count(), 1);
    }

    #[tokio::test]
    async fn nothing_is_given_up_while_the_store_itself_fails() {
        let outage = 100;
        let (mut delivery, seen) =
            delivery(move |call, given| if call <= outage { given.to_vec() } else { vec![] });
        let log = seen.clone();
        delivery.store_works = Arc::new(move || {
            let works = log.lock().unwrap().len() >= outage;
            Box::pin(async move { works })
        });
        assert_eq!(delivery.deliver(&records(&["1", "2"])).await, 2);
        assert_eq!(seen.lock().unwrap().len(), outage + 1);
        assert_eq!(delivery.dead.count(), 0);
    }

    #[tokio::test]
    async fn a_record_whose_dead_letter_cannot_be_written_is_tried_until_it_can() {
        let folder = tempfile::tempdir().unwrap();
        let dead = DeadLetters::new(Some(folder.path().to_owned())).unwrap();
        let in_the_way = folder.path().join("dead-letters.jsonl");
        std::fs::create_dir(&in_the_way).unwrap();
        let (mut delivery, seen) = delivery(move |call, given| {
            if call == 20 {
                std::fs::remove_dir(&in_the_way).unwrap();
            }
            given.iter().filter(|number| *number == "1").cloned().collect()
        });
        delivery.dead = dead;
        assert_eq!(delivery.deliver(&records(&["1", "2"])).await, 2);
        assert_eq!(seen.lock().unwrap().len(), 21, "and then once for the other record");
        assert_eq!(delivery.dead.count(), 1);
    }

    #[tokio::test]
    async fn a_number_that_was_never_delivered_fails_the_whole_batch() {
        let (delivery, seen) = delivery(|call, _| if call == 1 { vec!["99".into()] } else { vec![] });
        assert_eq!(delivery.deliver(&records(&["1", "2"])).await, 2);
        assert_eq!(*seen.lock().unwrap(), [["1", "2"], ["1", "2"]]);
        assert_eq!(delivery.dead.count(), 0);
    }

    #[tokio::test]
    async fn asked_to_stop_it_reports_only_what_is_done() {
        let (mut delivery, _) = delivery(|_, _| vec!["2".into()]);
        delivery.retry.longest_pause = Duration::from_secs(3_600);
        delivery.retry.first_pause = Duration::from_secs(3_600);
        delivery.stop.cancel();
        assert_eq!(delivery.deliver(&records(&["1", "2", "3"])).await, 1);
        assert_eq!(delivery.dead.count(), 0);
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let retry = RetryPolicy::default();
        assert_eq!(retry.pause_after(1), Duration::from_millis(50));
        assert_eq!(retry.pause_after(3), Duration::from_millis(200));
        assert_eq!(retry.pause_after(40), retry.longest_pause);
    }
}

//! Handing a batch to a function the way an event source mapping does: in
//! order, from the lowest failed record again, with a bound on the attempts.
//!
//! Never skips a record silently: it is processed, sent to the dead letters, or reported
//! as not yet done.

use std::sync::Arc;
use std::time::Duration;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use heartlink_runtime::route::StreamFuture;
use heartlink_store::retry::pause;
use tokio_util::sync::CancellationToken;

use super::dead_letters::DeadLetters;
use super::records::sequence_number;

/// A stream function with what it works with. It keeps its own deadline and
/// turns its own panics into failed records.
pub(super) type Handler = Arc<dyn Fn(Event) -> StreamFuture + Send + Sync>;

/// How often and how long a failed record is tried again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RetryPolicy {
    /// Attempts at one record, the first included.
    pub(crate) attempts: u32,
    /// Wait after the first failure; it doubles from one to the next.
    pub(crate) first_pause: Duration,
    /// The longest wait.
    pub(crate) longest_pause: Duration,
}

impl Default for RetryPolicy {
    /// RequestInfo a minute in all: a store that restarts is not a reason to give up.
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
    pub(super) stop: CancellationToken,
}

impl Delivery {
    /// Delivers `records` and returns how many of them, from the first on, are
    /// done. Fewer than all only when asked to stop in the middle.
    pub(super) async fn deliver(&self, records: &[EventRecord]) -> usize {
        let mut done = 0;
        let mut attempt = 0;
        while done < records.len() {
            let rest = &records[done..];
            let Some(lowest) = self.invoke(rest).await else { return records.len() };
            attempt = if lowest == 0 { attempt + 1 } else { 1 };
            done += lowest;
            let number = sequence_number(&records[done]);
            tracing::warn!(consumer = self.name, number, attempt, "a stream record failed");
            if attempt >= self.retry.attempts {
                self.dead.send_to_dead_letters(self.name, &records[done]);
                done += 1;
                attempt = 0;
                continue;
            }
            tokio::select! {
                () = self.stop.cancelled() => return done,
                () = pause(self.retry.pause_after(attempt)) => {}
            }
        }
        done
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
        let (dead, stop) = (DeadLetters::default(), CancellationToken::new());
        (Delivery { name: "test", handler, retry, dead, stop }, seen)
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
        delivery.dead = DeadLetters::new(Some(path.clone()));
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

//! Making many operations with so many under way, and timing each.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use heartlink_store::meter::{Cost, measure};

use heartlink::terminal::Failure;

/// Longest time told apart, in microseconds; a longer one counts as this.
const LONGEST: u64 = 60_000_000;

/// What a number of operations took.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// Operations.
    pub(super) count: usize,
    /// Those among them that failed.
    pub(super) failed: usize,
    /// From the first to the last.
    pub(super) took: Duration,
    /// The time of each, in microseconds.
    pub(super) times: Histogram<u64>,
    /// All of them together.
    pub(super) cost: Cost,
}

impl Default for Run {
    fn default() -> Self {
        // Three digits are within what a histogram allows.
        let times = Histogram::new(3).unwrap_or_else(|_| unreachable!("three significant digits"));
        Self { count: 0, failed: 0, took: Duration::ZERO, times, cost: Cost::default() }
    }
}

impl Run {
    /// Adds `other` to it.
    pub(super) fn plus(&mut self, other: &Self) {
        self.count += other.count;
        self.failed += other.failed;
        self.took += other.took;
        self.cost = self.cost.plus(other.cost);
        // Made alike, they can be added.
        let _ = self.times.add(&other.times);
    }

    /// Operations a second.
    pub(super) fn rate(&self) -> f64 {
        self.count as f64 / self.took.as_secs_f64()
    }

    /// The time that `percent` of the operations did not exceed, in milliseconds.
    pub(super) fn millis(&self, percent: f64) -> f64 {
        self.times.value_at_percentile(percent) as f64 / 1_000.0
    }

    fn add(&mut self, took: Duration, failed: bool, cost: Cost) {
        self.count += 1;
        self.failed += usize::from(failed);
        self.cost = self.cost.plus(cost);
        let micros = u64::try_from(took.as_micros()).unwrap_or(LONGEST).clamp(1, LONGEST);
        // The histogram grows by itself.
        let _ = self.times.record(micros);
    }
}

/// Makes operations 0, 1, … `count` − 1 with `in_flight` under way. What an
/// operation prepares before its future is not timed.
///
/// # Errors
/// The first failure, where not a single operation succeeded.
pub(super) async fn drive<F>(
    count: usize,
    in_flight: usize,
    operation: impl Fn(usize) -> F + Clone + Send + 'static,
) -> Result<Run, Failure>
where
    F: Future<Output = Result<(), Failure>> + Send + 'static,
{
    let next = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let workers: Vec<_> = (0..in_flight)
        .map(|_| {
            let (next, operation) = (next.clone(), operation.clone());
            tokio::spawn(async move {
                let (mut run, mut first_failure) = (Run::default(), None);
                loop {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    if i >= count {
                        return (run, first_failure);
                    }
                    let work = operation(i);
                    let began = Instant::now();
                    let (result, cost) = measure(work).await;
                    run.add(began.elapsed(), result.is_err(), cost);
                    first_failure = first_failure.or(result.err());
                }
            })
        })
        .collect();
    let (mut all, mut first_failure) = (Run::default(), None);
    for worker in workers {
        let (run, failure) = worker.await.map_err(Failure::failed)?;
        all.plus(&run);
        first_failure = first_failure.or(failure);
    }
    all.took = began.elapsed();
    match first_failure {
        Some(failure) if all.failed == all.count => Err(failure),
        _ => Ok(all),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn every_operation_is_made_once_and_failures_are_counted() {
        let made = Arc::new(AtomicUsize::new(0));
        let run = drive(100, 7, {
            let made = made.clone();
            move |i| {
                made.fetch_add(i, Ordering::Relaxed);
                async move { if i == 3 { Err(Failure::Refused("no".into())) } else { Ok(()) } }
            }
        });
        let run = run.await.unwrap();
        assert_eq!((run.count, run.failed, made.load(Ordering::Relaxed)), (100, 1, 99 * 100 / 2));
        assert_eq!(run.times.len(), 100);
    }

    #[tokio::test]
    async fn a_load_that_only_fails_says_why() {
        let failure = drive(3, 2, |_| async { Err(Failure::Refused("no table".into())) }).await.unwrap_err();
        assert_eq!(failure.to_string(), "no table");
    }
}

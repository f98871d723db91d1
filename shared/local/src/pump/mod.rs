//! The stream pump: what event source mappings do on AWS.
//!
//! Every stream function has its own consumer with its own position, so that a
//! slow or failing one holds up no other. Delivery is at least once and in
//! order; a position is saved only behind what is done, so that a killed
//! process loses nothing. Never decides what a record means.

mod consumer;
pub(crate) mod dead_letters;
mod delivery;
mod position;
mod records;
mod stream;
#[cfg(test)]
mod tests;
mod trim;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use heartlink_engine::Engine;
use heartlink_runtime::StreamRoute;
use heartlink_store::Store;
use heartlink_store::clock::Clock;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;
use tokio_util::task::AbortOnDropHandle;

use self::consumer::{Consumer, Progress, Wake};
pub(crate) use self::dead_letters::DeadLetters;
pub use self::dead_letters::{DeadLetter, dead_letters, redrive};
use self::delivery::Delivery;
pub(crate) use self::delivery::{RetryPolicy, StoreWorks};
use self::position::PositionFile;
pub(crate) use self::stream::StreamReader;
use self::trim::Trim;
use super::functions::Functions;

/// Rounds in which the consumers may still cause each other work.
const DRAIN_ROUNDS: u32 = 100;
/// Longest time for the batch under way when the pump stops.
const STOP: Duration = Duration::from_secs(10);

/// What the pump works with.
pub(crate) struct PumpConfig {
    pub(crate) reader: StreamReader,
    /// Folder of the position files; without one they end with the process.
    pub(crate) positions: Option<PathBuf>,
    pub(crate) dead: DeadLetters,
    pub(crate) retry: RetryPolicy,
    /// Whether a failure can be the record's own.
    pub(crate) store_works: StoreWorks,
    /// Rises with each write, where the engine tells.
    pub(crate) writes: Option<watch::Receiver<u64>>,
    /// The engine whose processed records are forgotten.
    pub(crate) trim: Option<Engine>,
    /// Longest sleep between two reads.
    pub(crate) poll: Duration,
}

/// The running consumers.
pub(crate) struct Pump {
    stop: CancellationToken,
    poke: watch::Sender<u64>,
    progress: Vec<watch::Receiver<Progress>>,
    deliveries: Vec<Arc<Delivery>>,
    dead: DeadLetters,
    tasks: Mutex<Vec<AbortOnDropHandle<()>>>,
}

impl Pump {
    /// Starts a consumer for each of `routes`.
    pub(crate) fn start(
        store: &Store,
        functions: &Functions,
        routes: &[&'static StreamRoute],
        config: PumpConfig,
    ) -> Self {
        let stop = CancellationToken::new();
        let (poke, poked) = watch::channel(0);
        let consumers: Vec<_> =
            routes.iter().map(|route| (store.table_name(route.table), route.name)).collect();
        let trim = Trim::new(config.trim, &consumers);
        let (mut watched, mut tasks, mut deliveries) = (Vec::new(), Vec::new(), Vec::new());
        for route in routes.iter().copied() {
            let (progress, receiver) = watch::channel(Progress::default());
            let functions = functions.clone();
            let file = config.positions.as_ref().map(|dir| dir.join(format!("{}.json", route.name)));
            let delivery = Arc::new(Delivery {
                name: route.name,
                handler: Arc::new(move |event| {
                    let functions = functions.clone();
                    Box::pin(async move { functions.stream(route, event).await })
                }),
                retry: config.retry,
                dead: config.dead.clone(),
                store_works: config.store_works.clone(),
                clock: store.clock().clone(),
                stop: stop.clone(),
            });
            deliveries.push(delivery.clone());
            let consumer = Consumer {
                table: store.table_name(route.table),
                batch: route.batch as usize,
                filter: route.filter,
                delivery,
                reader: config.reader.clone(),
                file: PositionFile::new(file),
                trim: trim.clone(),
                progress,
                wake: Wake { writes: config.writes.clone(), poke: poked.clone(), poll: config.poll },
                stop: stop.clone(),
            };
            watched.push(receiver);
            tasks.push(AbortOnDropHandle::new(tokio::spawn(consumer.run())));
        }
        Self { stop, poke, progress: watched, deliveries, dead: config.dead, tasks: Mutex::new(tasks) }
    }

    /// For how long the oldest change that was not processed has waited.
    pub(crate) fn lag(&self) -> Duration {
        let now = Clock::default().now();
        let oldest = self.progress.iter().filter_map(|progress| progress.borrow().waiting_since).min();
        oldest.map_or(Duration::ZERO, |since| now.since(since))
    }

    /// Plays the dead letters again that somebody wants played again. What fails
    /// as before is among them anew.
    ///
    /// # Errors
    /// The files of the dead letters cannot be used; the next call tries again.
    pub(crate) async fn play_again(&self) -> std::io::Result<()> {
        let Some(lines) = self.dead.to_play_again()? else { return Ok(()) };
        for line in lines {
            let line = line?;
            let letter = serde_json::from_str::<DeadLetter>(&line).ok();
            let known = letter.and_then(|letter| {
                let mut deliveries = self.deliveries.iter();
                Some((deliveries.find(|delivery| delivery.name == letter.consumer)?, letter.record))
            });
            match known {
                Some((delivery, record)) => {
                    if delivery.deliver(&[record]).await == 0 {
                        // Asked to stop: the next start goes through all of them.
                        return Ok(());
                    }
                }
                // Half a line, or of a function that is no more: nothing is thrown away.
                None => self.dead.keep(&line)?,
            }
        }
        self.dead.played()
    }

    /// Waits until everything written before this call has been processed,
    /// and everything that this caused. False if `limit` passed first.
    pub(crate) async fn drained(&self, limit: Duration) -> bool {
        tokio::time::timeout(limit, self.drain()).await.unwrap_or(false)
    }

    async fn drain(&self) -> bool {
        let read = || self.progress.iter().map(|progress| progress.borrow().read).sum::<u64>();
        for _ in 0..DRAIN_ROUNDS {
            let before = read();
            for progress in &self.progress {
                let mut progress = progress.clone();
                let begun = progress.borrow().begun;
                self.poke.send_modify(|count| *count += 1);
                // Only a pass that begins after this moment has seen everything.
                if progress.wait_for(|progress| progress.empty > begun).await.is_err() {
                    return false;
                }
            }
            if read() == before {
                return true;
            }
        }
        false
    }

    /// Ends the consumers after the batches under way.
    pub(crate) async fn stop(&self) {
        self.stop.cancel();
        let ends = futures::future::join_all(self.take_tasks());
        if tokio::time::timeout(STOP, ends).await.is_err() {
            tracing::warn!("a stream function did not end in time; its batch will come again");
        }
    }

    /// Ends the consumers at once, as a kill would.
    pub(crate) fn abort(&self) {
        drop(self.take_tasks());
    }

    fn take_tasks(&self) -> Vec<AbortOnDropHandle<()>> {
        std::mem::take(&mut self.tasks.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

//! AccountLocks: writers of one account in one process go one after the other, and
//! hand on to each other what is to be committed together.
//!
//! Without turns they would race each other to the store and all but one would
//! lose. Writers in other processes are still only kept apart by the version
//! that each write is conditional on: correctness never rests on a turn.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard as Locked, PoisonError};

use tokio::sync::{Mutex as TurnMutex, MutexGuard};

use crate::keys::Key;
use crate::ledger::commit_batch::CommitBatch;

/// The turn on one account, with the group that the one before left open.
pub(super) type AccountGuard<'a> = MutexGuard<'a, Option<CommitBatch>>;

/// The queues of the accounts that are being changed, by partition: as many as
/// changes are under way.
#[derive(Default)]
pub(crate) struct AccountLocks(Mutex<HashMap<String, Queue>>);

struct Queue {
    lane: Arc<Lane>,
    users: usize,
}

#[derive(Default)]
struct Lane {
    /// Writers who wait for the turn and have not decided yet.
    waiting: AtomicUsize,
    /// First come, first served.
    open: TurnMutex<Option<CommitBatch>>,
}

/// A writer's place in the queue of one account.
pub(super) struct LockTicket<'a> {
    turns: &'a AccountLocks,
    partition: String,
    lane: Arc<Lane>,
}

impl AccountLocks {
    fn queues(&self) -> Locked<'_, HashMap<String, Queue>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for every account in `keys`. AccountLocks are to be taken in the order
    /// given, so that no two changes wait for each other.
    pub(super) fn acquire_tickets(&self, keys: &[Key]) -> Vec<LockTicket<'_>> {
        let partitions: BTreeSet<&String> = keys.iter().map(|key| &key.pk).collect();
        let mut queues = self.queues();
        let place = |partition: &String| {
            let queue = queues.entry(partition.clone()).or_insert_with(Queue::empty);
            queue.users += 1;
            LockTicket { turns: self, partition: partition.clone(), lane: Arc::clone(&queue.lane) }
        };
        partitions.into_iter().map(place).collect()
    }
}

impl Queue {
    fn empty() -> Self {
        Self { lane: Arc::default(), users: 0 }
    }
}

impl LockTicket<'_> {
    /// Waits for the turn in order to decide.
    pub(super) async fn turn(&self) -> AccountGuard<'_> {
        let _waits = Waits::begin(&self.lane.waiting);
        self.lane.open.lock().await
    }

    /// Waits for the turn only to carry out what was decided.
    pub(super) async fn turn_to_finish(&self) -> AccountGuard<'_> {
        self.lane.open.lock().await
    }

    /// Whether somebody waits who may join what is open.
    pub(super) fn others_wait(&self) -> bool {
        self.lane.waiting.load(Ordering::Relaxed) > 0
    }
}

impl Drop for LockTicket<'_> {
    fn drop(&mut self) {
        let mut queues = self.turns.queues();
        if let Some(queue) = queues.get_mut(&self.partition) {
            queue.users -= 1;
            if queue.users == 0 {
                queues.remove(&self.partition);
            }
        }
    }
}

/// Counts a writer as waiting, also if it is stopped while it does.
struct Waits<'a>(&'a AtomicUsize);

impl<'a> Waits<'a> {
    fn begin(waiting: &'a AtomicUsize) -> Self {
        waiting.fetch_add(1, Ordering::Relaxed);
        Self(waiting)
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

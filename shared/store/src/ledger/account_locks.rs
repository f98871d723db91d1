//! One lock for each account: writers of one account in one process go one after
//! the other, and leave to each other what is to be committed together.
//!
//! Without the locks the writers would race each other to the store, and all but
//! one would lose. Writers in other processes are kept apart only by the version
//! that each write is conditional on: correctness never rests on a lock.

use std::collections::{BTreeSet, HashMap};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::keys::Key;
use crate::ledger::commit_batch::CommitBatch;

/// The locks of the accounts, and of the rooms, that are being changed, by
/// partition: as many as changes are under way.
#[derive(Default)]
pub(crate) struct AccountLocks(Mutex<HashMap<String, Entry>>);

struct Entry {
    lock: Arc<Lock>,
    users: usize,
}

#[derive(Default)]
struct Lock {
    /// Writers who wait for the lock and have not decided yet.
    undecided: AtomicUsize,
    /// First come, first served. Holds the batch that the last writer left open.
    open_batch: Arc<AsyncMutex<Option<CommitBatch>>>,
}

/// A writer's place in the queue for the lock of one account.
struct LockTicket<'a> {
    locks: &'a AccountLocks,
    partition: String,
    lock: Arc<Lock>,
}

/// The lock of one account, held.
pub(super) struct AccountLock<'a> {
    // Released before the ticket is given back.
    open_batch: OwnedMutexGuard<Option<CommitBatch>>,
    ticket: LockTicket<'a>,
}

/// The lock of one account, not held while others may add to the batch that was
/// left open under it.
pub(super) struct ReleasedLock<'a>(LockTicket<'a>);

/// All locks that a change needs.
pub(super) enum AccountGuard<'a> {
    /// One account, with the batch that its last writer left open.
    OpenBatch(AccountLock<'a>, CommitBatch),
    /// One account, of which no batch is open.
    Single(AccountLock<'a>),
    /// Several accounts, of any of which a batch may be open.
    Many(Vec<AccountLock<'a>>),
}

impl AccountLocks {
    fn entries(&self) -> MutexGuard<'_, HashMap<String, Entry>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the locks of all accounts in `keys`, in the order of their
    /// names, so that no two changes wait for each other.
    pub(super) async fn acquire(&self, keys: &[Key]) -> AccountGuard<'_> {
        let mut locks = Vec::with_capacity(keys.len());
        for ticket in self.tickets(keys) {
            locks.push(ticket.lock().await);
        }
        match locks.pop() {
            Some(mut lock) if locks.is_empty() => match lock.take_batch() {
                Some(batch) => AccountGuard::OpenBatch(lock, batch),
                None => AccountGuard::Single(lock),
            },
            last => {
                locks.extend(last);
                AccountGuard::Many(locks)
            }
        }
    }

    /// Waits for a turn at the item at `key`, of which nothing is left open. It
    /// lasts as long as what is returned.
    pub(crate) async fn turn<'a>(&'a self, key: &Key) -> impl Sized + use<'a> {
        self.acquire(std::slice::from_ref(key)).await
    }

    fn tickets(&self, keys: &[Key]) -> Vec<LockTicket<'_>> {
        let partitions: BTreeSet<&String> = keys.iter().map(|key| &key.pk).collect();
        let mut entries = self.entries();
        let ticket = |partition: &String| {
            let entry = entries.entry(partition.clone()).or_insert_with(Entry::unused);
            entry.users += 1;
            LockTicket { locks: self, partition: partition.clone(), lock: Arc::clone(&entry.lock) }
        };
        partitions.into_iter().map(ticket).collect()
    }
}

impl Entry {
    fn unused() -> Self {
        Self { lock: Arc::default(), users: 0 }
    }
}

impl<'a> LockTicket<'a> {
    /// Waits for the lock in order to decide.
    async fn lock(self) -> AccountLock<'a> {
        let undecided = Undecided::begin(Arc::clone(&self.lock));
        let lock = self.lock_decided().await;
        drop(undecided);
        lock
    }

    /// Waits for the lock only to commit what was decided.
    async fn lock_decided(self) -> AccountLock<'a> {
        let open_batch = Arc::clone(&self.lock.open_batch).lock_owned().await;
        AccountLock { open_batch, ticket: self }
    }
}

impl<'a> AccountLock<'a> {
    /// Takes the batch that was left open.
    pub(super) fn take_batch(&mut self) -> Option<CommitBatch> {
        self.open_batch.take()
    }

    /// Whether somebody waits for the lock who may join what is left open.
    pub(super) fn others_wait(&self) -> bool {
        self.ticket.lock.undecided.load(Ordering::Relaxed) > 0
    }

    /// Leaves `batch` to whoever waits for the lock.
    pub(super) fn leave_open(mut self, batch: CommitBatch) -> ReleasedLock<'a> {
        *self.open_batch = Some(batch);
        ReleasedLock(self.ticket)
    }
}

impl<'a> ReleasedLock<'a> {
    /// Queues for the lock once more, in order to commit what was left open.
    pub(super) async fn relock(self) -> AccountLock<'a> {
        self.0.lock_decided().await
    }
}

impl Drop for LockTicket<'_> {
    fn drop(&mut self) {
        let mut entries = self.locks.entries();
        if let Some(entry) = entries.get_mut(&self.partition) {
            entry.users -= 1;
            if entry.users == 0 {
                entries.remove(&self.partition);
            }
        }
    }
}

/// Counts a writer as undecided, also if it is cancelled while it waits.
struct Undecided(Arc<Lock>);

impl Undecided {
    fn begin(lock: Arc<Lock>) -> Self {
        lock.undecided.fetch_add(1, Ordering::Relaxed);
        Self(lock)
    }
}

impl Drop for Undecided {
    fn drop(&mut self) {
        self.0.undecided.fetch_sub(1, Ordering::Relaxed);
    }
}

//! What this process saw last of the versioned items of ledgers.
//!
//! A hint that saves a read. A wrong memory costs a retry, never a wrong
//! answer: each write is conditional on the version remembered, and no refusal
//! is given on a memory alone.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use crate::commit::Lost;
use crate::keys::Key;
use crate::ledger::Snapshot;
use crate::plan::{Action, Item, Plan, Stored};
use crate::tables::Table;

/// Items that this process remembers.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(8_192).unwrap();

/// The memory.
pub(crate) struct HeadCache(Mutex<LruCache<Key, Arc<Stored>>>);

impl Default for HeadCache {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(REMEMBERED)))
    }
}

impl HeadCache {
    fn known(&self) -> MutexGuard<'_, LruCache<Key, Arc<Stored>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The items at `keys`, if all of them are remembered.
    pub(crate) fn get(&self, keys: &[Key]) -> Option<Snapshot> {
        let mut known = self.known();
        keys.iter().map(|key| Some((key.clone(), known.get(key)?.clone()))).collect()
    }

    /// Remembers an item as it is stored, unless a later version is known.
    pub(crate) fn insert_if_newer(&self, key: &Key, stored: &Arc<Stored>) {
        let Some(latest) = version(&stored.item).filter(|_| key.table == Table::Ledger) else { return };
        let mut known = self.known();
        let remembered = known.peek(key).and_then(|known| version(&known.item));
        if remembered.is_none_or(|remembered| remembered <= latest) {
            known.put(key.clone(), Arc::clone(stored));
        }
    }

    /// Remembers what `plan` wrote.
    pub(crate) fn written(&self, plan: &Plan) {
        for action in &plan.actions {
            if let Action::Put { key, item, .. } = action {
                self.insert_if_newer(key, item);
            }
        }
    }

    /// Forgets what `plan` would have written: nobody knows what is there now.
    pub(crate) fn unwritten(&self, plan: &Plan) {
        let mut known = self.known();
        for action in &plan.actions {
            known.pop(action.key());
        }
    }

    /// Remembers what a race was lost to. That is the present, whatever version
    /// was remembered.
    pub(crate) fn lost(&self, lost: &Lost) {
        for (key, item) in lost.items() {
            self.known().pop(key);
            if let Some(item) = item {
                self.insert_if_newer(key, &Arc::new(item.clone().into()));
            }
        }
    }

    /// Forgets the items at `keys`.
    pub(crate) fn invalidate(&self, keys: &[Key]) {
        let mut known = self.known();
        for key in keys {
            known.pop(key);
        }
    }
}

/// The version of a versioned item; others are not remembered.
fn version(item: &Item) -> Option<u64> {
    item.get("version")?.as_n().ok()?.parse().ok()
}

//! The versioned items of ledgers as this process saw them last.
//!
//! A hint that saves a read. A stale entry costs a retry, never a wrong answer:
//! each write is conditional on the cached version, and no refusal rests on the
//! cache alone.

use std::num::NonZeroUsize;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use lru::LruCache;

use crate::commit::Lost;
use crate::keys::Key;
use crate::ledger::Snapshot;
use crate::plan::{Action, Item, Plan, Stored};
use crate::tables::Table;

/// Items that a process caches at most.
const CAPACITY: NonZeroUsize = NonZeroUsize::new(8_192).unwrap();

/// The cache.
pub(crate) struct HeadCache(Mutex<LruCache<Key, Arc<Stored>>>);

impl Default for HeadCache {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(CAPACITY)))
    }
}

impl HeadCache {
    fn items(&self) -> MutexGuard<'_, LruCache<Key, Arc<Stored>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The items at `keys`, if all of them are cached.
    pub(crate) fn get(&self, keys: &[Key]) -> Option<Snapshot> {
        let mut items = self.items();
        keys.iter().map(|key| Some((key.clone(), items.get(key)?.clone()))).collect()
    }

    /// Caches an item as it is stored, unless a later version is cached.
    pub(crate) fn insert_if_newer(&self, key: &Key, stored: &Arc<Stored>) {
        let Some(latest) = version(&stored.item).filter(|_| key.table == Table::Ledger) else { return };
        let mut items = self.items();
        let cached = items.peek(key).and_then(|cached| version(&cached.item));
        if cached.is_none_or(|cached| cached <= latest) {
            items.put(key.clone(), Arc::clone(stored));
        }
    }

    /// Caches what `plan` wrote.
    pub(crate) fn insert_written(&self, plan: &Plan) {
        for action in &plan.actions {
            if let Action::Put { key, item, .. } = action {
                self.insert_if_newer(key, item);
            }
        }
    }

    /// Drops what `plan` would have written: nobody knows what is stored now.
    pub(crate) fn invalidate_written(&self, plan: &Plan) {
        let mut items = self.items();
        for action in &plan.actions {
            items.pop(action.key());
        }
    }

    /// Caches the items that a race was lost to: they are what is stored,
    /// whatever version was cached.
    pub(crate) fn replace_lost(&self, lost: &Lost) {
        for (key, item) in lost.items() {
            self.items().pop(key);
            if let Some(item) = item {
                self.insert_if_newer(key, &Arc::new(item.clone().into()));
            }
        }
    }

    /// Drops the items at `keys`.
    pub(crate) fn invalidate(&self, keys: &[Key]) {
        let mut items = self.items();
        for key in keys {
            items.pop(key);
        }
    }
}

/// The version of a versioned item; others are not cached.
fn version(item: &Item) -> Option<u64> {
    item.get("version")?.as_n().ok()?.parse().ok()
}

//! Turns: writers of one account in one process go one after the other.
//!
//! Without turns they would race each other to the store and all but one would
//! lose. Writers in other processes are still only kept apart by the version
//! that each write is conditional on: correctness never rests on a turn.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use tokio::sync::{Mutex, MutexGuard};

use crate::keys::Key;

/// Accounts that share one of so many turns wait for each other needlessly.
const STRIPES: usize = 1_024;

/// Whose turn it is, first come, first served.
pub(crate) struct Turns(Vec<Mutex<()>>);

impl Default for Turns {
    fn default() -> Self {
        Self((0..STRIPES).map(|_| Mutex::new(())).collect())
    }
}

impl Turns {
    /// Waits for the turn of every partition in `keys`. Always taken in the same
    /// order, so that no two changes wait for each other.
    pub(crate) async fn take(&self, keys: &[Key]) -> Vec<MutexGuard<'_, ()>> {
        let stripes: BTreeSet<usize> = keys.iter().map(|key| stripe(&key.pk)).collect();
        let mut turns = Vec::with_capacity(stripes.len());
        for turn in stripes.into_iter().filter_map(|stripe| self.0.get(stripe)) {
            turns.push(turn.lock().await);
        }
        turns
    }
}

fn stripe(partition: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    partition.hash(&mut hasher);
    usize::try_from(hasher.finish() % STRIPES as u64).unwrap_or_default()
}

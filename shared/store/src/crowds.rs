//! Which side shards of the waiting pool this process saw occupied last: a
//! hint for the second look of a person who asks. Never more than a hint.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Occupied shards other than the front door.
#[derive(Default)]
pub(crate) struct Crowds(Mutex<BTreeSet<u32>>);

impl Crowds {
    /// Notes what was seen.
    pub(crate) fn seen(&self, shard: u32, occupied: bool) {
        let mut crowds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if occupied && shard > 0 {
            crowds.insert(shard);
        } else {
            crowds.remove(&shard);
        }
    }

    /// An occupied shard, the one from `start` on first.
    pub(crate) fn second_look(&self, start: u32) -> Option<u32> {
        let crowds = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        crowds.range(start..).next().or_else(|| crowds.iter().next()).copied()
    }
}

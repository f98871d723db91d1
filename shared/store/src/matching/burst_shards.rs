//! Which side shards of the waiting pool this process saw occupied last: a
//! hint for the second look of a person who asks. Never more than a hint.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

/// Occupied shards other than the primary shard.
#[derive(Default)]
pub(crate) struct BurstShards(Mutex<BTreeSet<u32>>);

impl BurstShards {
    /// Notes what was seen.
    pub(crate) fn seen(&self, shard: u32, occupied: bool) {
        let mut burst_shards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if occupied && shard > 0 {
            burst_shards.insert(shard);
        } else {
            burst_shards.remove(&shard);
        }
    }

    /// An occupied shard, the one from `start` on first.
    pub(crate) fn second_look(&self, start: u32) -> Option<u32> {
        let burst_shards = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        burst_shards.range(start..).next().or_else(|| burst_shards.iter().next()).copied()
    }
}

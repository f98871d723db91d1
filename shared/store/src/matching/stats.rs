//! The figures of matching: counters written inside the transactions they
//! count, and the counts that an index gives.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use heartlink_domain::counters::{MatchingCounters, Stats};
use heartlink_domain::time::Timestamp;

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::{self, COUNTER_SHARDS, Key};
use crate::plan::{Item, Plan};
use crate::tables::{POOL, Table};

/// How long the median wait may be out of date where it only feeds an estimate.
const ESTIMATE_AGE: Duration = Duration::from_secs(10);

/// The shards of the tally that this process read for its estimates. One is
/// read at a time: each is a fair sample, and all of them would cost more than
/// the answer that the estimate is part of.
#[derive(Default)]
pub(crate) struct EstimateCache(Mutex<Sampled>);

#[derive(Default)]
struct Sampled {
    at: Option<Timestamp>,
    shards: BTreeMap<u32, MatchingCounters>,
}

impl Sampled {
    fn median_millis(&self) -> Option<u64> {
        let all = self.shards.values().fold(MatchingCounters::default(), MatchingCounters::merge);
        all.wait_percentile(50)
    }
}

impl Store {
    /// Adds `tally` to the figures, as part of `plan`.
    pub(crate) fn add_counters(&self, plan: &mut Plan, tally: &MatchingCounters) {
        let shard = self.chance("tally").integer(0, i64::from(COUNTER_SHARDS) - 1);
        plan.count(tally, shard);
    }

    /// All counters.
    ///
    /// # Errors
    /// The store's.
    pub async fn read_tally(&self) -> Result<MatchingCounters, StoreError> {
        let keys: Vec<Key> = (0..COUNTER_SHARDS).map(Key::matching_counters).collect();
        Ok(MatchingCounters::from_counters(&counters(self.batch_get(&keys).await?)))
    }

    /// The figures of `GET /v1/heart-links/stats`.
    ///
    /// # Errors
    /// The store's.
    pub async fn stats(&self) -> Result<Stats, StoreError> {
        let mut pending = 0;
        for shard in 0..=self.settings().matching.pool_shards {
            pending += self.count(&pool_query(shard, u32::MAX)).await?;
        }
        Ok(Stats::from_counters(&self.read_tally().await?, pending))
    }

    /// The median time-to-match in milliseconds, at most `ESTIMATE_AGE` old.
    ///
    /// # Errors
    /// The store's.
    pub async fn median_wait_millis(&self) -> Result<Option<u64>, StoreError> {
        let now = self.now();
        let estimate = || self.shared.estimate.0.lock().unwrap_or_else(PoisonError::into_inner);
        {
            let sampled = estimate();
            if sampled.at.is_some_and(|at| now.since(at) < ESTIMATE_AGE) {
                return Ok(sampled.median_millis());
            }
        }
        let shard = self.chance("estimate").integer(0, i64::from(COUNTER_SHARDS) - 1);
        let shard = u32::try_from(shard).unwrap_or(0);
        let counters = counters(self.get(&Key::matching_counters(shard)).await?);
        let mut sampled = estimate();
        sampled.at = Some(now);
        sampled.shards.insert(shard, MatchingCounters::from_counters(&counters));
        Ok(sampled.median_millis())
    }
}

/// The counters of the tally's `items`, summed by name.
pub(crate) fn counters(items: impl IntoIterator<Item = Item>) -> BTreeMap<String, i64> {
    let mut counters = BTreeMap::new();
    for (name, value) in items.into_iter().flatten() {
        if let Some(count) = value.as_n().ok().and_then(|text| text.parse::<i64>().ok()) {
            *counters.entry(name).or_default() += count;
        }
    }
    counters
}

/// The oldest `limit` waiting requests of a shard of the pool.
pub(crate) fn pool_query(shard: u32, limit: u32) -> Query {
    Query {
        table: Table::Matching,
        index: Some(POOL),
        hash: keys::pool_shard(shard),
        range: Range::All,
        limit,
        newest_first: false,
        consistent: false,
    }
}

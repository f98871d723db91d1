//! The store: the only crate that names the DynamoDB client.
//!
//! Owns tables, keys, the one commit path, retries, the clock and chance that
//! rules are handed, and one module per use of the store. Never decides a
//! rule: those live in `heartlink_domain`.

pub mod affinity;
mod calls;
pub mod client;
pub mod clock;
pub mod commit;
pub mod config;
pub mod context;
pub mod documents;
pub mod error;
pub mod files;
pub mod idempotency;
pub mod jobs;
pub mod keys;
pub mod ledger;
pub mod matching;
pub mod meter;
pub mod permissions;
pub mod plan;
pub mod points;
mod probe;
pub mod realtime;
pub mod retry;
pub mod rooms;
pub mod safety;
pub mod sweep;
pub mod tables;
pub mod trace;
pub mod wallet;

use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex, PoisonError};

use aws_sdk_dynamodb::Client;
use heartlink_domain::chance::Chance;
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;

use crate::clock::Clock;
use crate::documents::DocumentCache;
use crate::ledger::{AccountLocks, HeadCache};
use crate::matching::burst_shards::BurstShards;
use crate::matching::match_request::Reservations;
use crate::matching::people::PersonCache;
use crate::matching::stats::EstimateCache;
use crate::points::PointsCache;
use crate::realtime::feed::FeedTails;
use crate::safety::SignOuts;
use crate::wallet::PendingMetrics;

/// Everything an operation works with. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    shared: Arc<Shared>,
}

struct Shared {
    client: Client,
    prefix: String,
    settings: Settings,
    clock: Clock,
    chance: Mutex<Chance>,
    reservations: Reservations,
    feed_tails: FeedTails,
    estimate: EstimateCache,
    person_cache: PersonCache,
    sign_outs: SignOuts,
    slots: tokio::sync::Semaphore,
    asking: Arc<AtomicUsize>,
    burst_shards: BurstShards,
    head_cache: HeadCache,
    account_locks: AccountLocks,
    pending_metrics: PendingMetrics,
    documents: DocumentCache,
    points: PointsCache,
}

impl Store {
    /// A store on `client`, whose tables' names begin with `prefix`.
    pub fn new(client: Client, prefix: &str, settings: Settings, clock: Clock, seed: u64) -> Self {
        Self::that_remembers_nothing(client, prefix.to_owned(), settings, clock, Chance::from_seed(seed))
    }

    /// A store on the same tables that remembers nothing, as in another process.
    #[must_use]
    pub fn cold(&self) -> Self {
        let Shared { client, prefix, settings, clock, .. } = &*self.shared;
        let chance = self.chance("store");
        Self::that_remembers_nothing(client.clone(), prefix.clone(), settings.clone(), clock.clone(), chance)
    }

    fn that_remembers_nothing(
        client: Client,
        prefix: String,
        settings: Settings,
        clock: Clock,
        chance: Chance,
    ) -> Self {
        Self {
            shared: Arc::new(Shared {
                client,
                prefix,
                settings,
                clock,
                chance: Mutex::new(chance),
                reservations: Reservations::default(),
                feed_tails: FeedTails::default(),
                estimate: EstimateCache::default(),
                person_cache: PersonCache::default(),
                sign_outs: SignOuts::default(),
                slots: tokio::sync::Semaphore::new(calls::CALLS_AT_ONCE),
                asking: Arc::new(AtomicUsize::new(0)),
                burst_shards: BurstShards::default(),
                head_cache: HeadCache::default(),
                account_locks: AccountLocks::default(),
                pending_metrics: PendingMetrics::default(),
                documents: DocumentCache::default(),
                points: PointsCache::default(),
            }),
        }
    }

    /// The injected present.
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// The clock that [`Store::now`] reads.
    pub fn clock(&self) -> &Clock {
        &self.shared.clock
    }

    /// The numbers of the rules.
    pub fn settings(&self) -> &Settings {
        &self.shared.settings
    }

    /// A stream of chance for one operation.
    pub fn chance(&self, purpose: &str) -> Chance {
        self.shared.chance.lock().unwrap_or_else(PoisonError::into_inner).split(purpose)
    }

    pub(crate) fn client(&self) -> &Client {
        &self.shared.client
    }
}

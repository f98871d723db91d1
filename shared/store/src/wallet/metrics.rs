//! The figures of wallets: counted in memory by each process, and added to the
//! stored counters in bulk.
//!
//! A counter in each transaction would cost every operation two write units
//! more. So a process keeps what it counted for up to [`BEHIND`] and then adds
//! it beside a later call. Best effort: what a killed process had not told yet
//! is missing; nothing but the figures rests on it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use futures::FutureExt;
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{Effort, Ended, Refusal, WalletMetrics, WalletStats};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::commit::CommitError;
use crate::context::Functions;
use crate::error::{CallError, StoreError};
use crate::keys::{COUNTER_SHARDS, Key};
use crate::ledger::{ChangeError, ChangeOptions, Decision, Done, Snapshot};
use crate::matching::stats::counters;
use crate::meter::{self, Cost};
use crate::plan::{Action, Plan, from_item, to_item};
use crate::wallet::WalletError;

/// How long a process keeps what it counted.
pub const BEHIND: Duration = Duration::from_secs(10);
/// Longest time that telling may hold up the call beside which it happens.
const TELLING: Duration = Duration::from_secs(1);
/// Counters told at once: what DynamoDB takes in one expression.
const AT_ONCE: usize = 100;

/// What this process counted and has not told.
#[derive(Default)]
pub(crate) struct PendingMetrics(Mutex<Counted>);

#[derive(Default)]
struct Counted {
    figures: WalletMetrics,
    /// Whose figures they are, and on whose behalf they are told.
    functions: Functions,
    /// When the oldest of it was counted.
    since: Option<Timestamp>,
    /// Whether the beginning of all counting is on record.
    begun: bool,
}

#[derive(Serialize, Deserialize)]
struct Beginning {
    since: Timestamp,
}

impl PendingMetrics {
    fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn add(&self, figures: &WalletMetrics, now: Timestamp) {
        let mut counted = self.counted();
        counted.functions.add_current();
        counted.figures.add(figures);
        counted.since.get_or_insert(now);
    }
}

impl Store {
    /// Carries out a change of wallets, and counts how it ended.
    pub(super) async fn operate<T, A>(
        &self,
        options: &ChangeOptions<'_>,
        decide: impl Fn(&Snapshot) -> Result<Decision<T, A>, WalletError> + Send + Sync,
    ) -> Result<Done<T, A>, WalletError>
    where
        T: Serialize + DeserializeOwned + Send,
        A: Send,
    {
        self.operate_unless(options, decide, |_| None).await
    }

    /// The same where an answer may say that a rule `refused`.
    pub(super) async fn operate_unless<T, A>(
        &self,
        options: &ChangeOptions<'_>,
        decide: impl Fn(&Snapshot) -> Result<Decision<T, A>, WalletError> + Send + Sync,
        refused: impl FnOnce(&A) -> Option<&Refusal>,
    ) -> Result<Done<T, A>, WalletError>
    where
        T: Serialize + DeserializeOwned + Send,
        A: Send,
    {
        // Boxed: the loop's state is large, and callers would move it about.
        let (done, cost) = meter::measure(self.change(options, decide).boxed()).await;
        let ended = match &done {
            Ok(Done::Applied(answer)) => {
                refused(answer).map_or(Ended::Committed, |refusal| Ended::Refused(refusal.code()))
            }
            Ok(Done::Replayed(_)) => Ended::Replayed,
            Err(ChangeError::Refused(refusal)) => Ended::Refused(refusal.code()),
            Err(ChangeError::Store(StoreError::KeyReused)) => Ended::Refused("idempotency_key_reused"),
            Err(ChangeError::Store(StoreError::Busy)) => Ended::Busy,
            Err(ChangeError::Store(StoreError::Timeout)) => Ended::TimedOut,
            Err(ChangeError::Store(StoreError::Unavailable(_) | StoreError::Bug(_))) => Ended::Failed,
        };
        let Cost { conflicts, retries, waited, .. } = cost;
        let effort = Effort { conflicts, retries, waited };
        self.shared.pending_metrics.add(&WalletMetrics::operation(ended, effort), self.now());
        done
    }

    /// Counts a lease that ended after so long.
    pub(super) fn lease_ended(&self, held: Duration) {
        meter::lease_held(held);
        self.shared.pending_metrics.add(&WalletMetrics::lease_held(held), self.now());
    }

    /// Adds what this process counted to the stored figures, if it has kept it
    /// long enough. Goes along with a call, which it neither fails nor delays for
    /// long, and whose cost it is not.
    pub async fn flush_wallet_metrics(&self) {
        let now = self.now();
        let since = self.shared.pending_metrics.counted().since;
        if since.is_some_and(|since| now.since(since) >= BEHIND) {
            meter::apart(self.tell_wallet_figures_now()).await;
        }
    }

    /// The same at once.
    pub async fn tell_wallet_figures_now(&self) {
        // Boxed: it is part of every call's future, and hardly ever runs.
        match tokio::time::timeout(TELLING, self.tell().boxed()).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "figures of wallets were not stored"),
            Err(_) => tracing::warn!("figures of wallets may not have been stored in time"),
        }
    }

    async fn tell(&self) -> Result<(), StoreError> {
        let (figures, since, begun, functions) = {
            let mut counted = self.shared.pending_metrics.counted();
            let figures = counted.figures.take(AT_ONCE);
            let since = counted.since.take();
            // The rest is as old as it was.
            counted.since = since.filter(|_| !counted.figures.is_empty());
            (figures, since, counted.begun, counted.functions.clone())
        };
        let Some(since) = since.filter(|_| !figures.is_empty()) else { return Ok(()) };
        functions.perform(self.add_figures(&figures, since, begun)).await
    }

    async fn add_figures(
        &self,
        figures: &WalletMetrics,
        since: Timestamp,
        begun: bool,
    ) -> Result<(), StoreError> {
        if !begun {
            self.begin_figures(since).await?;
        }
        let shard = self.chance("figures").integer(0, i64::from(COUNTER_SHARDS) - 1);
        let key = Key::wallet_figures(u32::try_from(shard).unwrap_or(0));
        let mut plan = Plan::default();
        plan.actions.push(Action::Add { key, increments: figures.increments() });
        match self.commit(&plan).await {
            Ok(()) => Ok(()),
            // Nothing happened: the next time will do.
            Err(CommitError::Contended) => {
                self.shared.pending_metrics.add(figures, since);
                Ok(())
            }
            // Nobody knows: rather counted once too little than twice.
            Err(CommitError::Store(error)) => Err(error),
            Err(CommitError::Lost(_) | CommitError::Replay(_)) => {
                Err(StoreError::bug("a condition where none was set"))
            }
        }
    }

    /// Puts the beginning of all counting on record, unless it is.
    async fn begin_figures(&self, since: Timestamp) -> Result<(), StoreError> {
        match self.insert(&Key::wallet_figures_beginning(), to_item(&Beginning { since })?).await {
            Ok(()) | Err(CallError::ConditionFailed) => {
                self.shared.pending_metrics.counted().begun = true;
                Ok(())
            }
            // The next time will do.
            Err(_) => Ok(()),
        }
    }

    /// The figures of all processes, those of this one up to now.
    ///
    /// # Errors
    /// The store's.
    pub async fn wallet_stats(&self) -> Result<WalletStats, StoreError> {
        self.tell_wallet_figures_now().await;
        let beginning = Key::wallet_figures_beginning();
        let mut keys: Vec<Key> = (0..COUNTER_SHARDS).map(Key::wallet_figures).collect();
        keys.push(beginning.clone());
        let mut items = self.batch_get(&keys).await?;
        let is_beginning = |item: &crate::plan::Item| {
            item.get("pk").and_then(|pk| pk.as_s().ok()).is_some_and(|pk| *pk == beginning.pk)
        };
        let place = items.iter().position(is_beginning);
        let since = place.map(|place| from_item::<Beginning>(items.swap_remove(place))).transpose()?;
        let figures = WalletMetrics::from_counters(&counters(items));
        Ok(WalletStats::of(&figures, since.map(|beginning| beginning.since), BEHIND))
    }
}

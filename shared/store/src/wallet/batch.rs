//! Many operations in one call: grouped by user, users side by side.
//!
//! Each group is one transaction with an idempotency record of its own, or several
//! of rewards, so that a batch sent again after a crash goes on where it stopped. The outcome of a
//! group that the rules refused is recorded too: a replay answers as before.

use std::collections::BTreeMap;

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use heartlink_domain::ledger::{AccountId, Entry};
use heartlink_domain::wallet::{
    Applied, Group, Operation, Refusal, Stopped, Wallet, apply, check_batch, check_writes, group, parts,
};
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::keys::Key;
use crate::ledger::{ChangeError, ChangeOptions, Decision, Done, Snapshot};
use crate::plan::Plan;
use crate::retry::Policy;
use crate::wallet::{Order, WalletError, head, put_entry, wallet_in};

/// Users whose operations run at the same time.
pub(crate) const USERS_AT_ONCE: usize = 32;

/// Why one operation of a batch did not happen.
#[derive(Debug, Clone)]
pub enum OperationError<R = Refusal> {
    /// A rule said no.
    Refused(R),
    /// Retries ran out.
    Busy,
    /// The deadline passed: whether it happened is known by asking again.
    Timeout,
    /// The store failed; the text is for the log.
    Failed(String),
}

impl<R> From<ChangeError<R>> for OperationError<R> {
    fn from(error: ChangeError<R>) -> Self {
        match error {
            ChangeError::Refused(refusal) => Self::Refused(refusal),
            ChangeError::Store(StoreError::Busy) => Self::Busy,
            ChangeError::Store(StoreError::Timeout) => Self::Timeout,
            ChangeError::Store(error) => Self::Failed(error.to_string()),
        }
    }
}

/// What came of one operation of a batch.
pub type BatchResult = Result<Entry, OperationError>;

/// Results, each with the place of its operation in the order sent.
pub(crate) type Placed = Vec<(usize, BatchResult)>;

/// What the idempotency record keeps of a group, or of all groups of an atomic
/// batch: where the entries of each account begin. The rest follows from the
/// operations, which are the same whenever the key is.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum GroupReceipt {
    Applied { firsts: BTreeMap<String, u64> },
    Stopped { index: usize, refusal: Refusal },
}

/// Operations that take effect together.
pub(crate) struct Unit<'a> {
    pub(crate) groups: &'a [Group],
    pub(crate) operations: &'a [Operation],
}

impl Unit<'_> {
    pub(crate) fn indexes(&self) -> impl Iterator<Item = usize> {
        self.groups.iter().flat_map(|group| group.indexes.iter().copied())
    }

    /// The heads of the wallets concerned.
    pub(crate) fn wallets(&self) -> Vec<Key> {
        let wallets = self
            .groups
            .iter()
            .flat_map(|group| group.currencies.iter().map(|currency| head(&group.user_id, currency)));
        wallets.collect()
    }

    fn refused(&self, stopped: &Stopped) -> Placed {
        let refused = |index| (index, Err(OperationError::Refused(stopped.refusal_of(index))));
        self.indexes().map(refused).collect()
    }

    fn failed(&self, error: &OperationError) -> Placed {
        self.indexes().map(|index| (index, Err(error.clone()))).collect()
    }
}

impl Store {
    /// Runs `operations`, each user's together or not at all, but for rewards beyond
    /// one transaction. A result for each, in the order sent.
    ///
    /// # Errors
    /// [`Refusal::TooManyOperations`] beyond `limit`; the store's.
    pub async fn run_batch(
        &self,
        operations: &[Operation],
        limit: u32,
        order: &Order,
    ) -> Result<Outcome<Vec<BatchResult>>, WalletError> {
        check_batch(operations, limit)?;
        self.claim(order.key.as_ref(), order.policy).await?;
        let groups = group(operations);
        // Boxed: the compiler cannot see through a stream of borrowing futures.
        let runs: Vec<BoxFuture<'_, Outcome<Placed>>> =
            groups.iter().map(|group| self.run_group(group, operations, order).boxed()).collect();
        let done: Vec<_> = stream::iter(runs).buffer_unordered(USERS_AT_ONCE).collect().await;
        let replayed = !done.is_empty() && done.iter().all(|unit| unit.replayed);
        let results = done.into_iter().flat_map(|unit| unit.value);
        Ok(Outcome { value: in_order(results), replayed })
    }

    /// Runs `operations` all together or not at all.
    ///
    /// # Errors
    /// [`Refusal::TooManyOperations`] beyond `limit`, [`Refusal::TooManyWrites`]
    /// beyond one transaction; the store's.
    pub async fn run_atomic_batch(
        &self,
        operations: &[Operation],
        limit: u32,
        order: &Order,
    ) -> Result<Outcome<Vec<BatchResult>>, WalletError> {
        check_batch(operations, limit)?;
        let groups = group(operations);
        check_writes(&groups)?;
        let unit = Unit { groups: &groups, operations };
        let done = self.change_unit(&unit, order).await?;
        Ok(done.map(in_order))
    }

    /// Ties the key to this body before anything takes effect.
    pub(crate) async fn claim(&self, key: Option<&IdempotencyKey>, policy: Policy) -> Result<(), StoreError> {
        let Some(key) = key else { return Ok(()) };
        self.record_first(key, policy, &()).await.map(drop)
    }

    /// One user's operations: what fails, fails for them only.
    async fn run_group(&self, group: &Group, operations: &[Operation], order: &Order) -> Outcome<Placed> {
        let mut all = Outcome { value: Vec::with_capacity(group.indexes.len()), replayed: true };
        for (number, part) in parts(group, operations).iter().enumerate() {
            let name = match number {
                0 => group.user_id.to_string(),
                // No user's id has a `/`.
                _ => format!("{}/{number}", group.user_id),
            };
            let key = order.key.as_ref().map(|key| key.part(&name));
            let order = Order { key, ..order.clone() };
            let unit = Unit { groups: std::slice::from_ref(part), operations };
            let done = match self.change_unit(&unit, &order).await {
                Ok(outcome) => outcome,
                Err(error) => Outcome::fresh(unit.failed(&error.into())),
            };
            all.value.extend(done.value);
            all.replayed &= done.replayed;
        }
        all
    }

    /// Carries out the operations of `unit`, and counts them as one.
    pub(crate) async fn operate_unit(
        &self,
        options: &ChangeOptions<'_>,
        unit: &Unit<'_>,
        order: &Order,
    ) -> Result<Done<GroupReceipt, Placed>, WalletError> {
        self.operate_unless(options, |seen| self.decide_unit(seen, unit, order), refusal_in).await
    }

    async fn change_unit(&self, unit: &Unit<'_>, order: &Order) -> Result<Outcome<Placed>, WalletError> {
        let options = order.options(unit.wallets());
        match self.operate_unit(&options, unit, order).await? {
            Done::Applied(results) => Ok(Outcome::fresh(results)),
            Done::Replayed(receipt) => {
                Ok(Outcome { value: self.replayed_unit(unit, receipt).await?, replayed: true })
            }
        }
    }

    fn decide_unit(
        &self,
        seen: &Snapshot,
        unit: &Unit<'_>,
        order: &Order,
    ) -> Result<Decision<GroupReceipt, Placed>, WalletError> {
        let context = order.context(self.now(), None);
        let mut plan = Plan::default();
        let mut firsts = BTreeMap::new();
        let mut results = Vec::new();
        for group in unit.groups {
            let wallets: Vec<Wallet> = group
                .currencies
                .iter()
                .map(|currency| wallet_in(seen, &group.user_id, currency))
                .collect::<Result<_, _>>()?;
            let settings = &self.settings().wallet;
            let Applied { wallets, entries } =
                match apply(group, &wallets, unit.operations, &context, settings) {
                    Ok(applied) => applied,
                    // Somebody's lease passes: that is waited for, not recorded.
                    Err(Stopped { refusal: refusal @ Refusal::Locked { .. }, .. }) => {
                        return Err(refusal.into());
                    }
                    Err(stopped) => {
                        let answer = unit.refused(&stopped);
                        let Stopped { index, refusal } = stopped;
                        let receipt = GroupReceipt::Stopped { index, refusal };
                        return Ok(Decision { plan: Plan::default(), receipt, answer, refuses: true });
                    }
                };
            for wallet in &wallets {
                plan.put(wallet, self.settings())?;
            }
            for (index, entry) in entries {
                put_entry(&mut plan, &entry)?;
                firsts.entry(entry.account.to_string()).or_insert(entry.seq);
                results.push((index, Ok(entry)));
            }
        }
        let receipt = GroupReceipt::Applied { firsts };
        Ok(Decision { plan, receipt, answer: results, refuses: false })
    }

    /// The results of a unit that ran in an earlier call.
    async fn replayed_unit(&self, unit: &Unit<'_>, receipt: GroupReceipt) -> Result<Placed, StoreError> {
        let mut next = match receipt {
            GroupReceipt::Applied { firsts } => firsts,
            GroupReceipt::Stopped { index, refusal } => return Ok(unit.refused(&Stopped { index, refusal })),
        };
        let mut named: Vec<(AccountId, u64)> = Vec::new();
        for operation in unit.indexes().filter_map(|index| unit.operations.get(index)) {
            let account = Wallet::account_id(&operation.user_id, &operation.currency);
            let seq = next.get_mut(account.as_str()).ok_or_else(|| StoreError::bug("no entry recorded"))?;
            named.push((account, *seq));
            *seq += 1;
        }
        let named: Vec<(&AccountId, u64)> = named.iter().map(|(account, seq)| (account, *seq)).collect();
        let entries = self.entries(&named).await?;
        Ok(unit.indexes().zip(entries.into_iter().map(Ok)).collect())
    }
}

/// Why nothing of a unit took effect, if a rule said so.
fn refusal_in(placed: &Placed) -> Option<&Refusal> {
    placed.iter().find_map(|(_, result)| match result {
        Err(OperationError::Refused(refusal)) if !matches!(refusal, Refusal::NotApplied { .. }) => {
            Some(refusal)
        }
        _ => None,
    })
}

/// Results in the order in which their operations were sent.
fn in_order(results: impl IntoIterator<Item = (usize, BatchResult)>) -> Vec<BatchResult> {
    let results: BTreeMap<usize, BatchResult> = results.into_iter().collect();
    results.into_values().collect()
}

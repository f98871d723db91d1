//! Group commit: the plans of writers of one account who waited for each other,
//! as one transaction.
//!
//! Each writer decided on the state that the plans before its own lead to, so the
//! batch is the same as one after the other: the head is written once, conditional
//! on the version that the first one read, and its version rises by one for each
//! of them. Owns what fits together and who hears of the outcome; never decides,
//! and never outlives the writers who wait for it.

use std::sync::Arc;

use futures::FutureExt;
use tokio::sync::oneshot;
use tokio::sync::oneshot::error::TryRecvError;

use crate::Store;
use crate::commit::{CommitError, Lost};
use crate::context::Functions;
use crate::error::StoreError;
use crate::keys::Key;
use crate::ledger::Snapshot;
use crate::ledger::account_locks::AccountLock;
use crate::plan::{Action, MAX_ACTIONS, Plan, Stored};
use crate::trace;

/// What came of a batch, as each of its writers learns it.
#[derive(Debug)]
pub(super) enum BatchOutcome {
    /// All of it is stored.
    Committed,
    /// Somebody was faster, or a key was taken. Nothing is stored.
    Lost {
        lost: Lost,
        /// See [`CommitBatch::fresh`].
        fresh: bool,
        /// By what fraction of its longest wait each writer waits: the same for
        /// all, so that they come back together.
        jitter: f64,
    },
    /// Another transaction was under way, or the store throttles. Nothing is stored.
    Contended { jitter: f64 },
    /// Not to be retried as it is.
    Failed {
        error: StoreError,
        /// How many plans it was: one of several may be the cause.
        writers: u32,
    },
    /// Whoever was to commit it was cancelled: nobody knows whether it is stored.
    Abandoned,
}

/// Plans that take effect together.
pub(super) struct CommitBatch {
    plan: Plan,
    writers: u32,
    functions: Functions,
    /// Whether it builds on what the store itself just said, not on the cache.
    pub fresh: bool,
    waiters: Vec<oneshot::Sender<Arc<BatchOutcome>>>,
}

/// How a writer learns what came of its batch.
struct BatchWaiter(oneshot::Receiver<Arc<BatchOutcome>>);

impl CommitBatch {
    /// The batch of one plan. Records of idempotency keys are recognised by
    /// their table: there may be several.
    pub(super) fn new(plan: Plan, fresh: bool) -> Self {
        Self {
            plan: Plan { idempotency: None, ..plan },
            writers: 1,
            functions: Functions::current(),
            fresh,
            waiters: Vec::new(),
        }
    }

    fn wait(&mut self) -> BatchWaiter {
        let (sender, receiver) = oneshot::channel();
        self.waiters.push(sender);
        BatchWaiter(receiver)
    }

    fn head(&self, head: &Key) -> Option<&Arc<Stored>> {
        self.plan.actions.iter().find_map(|action| match action {
            Action::Put { key, item, .. } if key == head => Some(item),
            _ => None,
        })
    }

    /// Whether the head is written, so that others can build on it.
    pub(super) fn writes(&self, head: &Key) -> bool {
        self.head(head).is_some()
    }

    /// The state that the next plan builds on; `None` if the head is not written.
    pub(super) fn pending_state(&self, head: &Key) -> Option<Snapshot> {
        Some(Snapshot::from_iter([(head.clone(), self.head(head)?.clone())]))
    }

    /// Adds `plan`, decided on the pending state, if it fits: within one
    /// transaction, in which no item is written twice. A hundred items of a
    /// ledger are far below the size that a transaction may have.
    pub(super) fn try_add(&mut self, head: &Key, plan: &Plan) -> bool {
        let (heads, others): (Vec<&Action>, Vec<&Action>) =
            plan.actions.iter().partition(|action| action.key() == head);
        let [Action::Put { item: next, .. }] = heads.as_slice() else { return false };
        let fits = self.plan.actions.len() + others.len() <= MAX_ACTIONS;
        let taken = |action: &&Action| self.plan.actions.iter().any(|own| own.key() == action.key());
        if !fits || others.iter().any(taken) {
            return false;
        }
        for action in &mut self.plan.actions {
            if let Action::Put { key, item, .. } = action
                && key == head
            {
                let trace = item.item.get(trace::ATTRIBUTE).cloned();
                *item = Arc::clone(next);
                // The change of the head stands for the whole batch: where its
                // last writer is not traced, it still names one who was.
                if let Some(trace) = trace
                    && !item.item.contains_key(trace::ATTRIBUTE)
                {
                    Arc::make_mut(item).item.insert(trace::ATTRIBUTE.to_owned(), trace);
                }
            }
        }
        self.plan.actions.extend(others.into_iter().cloned());
        self.functions.add_current();
        self.writers += 1;
        true
    }
}

impl BatchWaiter {
    /// Waits for the outcome.
    async fn outcome(&mut self) -> Arc<BatchOutcome> {
        (&mut self.0).await.unwrap_or_else(|_| Arc::new(BatchOutcome::Abandoned))
    }

    /// The outcome, unless the batch is still open.
    fn known(&mut self) -> Option<Arc<BatchOutcome>> {
        match self.0.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(TryRecvError::Closed) => Some(Arc::new(BatchOutcome::Abandoned)),
            Err(TryRecvError::Empty) => None,
        }
    }
}

impl Store {
    /// Commits `batch`, or leaves it to those who wait for the lock and may add to
    /// it, and waits for its outcome.
    pub(super) async fn commit_or_wait(
        &self,
        lock: AccountLock<'_>,
        mut batch: CommitBatch,
    ) -> Arc<BatchOutcome> {
        if !lock.others_wait() {
            return self.commit_batch(batch).await;
        }
        let mut waiter = batch.wait();
        let released = lock.leave_open(batch);
        // Whoever waited may be cancelled, so each writer queues again: the batch
        // is committed by the first of them who gets the lock.
        let mut lock = tokio::select! {
            biased;
            outcome = waiter.outcome() => return outcome,
            lock = released.relock() => lock,
        };
        // A batch is committed under the lock: one whose outcome is not known is
        // the one that is open.
        match waiter.known() {
            Some(outcome) => outcome,
            None => match lock.take_batch() {
                Some(batch) => self.commit_batch(batch).await,
                None => waiter.outcome().await,
            },
        }
    }

    /// Commits `batch`, on behalf of all its writers, and tells them.
    pub(super) async fn commit_batch(&self, batch: CommitBatch) -> Arc<BatchOutcome> {
        let cache = &self.shared.head_cache;
        let jitter = || self.chance("retry").fraction();
        let failed = |error| BatchOutcome::Failed { error, writers: batch.writers };
        let outcome = match batch.functions.clone().perform(self.commit(&batch.plan).boxed()).await {
            Ok(()) => {
                cache.insert_written(&batch.plan);
                BatchOutcome::Committed
            }
            Err(CommitError::Lost(lost)) => {
                cache.replace_lost(&lost);
                BatchOutcome::Lost { lost, fresh: batch.fresh, jitter: jitter() }
            }
            Err(CommitError::Contended) => {
                // Whatever was under way changes what is stored.
                cache.invalidate_written(&batch.plan);
                BatchOutcome::Contended { jitter: jitter() }
            }
            Err(CommitError::Replay(_)) => failed(StoreError::bug("a replay without a key")),
            Err(CommitError::Store(error)) => {
                cache.invalidate_written(&batch.plan);
                failed(error)
            }
        };
        let outcome = Arc::new(outcome);
        for waiter in batch.waiters {
            // One who was cancelled meanwhile does not listen any more.
            let _ = waiter.send(Arc::clone(&outcome));
        }
        outcome
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::{Expect, Item};
    use crate::tables::Table;
    use crate::trace::tests::segment;

    fn key(sk: &str) -> Key {
        Key { table: Table::Ledger, pk: "A#ann".to_owned(), sk: sk.to_owned() }
    }

    /// The writes of one writer: the head, and an entry.
    fn plan(entry: &str) -> Plan {
        let mut plan = Plan::default();
        for sk in ["HEAD", entry] {
            plan.push(key(sk), Item::new(), Expect::Version(1));
        }
        plan
    }

    #[tokio::test]
    async fn each_entry_of_a_batch_carries_its_own_trace_and_the_head_the_last_there_is() {
        let (one, other) = (segment(), segment());
        let first = trace::within(Some(one.clone()), async { plan("E#1") }).await;
        let second = trace::within(Some(other), async { plan("E#2") }).await;
        let header = |plan: &Plan, sk| {
            let action = plan.actions.iter().find(|action| *action.key() == key(sk));
            let Some(Action::Put { item, .. }) = action else { panic!("no {sk}") };
            item.item.get(trace::ATTRIBUTE).cloned()
        };
        let mut batch = CommitBatch::new(plan("E#0"), true);
        for (next, of_head) in [(first.clone(), &first), (plan("E#3"), &first), (second.clone(), &second)] {
            assert!(batch.try_add(&key("HEAD"), &next));
            assert_eq!(header(&batch.plan, "HEAD"), header(of_head, "HEAD"));
        }
        assert_eq!(header(&batch.plan, "E#1"), header(&first, "E#1"));
        assert_eq!(header(&batch.plan, "E#2"), header(&second, "E#2"));
        assert_eq!((header(&batch.plan, "E#0"), header(&batch.plan, "E#3")), (None, None));
        assert!(header(&first, "E#1").is_some());
    }
}

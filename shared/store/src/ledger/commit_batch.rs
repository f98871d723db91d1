//! CommitBatch commit: the plans of writers of one account who waited for each
//! other, as one transaction.
//!
//! Each decided on the state that the one before pending_state, so the group is the
//! same as one after the other: the head is written once, conditional on the
//! version that the first one saw, and its version rises by one for each of
//! them. Owns what fits together and who is told; never decides, and never
//! outlives those who wait for it.

use std::sync::Arc;

use futures::FutureExt;
use tokio::sync::watch;

use crate::Store;
use crate::commit::{CommitError, Lost};
use crate::context::Functions;
use crate::error::StoreError;
use crate::keys::Key;
use crate::ledger::Snapshot;
use crate::ledger::account_locks::{AccountGuard, LockTicket};
use crate::plan::{Action, MAX_ACTIONS, Plan, Stored};
use crate::trace;

/// What came of a group, as each of its writers is told.
#[derive(Debug)]
pub(super) enum BatchOutcome {
    /// All of it is stored.
    Committed,
    /// Somebody was faster, or a key was taken.
    Lost {
        lost: Lost,
        /// See [`CommitBatch::fresh`].
        fresh: bool,
        /// By what fraction of its longest wait each of them waits: the same
        /// for all, so that they come back together.
        jitter: f64,
    },
    /// Another transaction was under way, or the store throttles.
    Contended { jitter: f64 },
    /// Not to be retried here.
    Failed(StoreError),
}

type BatchResult = Option<Arc<BatchOutcome>>;

/// Plans that take effect together.
pub(super) struct CommitBatch {
    plan: Plan,
    functions: Functions,
    /// Whether it builds on what the store itself just said, not on a memory.
    pub fresh: bool,
    told: watch::Sender<BatchResult>,
}

/// A writer's way to learn what came of its group.
pub(super) struct BatchWaiter(watch::Receiver<BatchResult>);

impl CommitBatch {
    /// The group of one plan. Records of idempotency keys are told apart by
    /// their table: there may be several.
    pub(super) fn new(plan: Plan, fresh: bool) -> Self {
        Self {
            plan: Plan { idempotency: None, ..plan },
            functions: Functions::current(),
            fresh,
            told: watch::Sender::new(None),
        }
    }

    pub(super) fn seat(&self) -> BatchWaiter {
        BatchWaiter(self.told.subscribe())
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

    /// The state that the next one builds on; `None` if the head is not written.
    pub(super) fn pending_state(&self, head: &Key) -> Option<Snapshot> {
        Some(Snapshot::from_iter([(head.clone(), self.head(head)?.clone())]))
    }

    /// Adds `plan`, decided on what the group pending_state, if it fits: within one
    /// transaction, in which no item is written twice. Hundred items of a
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
                let carried = item.item.get(trace::ATTRIBUTE).cloned();
                *item = Arc::clone(next);
                // The change of the head tells of the whole group: where its
                // last writer is not traced, it still tells who was.
                if let Some(carried) = carried
                    && !item.item.contains_key(trace::ATTRIBUTE)
                {
                    Arc::make_mut(item).item.insert(trace::ATTRIBUTE.to_owned(), carried);
                }
            }
        }
        self.plan.actions.extend(others.into_iter().cloned());
        self.functions.add_current();
        true
    }
}

impl BatchWaiter {
    /// Waits until it is known; `None` if whoever carried the group was stopped
    /// meanwhile, and so nobody knows.
    async fn told(&mut self) -> BatchResult {
        self.0.wait_for(Option::is_some).await.ok()?.clone()
    }

    fn is_in(&self, group: &CommitBatch) -> bool {
        self.0.same_channel(&group.told.subscribe())
    }
}

impl Store {
    /// Commits `group`, or pending_state that to those who wait for their turn and may
    /// join it.
    pub(super) async fn commit_or_wait(
        &self,
        place: &LockTicket<'_>,
        mut turn: AccountGuard<'_>,
        group: CommitBatch,
    ) -> BatchResult {
        if !place.others_wait() {
            return Some(self.commit_batch(group).await);
        }
        let mut seat = group.seat();
        *turn = Some(group);
        drop(turn);
        // Whoever waited may be stopped, so each one stands in line again: the
        // group is carried out by the first of its writers whose turn comes.
        tokio::select! {
            biased;
            told = seat.told() => told,
            mut turn = place.turn_to_finish() => match turn.take_if(|group| seat.is_in(group)) {
                Some(group) => Some(self.commit_batch(group).await),
                None => seat.0.borrow().clone(),
            },
        }
    }

    /// Commits `group`, on behalf of all who are in it, and tells them.
    pub(super) async fn commit_batch(&self, group: CommitBatch) -> Arc<BatchOutcome> {
        let heads = &self.shared.head_cache;
        let jitter = || self.chance("retry").fraction();
        let outcome = match group.functions.clone().perform(self.commit(&group.plan).boxed()).await {
            Ok(()) => {
                heads.written(&group.plan);
                BatchOutcome::Committed
            }
            Err(CommitError::Lost(lost)) => {
                heads.lost(&lost);
                BatchOutcome::Lost { lost, fresh: group.fresh, jitter: jitter() }
            }
            Err(CommitError::Contended) => {
                // What was under way changes what is remembered.
                heads.unwritten(&group.plan);
                BatchOutcome::Contended { jitter: jitter() }
            }
            Err(CommitError::Replay(_)) => BatchOutcome::Failed(StoreError::bug("a replay without a key")),
            Err(CommitError::Store(error)) => {
                heads.unwritten(&group.plan);
                BatchOutcome::Failed(error)
            }
        };
        let outcome = Arc::new(outcome);
        group.told.send_replace(Some(Arc::clone(&outcome)));
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

    /// What a writer plans: the head, and an entry.
    fn plan(entry: &str) -> Plan {
        let mut plan = Plan::default();
        for sk in ["HEAD", entry] {
            plan.push(key(sk), Item::new(), Expect::Version(1));
        }
        plan
    }

    #[tokio::test]
    async fn each_entry_of_a_group_carries_its_own_trace_and_the_head_the_last_there_is() {
        let (one, other) = (segment(), segment());
        let first = trace::within(Some(one.clone()), async { plan("E#1") }).await;
        let second = trace::within(Some(other), async { plan("E#2") }).await;
        let header = |plan: &Plan, sk| {
            let action = plan.actions.iter().find(|action| *action.key() == key(sk));
            let Some(Action::Put { item, .. }) = action else { panic!("no {sk}") };
            item.item.get(trace::ATTRIBUTE).cloned()
        };
        let mut group = CommitBatch::new(plan("E#0"), true);
        for (next, of_head) in [(first.clone(), &first), (plan("E#3"), &first), (second.clone(), &second)] {
            assert!(group.try_add(&key("HEAD"), &next));
            assert_eq!(header(&group.plan, "HEAD"), header(of_head, "HEAD"));
        }
        assert_eq!(header(&group.plan, "E#1"), header(&first, "E#1"));
        assert_eq!(header(&group.plan, "E#2"), header(&second, "E#2"));
        assert_eq!((header(&group.plan, "E#0"), header(&group.plan, "E#3")), (None, None));
        assert!(header(&first, "E#1").is_some());
    }
}

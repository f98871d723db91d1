//! The payments of one slice, each in a transaction with its mark.
//!
//! The mark is an idempotency record made of the job, the round and the number
//! of the reward, kept as long as the job. What it says is final: whoever works
//! on the same slice, now or after a crash, comes to the same result, and what
//! is marked as not paid cannot be paid in that round any more.

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt, TryStreamExt};
use heartlink_domain::jobs::Job;
use heartlink_domain::wallet::{Group, Operation, Refusal, Stopped, group, split};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::ledger::{ChangeError, Done};
use crate::retry::Policy;
use crate::wallet::{GroupReceipt, OperationError, Order, Placed, Unit};

/// Rewards of one user that are paid in one transaction at most.
const IN_ONE_TRANSACTION: usize = 32;

/// What came of each operation, in any order: nothing where it was paid.
pub(super) type Verdicts = Vec<(usize, Option<Refusal>)>;

/// Whether a slice is to be paid, or only settled what of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payment {
    /// To be paid.
    Made,
    /// What is not paid yet is marked as not to be paid.
    Barred,
}

impl Store {
    /// Pays `operations`, whose places among all rewards are `indexes`. Either
    /// a final verdict on each, or an error after which some are missing.
    pub(super) async fn pay_rewards(
        &self,
        job: &Job,
        operations: &[Operation],
        indexes: &[u64],
        payment: Payment,
    ) -> Result<Verdicts, StoreError> {
        let groups = split(group(operations), operations, IN_ONE_TRANSACTION);
        let at_once = usize::try_from(self.settings().jobs.users_at_once).unwrap_or(1);
        // Boxed: the compiler cannot see through a stream of borrowing futures.
        let runs: Vec<BoxFuture<'_, Result<Verdicts, StoreError>>> = groups
            .iter()
            .map(|group| {
                let first = group.indexes.first().and_then(|place| indexes.get(*place)).copied();
                let order = reward_order(job, first.unwrap_or_default());
                async move { self.pay_group(group, operations, &order, payment).await }.boxed()
            })
            .collect();
        let verdicts: Vec<Verdicts> = stream::iter(runs).buffer_unordered(at_once).try_collect().await?;
        Ok(verdicts.into_iter().flatten().collect())
    }

    async fn pay_group(
        &self,
        group: &Group,
        operations: &[Operation],
        order: &Order,
        payment: Payment,
    ) -> Result<Verdicts, StoreError> {
        let unit = Unit { groups: std::slice::from_ref(group), operations };
        if payment == Payment::Barred {
            return self.bar(&unit, order, Refusal::JobCancelled).await;
        }
        let options = order.options(unit.wallets());
        match self.operate_unit(&options, &unit, order).await {
            Ok(Done::Applied(placed)) => fresh(placed),
            Ok(Done::Replayed(receipt)) => Ok(recorded(&unit, &receipt)),
            // A lease that outlasts all patience: final for this round.
            Err(ChangeError::Refused(refusal)) => self.bar(&unit, order, refusal).await,
            Err(ChangeError::Store(error)) => Err(error),
        }
    }

    /// Marks what is not paid yet as refused, so that it cannot be paid any
    /// more in this round; says what is true of the rest.
    async fn bar(&self, unit: &Unit<'_>, order: &Order, refusal: Refusal) -> Result<Verdicts, StoreError> {
        let Some(key) = &order.key else { return Err(StoreError::bug("a reward without a mark")) };
        let index = unit.indexes().next().unwrap_or_default();
        let barred = GroupReceipt::Stopped { index, refusal };
        let first = self.record_first(key, order.policy, &barred).await?;
        Ok(recorded(unit, &first.unwrap_or(barred)))
    }
}

/// The order to pay the group of rewards that begins with reward `index`.
fn reward_order(job: &Job, index: u64) -> Order {
    let name = format!("{}/{index}", job.id);
    let round = format!("job round {}", job.round);
    let key = IdempotencyKey::new(job.created_by.as_str(), &round, &name, b"");
    let key = key.kept_until(job.marks_expire_at());
    Order { policy: Policy::Rewards, ..Order::new(job.created_by.clone(), Some(key)) }
}

fn fresh(placed: Placed) -> Result<Verdicts, StoreError> {
    let verdict = |(place, result)| match result {
        Ok(_) => Ok((place, None)),
        Err(OperationError::Refused(refusal)) => Ok((place, Some(refusal))),
        Err(OperationError::Busy) => Err(StoreError::Busy),
        Err(OperationError::Timeout) => Err(StoreError::Timeout),
        Err(OperationError::Failed(text)) => Err(StoreError::Unavailable(text)),
    };
    placed.into_iter().map(verdict).collect()
}

fn recorded(unit: &Unit<'_>, receipt: &GroupReceipt) -> Verdicts {
    let verdict = |place| match receipt {
        GroupReceipt::Applied { .. } => (place, None),
        GroupReceipt::Stopped { refusal: Refusal::JobCancelled, .. } => (place, Some(Refusal::JobCancelled)),
        GroupReceipt::Stopped { refusal: refusal @ Refusal::Locked { .. }, .. } => {
            (place, Some(refusal.clone()))
        }
        GroupReceipt::Stopped { index, refusal } => {
            let stopped = Stopped { index: *index, refusal: refusal.clone() };
            (place, Some(stopped.refusal_of(place)))
        }
    };
    unit.indexes().map(verdict).collect()
}

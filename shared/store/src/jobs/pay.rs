//! The payments of one slice, each in a transaction with its mark.
//!
//! The mark is an idempotency record made of the job, the round and the number
//! of the reward, kept as long as the job. What it says is final: whoever works
//! on the same slice, now or after a crash, in this version or under other
//! settings, comes to the same result. So every reward has a mark of its own,
//! also one that cannot be paid: which rewards are payable today shapes no mark.

use std::collections::BTreeMap;

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt, TryStreamExt};
use heartlink_domain::ids::UserId;
use heartlink_domain::jobs::{Job, Reward, Unpayable};
use heartlink_domain::ledger::{AccountId, Entry};
use heartlink_domain::wallet::{Currency, Group, Refusal, Wallet};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::keys::Key;
use crate::ledger::{ChangeError, Done};
use crate::plan::from_item;
use crate::retry::Policy;
use crate::wallet::{GroupReceipt, OperationError, Order, Unit};

/// Rewards of one user that earlier versions paid in one transaction at most.
const GROUPED: u64 = 32;

/// What became of a reward in a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Paid, in this currency.
    Paid(Currency),
    /// Not paid, and cannot be any more in this round.
    Failed(Unpayable),
    /// The job was cancelled before.
    Cancelled,
}

/// The verdict on each reward, by its place.
pub(super) type Verdicts = BTreeMap<u64, Verdict>;

/// Whether a slice is to be paid, or only settled what of it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Payment {
    /// To be paid.
    Made,
    /// What is not paid yet is marked as not to be paid.
    Barred,
}

impl Store {
    /// Pays `rewards`. Either a final verdict on each, or an error after which
    /// some are missing.
    pub(super) async fn pay_rewards(
        &self,
        job: &Job,
        rewards: &[Reward],
        payment: Payment,
    ) -> Result<Verdicts, StoreError> {
        let mut verdicts = self.paid_in_groups(job, rewards).await?;
        let at_once = usize::try_from(self.settings().jobs.users_at_once).unwrap_or(1);
        // Boxed: the compiler cannot see through a stream of borrowing futures.
        let runs: Vec<BoxFuture<'_, Result<(u64, Verdict), StoreError>>> = rewards
            .iter()
            .filter(|reward| !verdicts.contains_key(&reward.index))
            .map(|reward| {
                async move { Ok((reward.index, self.pay_reward(job, reward, payment).await?)) }.boxed()
            })
            .collect();
        let paid: Vec<(u64, Verdict)> = stream::iter(runs).buffer_unordered(at_once).try_collect().await?;
        verdicts.extend(paid);
        Ok(verdicts)
    }

    async fn pay_reward(&self, job: &Job, reward: &Reward, payment: Payment) -> Result<Verdict, StoreError> {
        let order = reward_order(job, reward.index);
        let operation = match &reward.operation {
            _ if payment == Payment::Barred => return self.bar(&order, Refusal::JobCancelled).await,
            Ok(operation) => operation,
            Err(reason) => {
                // Another worker may be able to pay it, or has paid it before a crash.
                let refusal = match reason {
                    Unpayable::Refused(refusal) => refusal.clone(),
                    Unpayable::Malformed { .. } | Unpayable::Invalid { .. } => {
                        Refusal::NotApplied { index: 0 }
                    }
                };
                let barred = self.bar(&order, refusal).await?;
                let is_unpaid = matches!(barred, Verdict::Failed(_));
                return Ok(if is_unpaid { Verdict::Failed(reason.clone()) } else { barred });
            }
        };
        let groups = [Group {
            user_id: operation.user_id.clone(),
            currencies: vec![operation.currency.clone()],
            indexes: vec![0],
        }];
        let unit = Unit { groups: &groups, operations: std::slice::from_ref(operation) };
        let options = order.options(unit.wallets());
        match self.operate_unit(&options, &unit, &order).await {
            Ok(Done::Applied(placed)) => match placed.into_iter().next() {
                Some((_, Ok(_))) => Ok(Verdict::Paid(operation.currency.clone())),
                Some((_, Err(OperationError::Refused(refusal)))) => Ok(refused(refusal)),
                _ => Err(StoreError::bug("a payment without a result")),
            },
            Ok(Done::Replayed(receipt)) => recorded(receipt),
            // A lease that outlasts all patience: final for this round.
            Err(ChangeError::Refused(refusal)) => self.bar(&order, refusal).await,
            Err(ChangeError::Store(error)) => Err(error),
        }
    }

    /// Marks a reward that is not paid yet as refused, so that it cannot be paid
    /// any more in this round; says what is true of it.
    async fn bar(&self, order: &Order, refusal: Refusal) -> Result<Verdict, StoreError> {
        let Some(key) = &order.key else { return Err(StoreError::bug("a reward without a mark")) };
        let barred = GroupReceipt::Stopped { index: 0, refusal };
        let first = self.record_first(key, order.policy, &barred).await?;
        recorded(first.unwrap_or(barred))
    }

    /// Rewards that an earlier version paid together with another one of the same
    /// user, under the mark of that one: its entries tell. Nothing is read for a
    /// user with a single reward.
    async fn paid_in_groups(&self, job: &Job, rewards: &[Reward]) -> Result<Verdicts, StoreError> {
        let mut by_user: BTreeMap<&UserId, Vec<&Reward>> = BTreeMap::new();
        for reward in rewards {
            if let Some(line) = &reward.line {
                by_user.entry(&line.user_id).or_default().push(reward);
            }
        }
        let mut verdicts = Verdicts::new();
        for rewards in by_user.values().filter(|rewards| rewards.len() > 1) {
            let marks = self.marks_of(job, rewards).await?;
            let unmarked = rewards.iter().copied().filter(|reward| !marks.contains_key(&reward.index));
            let unmarked: Vec<&Reward> = unmarked.collect();
            for first in rewards {
                let Some(GroupReceipt::Applied { firsts }) = marks.get(&first.index) else { continue };
                let is_left =
                    |reward: &&Reward| reward.index > first.index && !verdicts.contains_key(&reward.index);
                let mut group: Vec<&Reward> = unmarked.iter().copied().filter(is_left).collect();
                if group.is_empty() {
                    continue;
                }
                group.insert(0, first);
                for (account, seq) in firsts {
                    verdicts.extend(self.paid_under(job, &group, account, *seq).await?);
                }
            }
        }
        Ok(verdicts)
    }

    /// What the marks of `rewards` say, by the place of the reward.
    async fn marks_of(
        &self,
        job: &Job,
        rewards: &[&Reward],
    ) -> Result<BTreeMap<u64, GroupReceipt>, StoreError> {
        let at_once = usize::try_from(self.settings().jobs.users_at_once).unwrap_or(1);
        let reads: Vec<BoxFuture<'_, Result<_, StoreError>>> = rewards
            .iter()
            .map(|reward| {
                async move {
                    let found = self.find_idempotency_record(Some(&mark(job, reward.index))).await?;
                    Ok(found.map(|found| (reward.index, found.value)))
                }
                .boxed()
            })
            .collect();
        let found: Vec<Option<_>> = stream::iter(reads).buffer_unordered(at_once).try_collect().await?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Which of `group` the entries of `account` from `seq` on pay that were made
    /// under the mark of the first one.
    async fn paid_under(
        &self,
        job: &Job,
        group: &[&Reward],
        account: &str,
        seq: u64,
    ) -> Result<Verdicts, StoreError> {
        let account = AccountId::named(account);
        let (Some((_, currency)), Some(first)) = (Wallet::owner_of(&account), group.first()) else {
            return Ok(Verdicts::new());
        };
        let most = GROUPED.min(group.len() as u64);
        // One by one: these are few, and old, and worth no right to read many at once.
        let mut entries: Vec<Entry> = Vec::new();
        for seq in seq..seq + most {
            let Some(item) = self.get(&Key::entry(&account, seq)).await? else { break };
            entries.push(from_item(item)?);
        }
        let mark = mark(job, first.index);
        let under_mark = |entry: &&Entry| entry.idempotency_key.as_deref() == Some(mark.text());
        let mut rest = group.iter().filter_map(|reward| Some((reward.index, reward.line.as_ref()?)));
        let paid = entries.iter().take_while(under_mark).filter_map(|entry| {
            let (index, _) = rest.find(|(_, line)| {
                let is_currency = line.currency.as_ref().is_none_or(|named| *named == currency);
                is_currency && line.amount.minor() == entry.amount
            })?;
            Some((index, Verdict::Paid(currency.clone())))
        });
        Ok(paid.collect())
    }
}

/// The mark of reward `index` in the job's present round.
fn mark(job: &Job, index: u64) -> IdempotencyKey {
    let name = format!("{}/{index}", job.id);
    let round = format!("job round {}", job.round);
    let key = IdempotencyKey::new(job.created_by.as_str(), &round, &name, b"");
    key.kept_until(job.marks_expire_at())
}

/// The order to pay reward `index`.
fn reward_order(job: &Job, index: u64) -> Order {
    Order { policy: Policy::Rewards, ..Order::new(job.created_by.clone(), Some(mark(job, index))) }
}

fn refused(refusal: Refusal) -> Verdict {
    match refusal {
        Refusal::JobCancelled => Verdict::Cancelled,
        refusal => Verdict::Failed(Unpayable::Refused(refusal)),
    }
}

/// What a mark says of its reward.
fn recorded(receipt: GroupReceipt) -> Result<Verdict, StoreError> {
    match receipt {
        GroupReceipt::Stopped { refusal, .. } => Ok(refused(refusal)),
        GroupReceipt::Applied { firsts } => {
            let account = firsts.keys().next().map(|account| AccountId::named(account));
            let owner = account.as_ref().and_then(Wallet::owner_of);
            let (_, currency) = owner.ok_or_else(|| StoreError::bug("a payment into no wallet"))?;
            Ok(Verdict::Paid(currency))
        }
    }
}

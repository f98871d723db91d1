//! The decay: a bounded, resumable pass over the index of idle bindings.
//!
//! Its cost grows with what is idle, not with what is stored. Two runs at once
//! take each day once, because each change is conditional on the version that
//! was judged.

use futures::stream::{self, StreamExt};
use heartlink_domain::affinity::decay::{Decayed, decay, rule_key};
use heartlink_domain::affinity::{Binding, Context, Refusal, RuleKey};
use heartlink_domain::chance::Chance;
use heartlink_domain::ids::{DeviceId, UserId};
use serde::Serialize;

use super::rule_set::RuleSet;
use super::{AffinityError, IDLE};
use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::ledger::{ChangeOptions, Decision, Done};
use crate::plan::{Item, Plan};
use crate::retry::Policy;
use crate::tables::{DUE, Table};
use crate::wallet::put_entry;

/// Index entries read at a time.
const PAGE: u32 = 100;
/// Bindings that decay at the same time.
const AT_ONCE: usize = 16;

/// What a run did, or would do.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DecayReport {
    /// Bindings that were looked at.
    pub looked_at: usize,
    /// Each that decayed.
    pub changes: Vec<DecayChange>,
    /// Whether more was due than one run takes on, or some of it failed.
    pub unfinished: bool,
    /// Bindings that failed; the next run takes them again.
    #[serde(skip)]
    pub failed: usize,
}

/// A binding that decayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecayChange {
    /// Whose.
    pub user_id: UserId,
    /// To what.
    pub device_id: DeviceId,
    /// Days that were worked off.
    pub days: usize,
    /// The value before.
    pub before_value: i64,
    /// The value after.
    pub after_value: i64,
}

/// What a run goes by.
struct Run {
    rule_set: RuleSet,
    rule_key: RuleKey,
    chance: Chance,
}

impl Store {
    /// Lets idle bindings decay, or lists those that would. One that fails keeps no
    /// other from decaying.
    ///
    /// # Errors
    /// The store's, where what is idle could not be read.
    pub async fn decay_idle(&self, dry_run: bool) -> Result<DecayReport, StoreError> {
        let rule_key = rule_key().map_err(StoreError::bug)?;
        let run = Run { rule_set: self.affinity_rules().await?, rule_key, chance: self.chance("decay") };
        let mut report = DecayReport::default();
        let rules = run.rule_set.context(Some(&run.rule_key));
        if !rules.settings.decay.enabled || rules.rule_in_force().is_none() {
            return Ok(report);
        }
        let most = usize::try_from(self.settings().affinity.decay_batch).unwrap_or(usize::MAX);
        for shard in 0..self.settings().sweep.due_shards {
            let mut after = String::new();
            loop {
                if report.looked_at >= most {
                    report.unfinished = true;
                    return Ok(report);
                }
                let page = self.query(&self.idle_query(&run, shard, &after)).await?;
                report.looked_at += page.items.len();
                self.decay_page(&page.items, &run, dry_run, &mut report).await?;
                let last = page.items.last().filter(|_| page.next.is_some());
                let Some(last) = last.and_then(|item| text(item, DUE.range)) else { break };
                after = last;
            }
        }
        Ok(report)
    }

    /// Bindings of a shard that are idle for long enough, after `after`.
    fn idle_query(&self, run: &Run, shard: u32, after: &str) -> Query {
        let idle = run.rule_set.settings().decay.idle();
        // Entries end in `#` and a name: those of the very instant belong to it.
        let until = format!("{}$", self.now() - idle);
        Query {
            table: Table::Ledger,
            index: Some(DUE),
            hash: format!("{IDLE}#{shard}"),
            range: Range::Between(format!("{after}\u{1}"), until),
            limit: PAGE,
            newest_first: false,
            consistent: false,
        }
    }

    async fn decay_page(
        &self,
        page: &[Item],
        run: &Run,
        dry_run: bool,
        report: &mut DecayReport,
    ) -> Result<(), StoreError> {
        let keys: Vec<Key> = page.iter().filter_map(key_of).collect();
        let (bindings, unread): (Vec<Binding>, usize) = self.load_each(&keys).await?;
        report.failed += unread;
        let decays: Vec<_> =
            bindings.into_iter().map(|binding| self.decay_one(binding, run, dry_run)).collect();
        let mut changes = stream::iter(decays).buffer_unordered(AT_ONCE);
        while let Some(change) = changes.next().await {
            match change {
                Ok(None) => {}
                Ok(Some((change, unfinished))) => {
                    report.unfinished |= unfinished;
                    report.changes.push(change);
                }
                Err(error) => {
                    tracing::error!(%error, "a binding did not decay");
                    report.failed += 1;
                }
            }
        }
        report.unfinished |= report.failed > 0;
        Ok(())
    }

    /// Lets one binding decay, as it was read just now. One that somebody else
    /// is faster with is theirs, or the next run's.
    async fn decay_one(
        &self,
        read: Binding,
        run: &Run,
        dry_run: bool,
    ) -> Result<Option<(DecayChange, bool)>, StoreError> {
        let judged = self.judge(&read, run).map_err(refused)?;
        if dry_run || judged.is_none() {
            return Ok(judged.map(|decayed| told(&read, &decayed)));
        }
        let key = Key::head(&read.account.id);
        let options = ChangeOptions {
            keys: vec![key.clone()],
            idempotency: None,
            policy: Policy::Batch,
            waits: false,
            guards: Vec::new(),
        };
        let done = self.change(&options, |seen| {
            let mut plan = Plan::default();
            let Some(binding) = seen.get::<Binding>(&key)? else {
                return Ok(Decision { plan, receipt: (), answer: None, refuses: true });
            };
            let decayed = self.judge(&binding, run)?;
            if let Some(Decayed { changed, .. }) = &decayed {
                plan.put(&changed.binding, self.settings())?;
                changed.entries.iter().try_for_each(|entry| put_entry(&mut plan, entry))?;
                // A rule that gives for idleness may reach a level: paid by the next schedule.
                changed.grants.iter().try_for_each(|grant| plan.put(grant, self.settings()))?;
            }
            let answer = decayed.map(|decayed| told(&binding, &decayed));
            let refuses = answer.is_none();
            Ok::<_, AffinityError>(Decision { plan, receipt: (), answer, refuses })
        });
        match done.await {
            Ok(Done::Applied(change)) => Ok(change),
            Ok(Done::Replayed(())) => Ok(None),
            Err(AffinityError::Refused(refusal)) => Err(refused(refusal)),
            Err(AffinityError::Store(StoreError::Busy)) => Ok(None),
            Err(AffinityError::Store(error)) => Err(error),
        }
    }

    fn judge(&self, binding: &Binding, run: &Run) -> Result<Option<Decayed>, Refusal> {
        let context = Context { operator: None, idempotency_key: None, now: self.now() };
        let (rules, since) = (run.rule_set.context(Some(&run.rule_key)), run.rule_set.since(&run.rule_key));
        // A stream of chance of its own for each: the same draw whenever it is judged.
        let mut chance = run.chance.clone().split(binding.account.id.as_str());
        decay(binding, &run.rule_key, &rules, since, &context, &mut chance)
    }
}

fn refused(refusal: Refusal) -> StoreError {
    StoreError::bug(refusal)
}

fn told(before: &Binding, decayed: &Decayed) -> (DecayChange, bool) {
    let change = DecayChange {
        user_id: before.user_id.clone(),
        device_id: before.device_id.clone(),
        days: decayed.days,
        before_value: before.value(),
        after_value: decayed.changed.binding.value(),
    };
    (change, decayed.unfinished)
}

fn text(item: &Item, name: &str) -> Option<String> {
    item.get(name)?.as_s().ok().cloned()
}

fn key_of(item: &Item) -> Option<Key> {
    let sk = text(item, "sk").filter(|sk| sk == keys::HEAD)?;
    Some(Key { table: Table::Ledger, pk: text(item, "pk")?, sk })
}

//! The one entry that changes a value: events, adjustments.

use heartlink_domain::affinity::{AffinityEvent, ApplyResult, Binding, Context, Decided, Refusal, apply};
use heartlink_domain::ids::{DeviceId, UserId};

use super::rule_set::RuleSet;
use super::{AffinityError, head};
use crate::Store;
use crate::idempotency::Outcome;
use crate::ledger::{Decision, Done, Snapshot};
use crate::plan::Plan;
use crate::points::Plans;
use crate::wallet::{Order, put_entry};

impl Store {
    /// What `event` does to the binding. A no-op writes nothing, save the record
    /// of the caller's key.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn apply_affinity(
        &self,
        user_id: &UserId,
        device_id: &DeviceId,
        event: &AffinityEvent,
        order: &Order,
    ) -> Result<Outcome<ApplyResult>, AffinityError> {
        let rule_set = self.affinity_rules().await?;
        // Drawn once a call: a decision made again must not draw again.
        let chance = self.chance("affinity");
        let rules = rule_set.context(Some(&event.rule_key));
        let decide = |binding: &Binding, context: &Context| {
            apply(binding, event, &rules, context, &mut chance.clone())
        };
        self.change_affinity((user_id, device_id), order, &rule_set, decide).await
    }

    /// Carries out what `decide` comes to on the binding, and pays the levels that
    /// are reached by it.
    pub(super) async fn change_affinity(
        &self,
        binding: (&UserId, &DeviceId),
        order: &Order,
        rule_set: &RuleSet,
        decide: impl Fn(&Binding, &Context) -> Result<Decided, Refusal>,
    ) -> Result<Outcome<ApplyResult>, AffinityError> {
        // A level that is reached may pay: the account is then read along.
        let pays_points = rule_set.levels().pay_points();
        let plans = if pays_points { self.plans().await? } else { Plans::default() };
        let (user_id, device_id) = binding;
        let decided = |read: &Snapshot| -> Result<Decided, AffinityError> {
            let context = Context {
                operator: Some(order.operator.clone()),
                idempotency_key: order.key.as_ref().map(|key| key.text().to_owned()),
                now: self.now(),
            };
            Ok(decide(&self.binding_in(read, user_id, device_id)?, &context)?)
        };
        let plan_reads = |read: &Snapshot| match decided(read) {
            Ok(Decided { changed: Some(changed), .. }) => self.payout_reads(&changed.grants),
            // What is refused is refused when it is decided.
            _ => Vec::new(),
        };
        let options = order.options(vec![head(user_id, device_id)]);
        let done = self
            .change_in_steps(&options, plan_reads, |read| self.plan_affinity(read, &plans, decided(read)?));
        let done = done.await;
        if pays_points {
            self.points_written(user_id);
        }
        Ok(match done? {
            Done::Applied(result) => Outcome::fresh(result),
            Done::Replayed(result) => Outcome { value: result, replayed: true },
        })
    }

    /// Plans a change with what it grants. A reward that is refused, and a change
    /// that is none, must not rest on the cache.
    fn plan_affinity(
        &self,
        read: &Snapshot,
        plans: &Plans,
        Decided { mut result, changed }: Decided,
    ) -> Result<Decision<ApplyResult, ApplyResult>, AffinityError> {
        let mut plan = Plan::default();
        let mut refuses = true;
        if let Some(changed) = changed {
            plan.put(&changed.binding, self.settings())?;
            changed.entries.iter().try_for_each(|entry| put_entry(&mut plan, entry))?;
            let payouts = self.pay_grants(&mut plan, read, plans, &changed.grants)?;
            for [granted, failed] in payouts.grants.iter().map(heartlink_domain::affinity::Grant::told) {
                result.rewards_granted.extend(granted);
                result.rewards_failed.extend(failed);
            }
            refuses = payouts.refused;
        }
        Ok(Decision { plan, receipt: result.clone(), answer: result, refuses })
    }
}

//! The one entry that changes a value: events, adjustments.

use std::collections::BTreeSet;

use heartlink_domain::affinity::{
    AffinityEvent, ApplyResult, Binding, Changed, Context, Decided, Refusal, apply,
};
use heartlink_domain::ids::{DeviceId, UserId};

use super::rewards::{PayoutAccount, PayoutAccounts, PayoutPlanner};
use super::{AffinityError, Stop, head};
use crate::Store;
use crate::error::StoreError;
use crate::idempotency::Outcome;
use crate::ledger::{ChangeError, Decision, Done, Snapshot};
use crate::plan::Plan;
use crate::wallet::{Order, put_entry};

/// How often more accounts may turn out to be needed: levels may be edited
/// between a decision and the next.
const ROUNDS: u32 = 3;

impl Store {
    /// What `cause` does to the binding. A no-op writes nothing, save the record
    /// of the caller's key.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn apply_affinity(
        &self,
        user_id: &UserId,
        device_id: &DeviceId,
        cause: &AffinityEvent,
        order: &Order,
    ) -> Result<Outcome<ApplyResult>, AffinityError> {
        let rule_set = self.affinity_rules().await?;
        // Drawn once a call: a decision made again must not draw again.
        let chance = self.chance("affinity");
        let book = rule_set.book(Some(&cause.rule_key));
        let decide =
            |binding: &Binding, context: &Context| apply(binding, cause, &book, context, &mut chance.clone());
        self.change_affinity((user_id, device_id), order, decide).await
    }

    /// Carries out what `decide` comes to on the binding.
    pub(super) async fn change_affinity(
        &self,
        place: (&UserId, &DeviceId),
        order: &Order,
        decide: impl Fn(&Binding, &Context) -> Result<Decided, Refusal>,
    ) -> Result<Outcome<ApplyResult>, AffinityError> {
        // A level that is reached may pay: the purse is then read along.
        let mut purses = PayoutAccounts::default();
        for _ in 0..ROUNDS {
            let mut keys = vec![head(place.0, place.1)];
            keys.extend(purses.keys());
            let options = order.options(keys);
            let done = self
                .change(&options, |seen| self.decide_affinity(seen, place, order, &purses, &decide))
                .await;
            self.forget_purses(&purses);
            match done {
                Ok(Done::Applied(result)) => return Ok(Outcome::fresh(result)),
                Ok(Done::Replayed(result)) => return Ok(Outcome { value: result, replayed: true }),
                Err(ChangeError::Refused(Stop::Needs(more))) => self.open_purses(&mut purses, more).await?,
                Err(ChangeError::Refused(Stop::Refused(refusal))) => return Err(refusal.into()),
                Err(ChangeError::Store(error)) => return Err(error.into()),
            }
        }
        Err(StoreError::Busy.into())
    }

    fn decide_affinity(
        &self,
        seen: &Snapshot,
        (user_id, device_id): (&UserId, &DeviceId),
        order: &Order,
        purses: &PayoutAccounts,
        decide: &impl Fn(&Binding, &Context) -> Result<Decided, Refusal>,
    ) -> Result<Decision<ApplyResult, ApplyResult>, ChangeError<Stop>> {
        let context = Context {
            operator: Some(order.operator.clone()),
            idempotency_key: order.key.as_ref().map(|key| key.text().to_owned()),
            now: self.now(),
        };
        let binding = self.binding_in(seen, user_id, device_id)?;
        let Decided { mut result, changed } = decide(&binding, &context)?;
        let mut plan = Plan::default();
        let refuses = match changed {
            None => true,
            Some(changed) => self.plan_change(&mut plan, seen, purses, &changed, &mut result)?,
        };
        Ok(Decision { plan, receipt: result.clone(), answer: result, refuses })
    }

    /// Plans a change with what it grants. Says whether a reward was refused,
    /// which must not rest on a memory.
    fn plan_change(
        &self,
        plan: &mut Plan,
        seen: &Snapshot,
        purses: &PayoutAccounts,
        changed: &Changed,
        result: &mut ApplyResult,
    ) -> Result<bool, ChangeError<Stop>> {
        plan.put(&changed.binding, self.settings())?;
        for entry in &changed.entries {
            put_entry(plan, entry)?;
        }
        let needed: BTreeSet<PayoutAccount> =
            changed.grants.iter().flat_map(|grant| self.purses_of(grant)).collect();
        if !purses.hold(&needed) {
            return Err(ChangeError::Refused(Stop::Needs(needed)));
        }
        // Every grant is written, whether or not there is room to pay it.
        let mut till = PayoutPlanner::new(self, seen, purses, plan.len() + changed.grants.len());
        for grant in &changed.grants {
            let grant = till.pay(grant)?;
            let [granted, failed] = grant.told();
            result.rewards_granted.extend(granted);
            result.rewards_failed.extend(failed);
            plan.put(&grant, self.settings())?;
        }
        let refused = till.refused;
        till.settle(plan)?;
        Ok(refused)
    }
}

//! Adjustments by admins, one or many.

use std::collections::BTreeMap;

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use heartlink_domain::affinity::{Adjustment, ApplyResult, Binding, Context, Refusal, Source, adjust};
use heartlink_domain::ids::{DeviceId, UserId};

use super::AffinityError;
use crate::Store;
use crate::idempotency::Outcome;
use crate::wallet::Order;

/// Bindings that are adjusted at the same time.
const BINDINGS_AT_ONCE: usize = 32;

/// What came of one adjustment of a batch.
pub type AdjustResult = Result<ApplyResult, AffinityError>;

impl Store {
    /// Changes a value as an admin orders.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn adjust_affinity(
        &self,
        adjustment: &Adjustment,
        order: &Order,
    ) -> Result<Outcome<ApplyResult>, AffinityError> {
        self.adjust_as(Source::AdminAdjustSingle, adjustment, order).await
    }

    async fn adjust_as(
        &self,
        source: Source,
        adjustment: &Adjustment,
        order: &Order,
    ) -> Result<Outcome<ApplyResult>, AffinityError> {
        let rule_set = self.affinity_rules().await?;
        let rules = rule_set.context(None);
        let decide =
            |binding: &Binding, context: &Context| adjust(binding, adjustment, source, &rules, context);
        self.change_affinity((&adjustment.user_id, &adjustment.device_id), order, &rule_set, decide).await
    }

    /// Makes `adjustments`, those of one binding in their order, bindings side
    /// by side. A result for each, in the order sent.
    ///
    /// # Errors
    /// [`Refusal::TooManyAdjustments`]; the store's.
    pub async fn adjust_many(
        &self,
        adjustments: &[Adjustment],
        order: &Order,
    ) -> Result<Outcome<Vec<AdjustResult>>, AffinityError> {
        let limit = self.settings().affinity.batch_adjustments;
        if adjustments.len() > usize::try_from(limit).unwrap_or(usize::MAX) {
            return Err(Refusal::TooManyAdjustments { limit }.into());
        }
        self.claim(order.key.as_ref(), order.policy).await?;
        let mut of_binding: BTreeMap<(&UserId, &DeviceId), Vec<(usize, &Adjustment)>> = BTreeMap::new();
        for (index, adjustment) in adjustments.iter().enumerate() {
            let place = (&adjustment.user_id, &adjustment.device_id);
            of_binding.entry(place).or_default().push((index, adjustment));
        }
        // Boxed: the compiler cannot see through a stream of borrowing futures.
        let runs: Vec<BoxFuture<'_, _>> =
            of_binding.into_values().map(|own| self.adjust_in_turn(own, order).boxed()).collect();
        let done: Vec<Vec<_>> = stream::iter(runs).buffer_unordered(BINDINGS_AT_ONCE).collect().await;
        let mut done: Vec<_> = done.into_iter().flatten().collect();
        done.sort_by_key(|(index, _)| *index);
        let repeated = |result: &Result<Outcome<_>, _>| result.as_ref().is_ok_and(|outcome| outcome.replayed);
        let replayed = !done.is_empty() && done.iter().all(|(_, result)| repeated(result));
        let value = done.into_iter().map(|(_, result)| result.map(|outcome| outcome.value)).collect();
        Ok(Outcome { value, replayed })
    }

    async fn adjust_in_turn(
        &self,
        adjustments: Vec<(usize, &Adjustment)>,
        order: &Order,
    ) -> Vec<(usize, Result<Outcome<ApplyResult>, AffinityError>)> {
        let mut results = Vec::with_capacity(adjustments.len());
        for (index, adjustment) in adjustments {
            let key = order.key.as_ref().map(|key| key.part(&index.to_string()));
            let order = Order { key, ..order.clone() };
            results.push((index, self.adjust_as(Source::AdminAdjustBatch, adjustment, &order).await));
        }
        results
    }
}

//! The check that runs by itself: what changed since it ran last, and a further
//! part of all accounts in full, so that each is looked at from end to end in
//! its turn.
//!
//! Owns how far it has come. Two runs at once only look at something twice.

use std::time::Duration;

use heartlink_domain::points::ACCOUNT_KIND;
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::error::StoreError;
use crate::keys::{ACCOUNT_SHARDS, Key};
use crate::plan::{from_item, to_item};
use crate::points::changed_at;
use crate::points::verify::{ListPlace, VerificationMode, VerificationReport};

/// How far an index may lag, and the clocks of two writers differ: changes so
/// long before the last run are looked at again.
const OVERLAP: Duration = Duration::from_secs(300);
/// The part of a run's accounts that it looks at in full.
const FULL_SHARE: u32 = 10;

/// How far the check has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct ReconciliationState {
    /// Of each shard, up to where what changed was looked at.
    positions: Vec<String>,
    /// Where the pass in full goes on; absent at its beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    full: Option<ListPlace>,
}

impl Store {
    /// Verifies what changed since the last run of [`Store::reconcile_points`], and
    /// moves nothing on.
    ///
    /// # Errors
    /// The store's, where accounts could not be listed.
    pub async fn verify_changed_points(&self) -> Result<VerificationReport, StoreError> {
        let state = self.reconciliation_state().await?;
        Ok(self.verify_since(&state).await?.0)
    }

    /// One run: what changed since the last one, and the next accounts in full.
    /// Returns what either found.
    ///
    /// # Errors
    /// The store's, where accounts could not be listed.
    pub async fn reconcile_points(&self) -> Result<(VerificationReport, VerificationReport), StoreError> {
        let state = self.reconciliation_state().await?;
        let (changed, positions) = self.verify_since(&state).await?;
        let (full, next) = self.verify_further(state.full.unwrap_or_default()).await?;
        let state = ReconciliationState { positions, full: next };
        self.replace(&Key::watch(ACCOUNT_KIND), to_item(&state)?).await?;
        Ok((changed, full))
    }

    async fn reconciliation_state(&self) -> Result<ReconciliationState, StoreError> {
        let item = self.get(&Key::watch(ACCOUNT_KIND)).await?;
        // What cannot be read begins anew: nothing but work rests on it.
        Ok(item.and_then(|item| from_item(item).ok()).unwrap_or_default())
    }

    /// What changed since `watch`, and the positions that are reached with it.
    async fn verify_since(
        &self,
        state: &ReconciliationState,
    ) -> Result<(VerificationReport, Vec<String>), StoreError> {
        let settled = self.now() - OVERLAP;
        let mut checking =
            self.checking(VerificationMode::Incremental, self.settings().points.check_accounts);
        let mut positions = Vec::new();
        for (shard, place) in (0..ACCOUNT_SHARDS).zip(0..) {
            let after = state.positions.get(place).cloned().unwrap_or_default();
            let stopped = self.verify_shard(&mut checking, shard, &after).await?;
            positions.push(stopped.unwrap_or_else(|| at(settled).max(after)));
        }
        Ok((checking.report, positions))
    }

    async fn verify_further(
        &self,
        from: ListPlace,
    ) -> Result<(VerificationReport, Option<ListPlace>), StoreError> {
        let share = (self.settings().points.check_accounts / FULL_SHARE).max(1);
        let mut checking = self.checking(VerificationMode::Full, share);
        for shard in from.shard..ACCOUNT_SHARDS {
            let after = if shard == from.shard { from.after.as_str() } else { "" };
            if let Some(after) = self.verify_shard(&mut checking, shard, after).await? {
                return Ok((checking.report, Some(ListPlace { shard, after })));
            }
        }
        Ok((checking.report, None))
    }
}

/// In front of every account that changed at `time` or later.
fn at(time: Timestamp) -> String {
    changed_at(time.unix_secs(), "")
}

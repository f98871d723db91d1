//! Affinity in the store: each operation reads a binding, decides and commits
//! through the loop of `ledger`.
//!
//! Owns which items an operation touches, what its idempotency record keeps and
//! which index they stand in. Never decides: the rules are in
//! `heartlink_domain::affinity`.

mod adjust;
mod apply;
mod decay;
mod devices;
mod grants;
mod rewards;
mod rule_set;

use heartlink_domain::affinity::{AffinitySummary, Binding, Devices, Grant, GrantId, LogEntry, Refusal};
use heartlink_domain::ids::{DeviceId, UserId};
use heartlink_domain::ledger::Verification;
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;

pub use adjust::AdjustResult;
pub use decay::{DecayChange, DecayReport};
pub use devices::DeviceBound;
pub use grants::{GrantPage, GrantsTried};
pub use rule_set::{LEVELS, SETTINGS};

use crate::Store;
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::ledger::{ChangeError, EntryFilter, GuardFailed, Refused, Snapshot};
use crate::plan::Record;
use crate::tables::DUE;

/// Why an operation on affinity did not happen.
pub type AffinityError = ChangeError<Refusal>;

/// The kind of index entry that an idle binding is.
const IDLE: &str = "idle";

/// Milliseconds to which the index of idle bindings knows the time of a change,
/// so that a binding which changes often does not write it each time.
const IDLE_TO_MILLIS: i64 = 3_600_000;

impl From<Refusal> for AffinityError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Refused for Refusal {
    fn is_transient(&self) -> bool {
        false
    }
    fn barred(why: GuardFailed) -> Option<Self> {
        match why {
            GuardFailed::Suspended(until) => Some(Self::Suspended { until }),
            GuardFailed::Blocked => None,
        }
    }
}

impl Record for Binding {
    fn key(&self) -> Key {
        Key::head(&self.account.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn index_attributes(&self, settings: &Settings) -> Vec<(&'static str, String)> {
        if !self.bound || self.value() == 0 {
            return Vec::new();
        }
        let name = self.account.id.as_str();
        vec![
            (DUE.hash, keys::shard_of(IDLE, name, settings.sweep.due_shards)),
            (DUE.range, idle_since(self.decay_from, name)),
        ]
    }
}

/// Where a binding that is idle since `from` stands among those of its shard.
fn idle_since(from: Timestamp, account: &str) -> String {
    let millis = from.unix_millis();
    let coarse = millis.saturating_sub(millis.rem_euclid(IDLE_TO_MILLIS));
    format!("{}#{account}", Timestamp::from_unix_millis(coarse))
}

impl Record for Devices {
    fn key(&self) -> Key {
        Key::devices(&self.user_id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

impl Record for Grant {
    fn key(&self) -> Key {
        Key::grant(&self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
    fn index_attributes(&self, _: &Settings) -> Vec<(&'static str, String)> {
        let Some(at) = self.next_attempt_at else { return Vec::new() };
        vec![(DUE.hash, keys::UNPAID_GRANTS.to_owned()), (DUE.range, unpaid_at(at, &self.id))]
    }
}

/// Where a grant that is to be tried at `at` stands among those not paid.
fn unpaid_at(at: Timestamp, id: &GrantId) -> String {
    format!("{at}#{id}")
}

/// The key of a binding.
fn head(user_id: &UserId, device_id: &DeviceId) -> Key {
    Key::head(&Binding::account_id(user_id, device_id))
}

/// A page of a binding's log.
#[derive(Debug, Clone)]
pub struct LogPage {
    /// In the order asked for.
    pub entries: Vec<LogEntry>,
    /// The entry after which the next page begins.
    pub next: Option<u64>,
}

impl Store {
    /// The binding as it was read; one that is not bound where nothing is stored.
    fn binding_in(
        &self,
        seen: &Snapshot,
        user_id: &UserId,
        device_id: &DeviceId,
    ) -> Result<Binding, StoreError> {
        let stored = seen.get(&head(user_id, device_id))?;
        Ok(stored.unwrap_or_else(|| Binding::new(user_id.clone(), device_id.clone(), self.now())))
    }

    /// The binding as it is stored.
    ///
    /// # Errors
    /// [`Refusal::BindingNotFound`] if there never was one; the store's.
    pub async fn binding(&self, user_id: &UserId, device_id: &DeviceId) -> Result<Binding, AffinityError> {
        let seen = self.load(&[head(user_id, device_id)]).await?;
        let binding = self.binding_in(&seen, user_id, device_id)?;
        if binding.version == 0 {
            return Err(Refusal::BindingNotFound.into());
        }
        Ok(binding)
    }

    /// The binding as its owner sees it now.
    ///
    /// # Errors
    /// Those of [`Store::binding`].
    pub async fn affinity(
        &self,
        user_id: &UserId,
        device_id: &DeviceId,
    ) -> Result<AffinitySummary, AffinityError> {
        let rule_set = self.affinity_rules().await?;
        let binding = self.binding(user_id, device_id).await?;
        Ok(binding.summary(rule_set.levels(), rule_set.settings(), self.now()))
    }

    /// A page of a binding's log, after entry `after`.
    ///
    /// # Errors
    /// Those of [`Store::binding`].
    pub async fn affinity_log(
        &self,
        user_id: &UserId,
        device_id: &DeviceId,
        page: (u32, bool, Option<u64>),
    ) -> Result<LogPage, AffinityError> {
        let (limit, newest_first, after) = page;
        let account = self.binding(user_id, device_id).await?.account.id;
        let found =
            self.ledger_entries(&account, &EntryFilter::default(), limit, newest_first, after).await?;
        let entries = found.entries.iter().filter_map(LogEntry::of).collect();
        Ok(LogPage { entries, next: found.next })
    }

    /// Verifies the binding's log in full.
    ///
    /// # Errors
    /// The store's.
    pub async fn verify_affinity(
        &self,
        user_id: &UserId,
        device_id: &DeviceId,
    ) -> Result<Verification, StoreError> {
        let account = Binding::account_id(user_id, device_id);
        Ok(self.verify_ledger(&account, false).await?.verification)
    }
}

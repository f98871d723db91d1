//! Devices of a user: bind, unbind, list.

use heartlink_domain::affinity::{Bound, Device, Devices, bind, unbind};
use heartlink_domain::ids::{DeviceId, UserId};
use serde::{Deserialize, Serialize};

use super::{AffinityError, head};
use crate::Store;
use crate::error::StoreError;
use crate::idempotency::Outcome;
use crate::keys::Key;
use crate::ledger::{Decision, Done, Guard, Snapshot};
use crate::plan::Plan;
use crate::wallet::Order;

/// A device that is bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceBound {
    /// The device.
    pub device: Device,
    /// Whether it was not bound before.
    pub fresh: bool,
}

fn settled<T>(done: Done<T, T>) -> Outcome<T> {
    match done {
        Done::Applied(value) => Outcome::fresh(value),
        Done::Replayed(value) => Outcome { value, replayed: true },
    }
}

impl Store {
    fn devices_in(seen: &Snapshot, user_id: &UserId) -> Result<Devices, StoreError> {
        let stored = seen.get(&Key::devices(user_id))?;
        Ok(stored.unwrap_or_else(|| Devices::new(user_id.clone())))
    }

    /// Binds a device to its user, or renames one that is bound.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn bind_device(
        &self,
        user_id: &UserId,
        device_id: &DeviceId,
        name: Option<&str>,
        order: &Order,
    ) -> Result<Outcome<DeviceBound>, AffinityError> {
        let rule_set = self.affinity_rules().await?;
        let mut options = order.options(vec![head(user_id, device_id), Key::devices(user_id)]);
        options.guards.push(Guard::NotSuspended(user_id.clone()));
        let done = self.change(&options, |seen| {
            let devices = Self::devices_in(seen, user_id)?;
            let binding = self.binding_in(seen, user_id, device_id)?;
            let limit = self.settings().affinity.devices_per_user;
            let Bound { devices, binding, device, changes } =
                bind(&devices, &binding, name, rule_set.levels(), limit, self.now())?;
            let mut plan = Plan::default();
            if changes {
                plan.put(&devices, self.settings())?;
            }
            if let Some(binding) = &binding {
                plan.put(binding, self.settings())?;
            }
            let bound = DeviceBound { device, fresh: binding.is_some() };
            Ok::<_, AffinityError>(Decision {
                plan,
                receipt: bound.clone(),
                answer: bound,
                refuses: !changes,
            })
        });
        Ok(settled(done.await?))
    }

    /// Unbinds a device: its state is kept, and changes no more.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn unbind_device(
        &self,
        user_id: &UserId,
        device_id: &DeviceId,
        order: &Order,
    ) -> Result<Outcome<()>, AffinityError> {
        let options = order.options(vec![head(user_id, device_id), Key::devices(user_id)]);
        let done = self.change(&options, |seen| {
            let devices = Self::devices_in(seen, user_id)?;
            let binding = self.binding_in(seen, user_id, device_id)?;
            let unbound = unbind(&devices, &binding, self.now())?;
            let mut plan = Plan::default();
            if let Some((devices, binding)) = &unbound {
                plan.put(devices, self.settings())?;
                plan.put(binding, self.settings())?;
            }
            Ok::<_, AffinityError>(Decision { plan, receipt: (), answer: (), refuses: unbound.is_none() })
        });
        Ok(settled(done.await?))
    }

    /// The devices that are bound to a user.
    ///
    /// # Errors
    /// The store's.
    pub async fn devices(&self, user_id: &UserId) -> Result<Devices, StoreError> {
        Self::devices_in(&self.load(&[Key::devices(user_id)]).await?, user_id)
    }
}

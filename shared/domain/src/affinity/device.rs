//! Binding and unbinding devices.
//!
//! Owns the list of a user's devices, one item, so that its limit is a
//! condition of the write. What a binding knows is kept while it is unbound.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::affinity::refusal::check_text;
use crate::affinity::{Binding, Levels, Refusal};
use crate::ids::{DeviceId, UserId};
use crate::problem::FieldProblem;
use crate::time::Timestamp;

/// Longest name of a device, in characters.
pub const MAX_NAME_CHARS: usize = 100;

/// Names that no device may have: in a path they stand for something else.
pub const RESERVED: [&str; 8] =
    ["adjust", "decay", "events", "grants", "history", "levels", "rules", "settings"];

/// The devices that are bound to one user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Devices {
    /// Whose.
    pub user_id: UserId,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// By id.
    #[serde(default)]
    pub devices: BTreeMap<DeviceId, Device>,
}

/// A device that is bound.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// What its user calls it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Since when.
    pub bound_at: Timestamp,
}

impl Devices {
    /// Nobody's devices yet.
    pub fn new(user_id: UserId) -> Self {
        Self { user_id, version: 0, devices: BTreeMap::new() }
    }
}

/// A device that is bound now; to be committed together, both on the versions
/// that were read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// The user's devices.
    pub devices: Devices,
    /// The binding; `None` if it does not change.
    pub binding: Option<Binding>,
    /// The device.
    pub device: Device,
    /// Whether anything changes.
    pub changes: bool,
}

/// Binds `binding`'s device to its user, or renames it where it is bound. One
/// that was bound before goes on where it stopped.
///
/// # Errors
/// [`Refusal::Invalid`], [`Refusal::TooManyDevices`].
pub fn bind(
    devices: &Devices,
    binding: &Binding,
    name: Option<&str>,
    levels: &Levels,
    limit: u32,
    now: Timestamp,
) -> Result<Bound, Refusal> {
    if RESERVED.contains(&binding.device_id.as_str()) {
        let problem = FieldProblem { pointer: "/device_id".into(), detail: "is a reserved name".into() };
        return Err(Refusal::Invalid { problems: vec![problem] });
    }
    if let Some(name) = name {
        check_text("/name", name, MAX_NAME_CHARS)?;
    }
    let known = devices.devices.get(&binding.device_id);
    if known.is_none() && devices.devices.len() >= usize::try_from(limit).unwrap_or(usize::MAX) {
        return Err(Refusal::TooManyDevices { limit });
    }
    let device = Device {
        name: name.map(str::to_owned).or_else(|| known.and_then(|known| known.name.clone())),
        bound_at: known.map_or(now, |known| known.bound_at),
    };
    let changes = known != Some(&device);
    let mut devices = devices.clone();
    devices.devices.insert(binding.device_id.clone(), device.clone());
    let rebound = || {
        let reached = levels.reached(binding).map(|(_, id, _)| id);
        Binding { bound: true, decay_from: now, ..binding.touched(now) }.with_granted(reached)
    };
    Ok(Bound { devices, binding: (!binding.bound).then(rebound), device, changes })
}

/// Unbinds the device: its binding is kept and changes no more. `None` if it is
/// unbound already.
///
/// # Errors
/// [`Refusal::BindingNotFound`] if it never was bound.
pub fn unbind(
    devices: &Devices,
    binding: &Binding,
    now: Timestamp,
) -> Result<Option<(Devices, Binding)>, Refusal> {
    if binding.version == 0 {
        return Err(Refusal::BindingNotFound);
    }
    if !binding.bound {
        return Ok(None);
    }
    let mut devices = devices.clone();
    devices.devices.remove(&binding.device_id);
    Ok(Some((devices, Binding { bound: false, ..binding.touched(now) })))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::{at, device, levels, user};

    fn fresh() -> (Devices, Binding) {
        (Devices::new(user("ann")), Binding::new(user("ann"), device("cat"), at(0)))
    }

    fn bound(devices: &Devices, binding: &Binding, name: Option<&str>, secs: i64) -> Bound {
        bind(devices, binding, name, &levels(&[0, 10]), 2, at(secs)).unwrap()
    }

    #[test]
    fn a_device_is_bound_once_and_may_be_renamed() {
        let (devices, binding) = fresh();
        let first = bound(&devices, &binding, Some("Mia"), 1);
        let bound_binding = Binding { version: 1, ..first.binding.unwrap() };
        assert!(first.changes && bound_binding.bound);
        assert_eq!(bound_binding.granted_level, 1, "nobody has to reach the first level");
        let again = bound(&first.devices, &bound_binding, None, 2);
        assert_eq!((again.changes, again.binding), (false, None));
        assert_eq!(again.device, Device { name: Some("Mia".into()), bound_at: at(1) });
        let renamed = bound(&first.devices, &bound_binding, Some("Leo"), 3);
        assert!(renamed.changes && renamed.binding.is_none());
        assert_eq!(renamed.device, Device { name: Some("Leo".into()), bound_at: at(1) });
    }

    #[test]
    fn what_was_unbound_goes_on_where_it_stopped() {
        let (devices, binding) = fresh();
        let first = bound(&devices, &binding, None, 1);
        let mut known = Binding { version: 1, ..first.binding.unwrap() };
        known.account.balance = 7;
        let (devices, kept) = unbind(&first.devices, &known, at(2)).unwrap().unwrap();
        assert!(devices.devices.is_empty() && !kept.bound);
        assert_eq!(kept.value(), 7);
        assert_eq!(unbind(&devices, &kept, at(3)), Ok(None));
        let back = bound(&devices, &kept, None, 4).binding.unwrap();
        assert_eq!((back.bound, back.value(), back.decay_from), (true, 7, at(4)));
    }

    #[test]
    fn what_is_not_there_is_not_unbound_and_what_does_not_fit_not_bound() {
        let (devices, binding) = fresh();
        assert_eq!(unbind(&devices, &binding, at(1)), Err(Refusal::BindingNotFound));
        let mut full = devices.clone();
        for name in ["a", "b"] {
            full.devices.insert(device(name), Device { name: None, bound_at: at(0) });
        }
        let refused = bind(&full, &binding, None, &Levels::default(), 2, at(1));
        assert_eq!(refused, Err(Refusal::TooManyDevices { limit: 2 }));
        let reserved = Binding::new(user("ann"), device("rules"), at(0));
        let long = "x".repeat(101);
        for (binding, name) in [(&reserved, None), (&binding, Some("")), (&binding, Some(long.as_str()))] {
            let refused = bind(&devices, binding, name, &Levels::default(), 2, at(1));
            assert!(matches!(refused, Err(Refusal::Invalid { .. })));
        }
    }
}

//! The state that affinity is decided on: one stored item for each binding,
//! whose `version` is what every commit is conditional on.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::affinity::{EventId, RuleKey};
use crate::calendar::Day;
use crate::ids::{DeviceId, UserId};
use crate::ledger::{Account, AccountId};
use crate::time::Timestamp;

/// The kind of account that bindings are.
const ACCOUNT_KIND: &str = "affinity";

/// How long an event is known by its id.
pub const EVENT_SPAN: Duration = Duration::from_secs(60);

/// Events that a binding may take up within [`EVENT_SPAN`].
pub const MAX_EVENTS: usize = 2_000;

/// The tie between one user and one device. A device may be bound to several
/// users; each has a binding, cooldowns and caps of their own.
///
/// Being one item, it makes value, cooldowns, caps, events and levels a
/// condition of the write: whatever an operation depends on has this version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Binding {
    /// Whose.
    pub user_id: UserId,
    /// To what.
    pub device_id: DeviceId,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// The value as its balance, and the head of the log.
    pub account: Account,
    /// What of the value the owner reported; no level that pays money or points is
    /// reached by it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub self_reported: i64,
    /// Whether it may change; all is kept while it may not.
    pub bound: bool,
    /// Levels up to this id were granted, or it began with them.
    pub granted_level: u32,
    /// The ids beyond, of levels that were granted.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub granted: BTreeSet<u32>,
    /// When an event last changed the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_active_at: Option<Timestamp>,
    /// What was used up of the caps in the natural day counted last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<DailyCounters>,
    /// Until when rules were cooling down at the last change.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub cooldowns: BTreeMap<RuleKey, Timestamp>,
    /// The last events, by [`EventId::mark`], with when they changed the value,
    /// in milliseconds since 1970.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub events: BTreeMap<String, i64>,
    /// From when the span counts after which the next decay is due.
    pub decay_from: Timestamp,
    /// The last day that it decayed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decayed_on: Option<Day>,
}

/// What was used up of the caps in one natural day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DailyCounters {
    /// Which day.
    pub day: Day,
    /// Sum of what rules raised the value by.
    #[serde(default)]
    pub global: i64,
    /// Sum of what each rule changed the value by, up or down.
    #[serde(default)]
    pub rules: BTreeMap<RuleKey, i64>,
}

impl DailyCounters {
    /// A day on which nothing happened yet.
    pub fn new(day: Day) -> Self {
        Self { day, global: 0, rules: BTreeMap::new() }
    }

    /// What `rule_key` changed, in absolute change.
    pub fn of_rule(&self, rule_key: &RuleKey) -> i64 {
        self.rules.get(rule_key).copied().unwrap_or(0)
    }
}

impl Binding {
    /// What stands where nothing is stored: not bound, at zero.
    pub fn new(user_id: UserId, device_id: DeviceId, now: Timestamp) -> Self {
        let account = Account::new(Self::account_id(&user_id, &device_id));
        Self {
            user_id,
            device_id,
            version: 0,
            account,
            self_reported: 0,
            bound: false,
            granted_level: 0,
            granted: BTreeSet::new(),
            last_active_at: None,
            today: None,
            cooldowns: BTreeMap::new(),
            events: BTreeMap::new(),
            decay_from: now,
            decayed_on: None,
        }
    }

    /// Whether the level of this id was granted.
    pub fn was_granted(&self, id: u32) -> bool {
        id <= self.granted_level || self.granted.contains(&id)
    }

    /// The same where the levels of these ids were granted as well.
    #[must_use]
    pub(super) fn with_granted(mut self, ids: impl Iterator<Item = u32>) -> Self {
        self.granted.extend(ids);
        while self.granted.remove(&self.granted_level.saturating_add(1)) {
            self.granted_level += 1;
        }
        self.granted = self.granted.split_off(&self.granted_level.saturating_add(1));
        self
    }

    /// The name of a binding's ledger.
    pub fn account_id(user_id: &UserId, device_id: &DeviceId) -> AccountId {
        AccountId::new(ACCOUNT_KIND, &[user_id.as_str(), device_id.as_str()])
    }

    /// Whose binding a ledger is of, and to what; `None` for another kind.
    pub fn parts_of(account: &AccountId) -> Option<(UserId, DeviceId)> {
        match account.parts_of(ACCOUNT_KIND)?.as_slice() {
            [user_id, device_id] => Some((user_id.parse().ok()?, device_id.parse().ok()?)),
            _ => None,
        }
    }

    /// The value.
    pub fn value(&self) -> i64 {
        self.account.balance
    }

    /// The value without what the owner reported.
    pub fn vouched(&self) -> i64 {
        self.value().saturating_sub(self.self_reported)
    }

    /// The counters of `day`.
    ///
    /// A day is only ever followed by a later date: where the time zone was
    /// changed to one in which it is still the day before, the day counted
    /// last goes on. So each date has its caps once, whatever the zone does.
    pub fn counters(&self, day: Day) -> DailyCounters {
        self.today.clone().filter(|today| today.day >= day).unwrap_or_else(|| DailyCounters::new(day))
    }

    /// Until when `rule_key` is cooling down; `None` if it is not.
    pub fn cooling_until(&self, rule_key: &RuleKey, now: Timestamp) -> Option<Timestamp> {
        self.cooldowns.get(rule_key).copied().filter(|until| now < *until)
    }

    /// Whether `event` changed the value in the last [`EVENT_SPAN`].
    pub fn has_seen(&self, event: &EventId, now: Timestamp) -> bool {
        self.events.get(&event.mark()).is_some_and(|at| is_recent(*at, now))
    }

    /// The same without what has passed by `now`.
    pub(super) fn touched(&self, now: Timestamp) -> Self {
        let mut binding = self.clone();
        binding.cooldowns.retain(|_, until| now < *until);
        binding.events.retain(|_, at| is_recent(*at, now));
        binding
    }
}

fn is_zero(figure: &i64) -> bool {
    *figure == 0
}

fn is_recent(at: i64, now: Timestamp) -> bool {
    now < Timestamp::from_unix_millis(at) + EVENT_SPAN
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::{at, binding, busy_binding, device, key, user};
    use crate::calendar::Zone;

    #[test]
    fn a_ledger_names_its_binding() {
        let id = Binding::account_id(&user("ann"), &device("cat"));
        assert_eq!(id.as_str(), "affinity/ann/cat");
        assert_eq!(Binding::parts_of(&id), Some((user("ann"), device("cat"))));
        assert_eq!(Binding::parts_of(&AccountId::new("wallet", &["ann", "CREDIT"])), None);
    }

    #[test]
    fn an_event_is_known_for_a_minute_and_a_cooldown_until_its_very_end() {
        let event = EventId::new("e1".into()).unwrap();
        let mut binding = binding(5);
        binding.events.insert(event.mark(), at(10).unix_millis());
        binding.cooldowns.insert(key("chat"), at(70));
        let just_before = Timestamp::from_unix_millis(at(70).unix_millis() - 1);
        assert!(binding.has_seen(&event, just_before));
        assert!(!binding.has_seen(&event, at(70)));
        assert_eq!(binding.cooling_until(&key("chat"), just_before), Some(at(70)));
        assert_eq!(binding.cooling_until(&key("chat"), at(70)), None);
        assert_eq!(binding.touched(just_before), binding);
        let later = binding.touched(at(70));
        assert!(later.events.is_empty() && later.cooldowns.is_empty());
    }

    #[test]
    fn a_day_is_followed_by_a_later_date_only() {
        let zone: Zone = "Asia/Shanghai".parse().unwrap();
        let day = zone.day(at(0));
        let mut binding = binding(5);
        binding.today = Some(DailyCounters { global: 7, ..DailyCounters::new(day.next()) });
        assert_eq!(binding.counters(day).global, 7, "the zone went back over midnight");
        assert_eq!(binding.counters(day.next()).global, 7);
        assert_eq!(binding.counters(day.next().next()), DailyCounters::new(day.next().next()));
    }

    #[test]
    fn a_binding_survives_the_way_to_the_store_and_back_and_is_small() {
        let binding = busy_binding();
        let text = serde_json::to_string(&binding).unwrap();
        assert_eq!(serde_json::from_str::<Binding>(&text).unwrap(), binding);
        assert!(text.len() < 900, "{} bytes: {text}", text.len());
    }
}

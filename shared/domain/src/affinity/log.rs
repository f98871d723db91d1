//! The log as it is shown: a ledger entry in the words of affinity.

use serde::{Deserialize, Serialize};

use crate::affinity::change::{EVENT_ID, METADATA, NEW_LEVEL, NOTIFY, OLD_LEVEL, REQUESTED, RULE_KEY};
use crate::affinity::{Binding, Metadata, RuleKey, Source};
use crate::ids::{DeviceId, UserId};
use crate::ledger::Entry;
use crate::time::Timestamp;

/// One change of a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogEntry {
    /// 1, 2, 3 … in each binding.
    pub log_id: String,
    /// Whose binding.
    pub user_id: UserId,
    /// To what.
    pub device_id: DeviceId,
    /// When.
    pub at: Timestamp,
    /// Where it comes from.
    pub source: Source,
    /// The rule; `null` for an adjustment.
    pub rule_key: Option<RuleKey>,
    /// What was asked for.
    pub requested: i64,
    /// What the value changed by.
    pub change_value: i64,
    /// The value before.
    pub before_value: i64,
    /// The value after.
    pub after_value: i64,
    /// The level before.
    pub old_level: u32,
    /// The level after.
    pub new_level: u32,
    /// The event.
    pub event_id: Option<String>,
    /// What the caller kept with it.
    pub metadata: Option<Metadata>,
    /// Who ordered it; `null` for the decay.
    pub operator: Option<UserId>,
    /// Why, for an adjustment.
    pub reason: Option<String>,
}

impl LogEntry {
    /// What `entry` says; `None` for one of another kind of account.
    pub fn of(entry: &Entry) -> Option<Self> {
        let (user_id, device_id) = Binding::parts_of(&entry.account)?;
        let said = |name: &str| entry.attributes.get(name);
        Some(Self {
            log_id: entry.seq.to_string(),
            user_id,
            device_id,
            at: entry.at,
            source: Source::named(&entry.kind)?,
            rule_key: said(RULE_KEY).and_then(|key| key.parse().ok()),
            requested: said(REQUESTED)?.parse().ok()?,
            change_value: entry.amount,
            before_value: entry.balance_after.saturating_sub(entry.amount),
            after_value: entry.balance_after,
            old_level: said(OLD_LEVEL)?.parse().ok()?,
            new_level: said(NEW_LEVEL)?.parse().ok()?,
            event_id: said(EVENT_ID).cloned(),
            metadata: said(METADATA).and_then(|text| Metadata::read(text)),
            operator: entry.operator.clone(),
            reason: entry.description.clone(),
        })
    }

    /// Whether the owner is told of `entry`: by the setting when it was made.
    pub fn is_told(entry: &Entry) -> bool {
        !entry.attributes.contains_key(NOTIFY)
    }
}

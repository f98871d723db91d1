//! What an apply is answered with.

use serde::{Deserialize, Serialize};

use crate::affinity::{GrantId, Reward, RuleKey};
use crate::time::Timestamp;

/// Where a change comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Source {
    /// Something happened at the device.
    DeviceEvent,
    /// Something happened at the user's phone.
    PhoneEvent,
    /// Nothing happened for long.
    Decay,
    /// An admin said so.
    AdminAdjustSingle,
    /// An admin said so, of many.
    AdminAdjustBatch,
}

impl Source {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::DeviceEvent, Self::PhoneEvent, Self::Decay, Self::AdminAdjustSingle, Self::AdminAdjustBatch];

    /// Its name in the log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DeviceEvent => "device_event",
            Self::PhoneEvent => "phone_event",
            Self::Decay => "decay",
            Self::AdminAdjustSingle => "admin_adjust_single",
            Self::AdminAdjustBatch => "admin_adjust_batch",
        }
    }

    /// Whether it shows that the user and the device have to do with each other.
    pub const fn is_activity(self) -> bool {
        matches!(self, Self::DeviceEvent | Self::PhoneEvent)
    }

    /// The source of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|source| source.as_str() == name)
    }
}

/// What came of an apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The value changed.
    Applied,
    /// The event counted already, in the last 60 s.
    NoopEventDuplicate,
    /// There is no such rule, or it is disabled.
    NoopNoRule,
    /// The rule is cooling down.
    NoopCooldown,
    /// There is nothing to add or to take away.
    NoopValueBoundary,
    /// The rule gave all it gives in a day.
    NoopRuleDailyCap,
    /// All rules together gave what they give in a day.
    NoopGlobalDailyCap,
    /// See `error`.
    Error,
}

/// The answer to an apply. The figures are those right after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApplyResult {
    /// What came of it.
    pub outcome: Outcome,
    /// The rule; `null` for an adjustment.
    pub rule_key: Option<RuleKey>,
    /// What was asked for: the rule's draw within its single cap, or the delta.
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
    /// Its entry in the log; `null` if nothing changed.
    pub log_id: Option<String>,
    /// Level rewards that it brought.
    pub rewards_granted: Vec<GrantedReward>,
    /// Level rewards that could not be paid now; they are tried again.
    pub rewards_failed: Vec<GrantedReward>,
    /// What the rule may still give today, the global cap considered.
    pub remaining_today: Option<i64>,
    /// Until when the rule is cooling down; `null` if it is not.
    pub next_eligible_at: Option<Timestamp>,
    /// When the natural day ends.
    pub resets_at: Option<Timestamp>,
    /// `binding_not_found` if the device is not bound to the user.
    pub error: Option<String>,
}

/// A level reward of an apply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GrantedReward {
    /// Its grant.
    pub grant_id: GrantId,
    /// The level that was reached.
    pub level: u32,
    /// What it is.
    #[serde(flatten)]
    pub reward: Reward,
    /// Why it could not be paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_source_is_written_as_its_name() {
        for source in Source::ALL {
            assert_eq!(serde_json::to_value(source).unwrap(), source.as_str());
            assert_eq!(Source::named(source.as_str()), Some(source));
        }
    }
}

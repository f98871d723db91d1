//! What the endpoints of affinity show.

use std::collections::BTreeMap;

use heartlink_domain::affinity::summary::TodaySummary;
use heartlink_domain::affinity::{
    AffinitySettings, AffinitySummary, ApplyResult, DecaySettings, Grant, GrantId, GrantStatus,
    GrantedReward, Level, Levels, LogEntry, Metadata, Outcome, Reporter, Reward, RewardState, Rule, RuleKey,
    Source,
};
use heartlink_domain::calendar::{Day, Zone};
use heartlink_domain::documents::Stored;
use heartlink_domain::ids::{DeviceId, DocumentName, UserId};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::Problem;
use heartlink_runtime::wire::*;
use heartlink_store::affinity::{AdjustResult, DecayChange, DecayReport};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::forms;

/// A rule.
#[derive(Debug, Serialize, ToSchema)]
pub struct RuleView {
    /// Its key.
    rule_key: DocumentName,
    /// The least that is drawn; negative takes away.
    min_change: i64,
    /// The most that is drawn.
    max_change: i64,
    /// What is drawn goes no further from zero than this.
    single_cap: i64,
    /// What the rule may change in a natural day, up and down added up.
    daily_cap: i64,
    /// Seconds after a change in which the rule does nothing.
    cooldown_seconds: u64,
    /// Whether it is in force.
    enabled: bool,
    /// Who may report what it is for: services only, or the owner too.
    #[schema(value_type = ReporterForm)]
    reported_by: Reporter,
    /// Rises with each edit.
    version: u64,
    /// The last edit.
    updated_at: Timestamp,
    /// Who made it.
    updated_by: UserId,
}

impl From<Stored<Rule>> for RuleView {
    fn from(stored: Stored<Rule>) -> Self {
        let Rule { min_change, max_change, single_cap, daily_cap, cooldown_seconds, enabled, reported_by } =
            stored.content;
        Self {
            rule_key: stored.name,
            min_change,
            max_change,
            single_cap,
            daily_cap,
            cooldown_seconds,
            enabled,
            reported_by,
            version: stored.version,
            updated_at: stored.updated_at,
            updated_by: stored.updated_by,
        }
    }
}

/// All levels.
#[derive(Debug, Serialize, ToSchema)]
pub struct LevelsView {
    /// The lowest first.
    #[schema(value_type = Vec<forms::Level>)]
    levels: Vec<Level>,
    /// Rises with each edit; 0 before the first.
    version: u64,
    /// The last edit.
    #[schema(required)]
    updated_at: Option<Timestamp>,
    /// Who made it.
    #[schema(required)]
    updated_by: Option<UserId>,
}

impl From<Option<Stored<Levels>>> for LevelsView {
    fn from(stored: Option<Stored<Levels>>) -> Self {
        let (version, updated_at, updated_by) = edit(stored.as_ref());
        let mut levels = stored.map(|stored| stored.content).unwrap_or_default().levels;
        for (number, level) in (1..).zip(&mut levels) {
            level.id.get_or_insert(number);
        }
        Self { levels, version, updated_at, updated_by }
    }
}

/// What holds for all bindings.
#[derive(Debug, Serialize, ToSchema)]
pub struct SettingsView {
    /// The highest value.
    max_affinity: i64,
    /// What rules may raise a value by in a natural day, all of them together.
    global_daily_cap: i64,
    /// Whose natural days are counted.
    timezone: Zone,
    /// Whether owners are told of changes.
    enable_notify: bool,
    /// What idleness costs.
    #[schema(value_type = forms::DecaySettings)]
    decay: DecaySettings,
    /// Rises with each edit; 0 before the first.
    version: u64,
    /// The last edit.
    #[schema(required)]
    updated_at: Option<Timestamp>,
    /// Who made it.
    #[schema(required)]
    updated_by: Option<UserId>,
}

impl From<Option<Stored<AffinitySettings>>> for SettingsView {
    fn from(stored: Option<Stored<AffinitySettings>>) -> Self {
        let (version, updated_at, updated_by) = edit(stored.as_ref());
        let AffinitySettings { max_affinity, global_daily_cap, timezone, enable_notify, decay } =
            stored.map(|stored| stored.content).unwrap_or_default();
        Self {
            max_affinity,
            global_daily_cap,
            timezone,
            enable_notify,
            decay,
            version,
            updated_at,
            updated_by,
        }
    }
}

fn edit<D>(stored: Option<&Stored<D>>) -> (u64, Option<Timestamp>, Option<UserId>) {
    stored.map_or((0, None, None), |stored| {
        (stored.version, Some(stored.updated_at), Some(stored.updated_by.clone()))
    })
}

/// What reaching a level granted.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantView {
    /// Its id.
    id: String,
    /// Whose.
    user_id: UserId,
    /// With which device.
    device_id: DeviceId,
    /// The number that the level had then.
    level: u32,
    /// Its id.
    level_id: u32,
    /// What it was called then.
    level_name: String,
    /// How far it is paid.
    status: GrantStatus,
    /// Each reward with what became of it.
    rewards: Vec<RewardStateView>,
    /// How often paying was tried.
    attempts: u32,
    /// When it is tried again; `null` once everything is paid.
    #[schema(required)]
    next_attempt_at: Option<Timestamp>,
    /// When the level was reached.
    created_at: Timestamp,
    /// The last attempt.
    updated_at: Timestamp,
}

impl From<Grant> for GrantView {
    fn from(grant: Grant) -> Self {
        let level = grant.level();
        Self {
            id: grant.id.to_string(),
            user_id: grant.id.user_id,
            device_id: grant.id.device_id,
            level,
            level_id: grant.id.level,
            level_name: grant.level_name,
            status: grant.status,
            rewards: grant.rewards.into_iter().map(Into::into).collect(),
            attempts: grant.attempts,
            next_attempt_at: grant.next_attempt_at,
            created_at: grant.created_at,
            updated_at: grant.updated_at,
        }
    }
}

/// The results of many adjustments.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdjustmentsView {
    /// One for each adjustment, in the order sent.
    results: Vec<AdjustmentView>,
    /// How many were answered; a no-op is one.
    succeeded: usize,
    /// How many were refused, or failed.
    failed: usize,
}

/// The result of one adjustment.
#[derive(Debug, Serialize, ToSchema)]
pub struct AdjustmentView {
    /// Its place in the order sent.
    index: usize,
    /// Whether it was answered.
    ok: bool,
    /// The answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<ApplyResultView>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

impl AdjustmentsView {
    pub(crate) fn of(results: Vec<AdjustResult>, instance: &str, request_id: &str) -> Self {
        let view = |(index, result): (usize, AdjustResult)| match result {
            Ok(result) => AdjustmentView { index, ok: true, result: Some(result.into()), problem: None },
            Err(error) => {
                let problem = Problem::from(error);
                if let Some(internal) = &problem.internal {
                    tracing::error!(internal, index, "an adjustment of a batch failed");
                }
                let problem = Some(problem.document(instance, request_id));
                AdjustmentView { index, ok: false, result: None, problem }
            }
        };
        let results: Vec<AdjustmentView> = results.into_iter().enumerate().map(view).collect();
        let succeeded = results.iter().filter(|result| result.ok).count();
        Self { succeeded, failed: results.len() - succeeded, results }
    }
}

heartlink_runtime::wire! {
    /// A reward of a grant.
    #[schema(as = RewardState)]
    pub struct RewardStateView from RewardState {
        #[schema(value_type = forms::Reward)]
        reward: Reward, "What it is.";
        status: GrantStatus, "How far it is paid.";
        #[serde(skip_serializing_if = "Option::is_none")]
        entry_seq: Option<u64>, "The entry that pays it, by its number in the account that received.";
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>, "Why it was refused.";
    }

    /// One change of a value.
    #[schema(as = LogEntry)]
    pub struct LogEntryView from LogEntry {
        log_id: String, "1, 2, 3 … in each binding.";
        user_id: UserId, "Whose binding.";
        device_id: DeviceId, "To what.";
        at: Timestamp, "When.";
        source: Source, "Where it comes from.";
        #[schema(value_type = Option<String>, required)]
        rule_key: Option<RuleKey>, "The rule; `null` for an adjustment.";
        requested: i64, "What was asked for.";
        change_value: i64, "What the value changed by.";
        before_value: i64, "The value before.";
        after_value: i64, "The value after.";
        old_level: u32, "The level before.";
        new_level: u32, "The level after.";
        #[schema(required)]
        event_id: Option<String>, "The event.";
        #[schema(value_type = Option<Object>, required)]
        metadata: Option<Metadata>, "What the caller kept with it.";
        #[schema(required)]
        operator: Option<UserId>, "Who ordered it; `null` for the decay.";
        #[schema(required)]
        reason: Option<String>, "Why, for an adjustment.";
    }

    /// The answer to an apply. The figures are those right after it.
    #[schema(as = ApplyResult)]
    pub struct ApplyResultView from ApplyResult {
        outcome: Outcome, "What came of it.";
        #[schema(value_type = Option<String>, required)]
        rule_key: Option<RuleKey>, "The rule; `null` for an adjustment.";
        requested: i64, "What was asked for: the rule's draw within its single cap, or the delta.";
        change_value: i64, "What the value changed by.";
        before_value: i64, "The value before.";
        after_value: i64, "The value after.";
        old_level: u32, "The level before.";
        new_level: u32, "The level after.";
        #[schema(required)]
        log_id: Option<String>, "Its entry in the log; `null` if nothing changed.";
        @each rewards_granted: Vec<GrantedRewardView>, "Level rewards that it brought.";
        @each rewards_failed: Vec<GrantedRewardView>, "Level rewards that could not be paid now; they are \
            tried again.";
        #[schema(required)]
        remaining_today: Option<i64>, "What the rule may still give today, the global cap considered.";
        #[schema(required)]
        next_eligible_at: Option<Timestamp>, "Until when the rule is cooling down; `null` if it is not.";
        #[schema(required)]
        resets_at: Option<Timestamp>, "When the natural day ends.";
        #[schema(required)]
        error: Option<String>, "`binding_not_found` if the device is not bound to the user.";
    }

    /// A level reward of an apply.
    #[schema(as = GrantedReward)]
    pub struct GrantedRewardView from GrantedReward {
        #[schema(value_type = String)]
        grant_id: GrantId, "Its grant.";
        level: u32, "The level that was reached.";
        #[serde(flatten)]
        #[schema(value_type = forms::Reward)]
        reward: Reward, "What it is.";
        #[serde(skip_serializing_if = "Option::is_none")]
        error: Option<String>, "Why it could not be paid.";
    }

    /// How attached a user and a device are.
    pub struct AffinityView from AffinitySummary {
        device_id: DeviceId, "To what.";
        bound: bool, "Whether the device is bound; the value of one that is not stays.";
        value: i64, "The value.";
        self_reported: i64, "What of it the owner reported: no level that pays is reached by it.";
        max_value: i64, "The highest there is.";
        level: u32, "The number of the level; 0 is below the first.";
        level_name: Option<String>, "What it is called.";
        next_level: Option<u32>, "The number of the level after it; `null` at the highest.";
        next_level_name: Option<String>, "What that is called.";
        next_level_at: Option<i64>, "The value at which it begins.";
        progress: f64, "How far the value has come to it, 0 to 1; 1 at the highest.";
        last_active_at: Option<Timestamp>, "When an event last changed the value.";
        @one today: TodayView, "What was used up of today's caps.";
    }

    /// What was used up of the caps in the present natural day.
    pub struct TodayView from TodaySummary {
        day: Day, "The day, by the time zone of the settings.";
        global: i64, "What rules raised the value by.";
        global_remaining: i64, "What rules may still raise it by.";
        rules: BTreeMap<String, i64>, "What each rule changed, up and down added up.";
        resets_at: Timestamp, "When the day ends.";
    }

    /// What a run did, or would do.
    #[schema(as = DecayReport)]
    pub struct DecayReportView from DecayReport {
        looked_at: usize, "Bindings that were looked at.";
        @each changes: Vec<DecayChangeView>, "Each that decayed.";
        unfinished: bool, "Whether more was due than one run takes on.";
    }

    /// A binding that decayed.
    #[schema(as = DecayChange)]
    pub struct DecayChangeView from DecayChange {
        user_id: UserId, "Whose.";
        device_id: DeviceId, "To what.";
        days: usize, "Days that were worked off.";
        before_value: i64, "The value before.";
        after_value: i64, "The value after.";
    }
}

//! What the endpoints of affinity show.

use heartlink_domain::affinity::{
    AffinitySettings, ApplyResult, DecaySettings, Grant, GrantStatus, Level, Levels, RewardState, Rule,
};
use heartlink_domain::calendar::Zone;
use heartlink_domain::documents::Stored;
use heartlink_domain::ids::{DeviceId, DocumentName, UserId};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::Problem;
use heartlink_store::affinity::AdjustResult;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

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
    /// Rises with each edit.
    version: u64,
    /// The last edit.
    updated_at: Timestamp,
    /// Who made it.
    updated_by: UserId,
}

impl From<Stored<Rule>> for RuleView {
    fn from(stored: Stored<Rule>) -> Self {
        let Rule { min_change, max_change, single_cap, daily_cap, cooldown_seconds, enabled } =
            stored.content;
        Self {
            rule_key: stored.name,
            min_change,
            max_change,
            single_cap,
            daily_cap,
            cooldown_seconds,
            enabled,
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
        let levels = stored.map(|stored| stored.content).unwrap_or_default().levels;
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
    /// The level that was reached.
    level: u32,
    /// What it was called then.
    level_name: String,
    /// How far it is paid.
    status: GrantStatus,
    /// Each reward with what became of it.
    rewards: Vec<RewardState>,
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
        Self {
            id: grant.id.to_string(),
            user_id: grant.id.user_id,
            device_id: grant.id.device_id,
            level: grant.id.level,
            level_name: grant.level_name,
            status: grant.status,
            rewards: grant.rewards,
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
    result: Option<ApplyResult>,
    /// Why there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    problem: Option<Value>,
}

impl AdjustmentsView {
    pub(crate) fn of(results: Vec<AdjustResult>, instance: &str, request_id: &str) -> Self {
        let view = |(index, result): (usize, AdjustResult)| match result {
            Ok(result) => AdjustmentView { index, ok: true, result: Some(result), problem: None },
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

//! Rules, levels and settings in force, out of the cache of documents.

use heartlink_domain::affinity::{AffinitySettings, Levels, Rule, RuleContext, RuleKey};
use heartlink_domain::documents::Stored;
use heartlink_domain::time::Timestamp;

use crate::Store;
use crate::documents::Documents;
use crate::error::StoreError;

/// The name of the one document that holds all levels.
pub const LEVELS: &str = "levels";
/// The name of the one document that holds the settings.
pub const SETTINGS: &str = "settings";

/// What is in force.
pub(super) struct RuleSet {
    rules: Documents<Rule>,
    levels: Documents<Levels>,
    settings: Documents<AffinitySettings>,
    default_levels: Levels,
    default_settings: AffinitySettings,
}

impl RuleSet {
    /// All levels; none until an admin says so.
    pub(super) fn levels(&self) -> &Levels {
        only(&self.levels).map_or(&self.default_levels, |stored| &stored.content)
    }

    /// The settings; the defaults until an admin says otherwise.
    pub(super) fn settings(&self) -> &AffinitySettings {
        only(&self.settings).map_or(&self.default_settings, |stored| &stored.content)
    }

    /// What a change by this rule goes by.
    pub(super) fn context(&self, rule_key: Option<&RuleKey>) -> RuleContext<'_> {
        let rule = rule_key.and_then(|key| self.rules.get(key)).map(|stored| &stored.content);
        RuleContext { rule, levels: self.levels(), settings: self.settings() }
    }

    /// Since when both this rule and the settings say what they say.
    pub(super) fn since(&self, rule_key: &RuleKey) -> Timestamp {
        let rule = self.rules.get(rule_key).map(|stored| stored.updated_at);
        let settings = only(&self.settings).map(|stored| stored.updated_at);
        rule.max(settings).unwrap_or(Timestamp::from_unix_millis(0))
    }
}

/// The one document of a kind that has but one.
fn only<D>(documents: &Documents<D>) -> Option<&Stored<D>> {
    documents.values().next()
}

impl Store {
    /// Rules, levels and settings, as they were at most 10 s ago.
    pub(super) async fn affinity_rules(&self) -> Result<RuleSet, StoreError> {
        let (rules, levels, settings) =
            futures::try_join!(self.documents(), self.documents(), self.documents())?;
        Ok(RuleSet {
            rules,
            levels,
            settings,
            default_levels: Levels::default(),
            default_settings: AffinitySettings::default(),
        })
    }
}

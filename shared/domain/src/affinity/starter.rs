//! Rules, levels and settings to begin with.

use crate::affinity::{AffinitySettings, Level, Levels, Reporter, Reward, Rule, RuleKey};
use crate::ids::InvalidId;

/// What is loaded where nothing is set yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Starter {
    /// By key.
    pub rules: Vec<(RuleKey, Rule)>,
    /// All levels.
    pub levels: Levels,
    /// What holds for all bindings.
    pub settings: AffinitySettings,
}

/// Key, least, most, cap of a day, cooldown in seconds, who may report it.
const RULES: [(&str, i64, i64, i64, u64, Reporter); 5] = [
    ("chat", 1, 3, 30, 10, Reporter::User),
    ("gift", 5, 10, 50, 60, Reporter::Service),
    ("touch", 1, 2, 20, 5, Reporter::User),
    ("play", 2, 5, 40, 30, Reporter::User),
    ("decay", -3, -1, 3, 0, Reporter::Service),
];

/// Threshold, name, and whether a tag comes with it.
const LEVELS: [(i64, &str, bool); 10] = [
    (0, "Stranger", false),
    (20, "Acquaintance", false),
    (50, "Playmate", false),
    (100, "Friend", true),
    (180, "Good friend", false),
    (280, "Close friend", true),
    (400, "Confidant", false),
    (550, "Kindred spirit", true),
    (750, "Soulmate", false),
    (1_000, "Inseparable", true),
];

/// The starter set.
///
/// # Errors
/// Never: its names are ids.
pub fn starter() -> Result<Starter, InvalidId> {
    let rule =
        |(key, min_change, max_change, daily_cap, cooldown_seconds, reported_by): (&str, _, _, _, _, _)| {
            let single_cap = i64::max(min_change, max_change).max(-min_change);
            let enabled = true;
            let rule = Rule {
                min_change,
                max_change,
                single_cap,
                daily_cap,
                cooldown_seconds,
                enabled,
                reported_by,
            };
            Ok((key.parse()?, rule))
        };
    let level = |(threshold, name, tagged): (i64, &str, bool)| Level {
        id: None,
        threshold,
        name: name.to_owned(),
        rewards: tagged.then(|| Reward::Tag { tag: name.to_owned() }).into_iter().collect(),
    };
    Ok(Starter {
        rules: RULES.into_iter().map(rule).collect::<Result<_, InvalidId>>()?,
        levels: Levels { levels: LEVELS.into_iter().map(level).collect(), ..Levels::default() },
        settings: AffinitySettings::default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::documents::Document;

    #[test]
    fn the_starter_set_holds_together() {
        let starter = starter().unwrap();
        assert_eq!(starter.rules.len(), 5);
        for (key, rule) in &starter.rules {
            assert_eq!(rule.check(), Vec::new(), "{key}");
        }
        assert_eq!(starter.levels.check(), Vec::new());
        assert_eq!(starter.levels.levels.len(), 10);
        assert_eq!(starter.settings.check(), Vec::new());
        assert_eq!(starter.levels.level_of(starter.settings.max_affinity), 10, "every level can be reached");
        assert!(starter.rules.iter().any(|(key, _)| Ok(key.clone()) == crate::affinity::decay::rule_key()));
    }
}

//! A binding as its owner sees it.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::affinity::{AffinitySettings, Binding, Levels};
use crate::calendar::Day;
use crate::ids::DeviceId;
use crate::time::Timestamp;

/// How attached a user and a device are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AffinitySummary {
    /// To what.
    pub device_id: DeviceId,
    /// Whether the device is bound; the value of one that is not stays.
    pub bound: bool,
    /// The value.
    pub value: i64,
    /// What of it the owner reported: no level that pays is reached by it.
    pub self_reported: i64,
    /// The highest there is.
    pub max_value: i64,
    /// The number of the level; 0 is below the first.
    pub level: u32,
    /// What it is called.
    pub level_name: Option<String>,
    /// The number of the level after it; `null` at the highest.
    pub next_level: Option<u32>,
    /// What that is called.
    pub next_level_name: Option<String>,
    /// The value at which it begins.
    pub next_level_at: Option<i64>,
    /// How far the value has come to it, 0 to 1; 1 at the highest.
    pub progress: f64,
    /// When an event last changed the value.
    pub last_active_at: Option<Timestamp>,
    /// What was used up of today's caps.
    pub today: TodaySummary,
}

/// What was used up of the caps in the present natural day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TodaySummary {
    /// The day, by the time zone of the settings.
    pub day: Day,
    /// What rules raised the value by.
    pub global: i64,
    /// What rules may still raise it by.
    pub global_remaining: i64,
    /// What each rule changed, up and down added up.
    pub rules: BTreeMap<String, i64>,
    /// When the day ends.
    pub resets_at: Timestamp,
}

impl Binding {
    /// The binding as its owner sees it at `now`.
    pub fn summary(&self, levels: &Levels, settings: &AffinitySettings, now: Timestamp) -> AffinitySummary {
        let (value, level) = (self.value(), levels.level_of(self.value()));
        let next_level = level.saturating_add(1);
        let next = levels.get(next_level);
        let today = self.counters(settings.timezone.day(now));
        AffinitySummary {
            device_id: self.device_id.clone(),
            bound: self.bound,
            value,
            self_reported: self.self_reported,
            max_value: settings.max_affinity,
            level,
            level_name: levels.get(level).map(|level| level.name.clone()),
            next_level: next.map(|_| next_level),
            next_level_name: next.map(|level| level.name.clone()),
            next_level_at: next.map(|level| level.threshold),
            progress: levels.progress(value),
            last_active_at: self.last_active_at,
            today: TodaySummary {
                day: today.day,
                global: today.global,
                global_remaining: settings.global_daily_cap.saturating_sub(today.global).max(0),
                rules: today.rules.iter().map(|(key, used)| (key.to_string(), *used)).collect(),
                resets_at: settings.timezone.start_of(today.day.next()),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::affinity::DailyCounters;
    use crate::affinity::fixture::{at, binding, key, levels, settings};

    #[test]
    fn the_owner_sees_value_level_progress_and_what_is_used_up_today() {
        let (levels, settings) = (levels(&[0, 10, 30]), settings());
        let day = settings.timezone.day(at(0));
        let mut binding = binding(15);
        binding.today = Some(DailyCounters { day, global: 15, rules: [(key("chat"), 15)].into() });
        let view = binding.summary(&levels, &settings, at(0));
        assert_eq!((view.level, view.level_name.as_deref()), (2, Some("level 2")));
        assert_eq!((view.next_level, view.next_level_at, view.progress), (Some(3), Some(30), 0.25));
        assert_eq!((view.today.global, view.today.global_remaining), (15, settings.global_daily_cap - 15));
        assert_eq!(view.today.rules["chat"], 15);
        let tomorrow = binding.summary(&levels, &settings, view.today.resets_at);
        assert_eq!((tomorrow.today.day, tomorrow.today.global), (day.next(), 0));
        assert!(tomorrow.today.rules.is_empty());
    }
}

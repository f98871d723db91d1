//! One natural day by its date, which zones have in common.

use chrono::{Days, NaiveDate};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use super::Zone;
use crate::time::Timestamp;

/// A natural day. Days of two zones are compared by their dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(NaiveDate);

impl Day {
    /// The day after; the last day of the calendar is its own.
    #[must_use]
    pub fn next(self) -> Self {
        self.0.checked_add_days(Days::new(1)).map_or(self, Self)
    }

    /// How many days it lies after `earlier`; 0 if it does not.
    pub fn days_since(self, earlier: Day) -> u64 {
        u64::try_from((self.0 - earlier.0).num_days()).unwrap_or(0)
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Zone {
    /// That of China.
    pub const SHANGHAI: Self = Self(Tz::Asia__Shanghai);

    /// The day that `at` lies in.
    pub fn day(self, at: Timestamp) -> Day {
        Day(self.date(at))
    }

    /// The first instant of `day`.
    pub fn start_of(self, day: Day) -> Timestamp {
        self.beginning(Some(day.0), Timestamp::from_unix_millis(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn a_day_begins_where_the_one_before_ends_in_every_zone() {
        for name in ["Asia/Shanghai", "America/New_York", "America/Santiago", "Africa/Cairo"] {
            let zone: Zone = name.parse().unwrap();
            let mut day = zone.day(at("2026-01-01T12:00:00Z"));
            for _ in 0..400 {
                let start = zone.start_of(day);
                assert_eq!(zone.day(start), day, "{name} {day}");
                let before = Timestamp::from_unix_millis(start.unix_millis() - 1);
                assert_eq!(zone.day(before).next(), day, "{name} {day}");
                assert_eq!(day.next().days_since(day), 1);
                day = day.next();
            }
        }
    }

    #[test]
    fn the_days_of_a_clock_change_have_23_and_25_hours() {
        let zone: Zone = "America/New_York".parse().unwrap();
        for (noon, hours) in [("2026-03-08T17:00:00Z", 23), ("2026-11-01T17:00:00Z", 25)] {
            let day = zone.day(at(noon));
            let span = zone.start_of(day.next()).since(zone.start_of(day));
            assert_eq!(span.as_secs(), hours * 3_600, "{day}");
        }
    }
}

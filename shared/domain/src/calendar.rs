//! Natural days, weeks and months in a time zone.
//!
//! Owns where they begin and end, daylight saving included. Never reads a
//! clock, and never counts anything.

mod day;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

use crate::time::Timestamp;

pub use day::Day;

/// Minutes after midnight in which a day is looked for that does not begin at
/// midnight: in some zones the clock is put forward then, or skips a day.
const LATEST_BEGINNING_MINUTES: i64 = 48 * 60;

/// A time zone by its IANA name, like `Asia/Shanghai`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Zone(Tz);

/// Why a text is no time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be the IANA name of a time zone, like Asia/Shanghai")]
pub struct InvalidZone;

/// A span that the calendar repeats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// From midnight to midnight.
    Day,
    /// From Monday to Monday.
    Week,
    /// From the first to the first.
    Month,
}

/// One day, week or month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// Its first instant.
    pub start: Timestamp,
    /// The first instant after it.
    pub end: Timestamp,
}

impl Zone {
    /// Coordinated universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The day, week or month that `at` lies in.
    pub fn span(self, period: Period, at: Timestamp) -> Span {
        let date = self.date(at);
        let (first, next) = match period {
            Period::Day => (Some(date), date.checked_add_days(Days::new(1))),
            Period::Week => {
                let monday = date.checked_sub_days(Days::new(date.weekday().num_days_from_monday().into()));
                (monday, monday.and_then(|monday| monday.checked_add_days(Days::new(7))))
            }
            Period::Month => {
                let first = date.with_day(1);
                (first, first.and_then(|first| first.checked_add_months(Months::new(1))))
            }
        };
        Span { start: self.beginning(first, at), end: self.beginning(next, at) }
    }

    /// The first instant of the day `days` after the one that `at` lies in.
    pub fn days_after(self, at: Timestamp, days: u32) -> Timestamp {
        self.beginning(self.date(at).checked_add_days(Days::new(days.into())), at)
    }

    fn date(self, at: Timestamp) -> NaiveDate {
        let utc = DateTime::<Utc>::from_timestamp_millis(at.unix_millis()).unwrap_or_default();
        utc.with_timezone(&self.0).date_naive()
    }

    /// The first instant of `date`; far in the future beyond the calendar's end.
    fn beginning(self, date: Option<NaiveDate>, at: Timestamp) -> Timestamp {
        let midnight = date.map(|date| date.and_time(NaiveTime::MIN));
        for minutes in 0..LATEST_BEGINNING_MINUTES {
            let local =
                midnight.and_then(|midnight| midnight.checked_add_signed(TimeDelta::minutes(minutes)));
            let Some(local) = local else { break };
            if let Some(first) = self.0.from_local_datetime(&local).earliest() {
                return Timestamp::from_unix_millis(first.timestamp_millis());
            }
        }
        at + Duration::from_secs(24 * 3_600)
    }
}

impl Default for Zone {
    fn default() -> Self {
        Self::UTC
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl FromStr for Zone {
    type Err = InvalidZone;
    fn from_str(name: &str) -> Result<Self, InvalidZone> {
        name.parse().map(Self).map_err(|_| InvalidZone)
    }
}

impl TryFrom<String> for Zone {
    type Error = InvalidZone;
    fn try_from(name: String) -> Result<Self, InvalidZone> {
        name.parse()
    }
}

impl From<Zone> for String {
    fn from(zone: Zone) -> String {
        zone.to_string()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zone(name: &str) -> Zone {
        name.parse().unwrap()
    }

    fn at(text: &str) -> Timestamp {
        serde_json::from_value(text.into()).unwrap()
    }

    fn span(name: &str, period: Period, text: &str) -> (String, String) {
        let Span { start, end } = zone(name).span(period, at(text));
        (start.to_string(), end.to_string())
    }

    fn pair(start: &str, end: &str) -> (String, String) {
        (format!("{start}:00.000Z"), format!("{end}:00.000Z"))
    }

    #[test]
    fn a_day_is_that_of_the_zone() {
        let day = pair("2026-11-20T16:00", "2026-11-21T16:00");
        assert_eq!(span("Asia/Shanghai", Period::Day, "2026-11-21T15:59:59Z"), day);
        assert_eq!(span("Asia/Shanghai", Period::Day, "2026-11-20T16:00:00Z"), day);
    }

    #[test]
    fn a_day_of_the_clock_change_has_23_or_25_hours() {
        let spring = pair("2026-03-28T23:00", "2026-03-29T22:00");
        assert_eq!(span("Europe/Berlin", Period::Day, "2026-03-29T12:00:00Z"), spring);
        let autumn = pair("2026-10-24T22:00", "2026-10-25T23:00");
        assert_eq!(span("Europe/Berlin", Period::Day, "2026-10-25T12:00:00Z"), autumn);
    }

    #[test]
    fn a_day_without_a_midnight_begins_with_its_first_instant() {
        // Clocks go from 24:00 to 01:00.
        let day = pair("2026-09-06T04:00", "2026-09-07T03:00");
        assert_eq!(span("America/Santiago", Period::Day, "2026-09-06T12:00:00Z"), day);
    }

    #[test]
    fn a_week_begins_on_monday_and_a_month_on_the_first() {
        let week = pair("2026-11-15T23:00", "2026-11-22T23:00");
        assert_eq!(span("Europe/Berlin", Period::Week, "2026-11-21T12:00:00Z"), week);
        let month = pair("2026-10-31T23:00", "2026-11-30T23:00");
        assert_eq!(span("Europe/Berlin", Period::Month, "2026-11-21T12:00:00Z"), month);
    }

    #[test]
    fn days_after_are_days_of_the_calendar() {
        let later = zone("Europe/Berlin").days_after(at("2026-10-24T12:00:00Z"), 2);
        assert_eq!(later, at("2026-10-25T23:00:00Z"), "one of them had 25 hours");
    }

    #[test]
    fn a_zone_is_named_and_nothing_else() {
        for name in ["UTC", "Asia/Shanghai", "America/Argentina/Buenos_Aires"] {
            assert_eq!(serde_json::to_value(zone(name)).unwrap(), name);
        }
        for name in ["", "Mars/Base", "+08:00", "asia/shanghai"] {
            assert_eq!(name.parse::<Zone>(), Err(InvalidZone), "{name}");
        }
    }

    proptest! {
        #[test]
        fn every_instant_lies_in_its_span_and_spans_follow_each_other(
            millis in 1_325_000_000_000_i64..2_200_000_000_000,
            name in prop::sample::select(vec![
                "UTC", "Asia/Shanghai", "Europe/Berlin", "America/Santiago", "Africa/Cairo", "Asia/Beirut",
                "Atlantic/Azores", "America/St_Johns", "Pacific/Apia", "Australia/Lord_Howe", "Asia/Tehran",
            ]),
            period in prop::sample::select(vec![Period::Day, Period::Week, Period::Month]),
        ) {
            let (zone, at) = (zone(name), Timestamp::from_unix_millis(millis));
            let Span { start, end } = zone.span(period, at);
            prop_assert!(start <= at && at < end, "{start} {at} {end}");
            prop_assert_eq!(zone.span(period, start).start, start);
            prop_assert_eq!(zone.span(period, end).start, end);
        }
    }
}

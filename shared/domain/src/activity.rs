//! When a person counts as active, and what recording an activity changes.
//!
//! Owns the rule "active" and how often it is written. Never decides what
//! follows from inactivity: requests and rooms have rules of their own.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::matching::Person;
use crate::settings::{ActivitySettings, ScoreSettings, Settings};
use crate::time::Timestamp;

/// Most entries that [`Person::recent_activity`] ever holds.
const MAX_RECENT: i64 = 100;

/// What a person did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActivityKind {
    /// Anything that shows the person is there: a heartbeat, a message, a call.
    Heartbeat,
    /// A login; counts only for those of whom no activity was ever recorded.
    Login,
}

/// When `person` stops being active if nothing more happens; `None` for one of
/// whom neither an activity nor a login was ever recorded, who is not active.
pub fn inactive_at(person: &Person, settings: &ActivitySettings) -> Option<Timestamp> {
    match (person.last_activity_at, person.last_login_at) {
        (Some(activity), _) => Some(activity + Duration::from_secs(settings.active_secs)),
        (None, Some(login)) => Some(login + Duration::from_secs(settings.login_active_secs)),
        (None, None) => None,
    }
}

/// Whether `person` is active at `now`: last activity less than `active_secs`
/// ago; where none was ever recorded, last login less than `login_active_secs`
/// ago.
pub fn is_active(person: &Person, now: Timestamp, settings: &ActivitySettings) -> bool {
    inactive_at(person, settings).is_some_and(|end| now < end)
}

/// How long somebody may be without a connection before they count as away: a page
/// that is loaded anew is back sooner.
const AWAY_AFTER: Duration = Duration::from_secs(20);

/// Whether the last connection of `person` closed a while ago, and nothing was
/// heard of them since.
pub fn is_away(person: &Person, now: Timestamp) -> bool {
    person.away_since.is_some_and(|since| now >= since + AWAY_AFTER)
}

/// `person`, whose last connection has closed; `None` where nothing rests on
/// whether they are there.
pub fn gone(person: &Person, now: Timestamp) -> Option<Person> {
    let waits = person.request.as_ref().is_some_and(|request| request.status.is_live());
    (waits && person.away_since.is_none()).then(|| Person { away_since: Some(now), ..person.clone() })
}

/// `person` with the activity recorded; `None` when the last record of this
/// kind is recent enough that nothing needs writing.
///
/// `version` stays the one that was read: the commit raises it.
pub fn record(person: &Person, kind: ActivityKind, now: Timestamp, settings: &Settings) -> Option<Person> {
    let last = match kind {
        ActivityKind::Heartbeat => person.last_activity_at,
        ActivityKind::Login => person.last_login_at,
    };
    // Seldom enough to be cheap, often enough that nobody who is there counts as gone.
    let seldom = settings.activity.write_every_secs.min(settings.activity.active_secs / 2);
    let every = Duration::from_secs(seldom);
    // A record from a clock ahead of this one stands until this one catches up.
    if person.away_since.is_none() && last.is_some_and(|last| last >= now || now.since(last) < every) {
        return None;
    }
    let mut person = Person { away_since: None, ..person.clone() };
    match kind {
        ActivityKind::Heartbeat => {
            person.last_activity_at = Some(now);
            person.recent_activity.push(now);
            let surplus = person.recent_activity.len().saturating_sub(kept(&settings.score));
            person.recent_activity.drain(..surplus);
        }
        ActivityKind::Login => person.last_login_at = Some(now),
    }
    Some(person)
}

/// How many recent activities the score can use.
fn kept(settings: &ScoreSettings) -> usize {
    if settings.activity_each <= 0 || settings.activity_max <= 0 {
        return 0;
    }
    let each = settings.activity_each;
    let needed = settings.activity_max / each + i64::from(settings.activity_max % each != 0);
    usize::try_from(needed.min(MAX_RECENT)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const T0: i64 = 1_790_000_000_000;

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_unix_millis(T0 + millis)
    }

    fn person(activity: Option<i64>, login: Option<i64>) -> Person {
        Person {
            last_activity_at: activity.map(at),
            last_login_at: login.map(at),
            ..Person::new("ann".parse().unwrap())
        }
    }

    fn active(activity: Option<i64>, login: Option<i64>, now: i64) -> bool {
        is_active(&person(activity, login), at(now), &ActivitySettings::default())
    }

    #[test]
    fn activity_counts_for_less_than_five_minutes() {
        assert!(active(Some(0), None, 299_999));
        assert!(!active(Some(0), None, 300_000));
    }

    #[test]
    fn login_counts_for_less_than_ten_minutes_where_no_activity_was_ever_recorded() {
        assert!(active(None, Some(0), 599_999));
        assert!(!active(None, Some(0), 600_000));
    }

    #[test]
    fn login_does_not_count_once_an_activity_was_recorded() {
        assert!(!active(Some(0), Some(300_000), 300_000));
    }

    #[test]
    fn somebody_never_seen_is_not_active() {
        assert!(!active(None, None, 0));
        assert_eq!(inactive_at(&person(None, None), &ActivitySettings::default()), None);
    }

    #[test]
    fn activity_is_written_at_most_once_in_thirty_seconds() {
        let settings = Settings::default();
        let ann = person(Some(0), None);
        assert_eq!(record(&ann, ActivityKind::Heartbeat, at(29_999), &settings), None);
        let written = record(&ann, ActivityKind::Heartbeat, at(30_000), &settings).unwrap();
        assert_eq!(written.last_activity_at, Some(at(30_000)));
    }

    #[test]
    fn a_login_touches_only_the_login_and_has_a_pace_of_its_own() {
        let settings = Settings::default();
        let ann = person(Some(0), None);
        let written = record(&ann, ActivityKind::Login, at(1), &settings).unwrap();
        assert_eq!(written, Person { last_login_at: Some(at(1)), ..ann });
        assert_eq!(record(&written, ActivityKind::Login, at(2), &settings), None);
    }

    #[test]
    fn without_a_pause_between_writes_every_activity_is_written_once() {
        let mut settings = Settings::default();
        settings.activity.write_every_secs = 0;
        let ann = person(Some(0), None);
        assert_eq!(record(&ann, ActivityKind::Heartbeat, at(0), &settings), None);
        assert!(record(&ann, ActivityKind::Heartbeat, at(1), &settings).is_some());
    }

    #[test]
    fn a_late_record_never_moves_the_last_activity_back() {
        let ann = person(Some(60_000), None);
        assert_eq!(record(&ann, ActivityKind::Heartbeat, at(0), &Settings::default()), None);
    }

    #[test]
    fn as_many_activities_are_kept_as_the_score_can_use() {
        for (each, max, count) in [(5, 50, 10), (7, 50, 8), (0, 50, 0), (5, 0, 0), (1, 10_000, 100)] {
            let settings =
                ScoreSettings { activity_each: each, activity_max: max, ..ScoreSettings::default() };
            assert_eq!(kept(&settings), count, "{max} points at {each} each");
        }
    }

    #[test]
    fn who_waits_and_lost_the_last_connection_is_away_until_heard_of_again() {
        let settings = Settings::default();
        let waiting =
            crate::matching::fixture::waiting("ann", 0, crate::matching::MatchPreferences::default());
        let left_at = waiting.last_activity_at.unwrap() + Duration::from_secs(1);
        let left = gone(&waiting, left_at).unwrap();
        assert!(!is_away(&left, left_at + Duration::from_secs(19)), "a page that is loaded anew");
        assert!(is_away(&left, left_at + Duration::from_secs(20)));
        assert_eq!(gone(&left, left_at + Duration::from_secs(30)), None, "since the first time");
        // However recent the last record is.
        let back =
            record(&left, ActivityKind::Heartbeat, left_at + Duration::from_secs(2), &settings).unwrap();
        assert_eq!(back.away_since, None);
        assert_eq!(gone(&person(Some(0), None), at(1)), None, "nothing rests on it");
    }

    proptest! {
        #[test]
        fn a_person_is_active_exactly_until_inactive_at(
            activity in proptest::option::of(0..1_000_000_i64),
            login in proptest::option::of(0..1_000_000_i64),
            now in 0..2_000_000_i64,
        ) {
            let settings = ActivitySettings::default();
            let ann = person(activity, login);
            let expected = inactive_at(&ann, &settings).is_some_and(|end| at(now) < end);
            prop_assert_eq!(is_active(&ann, at(now), &settings), expected);
        }

        #[test]
        fn recorded_activities_rise_are_bounded_and_end_with_the_last(
            steps in proptest::collection::vec(0..90_000_i64, 1..200),
        ) {
            let settings = Settings::default();
            let mut ann = person(None, None);
            let mut now = 0;
            for step in steps {
                now += step;
                if let Some(written) = record(&ann, ActivityKind::Heartbeat, at(now), &settings) {
                    ann = written;
                }
                prop_assert!(at(now).since(ann.last_activity_at.unwrap()).as_secs() < 30);
            }
            prop_assert!(ann.recent_activity.is_sorted());
            prop_assert!(ann.recent_activity.len() <= 10);
            prop_assert_eq!(ann.recent_activity.last().copied(), ann.last_activity_at);
        }
    }

    #[test]
    fn whoever_is_there_is_active_however_seldom_it_is_written() {
        let mut settings = Settings::default();
        (settings.activity.active_secs, settings.activity.write_every_secs) = (20, 3_600);
        let mut ann =
            record(&Person::new("ann".parse().unwrap()), ActivityKind::Heartbeat, at(0), &settings).unwrap();
        for second in 1..100 {
            let now = at(second * 1_000);
            assert!(is_active(&ann, now, &settings.activity), "after {second} s");
            ann = record(&ann, ActivityKind::Heartbeat, now, &settings).unwrap_or(ann);
        }
    }
}

//! How good a candidate is for somebody who asks.
//!
//! Owns every row of the score table. Never judges whether the two may be
//! paired at all.

use std::time::Duration;

use crate::chance::Chance;
use crate::matching::{MatchPreferences, Person, Score, ScoreParts, distance_km, is_same_language};
use crate::settings::{ScoreSettings, Settings};
use crate::time::Timestamp;

const DAY: Duration = Duration::from_secs(86_400);
/// How far back activities count.
const ACTIVITY_SPAN: Duration = Duration::from_secs(7 * 86_400);

/// The score of `candidate` for `asker`, with its parts. Draws once.
///
/// `last_matched_at` is when the two were last matched with each other.
pub fn score(
    asker: &Person,
    candidate: &Person,
    last_matched_at: Option<Timestamp>,
    now: Timestamp,
    settings: &Settings,
    chance: &mut Chance,
) -> Score {
    let points = &settings.score;
    let preferences = asker.request.as_ref().zip(candidate.request.as_ref());
    let preferences = preferences.map(|(asked, offered)| (&asked.preferences, &offered.preferences));
    let parts = ScoreParts {
        base: points.base,
        active: active(candidate, now, settings),
        activities: activities(candidate, now, points),
        matches: capped(points.match_each, i64::from(candidate.matches), points.match_max),
        random: chance.integer(-points.random, points.random),
        rematch: rematch(last_matched_at, now, points),
        waiting: waiting(candidate, now, points),
        interests: preferences.map_or(0, |(asked, offered)| interests(asked, offered, points)),
        language: preferences.map_or(0, |(asked, offered)| language(asked, offered, points)),
        distance: preferences.map_or(0, |(asked, offered)| distance(asked, offered, points)),
    };
    Score { total: parts.sum(), parts }
}

impl ScoreParts {
    /// The total.
    pub fn sum(&self) -> i64 {
        let Self { base, active, activities, matches, random, .. } = self;
        let Self { rematch, waiting, interests, language, distance, .. } = self;
        base + active + activities + matches + random + rematch + waiting + interests + language + distance
    }
}

fn capped(each: i64, count: i64, most: i64) -> i64 {
    each.saturating_mul(count).min(most)
}

fn count(found: usize) -> i64 {
    i64::try_from(found).unwrap_or(i64::MAX)
}

fn active(candidate: &Person, now: Timestamp, settings: &Settings) -> i64 {
    let Some(seen) = candidate.last_activity_at.or(candidate.last_login_at) else { return 0 };
    let within = Duration::from_secs(settings.activity.active_secs);
    match now.since(seen) {
        idle if idle < within => settings.score.active,
        idle if idle < 2 * within => settings.score.recently_active,
        _ => 0,
    }
}

fn activities(candidate: &Person, now: Timestamp, points: &ScoreSettings) -> i64 {
    let recent = candidate.recent_activity.iter().filter(|seen| now.since(**seen) < ACTIVITY_SPAN);
    capped(points.activity_each, count(recent.count()), points.activity_max)
}

fn rematch(last_matched_at: Option<Timestamp>, now: Timestamp, points: &ScoreSettings) -> i64 {
    let Some(matched) = last_matched_at else { return 0 };
    let span = u128::try_from(points.rematch_days).unwrap_or(1) * DAY.as_millis();
    let left = span.saturating_sub(now.since(matched).as_millis());
    let full = u128::try_from(points.rematch).unwrap_or(0);
    let nearest = (2 * full * left + span) / (2 * span);
    -i64::try_from(nearest).unwrap_or(points.rematch)
}

fn waiting(candidate: &Person, now: Timestamp, points: &ScoreSettings) -> i64 {
    let Some(request) = &candidate.request else { return 0 };
    let waited = i64::try_from(now.since(request.created_at).as_secs()).unwrap_or(i64::MAX);
    waited.checked_div(points.waiting_secs_per_point).unwrap_or(0).min(points.waiting_max)
}

fn interests(asked: &MatchPreferences, offered: &MatchPreferences, points: &ScoreSettings) -> i64 {
    let shared = asked.interests.iter().filter(|interest| offered.interests.contains(interest));
    capped(points.interest_each, count(shared.count()), points.interest_max)
}

fn language(asked: &MatchPreferences, offered: &MatchPreferences, points: &ScoreSettings) -> i64 {
    let spoken = |language: &String| offered.languages.iter().any(|other| is_same_language(language, other));
    let shared = asked.languages.iter().any(spoken);
    if shared { points.language } else { 0 }
}

fn distance(asked: &MatchPreferences, offered: &MatchPreferences, points: &ScoreSettings) -> i64 {
    let (Some(here), Some(there)) = (asked.location, offered.location) else { return 0 };
    if points.distance_max == 0 {
        return 0;
    }
    let nearness = 1.0 - distance_km(here, there) / points.distance_km as f64;
    (points.distance_max as f64 * nearness.max(0.0)).round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::{at, preferences, request, waiting as person};
    use crate::matching::{Location, RequestStatus};

    const NOW: i64 = 10_000_000;
    const MINUTE: i64 = 60;
    const DAYS: i64 = 86_400;

    /// The parts of `candidate` for `asker` at [`NOW`].
    fn parts_for(asker: &Person, candidate: &Person, last_matched_at: Option<Timestamp>) -> ScoreParts {
        let chance = &mut Chance::from_seed(1);
        score(asker, candidate, last_matched_at, at(NOW), &Settings::default(), chance).parts
    }

    fn parts(candidate: &Person) -> ScoreParts {
        parts_for(&person("asker", NOW, MatchPreferences::default()), candidate, None)
    }

    fn candidate() -> Person {
        Person {
            last_activity_at: None,
            recent_activity: vec![],
            ..person("candidate", NOW, MatchPreferences::default())
        }
    }

    #[test]
    fn base_is_100_for_everybody() {
        assert_eq!(parts(&candidate()).base, 100);
    }

    #[test]
    fn active_within_5_minutes_gives_50_within_10_gives_25_and_then_nothing() {
        for (idle, points) in [
            (0, 50),
            (150, 50),
            (5 * MINUTE - 1, 50),
            (5 * MINUTE, 25),
            (10 * MINUTE - 1, 25),
            (10 * MINUTE, 0),
            (30 * DAYS, 0),
            (-5, 50),
        ] {
            let seen = Person { last_activity_at: Some(at(NOW - idle)), ..candidate() };
            assert_eq!(parts(&seen).active, points, "idle for {idle} s");
            let logged_in = Person { last_login_at: Some(at(NOW - idle)), ..candidate() };
            assert_eq!(parts(&logged_in).active, points, "logged in {idle} s ago, never seen since");
        }
        assert_eq!(parts(&candidate()).active, 0, "never seen");
    }

    #[test]
    fn a_login_says_nothing_of_somebody_whose_activity_was_recorded() {
        let idle =
            Person { last_activity_at: Some(at(NOW - DAYS)), last_login_at: Some(at(NOW)), ..candidate() };
        assert_eq!(parts(&idle).active, 0);
    }

    #[test]
    fn each_activity_of_the_last_7_days_gives_5_and_all_at_most_50() {
        for (often, points) in [(0, 0), (1, 5), (4, 20), (9, 45), (10, 50), (11, 50), (100, 50)] {
            let busy = Person { recent_activity: vec![at(NOW - DAYS); often], ..candidate() };
            assert_eq!(parts(&busy).activities, points, "{often} activities");
        }
    }

    #[test]
    fn an_activity_counts_for_less_than_7_days() {
        let times = [NOW - 8 * DAYS, NOW - 7 * DAYS, NOW - 7 * DAYS + 1, NOW];
        let busy = Person { recent_activity: times.map(at).to_vec(), ..candidate() };
        assert_eq!(parts(&busy).activities, 10);
    }

    #[test]
    fn each_match_so_far_gives_10_and_all_at_most_30() {
        for (matches, points) in [(0, 0), (1, 10), (2, 20), (3, 30), (4, 30), (u32::MAX, 30)] {
            assert_eq!(parts(&Person { matches, ..candidate() }).matches, points, "{matches} matches");
        }
    }

    #[test]
    fn random_is_every_integer_from_minus_20_to_20_about_equally_often() {
        let seed = 7;
        let mut chance = Chance::from_seed(seed);
        let [asker, candidate] = [person("asker", NOW, MatchPreferences::default()), candidate()];
        let mut seen = std::collections::BTreeMap::<i64, u32>::new();
        for _ in 0..41_000 {
            let score = score(&asker, &candidate, None, at(NOW), &Settings::default(), &mut chance);
            *seen.entry(score.parts.random).or_default() += 1;
        }
        assert_eq!(seen.keys().copied().collect::<Vec<_>>(), (-20..=20).collect::<Vec<_>>());
        // 1,000 are expected of each; six standard deviations are 190.
        assert!(seen.values().all(|times| (810..=1_190).contains(times)), "seed {seed}: {seen:?}");
    }

    #[test]
    fn a_former_match_costs_50_and_fades_to_nothing_over_30_days() {
        for (ago, points) in [
            (0, -50),
            (-5, -50),
            (15 * DAYS, -25),
            (6 * DAYS, -40),
            (30 * DAYS - 1, 0),
            (30 * DAYS, 0),
            (365 * DAYS, 0),
            // 50 · (1 − 0.2971/30) = 49.505 and 50 · (1 − 0.3029/30) = 49.495.
            (25_669, -50),
            (26_170, -49),
        ] {
            let asker = person("asker", NOW, MatchPreferences::default());
            let score = parts_for(&asker, &candidate(), Some(at(NOW - ago)));
            assert_eq!(score.rematch, points, "matched {ago} s ago");
        }
        assert_eq!(parts(&candidate()).rematch, 0, "never matched");
    }

    #[test]
    fn each_10_seconds_of_waiting_give_1_and_all_at_most_60() {
        for (waited, points) in [
            (0, 0),
            (9, 0),
            (10, 1),
            (19, 1),
            (300, 30),
            (599, 59),
            (600, 60),
            (610, 60),
            (99_999, 60),
            (-5, 0),
        ] {
            assert_eq!(
                parts(&person("c", NOW - waited, MatchPreferences::default())).waiting,
                points,
                "{waited} s"
            );
        }
        assert_eq!(parts(&Person { request: None, ..candidate() }).waiting, 0, "no request");
    }

    #[test]
    fn waiting_is_the_candidates_wait_not_the_askers() {
        let asker = person("asker", NOW - 500, MatchPreferences::default());
        assert_eq!(parts_for(&asker, &candidate(), None).waiting, 0);
    }

    #[test]
    fn each_shared_interest_gives_10_and_all_at_most_40() {
        let asker = person("asker", NOW, preferences("a b c d e f", ""));
        for (interests, points) in [
            ("", 0),
            ("x", 0),
            ("a", 10),
            ("x b a", 20),
            ("a b c d", 40),
            ("a b c d e", 40),
            ("a b c d e f x", 40),
        ] {
            let candidate = person("candidate", NOW, preferences(interests, ""));
            assert_eq!(parts_for(&asker, &candidate, None).interests, points, "{interests}");
        }
    }

    #[test]
    fn a_shared_language_gives_20_however_many_are_shared() {
        let asker = person("asker", NOW, preferences("", "en zh"));
        for (languages, points) in
            [("", 0), ("fr", 0), ("fr zh", 20), ("en zh", 20), ("en-gb", 20), ("eng", 0)]
        {
            let candidate = person("candidate", NOW, preferences("", languages));
            assert_eq!(parts_for(&asker, &candidate, None).language, points, "{languages}");
        }
    }

    #[test]
    fn distance_gives_30_at_0_km_falling_linearly_to_0_at_100_km() {
        let place = |km: f64| {
            let lat = (km / 6_371.0).to_degrees();
            MatchPreferences { location: Some(Location { lat, lon: 10.0 }), ..MatchPreferences::default() }
        };
        let asker = person("asker", NOW, place(0.0));
        for (km, points) in [
            (0.0, 30),
            (1.6, 30),
            (1.7, 29),
            (10.0, 27),
            (50.0, 15),
            (90.0, 3),
            (98.3, 1),
            (98.4, 0),
            (100.0, 0),
            (5_000.0, 0),
        ] {
            let candidate = person("candidate", NOW, place(km));
            assert_eq!(parts_for(&asker, &candidate, None).distance, points, "{km} km");
        }
        assert_eq!(parts_for(&asker, &candidate(), None).distance, 0, "nowhere");
        assert_eq!(parts_for(&candidate(), &asker, None).distance, 0, "asked from nowhere");
    }

    #[test]
    fn without_a_request_of_the_asker_nothing_is_shared() {
        let everything =
            MatchPreferences { location: Some(Location { lat: 0.0, lon: 0.0 }), ..preferences("a", "en") };
        let [mut asker, candidate] = ["a", "b"].map(|name| person(name, NOW, everything.clone()));
        let shared = |parts: ScoreParts| (parts.interests, parts.language, parts.distance);
        assert_eq!(shared(parts_for(&asker, &candidate, None)), (10, 20, 30));
        request(&mut asker).status = RequestStatus::Matching;
        assert_eq!(shared(parts_for(&asker, &candidate, None)), (10, 20, 30));
        asker.request = None;
        assert_eq!(shared(parts_for(&asker, &candidate, None)), (0, 0, 0));
    }

    #[test]
    fn with_the_last_four_rows_off_the_base_rule_is_left() {
        let mut settings = Settings::default();
        settings.score.waiting_max = 0;
        settings.score.interest_max = 0;
        settings.score.language = 0;
        settings.score.distance_max = 0;
        settings.score.random = 0;
        let everything = MatchPreferences {
            location: Some(Location { lat: 0.0, lon: 0.0 }),
            ..preferences("a b c d", "en")
        };
        let asker = person("asker", NOW, everything.clone());
        let candidate = Person {
            recent_activity: vec![at(NOW); 10],
            last_activity_at: Some(at(NOW)),
            matches: 3,
            ..person("candidate", NOW - 600, everything)
        };
        let chance = &mut Chance::from_seed(1);
        let score = score(&asker, &candidate, Some(at(NOW)), at(NOW), &settings, chance);
        let expected = ScoreParts {
            base: 100,
            active: 50,
            activities: 50,
            matches: 30,
            rematch: -50,
            ..ScoreParts::default()
        };
        assert_eq!(score, Score { total: 180, parts: expected });
    }

    #[test]
    fn a_row_is_also_off_when_its_points_each_are_0() {
        let mut settings = Settings::default();
        settings.score.waiting_secs_per_point = 0;
        settings.score.interest_each = 0;
        let [asker, candidate] = ["a", "b"].map(|name| person(name, NOW - 600, preferences("a b", "")));
        let chance = &mut Chance::from_seed(1);
        let parts = score(&asker, &candidate, None, at(NOW), &settings, chance).parts;
        assert_eq!((parts.waiting, parts.interests), (0, 0));
    }
}

//! Who fulfils whose hard filters.
//!
//! Owns the filters' meaning and when they relax. Never judges anything else
//! that keeps two people apart: see [`mod@crate::matching::pair`].

use std::time::Duration;

use crate::matching::{Filters, Location, MatchPreferences, Person, Request};
use crate::time::Timestamp;

/// Mean radius of the globe.
const EARTH_RADIUS_KM: f64 = 6_371.0;

/// When the hard filters of `request` become preferences; `None` if never, or
/// if it has none.
pub fn relaxes_at(request: &Request) -> Option<Timestamp> {
    let Filters { languages, max_distance_km, interests, relax_after_seconds } = &request.preferences.filters;
    if languages.is_empty() && max_distance_km.is_none() && interests.is_empty() {
        return None;
    }
    relax_after_seconds.map(|seconds| request.created_at + Duration::from_secs(seconds))
}

/// Whether the hard filters of both hold, both ways, at `now`. Somebody without
/// a request is compatible with nobody.
pub fn compatible(a: &Person, b: &Person, now: Timestamp) -> bool {
    let (Some(a), Some(b)) = (&a.request, &b.request) else { return false };
    admits(a, &b.preferences, now) && admits(b, &a.preferences, now)
}

/// Whether the owner of `request` takes somebody with `preferences` for a partner.
fn admits(request: &Request, preferences: &MatchPreferences, now: Timestamp) -> bool {
    let filters = &request.preferences.filters;
    let speaks = |range: &String| preferences.languages.iter().any(|tag| covers(range, tag));
    let near = |km: f64| match (request.preferences.location, preferences.location) {
        (Some(here), Some(there)) => distance_km(here, there) <= km,
        _ => false,
    };
    let holds = (filters.languages.is_empty() || filters.languages.iter().any(speaks))
        && filters.interests.iter().all(|word| preferences.interests.contains(word))
        && filters.max_distance_km.is_none_or(near);
    holds || relaxes_at(request).is_some_and(|relaxes| relaxes <= now)
}

/// Whether the language range `range` covers `tag`: it is the tag, or a beginning
/// of it that ends with a subtag (RFC 4647, basic filtering). Both in lower case.
fn covers(range: &str, tag: &str) -> bool {
    tag.strip_prefix(range).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Whether two tags are of one language, wherever and however it is spoken.
pub fn is_same_language(a: &str, b: &str) -> bool {
    a.split('-').next() == b.split('-').next()
}

/// Great-circle distance in kilometres (haversine).
pub fn distance_km(a: Location, b: Location) -> f64 {
    let half_sine = |degrees: f64| (degrees.to_radians() / 2.0).sin();
    let across = half_sine(b.lat - a.lat).powi(2)
        + a.lat.to_radians().cos() * b.lat.to_radians().cos() * half_sine(b.lon - a.lon).powi(2);
    // Rounding may lift the sum above 1 between antipodes.
    2.0 * EARTH_RADIUS_KM * across.min(1.0).sqrt().asin()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::fixture::{any_preferences, at, preferences, waiting};

    fn asks(filters: Filters) -> Person {
        waiting(
            "ann",
            0,
            MatchPreferences { filters, location: Some(BEIJING), ..MatchPreferences::default() },
        )
    }

    fn offers(preferences: MatchPreferences) -> Person {
        waiting("bob", 0, preferences)
    }

    const BEIJING: Location = Location { lat: 39.9042, lon: 116.4074 };
    const TIANJIN: Location = Location { lat: 39.3434, lon: 117.3616 };

    #[test]
    fn without_filters_everybody_with_a_request_is_compatible() {
        let [ann, bob] = [asks(Filters::default()), offers(MatchPreferences::default())];
        assert!(compatible(&ann, &bob, at(0)));
        let idle = Person { request: None, ..bob };
        assert!(!compatible(&ann, &idle, at(0)) && !compatible(&idle, &ann, at(0)));
    }

    #[test]
    fn one_of_the_languages_asked_for_is_enough_and_none_is_not() {
        let ann = asks(Filters { languages: preferences("", "en fr").languages, ..Filters::default() });
        for (speaks, expected) in [("fr zh", true), ("en", true), ("zh", false), ("", false)] {
            assert_eq!(compatible(&ann, &offers(preferences("", speaks)), at(0)), expected, "{speaks}");
        }
    }

    #[test]
    fn a_language_is_asked_for_with_as_many_subtags_as_matter() {
        for (asked, spoken, expected) in [
            ("en", "en-us", true),
            ("zh", "zh-hans-cn", true),
            ("zh-hans", "zh-hans-cn", true),
            ("en-gb", "en-us", false),
            ("en-us", "en", false),
            ("en", "eng", false),
        ] {
            let ann = asks(Filters { languages: preferences("", asked).languages, ..Filters::default() });
            assert_eq!(
                compatible(&ann, &offers(preferences("", spoken)), at(0)),
                expected,
                "{asked} {spoken}"
            );
        }
    }

    #[test]
    fn all_interests_asked_for_are_needed() {
        let ann = asks(Filters { interests: preferences("go tea", "").interests, ..Filters::default() });
        for (likes, expected) in [("tea go art", true), ("go", false), ("", false)] {
            assert_eq!(compatible(&ann, &offers(preferences(likes, "")), at(0)), expected, "{likes}");
        }
    }

    #[test]
    fn the_distance_limit_includes_itself_and_needs_both_places() {
        let apart = distance_km(BEIJING, TIANJIN);
        let there = offers(MatchPreferences { location: Some(TIANJIN), ..MatchPreferences::default() });
        for (km, expected) in [(apart, true), (apart + 0.1, true), (apart - 0.1, false)] {
            let ann = asks(Filters { max_distance_km: Some(km), ..Filters::default() });
            assert_eq!(compatible(&ann, &there, at(0)), expected, "{km}");
            assert!(!compatible(&ann, &offers(MatchPreferences::default()), at(0)));
        }
    }

    #[test]
    fn the_filter_of_either_side_keeps_both_apart() {
        let picky = asks(Filters { interests: preferences("go", "").interests, ..Filters::default() });
        let plain = offers(MatchPreferences::default());
        assert!(!compatible(&picky, &plain, at(0)));
        assert!(!compatible(&plain, &picky, at(0)));
    }

    #[test]
    fn a_filter_that_relaxes_is_hard_until_then_and_a_preference_after() {
        let filters = Filters {
            interests: preferences("go", "").interests,
            relax_after_seconds: Some(60),
            ..Filters::default()
        };
        let [ann, bob] = [asks(filters), offers(MatchPreferences::default())];
        assert_eq!(relaxes_at(ann.request.as_ref().unwrap()), Some(at(60)));
        assert!(!compatible(&ann, &bob, at(60) - Duration::from_millis(1)));
        assert!(compatible(&ann, &bob, at(60)));
    }

    #[test]
    fn relaxing_one_side_leaves_the_other_sides_filter_hard() {
        let go = preferences("go", "").interests;
        let relaxed = Filters { interests: go.clone(), relax_after_seconds: Some(0), ..Filters::default() };
        let hard = Filters { interests: go, ..Filters::default() };
        let bob = offers(MatchPreferences { filters: hard, ..MatchPreferences::default() });
        assert!(!compatible(&asks(relaxed), &bob, at(9)));
    }

    #[test]
    fn nothing_relaxes_where_no_filter_is_set_or_none_is_marked() {
        let only_mark = Filters { relax_after_seconds: Some(5), ..Filters::default() };
        let unmarked = Filters { max_distance_km: Some(5.0), ..Filters::default() };
        for filters in [only_mark, unmarked, Filters::default()] {
            assert_eq!(relaxes_at(asks(filters).request.as_ref().unwrap()), None);
        }
    }

    #[test]
    fn distances_are_those_of_the_globe() {
        let pole = Location { lat: 90.0, lon: 0.0 };
        let origin = Location { lat: 0.0, lon: 0.0 };
        let antipode = Location { lat: 0.0, lon: 180.0 };
        let dateline = [Location { lat: 0.0, lon: 179.5 }, Location { lat: 0.0, lon: -179.5 }];
        for (a, b, km) in [
            (BEIJING, BEIJING, 0.0),
            (BEIJING, TIANJIN, 102.8),
            (origin, pole, 10_007.5),
            (origin, antipode, 20_015.1),
            (dateline[0], dateline[1], 111.2),
        ] {
            assert!((distance_km(a, b) - km).abs() < 0.5, "{a:?} {b:?}: {}", distance_km(a, b));
        }
    }

    proptest! {
        #[test]
        fn compatibility_is_mutual(a in any_preferences(), b in any_preferences(), asked in 0..200_i64, now in 0..400_i64) {
            let [ann, bob] = [waiting("ann", 0, a), waiting("bob", asked, b)];
            prop_assert_eq!(compatible(&ann, &bob, at(now)), compatible(&bob, &ann, at(now)));
        }

        #[test]
        fn who_became_compatible_by_waiting_stays_so(a in any_preferences(), b in any_preferences(), now in 0..400_i64) {
            let [ann, bob] = [waiting("ann", 0, a), waiting("bob", 0, b)];
            if compatible(&ann, &bob, at(now)) {
                prop_assert!(compatible(&ann, &bob, at(now + 100)));
            }
        }

        #[test]
        fn distance_is_mutual_and_never_beyond_half_the_globe(
            lats in (-90.0..=90.0, -90.0..=90.0), lons in (-180.0..=180.0, -180.0..=180.0),
        ) {
            let [a, b] = [Location { lat: lats.0, lon: lons.0 }, Location { lat: lats.1, lon: lons.1 }];
            let there = distance_km(a, b);
            prop_assert!((0.0..=super::super::preferences::MAX_DISTANCE_KM).contains(&there));
            prop_assert!((there - distance_km(b, a)).abs() < 1e-6);
        }
    }
}

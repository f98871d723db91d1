//! What preferences may say, and their normal form.
//!
//! Owns the limits of every field. Never judges whether anybody
//! fulfils it.

use unicode_normalization::UnicodeNormalization;

use crate::matching::{Filters, Location, MatchPreferences};
use crate::problem::FieldProblem;

/// Most interests, of a person or in a filter.
pub const MAX_INTERESTS: usize = 20;
/// Longest interest, in characters.
pub const MAX_INTEREST_CHARS: usize = 40;
/// Most languages, of a person or in a filter.
pub const MAX_LANGUAGES: usize = 10;
/// Smallest distance that can be asked for: a metre.
pub const MIN_DISTANCE_KM: f64 = 0.001;
/// Half the circumference of the globe: no two people are farther apart.
pub const MAX_DISTANCE_KM: f64 = 20_040.0;
/// Longest wait before filters become preferences, in seconds.
pub const MAX_RELAX_AFTER_SECONDS: u64 = 3_600;

/// What takes no room between characters.
const INVISIBLE: [char; 6] = ['\u{ad}', '\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}'];

/// A list of words and what it may hold.
struct Words {
    max: usize,
    is_word: fn(&str) -> bool,
    rule: &'static str,
}

const INTERESTS: Words = Words {
    max: MAX_INTERESTS,
    is_word: |text| (1..=MAX_INTEREST_CHARS).contains(&text.chars().count()),
    rule: "must have 1 to 40 characters",
};

const LANGUAGES: Words = Words {
    max: MAX_LANGUAGES,
    is_word: |text| {
        (2..=35).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    },
    rule: "must be a language tag of 2 to 35 letters, digits and hyphens",
};

impl MatchPreferences {
    /// The preferences in their normal form: words as they are seen, in lower case, each
    /// once, in the order given.
    ///
    /// # Errors
    /// Every problem at once, with JSON pointers into them.
    pub fn checked(self) -> Result<Self, Vec<FieldProblem>> {
        let mut problems = Vec::new();
        if let Some(location) = self.location {
            check_location(location, &mut problems);
        }
        let preferences = Self {
            interests: INTERESTS.checked(self.interests, "/interests", &mut problems),
            languages: LANGUAGES.checked(self.languages, "/languages", &mut problems),
            location: self.location.map(rounded),
            filters: checked_filters(self.filters, &mut problems),
        };
        if problems.is_empty() { Ok(preferences) } else { Err(problems) }
    }
}

impl Words {
    fn checked(&self, words: Vec<String>, pointer: &str, problems: &mut Vec<FieldProblem>) -> Vec<String> {
        // One problem for a list that is too long, however long it is.
        if words.len() > self.max {
            let detail = format!("must have at most {} entries", self.max);
            problems.push(FieldProblem { pointer: pointer.to_owned(), detail });
            return Vec::new();
        }
        let mut checked: Vec<String> = Vec::with_capacity(words.len());
        for (index, word) in words.iter().enumerate() {
            let word = plain(word);
            if !(self.is_word)(&word) {
                let pointer = format!("{pointer}/{index}");
                problems.push(FieldProblem { pointer, detail: self.rule.to_owned() });
                continue;
            }
            let word = word.to_lowercase();
            if !checked.contains(&word) {
                checked.push(word);
            }
        }
        checked
    }
}

/// A word as whoever reads it sees it: one form of each character (NFKC), nothing
/// invisible, one blank between parts and none around.
fn plain(word: &str) -> String {
    let visible: String = word.nfkc().filter(|c| !INVISIBLE.contains(c)).collect();
    visible.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn check_location(location: Location, problems: &mut Vec<FieldProblem>) {
    for (pointer, degrees, limit) in
        [("/location/lat", location.lat, 90.0), ("/location/lon", location.lon, 180.0)]
    {
        require((-limit..=limit).contains(&degrees), pointer, problems, || {
            format!("must be from -{limit} to {limit}")
        });
    }
}

/// To a tenth of a metre: nobody knows a place better, and the store holds no
/// number as small as a fraction of that can be.
fn rounded(Location { lat, lon }: Location) -> Location {
    let rounded = |degrees: f64| (degrees * 1e6).round() / 1e6;
    Location { lat: rounded(lat), lon: rounded(lon) }
}

fn checked_filters(filters: Filters, problems: &mut Vec<FieldProblem>) -> Filters {
    let near = filters.max_distance_km.is_none_or(|km| (MIN_DISTANCE_KM..=MAX_DISTANCE_KM).contains(&km));
    require(near, "/filters/max_distance_km", problems, || {
        format!("must be from {MIN_DISTANCE_KM} to {MAX_DISTANCE_KM}")
    });
    let soon = filters.relax_after_seconds.is_none_or(|seconds| seconds <= MAX_RELAX_AFTER_SECONDS);
    require(soon, "/filters/relax_after_seconds", problems, || {
        format!("must be at most {MAX_RELAX_AFTER_SECONDS}")
    });
    Filters {
        languages: LANGUAGES.checked(filters.languages, "/filters/languages", problems),
        interests: INTERESTS.checked(filters.interests, "/filters/interests", problems),
        ..filters
    }
}

fn require(ok: bool, pointer: &str, problems: &mut Vec<FieldProblem>, detail: impl FnOnce() -> String) {
    if !ok {
        problems.push(FieldProblem { pointer: pointer.to_owned(), detail: detail() });
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn pointers(preferences: MatchPreferences) -> Vec<String> {
        preferences.checked().unwrap_err().into_iter().map(|problem| problem.pointer).collect()
    }

    fn located(lat: f64, lon: f64) -> MatchPreferences {
        MatchPreferences { location: Some(Location { lat, lon }), ..MatchPreferences::default() }
    }

    fn within(km: f64) -> MatchPreferences {
        let filters = Filters { max_distance_km: Some(km), ..Filters::default() };
        MatchPreferences { filters, ..MatchPreferences::default() }
    }

    #[test]
    fn words_are_trimmed_lowered_and_kept_once_in_their_order() {
        let preferences = MatchPreferences {
            interests: words(&[" Jazz", "go ", "JAZZ", "Çay"]),
            languages: words(&["zh-Hans", "EN", "en"]),
            filters: Filters {
                languages: words(&[" EN "]),
                interests: words(&["Go", "go"]),
                ..Filters::default()
            },
            ..MatchPreferences::default()
        };
        let preferences = preferences.checked().unwrap();
        assert_eq!(preferences.interests, ["jazz", "go", "çay"]);
        assert_eq!(preferences.languages, ["zh-hans", "en"]);
        assert_eq!(preferences.filters.languages, ["en"]);
        assert_eq!(preferences.filters.interests, ["go"]);
    }

    #[test]
    fn words_that_look_alike_are_one_word() {
        let interests = |list: &[&str]| {
            let preferences = MatchPreferences { interests: words(list), ..MatchPreferences::default() };
            preferences.checked().map(|preferences| preferences.interests)
        };
        for alike in [
            &["caf\u{e9}", "cafe\u{301}"][..],
            &["hip hop", "hip  hop", "hip\u{a0}hop", "\u{3000}Hip Hop"],
            &["jazz", "\u{ff4a}\u{ff41}\u{ff5a}\u{ff5a}", "jazz\u{200b}"],
            &["\u{d55c}", "\u{1112}\u{1161}\u{11ab}"],
        ] {
            assert_eq!(interests(alike).unwrap().len(), 1, "{alike:?}");
        }
        assert!(interests(&["\u{200b}"]).is_err(), "nobody can see it");
        assert!(interests(&[&"\u{130}".repeat(40)]).is_ok(), "40 characters, whatever their lower case");
    }

    #[test]
    fn an_empty_preferences_is_fine() {
        assert_eq!(MatchPreferences::default().checked(), Ok(MatchPreferences::default()));
    }

    #[test]
    fn every_problem_is_reported_at_once_with_its_pointer() {
        let preferences = MatchPreferences {
            interests: words(&["ok", " "]),
            languages: words(&["e", "en", "e n"]),
            location: Some(Location { lat: 90.1, lon: -180.1 }),
            filters: Filters {
                languages: words(&["_x"]),
                max_distance_km: Some(0.0),
                interests: vec!["x".repeat(41)],
                relax_after_seconds: Some(3_601),
            },
        };
        let mut found = pointers(preferences);
        found.sort();
        assert_eq!(
            found,
            [
                "/filters/interests/0",
                "/filters/languages/0",
                "/filters/max_distance_km",
                "/filters/relax_after_seconds",
                "/interests/1",
                "/languages/0",
                "/languages/2",
                "/location/lat",
                "/location/lon",
            ]
        );
    }

    #[test]
    fn lists_at_their_limit_pass_and_one_more_is_one_problem() {
        let list = |count: usize| (0..count).map(|n| format!("word-{n}")).collect::<Vec<_>>();
        let preferences = |interests, languages| MatchPreferences {
            interests: list(interests),
            languages: list(languages),
            filters: Filters { interests: list(interests), languages: list(languages), ..Filters::default() },
            ..MatchPreferences::default()
        };
        assert!(preferences(20, 10).checked().is_ok());
        assert_eq!(
            pointers(preferences(21, 11)),
            ["/interests", "/languages", "/filters/languages", "/filters/interests"]
        );
    }

    #[test]
    fn words_at_their_limit_pass_and_count_characters_not_bytes() {
        let interest =
            |text: String| MatchPreferences { interests: vec![text], ..MatchPreferences::default() };
        let language =
            |text: String| MatchPreferences { languages: vec![text], ..MatchPreferences::default() };
        assert!(interest("心".repeat(40)).checked().is_ok());
        assert_eq!(pointers(interest("心".repeat(41))), ["/interests/0"]);
        assert!(language("x".repeat(35)).checked().is_ok());
        assert_eq!(pointers(language("x".repeat(36))), ["/languages/0"]);
        assert_eq!(pointers(language("日本".into())), ["/languages/0"]);
    }

    #[test]
    fn places_and_distances_at_their_limit_pass_and_beyond_or_not_finite_fail() {
        for preferences in [located(90.0, 180.0), located(-90.0, -180.0), within(20_040.0), within(0.001)] {
            assert!(preferences.checked().is_ok());
        }
        assert_eq!(pointers(located(f64::NAN, f64::INFINITY)), ["/location/lat", "/location/lon"]);
        for km in [-1.0, 0.0, 20_040.1, f64::NAN, f64::INFINITY] {
            assert_eq!(pointers(within(km)), ["/filters/max_distance_km"], "{km}");
        }
    }

    #[test]
    fn a_place_is_kept_to_a_tenth_of_a_metre_and_no_number_is_too_small_for_the_store() {
        let place = |lat, lon| located(lat, lon).checked().unwrap().location.unwrap();
        assert_eq!(place(48.858_370_1, 2.294_481_3), Location { lat: 48.858_370, lon: 2.294_481 });
        assert_eq!(place(5e-324, -1e-200), Location { lat: 0.0, lon: 0.0 });
        let near = |km| MatchPreferences {
            filters: Filters { max_distance_km: Some(km), ..Filters::default() },
            ..MatchPreferences::default()
        };
        assert!(near(MIN_DISTANCE_KM).checked().is_ok());
        assert_eq!(pointers(near(5e-324)), ["/filters/max_distance_km"]);
    }

    proptest! {
        #[test]
        fn a_checked_preferences_passes_unchanged_when_checked_again(
            interests in proptest::collection::vec(any::<String>(), 0..22),
            languages in proptest::collection::vec("[a-zA-Z0-9 -]{1,6}", 0..12),
        ) {
            let preferences = MatchPreferences { interests, languages, ..MatchPreferences::default() };
            if let Ok(checked) = preferences.checked() {
                prop_assert_eq!(checked.clone().checked(), Ok(checked));
            }
        }
    }
}

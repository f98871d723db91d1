//! The wait that those waiting are shown.
//!
//! Owns the guess and nothing else; never promises it.

use std::time::Duration;

use crate::settings::Settings;

/// Of the median that is still shown, however long the wait has been.
const LEAST_SHARE: u64 = 10;

/// Seconds that somebody who has `waited` may expect to wait still: what is
/// left of the median time to match, at least a tenth of it. Before any match
/// was made, the setting stands for the median.
pub fn estimated_wait_seconds(p50_ms: Option<u64>, waited: Duration, settings: &Settings) -> u64 {
    let median = p50_ms.unwrap_or(settings.matching.default_estimate_secs.saturating_mul(1_000));
    let waited = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
    median.saturating_sub(waited).max(median / LEAST_SHARE).div_ceil(1_000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_of_the_median_is_shown_and_never_less_than_a_tenth() {
        let settings = Settings::default();
        for (waited, expected) in [(0, 60), (1, 59), (45, 15), (54, 6), (60, 6), (100_000, 6)] {
            let estimate = estimated_wait_seconds(Some(60_000), Duration::from_secs(waited), &settings);
            assert_eq!(estimate, expected, "after {waited} s");
        }
    }

    #[test]
    fn before_any_match_the_setting_is_shown() {
        let settings = Settings::default();
        assert_eq!(estimated_wait_seconds(None, Duration::ZERO, &settings), 30);
    }

    #[test]
    fn a_median_below_a_second_is_shown_as_one() {
        let settings = Settings::default();
        assert_eq!(estimated_wait_seconds(Some(90), Duration::ZERO, &settings), 1);
        assert_eq!(estimated_wait_seconds(Some(90), Duration::from_secs(9), &settings), 1);
        assert_eq!(estimated_wait_seconds(Some(0), Duration::ZERO, &settings), 0);
    }
}

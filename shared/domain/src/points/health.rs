//! How healthy the points of all accounts are, from what a check found.

use serde::{Deserialize, Serialize};

/// The state of all accounts together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HealthStatus {
    /// At least 99.9 % of the accounts are consistent, and less than 1 % of the
    /// checks failed.
    Healthy,
    /// At least 99 % and less than 5 %.
    Degraded,
    /// Worse.
    Critical,
}

/// The state where of `accounts` that were checked `inconsistent` proved wrong,
/// and the check of `errors` others failed.
pub fn status_of(accounts: u64, inconsistent: u64, errors: u64) -> HealthStatus {
    let all = u128::from(accounts.saturating_add(errors));
    let (wrong, failed) = (u128::from(inconsistent), u128::from(errors));
    let accounts = u128::from(accounts);
    if wrong * 1_000 <= accounts && (failed == 0 || failed * 100 < all) {
        HealthStatus::Healthy
    } else if wrong * 100 <= accounts && (failed == 0 || failed * 20 < all) {
        HealthStatus::Degraded
    } else {
        HealthStatus::Critical
    }
}

/// `part` of `all` in percent; 100 of nothing.
pub fn percent(part: u64, all: u64) -> f64 {
    if all == 0 { 100.0 } else { part as f64 * 100.0 / all as f64 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_of_the_states_are_exact() {
        use HealthStatus::{Critical, Degraded, Healthy};
        for (accounts, inconsistent, errors, status) in [
            (0, 0, 0, Healthy),
            (1_000, 1, 0, Healthy),
            (999, 1, 0, Degraded),
            (1_000, 10, 0, Degraded),
            (1_000, 11, 0, Critical),
            (10, 1, 0, Critical),
            (991, 0, 9, Healthy),
            (990, 0, 10, Degraded),
            (950, 0, 50, Critical),
            (0, 0, 1, Critical),
        ] {
            assert_eq!(
                status_of(accounts, inconsistent, errors),
                status,
                "{accounts} {inconsistent} {errors}"
            );
        }
    }
}

//! Where the chance of tests begins: the same in every run of the test command,
//! another one each night (`HEARTLINK_TEST_SEED`).

#![expect(clippy::expect_used, reason = "a run whose seed nobody can read has failed")]

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread;

/// The variable that names the seed of a run.
const VARIABLE: &str = "HEARTLINK_TEST_SEED";

/// A seed that no other call in this process gets. It follows from the run's, from
/// the test that asks and from how often it has: a test that asks on its own
/// thread gets the same ones in every run with the same `HEARTLINK_TEST_SEED`,
/// without which a run has one of its own.
///
/// # Panics
/// If the variable is no number.
pub fn seed() -> u64 {
    static RUN: OnceLock<u64> = OnceLock::new();
    static ASKED: Mutex<Option<HashMap<String, u64>>> = Mutex::new(None);
    let run = RUN.get_or_init(|| match std::env::var(VARIABLE) {
        Ok(text) => text.parse().expect(VARIABLE),
        Err(_) => rand::random(),
    });
    let test = thread::current().name().unwrap_or_default().to_owned();
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    let nth = asked.get_or_insert_default().entry(test.clone()).or_default();
    *nth += 1;
    let mut hash = DefaultHasher::new();
    (run, test, *nth).hash(&mut hash);
    hash.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_calls_get_the_same() {
        assert_ne!(seed(), seed());
    }
}

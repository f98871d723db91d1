//! Injected chance. A rule that draws takes a [`Chance`]; production seeds it
//! from the operating system, a test from a number that it prints.
//!
//! Never draws on its own account, and never shares one stream between
//! purposes: see [`Chance::split`].

use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};

/// A stream of random numbers for one purpose.
#[derive(Debug, Clone)]
pub struct Chance(SmallRng);

impl Chance {
    /// The stream that `seed` determines.
    pub fn from_seed(seed: u64) -> Self {
        Self(SmallRng::seed_from_u64(seed))
    }

    /// A stream of its own for `purpose`, so that one more draw elsewhere does
    /// not shift it.
    pub fn split(&mut self, purpose: &str) -> Self {
        let tag = purpose.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self::from_seed(self.0.random::<u64>() ^ tag)
    }

    /// A uniform integer in `low..=high`; `low` if the range is empty.
    pub fn integer(&mut self, low: i64, high: i64) -> i64 {
        if low >= high { low } else { self.0.random_range(low..=high) }
    }

    /// A uniform fraction in `[0, 1)`.
    pub fn fraction(&mut self) -> f64 {
        self.0.random()
    }

    /// 128 random bits, for identifiers.
    pub fn bits128(&mut self) -> u128 {
        self.0.random()
    }
}

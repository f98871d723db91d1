//! Running figures of the wallets: how operations ended, what they lost to
//! other writers and how long they waited.
//!
//! Owns the counters and the statistics made of them. Never reads or writes
//! them, and never counts by reading ledgers.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::Serialize;

use crate::counters::{bucket_of, percentile, value_of};
use crate::time::Timestamp;

/// How an operation on a wallet ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// It took effect.
    Committed,
    /// It had taken effect in an earlier call with the same key.
    Replayed,
    /// A rule said no, with this code.
    Refused(&'static str),
    /// Other writers were faster until its retries ran out.
    Busy,
    /// Its deadline passed.
    TimedOut,
    /// The store failed.
    Failed,
}

/// What an operation took.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Effort {
    /// Transactions lost to another writer.
    pub conflicts: u32,
    /// Attempts after the first.
    pub retries: u32,
    /// Time spent waiting between attempts.
    pub waited: Duration,
}

/// Retries told apart; more count as so many.
const MOST_RETRIES: u32 = 20;

const COMMITTED: &str = "committed";
const REPLAYED: &str = "replayed";
const BUSY: &str = "busy";
const TIMED_OUT: &str = "timed_out";
const FAILED: &str = "failed";
const CONFLICTS: &str = "conflicts";
const REFUSED_PREFIX: &str = "refused_";
const RETRIES_PREFIX: &str = "retries_";
const WAIT_PREFIX: &str = "w";
const LEASE_PREFIX: &str = "l";

/// Counters by name, or what is to be added to them. How many names there are
/// is bounded: the codes, the retries and the buckets of time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WalletMetrics(BTreeMap<String, u64>);

impl WalletMetrics {
    /// One operation.
    pub fn operation(ended: Ended, effort: Effort) -> Self {
        let mut figures = Self::default();
        match ended {
            Ended::Committed => figures.count(COMMITTED, 1),
            Ended::Replayed => figures.count(REPLAYED, 1),
            Ended::Refused(code) => figures.count(&format!("{REFUSED_PREFIX}{code}"), 1),
            Ended::Busy => figures.count(BUSY, 1),
            Ended::TimedOut => figures.count(TIMED_OUT, 1),
            Ended::Failed => figures.count(FAILED, 1),
        }
        figures.count(CONFLICTS, u64::from(effort.conflicts));
        figures.count(&format!("{RETRIES_PREFIX}{}", effort.retries.min(MOST_RETRIES)), 1);
        if !effort.waited.is_zero() {
            figures.count(&bucket(WAIT_PREFIX, effort.waited), 1);
        }
        figures
    }

    /// A lease that ended after so long.
    pub fn lease_held(span: Duration) -> Self {
        let mut figures = Self::default();
        figures.count(&bucket(LEASE_PREFIX, span), 1);
        figures
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Adds `more`.
    pub fn add(&mut self, more: &Self) {
        for (name, by) in &more.0 {
            self.count(name, *by);
        }
    }

    /// Takes up to `most` counters out.
    #[must_use]
    pub fn take(&mut self, most: usize) -> Self {
        let rest = match self.0.keys().nth(most).cloned() {
            Some(first_left) => self.0.split_off(&first_left),
            None => BTreeMap::new(),
        };
        Self(std::mem::replace(&mut self.0, rest))
    }

    /// What is to be added to which stored counter.
    pub fn increments(&self) -> Vec<(String, i64)> {
        let increment = |(name, by): (&String, &u64)| (name.clone(), i64::try_from(*by).unwrap_or(i64::MAX));
        self.0.iter().map(increment).collect()
    }

    /// Reads stored counters back; a name that is not known is left alone.
    pub fn from_counters(counters: &BTreeMap<String, i64>) -> Self {
        let mut figures = Self::default();
        for (name, count) in counters {
            figures.count(name, u64::try_from(*count).unwrap_or(0));
        }
        figures
    }

    fn count(&mut self, name: &str, by: u64) {
        if by > 0 {
            let sum = self.0.entry(name.to_owned()).or_default();
            *sum = sum.saturating_add(by);
        }
    }

    fn counted(&self, name: &str) -> u64 {
        self.0.get(name).copied().unwrap_or_default()
    }

    /// The counters whose names begin with `prefix`, by the rest of the name.
    fn named<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, u64)> {
        self.0.iter().filter_map(move |(name, count)| Some((name.strip_prefix(prefix)?, *count)))
    }

    fn spans(&self, prefix: &str) -> Spans {
        let parsed = self.named(prefix).filter_map(|(rest, count)| Some((rest.parse().ok()?, count)));
        let buckets: BTreeMap<u16, u64> = parsed.collect();
        Spans {
            count: buckets.values().sum(),
            p50: percentile(&buckets, 50),
            p95: percentile(&buckets, 95),
            p99: percentile(&buckets, 99),
            longest: buckets.keys().next_back().map(|bucket| value_of(*bucket)),
        }
    }
}

fn bucket(prefix: &str, span: Duration) -> String {
    let millis = u64::try_from(span.as_millis()).unwrap_or(u64::MAX);
    format!("{prefix}{}", bucket_of(millis))
}

/// The figures of wallets, for operators.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WalletStats {
    /// When counting began; `null` before the first operation.
    pub since: Option<Timestamp>,
    /// How far a process may be behind with telling what it counted, in
    /// seconds; of one that is killed so much is missing.
    pub behind_seconds: u64,
    /// Operations that ended. Each user of a batch is one.
    pub operations: u64,
    /// Operations that took effect, each in one transaction.
    pub commits: u64,
    /// Operations answered as an earlier one with the same key.
    pub replayed: u64,
    /// Operations that a rule refused, by the code of the problem.
    pub refused: BTreeMap<String, u64>,
    /// Operations that other writers or a slow store let run out of retries.
    pub busy: u64,
    /// Operations that their deadline ended.
    pub timed_out: u64,
    /// Operations that the store failed.
    pub failed: u64,
    /// Of the operations that no rule refused, the share that has taken effect,
    /// 0 … 1; `null` before the first.
    pub success_rate: Option<f64>,
    /// Transactions lost to another writer; each was tried again.
    pub conflicts: u64,
    /// How many operations took how many retries.
    pub retries: BTreeMap<String, u64>,
    /// Time that operations spent waiting between attempts, of those that did.
    pub waits_ms: Spans,
    /// How long leases were held that were released, taken away, or expired and
    /// were followed by another.
    pub leases_held_ms: Spans,
}

/// Spans of time, in milliseconds, each within 1/16; `null` if there was none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Spans {
    /// How many.
    pub count: u64,
    /// Half of them were no longer.
    pub p50: Option<u64>,
    /// 95 of 100 were no longer.
    pub p95: Option<u64>,
    /// 99 of 100 were no longer.
    pub p99: Option<u64>,
    /// The longest.
    pub longest: Option<u64>,
}

impl WalletStats {
    /// What follows from the counters.
    pub fn of(figures: &WalletMetrics, since: Option<Timestamp>, behind: Duration) -> Self {
        let refused = owned(figures.named(REFUSED_PREFIX));
        let [commits, replayed, busy, timed_out, failed, conflicts] =
            [COMMITTED, REPLAYED, BUSY, TIMED_OUT, FAILED, CONFLICTS].map(|name| figures.counted(name));
        let succeeded = commits.saturating_add(replayed);
        let allowed = succeeded.saturating_add(busy).saturating_add(timed_out).saturating_add(failed);
        Self {
            since,
            behind_seconds: behind.as_secs(),
            operations: refused.values().fold(allowed, |sum, count| sum.saturating_add(*count)),
            commits,
            replayed,
            refused,
            busy,
            timed_out,
            failed,
            success_rate: (allowed > 0).then(|| succeeded as f64 / allowed as f64),
            conflicts,
            retries: owned(figures.named(RETRIES_PREFIX)),
            waits_ms: figures.spans(WAIT_PREFIX),
            leases_held_ms: figures.spans(LEASE_PREFIX),
        }
    }
}

fn owned<'a>(named: impl Iterator<Item = (&'a str, u64)>) -> BTreeMap<String, u64> {
    named.map(|(name, count)| (name.to_owned(), count)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn effort(conflicts: u32, retries: u32, millis: u64) -> Effort {
        Effort { conflicts, retries, waited: Duration::from_millis(millis) }
    }

    fn sum(parts: &[WalletMetrics]) -> WalletMetrics {
        let mut sum = WalletMetrics::default();
        parts.iter().for_each(|part| sum.add(part));
        sum
    }

    fn stats(figures: &WalletMetrics) -> WalletStats {
        WalletStats::of(figures, None, Duration::from_secs(10))
    }

    #[test]
    fn nothing_counted_gives_zeros_and_no_rate() {
        let stats = stats(&WalletMetrics::default());
        assert_eq!((stats.operations, stats.success_rate, stats.waits_ms.p50), (0, None, None));
        assert!(WalletMetrics::default().is_empty());
    }

    #[test]
    fn the_figures_follow_from_what_happened() {
        let figures = sum(&[
            WalletMetrics::operation(Ended::Committed, Effort::default()),
            WalletMetrics::operation(Ended::Committed, effort(2, 2, 12)),
            WalletMetrics::operation(Ended::Replayed, Effort::default()),
            WalletMetrics::operation(Ended::Refused("insufficient_funds"), Effort::default()),
            WalletMetrics::operation(Ended::Refused("wallet_frozen"), Effort::default()),
            WalletMetrics::operation(Ended::Refused("wallet_frozen"), Effort::default()),
            WalletMetrics::operation(Ended::Busy, effort(4, 3, 15)),
            WalletMetrics::lease_held(Duration::from_millis(7)),
        ]);
        let stats = stats(&figures);
        assert_eq!((stats.operations, stats.commits, stats.replayed, stats.busy), (7, 2, 1, 1));
        let refused = [("insufficient_funds".to_owned(), 1), ("wallet_frozen".to_owned(), 2)];
        assert_eq!(stats.refused, BTreeMap::from(refused));
        assert_eq!(stats.success_rate, Some(0.75), "no rule's refusal counts as a failure");
        assert_eq!(stats.conflicts, 6);
        assert_eq!(
            stats.retries,
            BTreeMap::from(
                [("0", 5), ("2", 1), ("3", 1)].map(|(retries, count)| (retries.to_owned(), count))
            )
        );
        assert_eq!(
            (stats.waits_ms.count, stats.waits_ms.p50, stats.waits_ms.longest),
            (2, Some(12), Some(15))
        );
        assert_eq!((stats.leases_held_ms.count, stats.leases_held_ms.p99), (1, Some(7)));
    }

    fn operations() -> impl Strategy<Value = WalletMetrics> {
        let ended = prop_oneof![
            Just(Ended::Committed),
            Just(Ended::Refused("not_locked")),
            Just(Ended::TimedOut),
            Just(Ended::Failed),
        ];
        (ended, 0..5_u32, 0..40_u32, 0..100_000_u64).prop_map(|(ended, conflicts, retries, millis)| {
            WalletMetrics::operation(ended, effort(conflicts, retries, millis))
        })
    }

    proptest! {
        #[test]
        fn counters_taken_in_parts_and_stored_read_back_as_the_sum(
            parts in proptest::collection::vec(operations(), 0..40),
            most in 1..9_usize,
        ) {
            let whole = sum(&parts);
            let (mut left, mut stored) = (whole.clone(), BTreeMap::new());
            while !left.is_empty() {
                let taken = left.take(most).increments();
                prop_assert!(!taken.is_empty() && taken.len() <= most);
                for (name, by) in taken {
                    *stored.entry(name).or_insert(0) += by;
                }
            }
            prop_assert_eq!(&WalletMetrics::from_counters(&stored), &whole);
            prop_assert_eq!(stats(&whole).operations, parts.len() as u64);
        }
    }
}

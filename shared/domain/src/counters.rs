//! Running figures of matching, counted within the transactions they count.
//!
//! Owns the counters, the histogram of time-to-match and the statistics made
//! of them. Never counts by scanning, and never reads or writes the counters.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Longest wait told apart, in milliseconds (24 h); a longer one counts as this.
pub const MAX_WAIT_MILLIS: u64 = 24 * 60 * 60 * 1_000;

/// Buckets per doubling: a bucket's middle is at most 1/16 off what is in it.
/// More of them, with longer names, would take a tally's item beyond 1 KB, and
/// every match would pay for it.
const PER_OCTAVE: u64 = 8;

/// Counters since the beginning, or what one transaction adds to them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MatchingCounters {
    /// Matches proposed for acceptance.
    pub proposed: u64,
    /// Proposals that came to an end: accepted, declined or expired.
    pub settled: u64,
    /// Rooms made active.
    pub matched: u64,
    /// Requests that expired.
    pub expired: u64,
    /// Requests that were cancelled or declined.
    pub cancelled: u64,
    /// Rooms ended.
    pub ended: u64,
    /// Pairings that another writer was faster with.
    pub conflicts: u64,
    /// Matched requests by the bucket of their wait; see [`bucket_of`].
    pub wait_buckets: BTreeMap<u16, u64>,
}

const WAIT_PREFIX: &str = "w";

impl MatchingCounters {
    /// A match proposed for acceptance.
    pub fn proposed() -> Self {
        Self { proposed: 1, ..Self::default() }
    }

    /// A proposal that came to an end, whichever.
    pub fn settled() -> Self {
        Self { settled: 1, ..Self::default() }
    }

    /// A room made active after the two requests had waited so long.
    pub fn matched(waits: [Duration; 2]) -> Self {
        let mut tally = Self { matched: 1, ..Self::default() };
        for wait in waits {
            let millis = u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
            *tally.wait_buckets.entry(bucket_of(millis)).or_default() += 1;
        }
        tally
    }

    /// `count` requests that expired.
    pub fn expired(count: u64) -> Self {
        Self { expired: count, ..Self::default() }
    }

    /// `count` requests that were cancelled or declined.
    pub fn cancelled(count: u64) -> Self {
        Self { cancelled: count, ..Self::default() }
    }

    /// `count` rooms that ended.
    pub fn ended(count: u64) -> Self {
        Self { ended: count, ..Self::default() }
    }

    /// `count` pairings that another writer was faster with.
    pub fn conflicts(count: u64) -> Self {
        Self { conflicts: count, ..Self::default() }
    }

    /// The sum of both.
    #[must_use]
    pub fn merge(mut self, other: &Self) -> Self {
        for (sum, more) in [
            (&mut self.proposed, other.proposed),
            (&mut self.settled, other.settled),
            (&mut self.matched, other.matched),
            (&mut self.expired, other.expired),
            (&mut self.cancelled, other.cancelled),
            (&mut self.ended, other.ended),
            (&mut self.conflicts, other.conflicts),
        ] {
            *sum = sum.saturating_add(more);
        }
        for (bucket, more) in &other.wait_buckets {
            let sum = self.wait_buckets.entry(*bucket).or_default();
            *sum = sum.saturating_add(*more);
        }
        self
    }

    /// What is to be added to which stored counter; nothing for a zero.
    pub fn increments(&self) -> Vec<(String, i64)> {
        let waits =
            self.wait_buckets.iter().map(|(bucket, count)| (format!("{WAIT_PREFIX}{bucket}"), *count));
        self.named()
            .into_iter()
            .map(|(name, count)| (name.to_owned(), count))
            .chain(waits)
            .filter(|(_, count)| *count > 0)
            .map(|(name, count)| (name, i64::try_from(count).unwrap_or(i64::MAX)))
            .collect()
    }

    fn named(&self) -> [(&'static str, u64); 7] {
        [
            ("proposed", self.proposed),
            ("settled", self.settled),
            ("matched", self.matched),
            ("expired", self.expired),
            ("cancelled", self.cancelled),
            ("ended", self.ended),
            ("conflicts", self.conflicts),
        ]
    }

    /// Reads stored counters back. Names it does not know are left alone: a
    /// newer version may count more.
    pub fn from_counters(counters: &BTreeMap<String, i64>) -> Self {
        let mut tally = Self::default();
        for (name, count) in counters {
            let count = u64::try_from(*count).unwrap_or(0);
            match name.as_str() {
                "proposed" => tally.proposed = count,
                "settled" => tally.settled = count,
                "matched" => tally.matched = count,
                "expired" => tally.expired = count,
                "cancelled" => tally.cancelled = count,
                "ended" => tally.ended = count,
                "conflicts" => tally.conflicts = count,
                other => {
                    let bucket = other.strip_prefix(WAIT_PREFIX).and_then(|text| text.parse().ok());
                    if let Some(bucket) = bucket.filter(|_| count > 0) {
                        tally.wait_buckets.insert(bucket, count);
                    }
                }
            }
        }
        tally
    }

    /// The time-to-match, in milliseconds, that `percent` of the matched
    /// requests did not exceed (nearest rank, within 1/16); `None` when nothing
    /// was matched.
    pub fn wait_percentile(&self, percent: u8) -> Option<u64> {
        percentile(&self.wait_buckets, percent)
    }
}

/// The span, in milliseconds, that `percent` of those counted in `buckets` did
/// not exceed (nearest rank, within 1/16); `None` where none is counted.
pub fn percentile(buckets: &BTreeMap<u16, u64>, percent: u8) -> Option<u64> {
    let total: u128 = buckets.values().map(|count| u128::from(*count)).sum();
    let rank = (total * u128::from(percent.min(100))).div_ceil(100).max(1);
    let mut seen = 0;
    for (bucket, count) in buckets {
        seen += u128::from(*count);
        if seen >= rank {
            return Some(value_of(*bucket));
        }
    }
    None
}

/// The bucket of a wait of `millis`: exact below 16 ms, then eight to each
/// doubling. Rises with the wait.
pub fn bucket_of(millis: u64) -> u16 {
    let millis = millis.min(MAX_WAIT_MILLIS);
    let index = if millis < PER_OCTAVE {
        millis
    } else {
        let octave = u64::from(millis.ilog2() - PER_OCTAVE.ilog2());
        octave * PER_OCTAVE + (millis >> octave)
    };
    u16::try_from(index).unwrap_or(u16::MAX)
}

/// The middle of a bucket, in milliseconds: within 1/16 of every wait in it.
pub fn value_of(bucket: u16) -> u64 {
    let index = u64::from(bucket.min(bucket_of(MAX_WAIT_MILLIS)));
    if index < PER_OCTAVE {
        return index;
    }
    let octave = index / PER_OCTAVE - 1;
    let low = (index - octave * PER_OCTAVE) << octave;
    low + (1_u64 << octave) / 2
}

/// Figures for operators.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Stats {
    /// Requests waiting now.
    pub pending: u64,
    /// Requests held by a proposal now.
    pub matching: u64,
    /// Rooms open now.
    pub active_rooms: u64,
    /// Requests expired so far.
    pub expired: u64,
    /// Rooms ended so far.
    pub ended_rooms: u64,
    /// Share of the finished requests that were matched, 0 … 1.
    pub match_rate: f64,
    /// Pairings so far that another writer was faster with; each was tried again.
    pub conflicts: u64,
    /// How long matched requests had waited.
    pub time_to_match_ms: TimeToMatch,
}

/// Percentiles of the time from asking to the match, in milliseconds; `null`
/// before the first match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimeToMatch {
    /// Half of the matched requests waited no longer.
    pub p50: Option<u64>,
    /// 95 of 100 waited no longer.
    pub p95: Option<u64>,
}

impl Stats {
    /// The figures that follow from the counters and the number of requests in
    /// the waiting pool. Counters read one after the other may disagree for a
    /// moment; no figure falls below 0 for it.
    pub fn from_counters(tally: &MatchingCounters, pending: u64) -> Self {
        let matched = tally.matched.saturating_mul(2);
        let finished = matched.saturating_add(tally.expired).saturating_add(tally.cancelled);
        Self {
            pending,
            matching: tally.proposed.saturating_sub(tally.settled).saturating_mul(2),
            active_rooms: tally.matched.saturating_sub(tally.ended),
            expired: tally.expired,
            ended_rooms: tally.ended,
            match_rate: if finished == 0 { 0.0 } else { matched as f64 / finished as f64 },
            conflicts: tally.conflicts,
            time_to_match_ms: TimeToMatch { p50: tally.wait_percentile(50), p95: tally.wait_percentile(95) },
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn matched(millis: [u64; 2]) -> MatchingCounters {
        MatchingCounters::matched(millis.map(Duration::from_millis))
    }

    /// Within 1/16 of `exact`.
    fn is_near(value: u64, exact: u64) -> bool {
        value.abs_diff(exact) * 16 <= exact
    }

    fn stored(increments: impl IntoIterator<Item = (String, i64)>) -> BTreeMap<String, i64> {
        let mut counters = BTreeMap::new();
        for (name, more) in increments {
            *counters.entry(name).or_insert(0) += more;
        }
        counters
    }

    #[test]
    fn nothing_counted_gives_zeros_and_no_percentiles() {
        let stats = Stats::from_counters(&MatchingCounters::default(), 0);
        assert_eq!(
            serde_json::to_value(&stats).unwrap(),
            serde_json::json!({
                "pending": 0, "matching": 0, "active_rooms": 0, "expired": 0, "ended_rooms": 0,
                "match_rate": 0.0, "conflicts": 0, "time_to_match_ms": {"p50": null, "p95": null},
            })
        );
        assert_eq!(MatchingCounters::default().increments(), []);
    }

    #[test]
    fn the_figures_follow_from_what_happened() {
        let tally = [
            MatchingCounters::proposed(),
            MatchingCounters::proposed(),
            MatchingCounters::proposed(),
            MatchingCounters::settled().merge(&matched([10, 20])),
            MatchingCounters::settled().merge(&MatchingCounters::cancelled(1)),
            matched([30, 31]),
            MatchingCounters::expired(2),
            MatchingCounters::cancelled(1),
            MatchingCounters::ended(1),
        ]
        .iter()
        .fold(MatchingCounters::default(), MatchingCounters::merge);
        assert_eq!(
            Stats::from_counters(&tally, 7),
            Stats {
                pending: 7,
                matching: 2,
                active_rooms: 1,
                expired: 2,
                ended_rooms: 1,
                match_rate: 0.5,
                conflicts: tally.conflicts,
                time_to_match_ms: TimeToMatch { p50: Some(21), p95: Some(31) },
            }
        );
    }

    #[test]
    fn counters_that_disagree_for_a_moment_give_no_figure_below_zero() {
        let tally = MatchingCounters::settled().merge(&MatchingCounters::ended(3));
        let stats = Stats::from_counters(&tally, 0);
        assert_eq!((stats.matching, stats.active_rooms), (0, 0));
    }

    #[test]
    fn unknown_and_broken_counters_are_left_alone() {
        let counters = stored([
            ("matched".to_owned(), 2),
            ("expired".to_owned(), -1),
            ("w5".to_owned(), 4),
            ("wx".to_owned(), 9),
            ("later".to_owned(), 9),
        ]);
        let expected = MatchingCounters {
            matched: 2,
            wait_buckets: BTreeMap::from([(5, 4)]),
            ..MatchingCounters::default()
        };
        assert_eq!(MatchingCounters::from_counters(&counters), expected);
    }

    #[test]
    fn short_waits_are_exact_and_endless_ones_count_as_a_day() {
        for millis in 0..16 {
            assert_eq!(value_of(bucket_of(millis)), millis);
        }
        assert_eq!(bucket_of(u64::MAX), bucket_of(MAX_WAIT_MILLIS));
        assert!(is_near(value_of(u16::MAX), MAX_WAIT_MILLIS));
        assert_eq!(MatchingCounters::matched([Duration::MAX; 2]), matched([MAX_WAIT_MILLIS; 2]));
    }

    #[test]
    fn every_bucket_holds_its_own_middle() {
        for bucket in 0..=bucket_of(MAX_WAIT_MILLIS) {
            assert_eq!(bucket_of(value_of(bucket)), bucket);
        }
    }

    fn tallies() -> impl Strategy<Value = MatchingCounters> {
        let counts = proptest::array::uniform7(0..1_000_u64);
        let waits = proptest::collection::btree_map(0..200_u16, 1..1_000_u64, 0..20);
        (counts, waits).prop_map(|(counts, wait_buckets)| {
            let [proposed, settled, matched, expired, cancelled, ended, conflicts] = counts;
            MatchingCounters {
                proposed,
                settled,
                matched,
                expired,
                cancelled,
                ended,
                conflicts,
                wait_buckets,
            }
        })
    }

    proptest! {
        #[test]
        fn a_bucket_is_within_five_percent_from_a_millisecond_to_a_day(
            millis in prop_oneof![1..1_000_u64, 1..=MAX_WAIT_MILLIS],
        ) {
            let value = value_of(bucket_of(millis));
            prop_assert!(is_near(value, millis), "{millis} became {value}");
        }

        #[test]
        fn buckets_rise_with_the_wait(a in 0..=MAX_WAIT_MILLIS, b in 0..=MAX_WAIT_MILLIS) {
            let (short, long) = (a.min(b), a.max(b));
            prop_assert!(bucket_of(short) <= bucket_of(long));
        }

        #[test]
        fn percentiles_are_those_of_the_sorted_waits(
            pairs in proptest::collection::vec(
                proptest::array::uniform2(prop_oneof![0..2_000_u64, 0..=MAX_WAIT_MILLIS]),
                1..200,
            ),
            percent in 0..=100_u8,
        ) {
            let tally =
                pairs.iter().fold(MatchingCounters::default(), |sum, waits| sum.merge(&matched(*waits)));
            let mut sorted = pairs.concat();
            sorted.sort_unstable();
            for percent in [50, 95, percent] {
                let rank = (sorted.len() * usize::from(percent)).div_ceil(100).max(1);
                let exact = sorted[rank - 1];
                let value = tally.wait_percentile(percent).unwrap();
                prop_assert!(is_near(value, exact), "p{percent}: {value} for {exact}");
            }
        }

        #[test]
        fn counters_added_up_in_any_grouping_read_back_as_the_sum(
            parts in proptest::collection::vec(tallies(), 0..8),
        ) {
            let sum = parts.iter().fold(MatchingCounters::default(), MatchingCounters::merge);
            let counters = stored(parts.iter().flat_map(MatchingCounters::increments));
            prop_assert_eq!(&MatchingCounters::from_counters(&counters), &sum);
            let backwards = parts.iter().rev().fold(MatchingCounters::default(), MatchingCounters::merge);
            prop_assert_eq!(backwards, sum);
        }
    }
}

//! The rewards of a job that were not paid.

use std::fmt;
use std::str::FromStr;

use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::{Failure, Failures};

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::{FAILURES_PREFIX, job_partition, numbered};
use crate::tables::Table;

/// Slices that are read at a time.
const READ: u32 = 4;
/// Reads for one page at most: it then ends early, with a cursor.
const READS: u32 = 25;

/// Where a page of failures ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FailureCursor {
    slice: u64,
    index: u64,
}

impl fmt::Display for FailureCursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.slice, self.index)
    }
}

impl FromStr for FailureCursor {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (slice, index) = text.split_once('-').unwrap_or((text, ""));
        Ok(Self { slice: slice.parse()?, index: index.parse()? })
    }
}

/// A page of failures.
#[derive(Debug, Clone, Default)]
pub struct FailurePage {
    /// In the order asked for.
    pub failures: Vec<Failure>,
    /// Where the next page begins, if there may be one.
    pub next: Option<FailureCursor>,
}

impl Store {
    /// A page of what failed, after `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn job_failures(
        &self,
        id: &JobId,
        limit: u32,
        highest_first: bool,
        after: Option<FailureCursor>,
    ) -> Result<FailurePage, StoreError> {
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let mut page = FailurePage::default();
        let (mut low, mut high) = match after {
            Some(cursor) if highest_first => (0, cursor.slice),
            Some(cursor) => (cursor.slice, u64::MAX),
            None => (0, u64::MAX),
        };
        for _ in 0..READS {
            let (found, is_last) = self.failures_between(id, low, high, READ, highest_first).await?;
            for Failures { slice, mut failures, .. } in found {
                if highest_first {
                    failures.reverse();
                    high = slice.saturating_sub(1);
                } else {
                    low = slice + 1;
                }
                for failure in failures {
                    let index = failure.index;
                    let is_seen = after.is_some_and(|cursor| {
                        if highest_first { index >= cursor.index } else { index <= cursor.index }
                    });
                    if is_seen {
                        continue;
                    }
                    page.failures.push(failure);
                    page.next = Some(FailureCursor { slice, index });
                    if page.failures.len() >= limit {
                        return Ok(page);
                    }
                }
            }
            if is_last || low > high {
                return Ok(FailurePage { next: None, ..page });
            }
        }
        Ok(page)
    }

    /// What failed in at most `limit` of the slices from `low` to `high`, and
    /// whether these were all.
    pub(super) async fn failures_between(
        &self,
        id: &JobId,
        low: u64,
        high: u64,
        limit: u32,
        highest_first: bool,
    ) -> Result<(Vec<Failures>, bool), StoreError> {
        let range = Range::Between(numbered(FAILURES_PREFIX, low), numbered(FAILURES_PREFIX, high));
        let query = Query {
            table: Table::Jobs,
            index: None,
            hash: job_partition(id),
            range,
            limit,
            newest_first: highest_first,
            consistent: true,
        };
        let page = self.query(&query).await?;
        let is_last = page.next.is_none();
        Ok((page.read()?, is_last))
    }
}

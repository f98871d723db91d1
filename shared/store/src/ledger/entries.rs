//! Entries of a ledger: one, several, or a page.

use std::time::Duration;

use heartlink_domain::ledger::{AccountId, Entry};
use heartlink_domain::time::Timestamp;

use crate::Store;
use crate::calls::{Page, Query, Range};
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::tables::Table;

/// Entries read at a time: of any size they stay within a page of the store.
pub(super) const READ: u32 = 200;
/// Reads that one page of a filtered list takes at most; the next page goes on.
const READS_FOR_A_PAGE: u32 = 10;
/// How far the clocks of two writers may differ: entries follow each other by
/// number, and by time only as far as that.
const CLOCK_SKEW: Duration = Duration::from_secs(300);

/// Which entries are asked for.
#[derive(Debug, Clone, Default)]
pub struct EntryFilter {
    /// Decided at this instant or later.
    pub from: Option<Timestamp>,
    /// Decided before this instant.
    pub to: Option<Timestamp>,
    /// Of this kind.
    pub kind: Option<String>,
}

/// A page of entries.
#[derive(Debug, Clone)]
pub struct EntryPage {
    /// In the order asked for.
    pub entries: Vec<Entry>,
    /// The entry after which the next page begins; `None` on the last. A page
    /// may be short and yet have a next one, where few entries match.
    pub next: Option<u64>,
}

impl EntryFilter {
    fn matches(&self, entry: &Entry) -> bool {
        self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at < to)
            && self.kind.as_ref().is_none_or(|kind| entry.kind == *kind)
    }

    /// Whether nothing that matches comes after `entry`.
    fn is_behind(&self, entry: &Entry, newest_first: bool) -> bool {
        if newest_first {
            self.from.is_some_and(|from| entry.at + CLOCK_SKEW < from)
        } else {
            self.to.is_some_and(|to| entry.at - CLOCK_SKEW >= to)
        }
    }

    fn is_open(&self) -> bool {
        self.from.is_none() && self.to.is_none() && self.kind.is_none()
    }
}

impl Store {
    /// A page of the entries of `account`, after entry `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn ledger_entries(
        &self,
        account: &AccountId,
        filter: &EntryFilter,
        limit: u32,
        newest_first: bool,
        after: Option<u64>,
    ) -> Result<EntryPage, StoreError> {
        let wanted = usize::try_from(limit).unwrap_or(usize::MAX);
        let read = if filter.is_open() { limit } else { READ };
        let mut entries = Vec::new();
        let mut last = after;
        for _ in 0..READS_FOR_A_PAGE {
            let page = self.read_entries(account, read, newest_first, last).await?;
            let is_last = page.next.is_none();
            for entry in page.read::<Entry>()? {
                if filter.is_behind(&entry, newest_first) {
                    return Ok(EntryPage { entries, next: None });
                }
                last = Some(entry.seq);
                if filter.matches(&entry) {
                    entries.push(entry);
                    if entries.len() == wanted {
                        return Ok(EntryPage { entries, next: last });
                    }
                }
            }
            if is_last {
                return Ok(EntryPage { entries, next: None });
            }
        }
        Ok(EntryPage { entries, next: last })
    }

    async fn read_entries(
        &self,
        account: &AccountId,
        limit: u32,
        newest_first: bool,
        after: Option<u64>,
    ) -> Result<Page, StoreError> {
        let sort = |seq| keys::numbered(keys::ENTRY_PREFIX, seq);
        let range = match after {
            None => Range::BeginsWith(keys::ENTRY_PREFIX.to_owned()),
            Some(after) if newest_first && after <= 1 => return Ok(Page::default()),
            Some(after) if newest_first => Range::Between(sort(0), sort(after - 1)),
            Some(after) => Range::Between(sort(after.saturating_add(1)), sort(u64::MAX)),
        };
        self.query(&entries_query(account, range, limit, newest_first)).await
    }

    /// The entries named, in the order named.
    ///
    /// # Errors
    /// An entry that is not there is a defect: none is ever deleted.
    pub(crate) async fn entries(&self, named: &[(&AccountId, u64)]) -> Result<Vec<Entry>, StoreError> {
        let keys: Vec<Key> = named.iter().map(|(account, seq)| Key::entry(account, *seq)).collect();
        let seen = self.load(&keys).await?;
        let entry = |key| seen.get(key)?.ok_or_else(|| StoreError::bug("a recorded entry is missing"));
        keys.iter().map(entry).collect()
    }
}

/// The entries of `account` within `range`.
pub(super) fn entries_query(account: &AccountId, range: Range, limit: u32, newest_first: bool) -> Query {
    Query {
        table: Table::Ledger,
        index: None,
        hash: keys::ledger_partition(account),
        range,
        limit,
        newest_first,
        consistent: true,
    }
}

//! Points as they are read: fresh, or from a memory of a few seconds.
//!
//! Owns the memory and its bounds. A write of this process drops what it
//! changes; a reader that was slower than the write does not put it back.

use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use heartlink_domain::ids::UserId;
use heartlink_domain::points::PointsAccount;
use heartlink_domain::time::Timestamp;
use lru::LruCache;

use crate::Store;
use crate::error::StoreError;
use crate::ledger::{EntryFilter, EntryPage};
use crate::points::{account_in, head};

/// Accounts that this process remembers.
const REMEMBERED: NonZeroUsize = NonZeroUsize::new(8_192).unwrap();

/// An account as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsRead {
    /// The account.
    pub account: PointsAccount,
    /// When it was that.
    pub as_of: Timestamp,
}

struct Memory {
    accounts: LruCache<UserId, PointsRead>,
    /// Rises with every write of this process.
    writes: u64,
    /// The last write of each account that was written of late, and how far back
    /// that goes.
    written: LruCache<UserId, u64>,
    forgotten: u64,
}

/// What this process read last.
pub(crate) struct PointsCache(Mutex<Memory>);

impl Default for PointsCache {
    fn default() -> Self {
        let (accounts, written) = (LruCache::new(REMEMBERED), LruCache::new(REMEMBERED));
        Self(Mutex::new(Memory { accounts, writes: 0, written, forgotten: 0 }))
    }
}

impl PointsCache {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is remembered at `now` that is younger than `age`; else the number of
    /// the last write, to be given back with what is read then.
    fn recall(&self, student_id: &UserId, now: Timestamp, age: Duration) -> Result<PointsRead, u64> {
        let mut memory = self.memory();
        let young = |read: &&PointsRead| read.as_of <= now && now < read.as_of + age;
        match memory.accounts.get(student_id).filter(young).cloned() {
            Some(read) => Ok(read),
            None => Err(memory.writes),
        }
    }

    /// Remembers what was read since write `since`, unless it was written since.
    fn remember(&self, read: &PointsRead, since: u64) {
        let mut memory = self.memory();
        let student_id = &read.account.student_id;
        let written = memory.written.peek(student_id).copied().unwrap_or(memory.forgotten);
        if written <= since {
            memory.accounts.put(student_id.clone(), read.clone());
        }
    }

    fn written(&self, student_id: &UserId) {
        let mut memory = self.memory();
        memory.accounts.pop(student_id);
        memory.writes += 1;
        let number = memory.writes;
        if let Some((other, old)) = memory.written.push(student_id.clone(), number)
            && other != *student_id
        {
            memory.forgotten = memory.forgotten.max(old);
        }
    }
}

impl Store {
    /// The account of a student, as it is stored with `fresh`, else as it was a
    /// few seconds ago at most.
    ///
    /// # Errors
    /// The store's.
    pub async fn points(&self, student_id: &UserId, fresh: bool) -> Result<PointsRead, StoreError> {
        let age = Duration::from_secs(if fresh { 0 } else { self.settings().points.cache_secs });
        let now = self.now();
        let since = match self.shared.points.recall(student_id, now, age) {
            Ok(read) => return Ok(read),
            Err(since) => since,
        };
        let account = account_in(&self.load(&[head(student_id)]).await?, student_id)?;
        let read = PointsRead { account, as_of: now };
        self.shared.points.remember(&read, since);
        Ok(read)
    }

    /// Drops what is remembered of an account: to be called by whatever wrote it,
    /// or may have.
    pub(crate) fn points_written(&self, student_id: &UserId) {
        self.shared.points.written(student_id);
    }

    /// A page of a student's transactions, after transaction `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn points_transactions(
        &self,
        student_id: &UserId,
        filter: &EntryFilter,
        (limit, newest_first, after): (u32, bool, Option<u64>),
    ) -> Result<EntryPage, StoreError> {
        let account = PointsAccount::account_id(student_id);
        self.ledger_entries(&account, filter, limit, newest_first, after).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const AGE: Duration = Duration::from_secs(5);

    fn user(name: &str) -> UserId {
        name.parse().unwrap()
    }

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_unix_millis(secs * 1_000)
    }

    fn read(name: &str, secs: i64) -> PointsRead {
        PointsRead { account: PointsAccount::new(user(name)), as_of: at(secs) }
    }

    /// The counter of a capped rule, as builds before this one know it.
    #[derive(Debug, PartialEq, serde::Deserialize)]
    struct OlderCounter(String, String, i64, i64);

    #[test]
    fn a_function_of_an_older_build_reads_the_counters_of_this_one() {
        let stored = serde_json::json!({ "counters": [["chat", "day", 0, 5, 86_400]] });
        let item: crate::plan::Item = crate::plan::to_item(&stored).unwrap();
        let counters: Vec<OlderCounter> =
            serde_dynamo::from_attribute_value(item["counters"].clone()).unwrap();
        assert_eq!(counters, [OlderCounter("chat".to_owned(), "day".to_owned(), 0, 5)]);
    }

    #[test]
    fn what_was_read_is_shown_for_its_age_and_not_longer() {
        let cache = PointsCache::default();
        let since = cache.recall(&user("ann"), at(0), AGE).unwrap_err();
        cache.remember(&read("ann", 0), since);
        assert_eq!(cache.recall(&user("ann"), at(4), AGE), Ok(read("ann", 0)));
        assert!(cache.recall(&user("ann"), at(5), AGE).is_err());
        assert!(cache.recall(&user("ann"), at(0), Duration::ZERO).is_err(), "fresh");
    }

    #[test]
    fn a_write_drops_it_and_a_slow_reader_does_not_bring_it_back() {
        let cache = PointsCache::default();
        let since = cache.recall(&user("ann"), at(0), AGE).unwrap_err();
        cache.written(&user("ann"));
        cache.remember(&read("ann", 0), since);
        assert!(cache.recall(&user("ann"), at(1), AGE).is_err());
        let since = cache.recall(&user("ann"), at(1), AGE).unwrap_err();
        cache.written(&user("bob"));
        cache.remember(&read("ann", 1), since);
        assert!(cache.recall(&user("ann"), at(1), AGE).is_ok(), "somebody else's write is no reason");
    }

    #[test]
    fn a_write_that_was_forgotten_still_counts_as_one() {
        let cache = PointsCache::default();
        let since = cache.recall(&user("ann"), at(0), AGE).unwrap_err();
        cache.written(&user("ann"));
        (0..=REMEMBERED.get()).for_each(|n| cache.written(&user(&format!("u{n}"))));
        cache.remember(&read("ann", 0), since);
        assert!(cache.recall(&user("ann"), at(1), AGE).is_err());
    }
}

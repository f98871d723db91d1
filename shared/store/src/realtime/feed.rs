//! Feeds: every event that concerns a person, numbered, before it is pushed.
//!
//! A feed item is written by one conditional put. It carries the position of
//! each stream up to which events are in the feed, so that a record delivered
//! twice is recognised by reading the last item alone.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use heartlink_domain::events::{Event, EventType};
use heartlink_domain::ids::UserId;
use heartlink_domain::time::Timestamp;
use lru::LruCache;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::{CallError, StoreError};
use crate::keys::{self, Key};
use crate::plan::{from_item, to_item};
use crate::retry::Policy;
use crate::tables::{TTL_ATTRIBUTE, Table};

/// Streams whose positions a feed item carries at most.
const SOURCES_KEPT: usize = 16;

/// Feeds whose last item this process remembers.
const TAILS_REMEMBERED: NonZeroUsize = NonZeroUsize::new(20_000).unwrap();

/// Where an event comes from: a record of a stream, and which of its events.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    /// Sequence number of the record.
    pub sequence: String,
    /// Number of the event within the record.
    pub part: u32,
}

impl Position {
    /// Sequence numbers are decimal and of any length.
    fn order(&self) -> (usize, &str, u32) {
        let digits = self.sequence.trim_start_matches('0');
        (digits.len(), digits, self.part)
    }

    fn is_after(&self, other: &Position) -> bool {
        self.order().cmp(&other.order()) == Ordering::Greater
    }
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FeedItem {
    /// Rises by one from item to item of a feed.
    pub n: u64,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: EventType,
    /// When.
    pub at: Timestamp,
    /// Its data.
    pub data: Value,
    /// Positions up to which each source is in the feed.
    #[serde(default)]
    pub(crate) sources: BTreeMap<String, Position>,
    /// When it may be forgotten.
    pub(crate) expires_at: Timestamp,
}

#[derive(Debug, Clone, Default)]
struct Tail {
    n: u64,
    sources: BTreeMap<String, Position>,
}

/// The last item of the feeds that this process wrote to last: a hint that
/// saves a read. A wrong one costs a retry.
pub(crate) struct FeedTails(Mutex<LruCache<UserId, Tail>>);

impl Default for FeedTails {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(TAILS_REMEMBERED)))
    }
}

impl FeedTails {
    fn get(&self, user: &UserId) -> Option<Tail> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(user).cloned()
    }

    fn put(&self, user: &UserId, tail: Tail) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(user.clone(), tail);
    }
}

impl Store {
    /// Appends `event`, which record `position` of `source` brought, to its
    /// owner's feed. `None`: it is there already.
    ///
    /// # Errors
    /// The store's; [`StoreError::Busy`] after too many lost races.
    pub async fn append_to_feed(
        &self,
        event: &Event,
        source: &str,
        position: &Position,
    ) -> Result<Option<FeedItem>, StoreError> {
        let mut attempts = self.attempts(Policy::Batch);
        let mut tail = match self.shared.feed_tails.get(&event.to) {
            Some(tail) => tail,
            None => self.tail_to_append_to(&event.to).await?,
        };
        loop {
            if tail.sources.get(source).is_some_and(|seen| !position.is_after(seen)) {
                self.shared.feed_tails.put(&event.to, tail);
                return Ok(None);
            }
            let item = self.next_item(event, &tail, source, position);
            let mut stored = to_item(&item)?;
            let ttl = item.expires_at.unix_secs().to_string();
            stored.insert(TTL_ATTRIBUTE.to_owned(), aws_sdk_dynamodb::types::AttributeValue::N(ttl));
            match self.insert(&Key::feed(&event.to, item.n), stored).await {
                Ok(()) => {
                    let tail = Tail { n: item.n, sources: item.sources.clone() };
                    self.shared.feed_tails.put(&event.to, tail);
                    return Ok(Some(item));
                }
                // The present item may be this very one, its answer lost: the tail tells.
                Err(CallError::ConditionFailed | CallError::Unknown(_)) => {
                    attempts.again().await?;
                    tail = self.tail_to_append_to(&event.to).await?;
                }
                Err(CallError::Throttled) => attempts.again().await?,
                Err(CallError::Failed(error)) => return Err(error),
                Err(CallError::Cancelled(_)) => return Err(StoreError::bug("a put was cancelled")),
            }
        }
    }

    fn next_item(&self, event: &Event, tail: &Tail, source: &str, position: &Position) -> FeedItem {
        let mut sources = tail.sources.clone();
        sources.insert(source.to_owned(), position.clone());
        while sources.len() > SOURCES_KEPT {
            // Closed shards sort before the ones that replaced them.
            let oldest = sources.keys().find(|name| *name != source).cloned();
            sources.remove(&oldest.unwrap_or_default());
        }
        let hours = self.settings().realtime.feed_hours;
        FeedItem {
            n: tail.n + 1,
            kind: event.kind,
            at: event.at,
            data: event.data.clone(),
            sources,
            expires_at: self.now() + Duration::from_secs(hours * 3600),
        }
    }

    async fn read_tail(&self, user: &UserId) -> Result<Option<Tail>, StoreError> {
        let query = Query {
            table: Table::Realtime,
            index: None,
            hash: keys::user_partition(user),
            range: Range::BeginsWith(keys::FEED_PREFIX.to_owned()),
            limit: 1,
            newest_first: true,
            consistent: true,
        };
        let last = self.query(&query).await?.pop().map(from_item::<FeedItem>).transpose()?;
        Ok(last.map(|item| Tail { n: item.n, sources: item.sources }))
    }

    /// The last item, or what an empty feed begins after. It may be one whose
    /// items are all forgotten: beginning above any number of an earlier day
    /// keeps numbers rising.
    async fn tail_to_append_to(&self, user: &UserId) -> Result<Tail, StoreError> {
        let empty = || Tail { n: first_number(self.now()) - 1, sources: BTreeMap::new() };
        Ok(self.read_tail(user).await?.unwrap_or_else(empty))
    }

    /// Up to `limit` items after number `after`, oldest first, and the number
    /// of the newest item there is.
    ///
    /// # Errors
    /// The store's.
    pub async fn feed_after(
        &self,
        user: &UserId,
        after: u64,
        limit: u32,
    ) -> Result<(Vec<FeedItem>, u64), StoreError> {
        let query = Query {
            table: Table::Realtime,
            index: None,
            hash: keys::user_partition(user),
            range: Range::Between(
                keys::numbered(keys::FEED_PREFIX, after.saturating_add(1)),
                format!("{}\u{7f}", keys::FEED_PREFIX),
            ),
            limit,
            newest_first: false,
            consistent: true,
        };
        let now = self.now();
        let found = self.query(&query).await?;
        let complete = found.len() < limit as usize;
        let items: Vec<FeedItem> = found.into_iter().map(from_item).collect::<Result<_, _>>()?;
        let last = match items.last() {
            Some(item) if complete => item.n,
            None => after,
            _ => self.read_tail(user).await?.map_or(after, |tail| tail.n),
        };
        Ok((items.into_iter().filter(|item| item.expires_at > now).collect(), last))
    }
}

/// The number that a feed begins with when it is empty. Whoever appends first
/// on the same day agrees on it.
fn first_number(now: Timestamp) -> u64 {
    let day = u64::try_from(now.unix_secs() / 86_400).unwrap_or(0);
    day * 1_000_000 + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sequence_numbers_are_compared_as_numbers() {
        let at = |sequence: &str, part| Position { sequence: sequence.to_owned(), part };
        assert!(at("100", 0).is_after(&at("99", 5)));
        assert!(at("0100", 1).is_after(&at("100", 0)));
        assert!(!at("100", 0).is_after(&at("100", 0)));
        assert!(at("49590338271490256608559692538361571095921575989136588898", 0).is_after(&at("9", 0)));
    }
}

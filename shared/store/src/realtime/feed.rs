//! Feeds: every event that concerns a person, numbered, before it is pushed.
//!
//! An item is written by one put, on the condition that its number is free, and
//! carries the id of its event. Whoever appends has read the ids of all items
//! that may be the same event, and the condition proves that none was added
//! since: so an event is stored once, whatever shard, order, retry or replay
//! brings it (ADR 10).

use std::collections::VecDeque;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::events::{Event, EventType};
use heartlink_domain::ids::UserId;
use heartlink_domain::time::Timestamp;
use lru::LruCache;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::{CallError, StoreError};
use crate::keys::{self, Key};
use crate::plan::to_item;
use crate::retry::Policy;
use crate::tables::{TTL_ATTRIBUTE, Table};

/// Feeds whose last items this process remembers.
const TAILS_REMEMBERED: NonZeroUsize = NonZeroUsize::new(20_000).unwrap();
/// Events that are remembered of one feed.
const IDS_REMEMBERED: usize = 64;
/// How long a remembered tail is trusted: far shorter than an item is kept, so that
/// no number after it was given out and forgotten meanwhile.
const TAIL_TRUSTED: Duration = Duration::from_secs(3600);
/// Items that are read at a time to see whether an event is among them.
const ITEMS_READ: u32 = 25;
/// Reads for one event at most.
const READS: u32 = 10_000;
/// How far the clocks of two writers may differ.
const CLOCK_SKEW: Duration = Duration::from_secs(300);
/// DynamoDB keeps a stream record for a day and may deliver it again until then.
/// The feed item is kept at least as long, even if clients cannot replay it any more.
const RECORD_LIFETIME: Duration = Duration::from_secs(25 * 3600);

/// Which event of which change: the same however often, and by whichever shard,
/// the record of the change is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EventId(String);

impl EventId {
    /// The `nth` event of `kind` that one person gets of the change that made the
    /// item at `pk` and `sk` this `version`. An item that is written once has none.
    pub fn of_change((pk, sk): (&str, &str), version: Option<&str>, kind: EventType, nth: u32) -> Self {
        let mut hash = Sha256::new();
        for part in [pk, sk, version.unwrap_or_default(), kind.as_str(), &nth.to_string()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        // Half of the hash tells the events of one person apart, and keeps items small.
        Self(hash.finalize().iter().take(16).map(|byte| format!("{byte:02x}")).collect())
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
    /// Which event it is; absent in items of 0.1 and earlier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<EventId>,
    /// When it was appended; absent like `id`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) appended_at: Option<Timestamp>,
    /// Until when it can be replayed.
    pub(crate) expires_at: Timestamp,
}

/// The end of a feed, and which events are in it.
#[derive(Debug, Clone)]
struct Tail {
    /// The last number given out.
    n: u64,
    /// When the store was seen to end there.
    seen_at: Timestamp,
    /// All events that were appended at `since` or later, and when.
    ids: VecDeque<(EventId, Timestamp)>,
    since: Timestamp,
}

impl Tail {
    /// Whether the feed has the event; `None` where the tail does not reach back
    /// to the time since when it may be there.
    fn has(&self, id: &EventId, appended_since: Timestamp) -> Option<bool> {
        if self.ids.iter().any(|(known, _)| known == id) {
            return Some(true);
        }
        (self.since <= appended_since).then_some(false)
    }

    fn append(&mut self, n: u64, id: EventId, now: Timestamp) {
        (self.n, self.seen_at) = (n, now);
        self.ids.push_front((id, now));
        while self.ids.len() > IDS_REMEMBERED {
            let dropped = self.ids.pop_back().map_or(now, |(_, at)| at);
            self.since = self.since.max(dropped + Duration::from_millis(1));
        }
    }
}

/// The ends of the feeds that this process wrote to last: a hint that saves a
/// read. A wrong one costs a retry.
pub(crate) struct FeedTails(Mutex<LruCache<UserId, Tail>>);

impl Default for FeedTails {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(TAILS_REMEMBERED)))
    }
}

impl FeedTails {
    fn get(&self, user: &UserId, now: Timestamp) -> Option<Tail> {
        let mut tails = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        tails.get(user).filter(|tail| now.since(tail.seen_at) < TAIL_TRUSTED).cloned()
    }

    fn put(&self, user: &UserId, tail: Tail) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(user.clone(), tail);
    }
}

impl Store {
    /// Appends `event`, which is `id`, to its owner's feed. `None`: it is there
    /// already.
    ///
    /// # Errors
    /// The store's; [`StoreError::Busy`] after too many lost races.
    pub async fn append_to_feed(&self, event: &Event, id: &EventId) -> Result<Option<FeedItem>, StoreError> {
        let mut attempts = self.attempts(Policy::Batch);
        // Nothing is told before it is true: an older item is another event.
        let since = event.at - CLOCK_SKEW;
        let mut remembered = self.shared.feed_tails.get(&event.to, self.now());
        loop {
            let mut tail = match remembered.take().filter(|tail| tail.has(id, since).is_some()) {
                Some(tail) => tail,
                None => self.feed_tail(&event.to, since).await?,
            };
            if tail.has(id, since) == Some(true) {
                self.shared.feed_tails.put(&event.to, tail);
                return Ok(None);
            }
            let now = self.now();
            let item = FeedItem {
                n: tail.n + 1,
                kind: event.kind,
                at: event.at,
                data: event.data.clone(),
                id: Some(id.clone()),
                appended_at: Some(now),
                expires_at: now + self.feed_span(),
            };
            let mut stored = to_item(&item)?;
            let ttl = item.expires_at.max(now + RECORD_LIFETIME).unix_secs().to_string();
            stored.insert(TTL_ATTRIBUTE.to_owned(), AttributeValue::N(ttl));
            match self.insert(&Key::feed(&event.to, item.n), stored).await {
                Ok(()) => {
                    tail.append(item.n, id.clone(), now);
                    self.shared.feed_tails.put(&event.to, tail);
                    return Ok(Some(item));
                }
                // The present item may be this very one, its answer lost: its id tells.
                Err(CallError::ConditionFailed | CallError::Unknown(_)) => attempts.again().await?,
                Err(CallError::Throttled) => {
                    attempts.again().await?;
                    remembered = Some(tail);
                }
                Err(CallError::Failed(error)) => return Err(error),
                Err(CallError::Cancelled(_)) => return Err(StoreError::bug("a put was cancelled")),
            }
        }
    }

    /// How long a feed item can be replayed.
    fn feed_span(&self) -> Duration {
        Duration::from_secs(self.settings().realtime.feed_hours * 3600)
    }

    /// The end of a feed, with all events that were appended at `since` or later.
    /// A feed may be empty because its items are all forgotten: beginning above
    /// any number of an earlier day keeps numbers rising.
    async fn feed_tail(&self, user: &UserId, since: Timestamp) -> Result<Tail, StoreError> {
        let now = self.now();
        let mut tail = Tail { n: first_number(now) - 1, seen_at: now, ids: VecDeque::new(), since };
        let mut newest = None;
        self.look_through_feed(user, since, |item, appended_at| {
            newest = newest.max(Some(item.n));
            tail.ids.extend(item.id.filter(|_| appended_at >= since).map(|id| (id, appended_at)));
            ControlFlow::Continue(())
        })
        .await?;
        tail.n = newest.unwrap_or(tail.n);
        Ok(tail)
    }

    /// The item of an event that is in the feed.
    ///
    /// # Errors
    /// The store's.
    pub async fn find_in_feed(&self, event: &Event, id: &EventId) -> Result<Option<FeedItem>, StoreError> {
        let mut found = None;
        self.look_through_feed(&event.to, event.at - CLOCK_SKEW, |item, _| {
            if item.id.as_ref() != Some(id) {
                return ControlFlow::Continue(());
            }
            found = Some(item);
            ControlFlow::Break(())
        })
        .await?;
        Ok(found)
    }

    /// Shows `see` the items of a feed with the times at which they were appended,
    /// the newest first, until it breaks off or has seen one from before `since`.
    async fn look_through_feed(
        &self,
        user: &UserId,
        since: Timestamp,
        mut see: impl FnMut(FeedItem, Timestamp) -> ControlFlow<()>,
    ) -> Result<(), StoreError> {
        let query = newest_of_feed(user, ITEMS_READ);
        let mut next = None;
        for _ in 0..READS {
            let page = self.query_from(&query, next).await?;
            next = page.next.clone();
            for item in page.read::<FeedItem>()? {
                let appended_at = item.appended_at.unwrap_or(item.expires_at - self.feed_span());
                if see(item, appended_at).is_break() || appended_at < since {
                    return Ok(());
                }
            }
            if next.is_none() {
                return Ok(());
            }
        }
        Err(StoreError::Unavailable("a feed is too long to be looked through".to_owned()))
    }

    /// The number of the newest item.
    async fn last_number(&self, user: &UserId) -> Result<Option<u64>, StoreError> {
        let newest = self.query(&newest_of_feed(user, 1)).await?.read::<FeedItem>()?;
        Ok(newest.first().map(|item| item.n))
    }

    /// Up to `limit` items after number `after`, oldest first, and the number
    /// of the newest item there is: one below `after` says that `after` is no
    /// number of this feed.
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
                // From `after` itself on: if it is there, it is of this feed.
                keys::numbered(keys::FEED_PREFIX, after),
                format!("{}\u{7f}", keys::FEED_PREFIX),
            ),
            limit: limit.saturating_add(1),
            newest_first: false,
            consistent: true,
        };
        let now = self.now();
        let page = self.query(&query).await?;
        let complete = page.next.is_none();
        let mut items: Vec<FeedItem> = page.read()?;
        let last = match items.last() {
            Some(item) if complete => item.n,
            None if after == 0 => 0,
            _ => self.last_number(user).await?.unwrap_or(0),
        };
        items.retain(|item| item.n > after);
        items.truncate(limit as usize);
        Ok((items.into_iter().filter(|item| item.expires_at > now).collect(), last))
    }
}

/// The newest items of a feed, newest first.
fn newest_of_feed(user: &UserId, limit: u32) -> Query {
    Query {
        table: Table::Realtime,
        index: None,
        hash: keys::user_partition(user),
        range: Range::BeginsWith(keys::FEED_PREFIX.to_owned()),
        limit,
        newest_first: true,
        consistent: true,
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
    fn events_of_one_change_have_ids_of_their_own_and_keep_them() {
        let room = ("R#1", "ROOM");
        let id = |version, kind, nth| EventId::of_change(room, version, kind, nth);
        let found = id(Some("3"), EventType::MatchFound, 0);
        assert_eq!(found, id(Some("3"), EventType::MatchFound, 0));
        for other in [
            id(Some("4"), EventType::MatchFound, 0),
            id(None, EventType::MatchFound, 0),
            id(Some("3"), EventType::RoomEnded, 0),
            id(Some("3"), EventType::MatchFound, 1),
            EventId::of_change(("R#", "1ROOM"), Some("3"), EventType::MatchFound, 0),
        ] {
            assert_ne!(found, other);
        }
    }

    #[test]
    fn an_item_of_an_older_version_is_read() {
        let old = serde_json::json!({
            "n": 7, "type": "room_message", "at": "2026-11-21T10:00:00.000Z", "data": {"seq": 1},
            "sources": {"arn:aws:dynamodb:…": {"sequence": "100", "part": 0}},
            "expires_at": "2026-11-22T10:00:00.000Z",
        });
        let item: FeedItem = serde_json::from_value(old).unwrap();
        assert_eq!((item.n, item.id, item.appended_at), (7, None, None));
    }

    #[test]
    fn a_tail_knows_what_it_does_not_know() {
        let at = |secs: i64| Timestamp::from_unix_millis(secs * 1_000);
        let id = |n: u32| EventId::of_change(("R#1", "ROOM"), None, EventType::MatchFound, n);
        let mut tail = Tail { n: 0, seen_at: at(0), ids: VecDeque::new(), since: at(0) };
        for n in 0..=IDS_REMEMBERED {
            let n = u32::try_from(n).unwrap();
            tail.append(n.into(), id(n), at(n.into()));
        }
        assert_eq!(tail.has(&id(1), at(0)), Some(true));
        assert_eq!(tail.has(&id(0), at(0)), None, "it was dropped");
        assert_eq!(tail.has(&id(1_000), at(1)), Some(false), "all since then are known");
    }
}

//! A plan: the conditional writes of one decision, to take effect together or
//! not at all. Built from versioned records; compiled by `commit`.

use std::any::Any;
use std::collections::HashMap;
use std::sync::Arc;

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::counters::MatchingCounters;
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::keys::{COUNTER_SHARDS, Key};
use crate::tables::TTL_ATTRIBUTE;
use crate::trace;

/// An item as the store holds it.
pub type Item = HashMap<String, AttributeValue>;

/// DynamoDB's own limit on the actions of a transaction.
pub const MAX_ACTIONS: usize = 100;

/// A stored thing with a version, which each write is conditional on.
pub trait Record: Serialize + DeserializeOwned + Clone + PartialEq + Send + Sync + 'static {
    /// Where it lives.
    fn key(&self) -> Key;
    /// The version read; 0 if nothing is stored yet.
    fn version(&self) -> u64;
    /// Sets the version.
    fn set_version(&mut self, version: u64);
    /// Attributes of the indexes it stands in right now.
    fn index_attributes(&self, _settings: &Settings) -> Vec<(&'static str, String)> {
        Vec::new()
    }
    /// When the store may forget it.
    fn expires_at(&self, _settings: &Settings) -> Option<Timestamp> {
        None
    }
}

/// An item, and the record that it was made of where this process knows it: to
/// parse an item costs as much as to decide on it.
#[derive(Debug, Clone)]
pub(crate) struct Stored {
    /// The item.
    pub(crate) item: Item,
    record: Option<Arc<dyn Any + Send + Sync>>,
}

impl Stored {
    /// What `item` holds.
    ///
    /// # Errors
    /// An item that does not parse: a defect.
    pub(crate) fn read<T: DeserializeOwned + Clone + 'static>(&self) -> Result<T, StoreError> {
        match self.record.as_ref().and_then(|record| record.downcast_ref::<T>()) {
            Some(record) => Ok(record.clone()),
            None => from_item(self.item.clone()),
        }
    }
}

impl From<Item> for Stored {
    fn from(item: Item) -> Self {
        Self { item, record: None }
    }
}

/// What must be true of an item before it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Expect {
    /// Stored at this version; not stored at all if 0.
    Version(u64),
    /// Not stored, or expired at this instant.
    AbsentOrExpired(Timestamp),
    /// A relation by which neither has blocked the other, or none.
    NeitherBlocks,
    /// A person who is not suspended at this instant, or of whom nothing is stored.
    NotSuspended(Timestamp),
}

#[derive(Debug, Clone)]
pub(crate) enum Action {
    /// The item is shared with the memory of what was written.
    Put {
        key: Key,
        item: Arc<Stored>,
        expect: Expect,
    },
    Add {
        key: Key,
        increments: Vec<(String, i64)>,
    },
    /// One more of what there may be `limit` of.
    Count {
        key: Key,
        limit: u32,
        expires_at: Timestamp,
    },
    Delete {
        key: Key,
        expect: Expect,
    },
    /// Nothing is written here: what is written elsewhere depends on it.
    Check {
        key: Key,
        expect: Expect,
    },
}

impl Action {
    pub(crate) fn key(&self) -> &Key {
        match self {
            Action::Put { key, .. }
            | Action::Add { key, .. }
            | Action::Count { key, .. }
            | Action::Delete { key, .. }
            | Action::Check { key, .. } => key,
        }
    }
}

/// The writes of one decision.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub(crate) actions: Vec<Action>,
    pub(crate) idempotency: Option<Key>,
}

impl Plan {
    /// Writes `record` as the version after the one that was read.
    ///
    /// # Errors
    /// A record that does not serialise: a defect.
    pub fn put<R: Record>(&mut self, record: &R, settings: &Settings) -> Result<(), StoreError> {
        let mut next = record.clone();
        next.set_version(record.version() + 1);
        let mut item = to_item(&next)?;
        for (name, value) in next.index_attributes(settings) {
            item.insert(name.to_owned(), AttributeValue::S(value));
        }
        if let Some(at) = next.expires_at(settings) {
            item.insert(TTL_ATTRIBUTE.to_owned(), AttributeValue::N(at.unix_secs().to_string()));
        }
        // What is remembered is what another process would read.
        debug_assert!(matches!(from_item::<R>(item.clone()), Ok(read) if read == next), "{item:?}");
        let key = next.key();
        self.write(key, Stored { item, record: Some(Arc::new(next)) }, Expect::Version(record.version()));
        Ok(())
    }

    /// Writes `value` where nothing stands yet: a record that never changes and
    /// so has no version.
    ///
    /// # Errors
    /// A value that does not serialise: a defect.
    pub fn insert(&mut self, key: Key, value: &impl Serialize) -> Result<(), StoreError> {
        self.push(key, to_item(value)?, Expect::Version(0));
        Ok(())
    }

    /// How many writes it has.
    pub(crate) fn len(&self) -> usize {
        self.actions.len()
    }

    /// Removes `record`, as it was read.
    pub fn remove<R: Record>(&mut self, record: &R) {
        self.actions.push(Action::Delete { key: record.key(), expect: Expect::Version(record.version()) });
    }

    /// Counts one more at `key`, where there are fewer than `limit`; forgotten after
    /// `expires_at`. It reads nothing, and loses to nobody but the limit.
    pub(crate) fn count_below(&mut self, key: Key, limit: u32, expires_at: Timestamp) {
        self.actions.push(Action::Count { key, limit, expires_at });
    }

    /// Makes the other writes depend on the item at `key`.
    pub(crate) fn check(&mut self, key: Key, expect: Expect) {
        self.actions.push(Action::Check { key, expect });
    }

    /// Adds `tally` to one of the tally's shards.
    pub fn count(&mut self, tally: &MatchingCounters, shard: i64) {
        let increments = tally.increments();
        if !increments.is_empty() {
            let shard = u32::try_from(shard).unwrap_or(0) % COUNTER_SHARDS;
            self.actions.push(Action::Add { key: Key::matching_counters(shard), increments });
        }
    }

    pub(crate) fn push(&mut self, key: Key, item: Item, expect: Expect) {
        self.write(key, item.into(), expect);
    }

    fn write(&mut self, key: Key, mut stored: Stored, expect: Expect) {
        stored.item.insert("pk".to_owned(), AttributeValue::S(key.pk.clone()));
        stored.item.insert("sk".to_owned(), AttributeValue::S(key.sk.clone()));
        trace::carry(key.table, &mut stored.item);
        self.actions.push(Action::Put { key, item: Arc::new(stored), expect });
    }
}

/// A serialisable value as an item.
pub(crate) fn to_item(value: &impl Serialize) -> Result<Item, StoreError> {
    serde_dynamo::to_item(value).map_err(StoreError::bug)
}

/// An item as the value it was written from.
pub(crate) fn from_item<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    serde_dynamo::from_item(item).map_err(StoreError::bug)
}

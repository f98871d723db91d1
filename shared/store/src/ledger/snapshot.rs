//! What was read for a change.

use std::collections::HashMap;
use std::sync::Arc;

use serde::de::DeserializeOwned;

use crate::Store;
use crate::error::StoreError;
use crate::keys::Key;
use crate::plan::{Stored, from_item};

/// What is stored at the keys of a change, as it was read; `None` for nothing.
#[derive(Debug, Default)]
pub(crate) struct Snapshot(HashMap<Key, Option<Arc<Stored>>>);

impl FromIterator<(Key, Arc<Stored>)> for Snapshot {
    fn from_iter<I: IntoIterator<Item = (Key, Arc<Stored>)>>(items: I) -> Self {
        Self(items.into_iter().map(|(key, stored)| (key, Some(stored))).collect())
    }
}

impl Snapshot {
    /// What is stored at `key`.
    pub(crate) fn get<T: DeserializeOwned + Clone + 'static>(
        &self,
        key: &Key,
    ) -> Result<Option<T>, StoreError> {
        self.0.get(key).and_then(Option::as_ref).map(|stored| stored.read()).transpose()
    }

    /// Whether `key` was read, whatever is stored there.
    pub(crate) fn covers(&self, key: &Key) -> bool {
        self.0.contains_key(key)
    }

    /// The same with `more`.
    pub(super) fn with(mut self, more: Self) -> Self {
        self.0.extend(more.0);
        self
    }
}

impl Store {
    /// Reads the items at `keys`, strongly consistent, in one round trip, and
    /// caches those of ledgers that have a version.
    pub(crate) async fn load(&self, keys: &[Key]) -> Result<Snapshot, StoreError> {
        let items = match keys {
            [key] => self.get(key).await?.into_iter().collect(),
            _ => self.batch_get(keys).await?,
        };
        let mut snapshot = Snapshot(keys.iter().map(|key| (key.clone(), None)).collect());
        for item in items {
            let text = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned();
            let (Some(pk), Some(sk)) = (text("pk"), text("sk")) else { continue };
            let Some(key) = keys.iter().find(|key| key.pk == pk && key.sk == sk).cloned() else { continue };
            let stored = Arc::new(item.into());
            self.shared.head_cache.insert_if_newer(&key, &stored);
            snapshot.0.insert(key, Some(stored));
        }
        Ok(snapshot)
    }

    /// Reads the records at `keys`, and says how many of those that are stored
    /// could not be read: one that is denied or does not parse keeps no other from
    /// being read. Those that do not exist are left out.
    ///
    /// # Errors
    /// The store's, where none of them could be read for now.
    pub(crate) async fn load_each<T: DeserializeOwned>(
        &self,
        keys: &[Key],
    ) -> Result<(Vec<T>, usize), StoreError> {
        let mut failed = 0;
        let items = match self.batch_get(keys).await {
            Err(StoreError::Bug(error)) => {
                tracing::error!(error, "items are read one by one");
                let mut items = Vec::new();
                for key in keys {
                    match self.get(key).await {
                        Ok(item) => items.extend(item),
                        Err(StoreError::Bug(error)) => {
                            tracing::error!(error, pk = key.pk, "an item was not read");
                            failed += 1;
                        }
                        Err(error) => return Err(error),
                    }
                }
                items
            }
            items => items?,
        };
        let mut records = Vec::with_capacity(items.len());
        for item in items {
            match from_item(item) {
                Ok(record) => records.push(record),
                Err(error) => {
                    tracing::error!(%error, "an item does not parse");
                    failed += 1;
                }
            }
        }
        Ok((records, failed))
    }
}

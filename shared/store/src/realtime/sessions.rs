//! WebSocket connections: whose they are, and where a person can be reached.

use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::ids::{ConnectionId, UserId};
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::{CallError, StoreError};
use crate::keys::{self, Key};
use crate::plan::{Item, from_item, to_item};
use crate::retry::Policy;
use crate::tables::{OPEN, TTL_ATTRIBUTE, Table};

/// The resource that permissions to post to connections and to close them name.
pub const CONNECTIONS: &str = "connections";
/// API Gateway closes a connection after two hours; nothing outlives that.
const LONGEST_CONNECTION: Duration = Duration::from_secs(2 * 3600 + 60);

/// Shards of the index of open connections.
const OPEN_SHARDS: u32 = 4;

/// A connection and its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Connection {
    /// The gateway's name for it.
    pub connection_id: ConnectionId,
    /// Whose it is.
    pub user_id: UserId,
    /// Since when.
    pub connected_at: Timestamp,
    /// When it is gone at the latest.
    pub expires_at: Timestamp,
}

impl Store {
    /// Records that `connection` belongs to `user`. Returns the connections
    /// that are one too many, oldest first.
    ///
    /// # Errors
    /// The store's.
    pub async fn open_connection(
        &self,
        connection: &ConnectionId,
        user: &UserId,
    ) -> Result<Vec<Connection>, StoreError> {
        let now = self.now();
        let record = Connection {
            connection_id: connection.clone(),
            user_id: user.clone(),
            connected_at: now,
            expires_at: now + LONGEST_CONNECTION,
        };
        let mut item = to_item(&record)?;
        let ttl = record.expires_at.unix_secs().to_string();
        item.insert(TTL_ATTRIBUTE.to_owned(), AttributeValue::N(ttl));
        // By its own id first: whatever is reachable can also be closed.
        let mut counted = item.clone();
        let shard = keys::due_shard(connection.as_str(), OPEN_SHARDS);
        counted.insert(OPEN.hash.to_owned(), AttributeValue::S(shard));
        self.insert_once(&Key::connection(connection), counted).await?;
        self.insert_once(&Key::user_connection(user, connection), item).await?;
        let mut open = self.connections_of(user).await?;
        open.sort_by_key(|connection| connection.connected_at);
        let surplus = open.len().saturating_sub(self.settings().realtime.connections_per_user as usize);
        open.truncate(surplus);
        Ok(open)
    }

    async fn insert_once(&self, key: &Key, item: Item) -> Result<(), StoreError> {
        let mut attempts = self.attempts(Policy::Normal);
        loop {
            match self.insert(key, item.clone()).await {
                Ok(()) | Err(CallError::ConditionFailed) => return Ok(()),
                Err(CallError::Throttled | CallError::Unknown(_)) => attempts.again().await?,
                Err(CallError::Failed(error)) => return Err(error),
                Err(CallError::Cancelled(_)) => return Err(StoreError::bug("a put was cancelled")),
            }
        }
    }

    /// Whose `connection` is, if it has authenticated.
    ///
    /// # Errors
    /// The store's.
    pub async fn connection_owner(&self, connection: &ConnectionId) -> Result<Option<UserId>, StoreError> {
        let item = self.get(&Key::connection(connection)).await?;
        Ok(item.map(from_item::<Connection>).transpose()?.map(|found| found.user_id))
    }

    /// Forgets `connection`, which is closed or gone.
    ///
    /// # Errors
    /// The store's.
    pub async fn close_connection(&self, connection: &ConnectionId) -> Result<(), StoreError> {
        if let Some(user) = self.connection_owner(connection).await? {
            self.delete(&Key::user_connection(&user, connection)).await?;
            self.delete(&Key::connection(connection)).await?;
        }
        Ok(())
    }

    /// How many authenticated connections are open, as the index has it. One
    /// whose end nobody told counts until it expires.
    ///
    /// # Errors
    /// The store's.
    pub async fn count_connections(&self) -> Result<u64, StoreError> {
        let now = self.now().to_string();
        let mut open = 0;
        for shard in 0..OPEN_SHARDS {
            let query = Query {
                table: Table::Realtime,
                index: Some(OPEN),
                hash: shard.to_string(),
                range: Range::MoreThan(now.clone()),
                limit: u32::MAX,
                newest_first: false,
                consistent: false,
            };
            open += self.count(&query).await?;
        }
        Ok(open)
    }

    /// Where `user` can be reached.
    ///
    /// # Errors
    /// The store's.
    pub async fn connections_of(&self, user: &UserId) -> Result<Vec<Connection>, StoreError> {
        // Whoever asks posts to what there is, and closes and forgets what there
        // is no more.
        let query = Query {
            table: Table::Realtime,
            index: None,
            hash: keys::user_partition(user),
            range: Range::BeginsWith(keys::CONNECTION_PREFIX.to_owned()),
            limit: 100,
            newest_first: false,
            consistent: true,
        };
        let now = self.now();
        let found: Vec<Connection> = self.query_all(&query).await?.read()?;
        Ok(found.into_iter().filter(|connection| connection.expires_at > now).collect())
    }
}

//! WebSocket connections: whose they are, and where a person can be reached.

use std::time::Duration;

use aws_sdk_dynamodb::types::AttributeValue;
use heartlink_domain::ids::{ConnectionId, UserId};
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::plan::{from_item, to_item};
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
    /// What the token allows; absent in what 0.1 and earlier stored.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<Role>>,
    /// When the token was issued, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_issued_at: Option<Timestamp>,
    /// When the token ends, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_expires_at: Option<Timestamp>,
}

impl Connection {
    /// Who authenticated on it last.
    pub fn into_caller(self) -> Caller {
        let roles = self.roles.unwrap_or_else(|| vec![Role::User]);
        Caller {
            user: self.user_id,
            roles,
            issued_at: self.token_issued_at,
            expires_at: self.token_expires_at,
        }
    }
}

impl Store {
    /// Records that `connection` is the caller's, and until when; again with a new
    /// token it is the same connection. Returns those that are one too many, oldest
    /// first.
    ///
    /// # Errors
    /// The store's.
    pub async fn open_connection(
        &self,
        connection: &ConnectionId,
        caller: &Caller,
    ) -> Result<Vec<Connection>, StoreError> {
        let now = self.now();
        let (user, known) = (&caller.user, self.connection(connection).await?);
        let record = Connection {
            connection_id: connection.clone(),
            user_id: user.clone(),
            connected_at: known.as_ref().map_or(now, |known| known.connected_at),
            expires_at: known.map_or(now + LONGEST_CONNECTION, |known| known.expires_at),
            roles: Some(caller.roles.clone()),
            token_issued_at: caller.issued_at,
            token_expires_at: caller.expires_at,
        };
        let mut item = to_item(&record)?;
        let ttl = record.expires_at.unix_secs().to_string();
        item.insert(TTL_ATTRIBUTE.to_owned(), AttributeValue::N(ttl));
        // By its own id first: whatever is reachable can also be closed.
        let mut counted = item.clone();
        let shard = keys::due_shard(connection.as_str(), OPEN_SHARDS);
        counted.insert(OPEN.hash.to_owned(), AttributeValue::S(shard));
        self.replace(&Key::connection(connection), counted).await?;
        self.replace(&Key::user_connection(user, connection), item).await?;
        let mut open = self.connections_of(user).await?;
        open.sort_by_key(|connection| connection.connected_at);
        let surplus = open.len().saturating_sub(self.settings().realtime.connections_per_user as usize);
        open.truncate(surplus);
        Ok(open)
    }

    /// What is recorded of `connection`, if it has authenticated.
    ///
    /// # Errors
    /// The store's.
    pub async fn connection(&self, connection: &ConnectionId) -> Result<Option<Connection>, StoreError> {
        self.get(&Key::connection(connection)).await?.map(from_item).transpose()
    }

    /// Forgets `connection`, which is closed or gone.
    ///
    /// # Errors
    /// The store's.
    pub async fn close_connection(&self, connection: &ConnectionId) -> Result<(), StoreError> {
        if let Some(known) = self.connection(connection).await? {
            self.delete(&Key::user_connection(&known.user_id, connection)).await?;
            self.delete(&Key::connection(connection)).await?;
        }
        Ok(())
    }

    /// Forgets `connection`, which its client closed. Who has no other is away until
    /// they are heard of again.
    ///
    /// # Errors
    /// The store's.
    pub async fn disconnected(&self, connection: &ConnectionId) -> Result<(), StoreError> {
        let Some(Connection { user_id, .. }) = self.connection(connection).await? else { return Ok(()) };
        self.delete(&Key::user_connection(&user_id, connection)).await?;
        if self.connections_of(&user_id).await?.is_empty() {
            self.record_absence(&user_id).await?;
            // One that was opened meanwhile was there before this was written.
            if !self.connections_of(&user_id).await?.is_empty() {
                self.touch(&user_id).await?;
            }
        }
        // Last: as long as it is there, all of this can be tried again.
        self.delete(&Key::connection(connection)).await
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

//! The tables, their indexes, TTL and streams, declared once, and the command
//! that creates them on any engine.

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, GlobalSecondaryIndex, KeySchemaElement, KeyType, Projection,
    ProjectionType, ScalarAttributeType, StreamSpecification, StreamViewType, TableStatus,
    TimeToLiveSpecification,
};

use crate::Store;
use crate::error::StoreError;

/// The attribute that holds the expiry of an item, in seconds since 1970.
pub const TTL_ATTRIBUTE: &str = "ttl";

/// How many times a fresh table is asked whether it is ready.
const READY_CHECKS: u32 = 100;

/// A table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Table {
    /// People, requests, relations, rooms, messages, tallies.
    Matching,
    /// Feeds and connections.
    Realtime,
    /// Idempotency records.
    Idempotency,
    /// Ledgers: heads, entries, marks of reversals, holds, audit records.
    Ledger,
    /// Jobs, their slices and what failed in them.
    Jobs,
    /// Documents that admins edit, and the trail of their revisions.
    Documents,
}

/// A global secondary index.
#[derive(Debug, Clone, Copy)]
pub struct Index {
    /// Its name.
    pub name: &'static str,
    /// Hash key, a string.
    pub hash: &'static str,
    /// Range key, a string.
    pub range: &'static str,
    /// Whether it carries whole items, or their keys only.
    pub whole_items: bool,
}

/// The waiting pool: people with a pending request, by shard and time of asking.
pub const POOL: Index = Index { name: "pool", hash: "pool", range: "pool_at", whole_items: true };
/// What must be looked at once its time has come, by shard and time.
pub const DUE: Index = Index { name: "due", hash: "due", range: "due_at", whole_items: false };
/// Rooms of a person who asked last.
pub const ROOMS_OF_ASKER: Index =
    Index { name: "rooms_of_asker", hash: "asker", range: "id", whole_items: false };
/// Rooms of a person who had waited.
pub const ROOMS_OF_WAITING: Index =
    Index { name: "rooms_of_waiting", hash: "waiting", range: "id", whole_items: false };
/// All accounts of a kind, by shard and time of their last change.
pub const ACCOUNTS: Index =
    Index { name: "accounts", hash: "accounts", range: "accounts_at", whole_items: false };
/// The leaderboard of a group: most points first.
pub const BOARD: Index = Index { name: "board", hash: "board", range: "board_at", whole_items: false };

impl Table {
    /// All tables.
    pub const ALL: [Table; 6] =
        [Table::Matching, Table::Realtime, Table::Idempotency, Table::Ledger, Table::Documents, Table::Jobs];

    /// The name without the deployment's prefix.
    pub const fn suffix(self) -> &'static str {
        match self {
            Table::Matching => "matching",
            Table::Realtime => "realtime",
            Table::Idempotency => "idempotency",
            Table::Ledger => "ledger",
            Table::Jobs => "jobs",
            Table::Documents => "documents",
        }
    }

    /// The table's indexes.
    pub const fn indexes(self) -> &'static [Index] {
        match self {
            Table::Matching => &[POOL, DUE, ROOMS_OF_ASKER, ROOMS_OF_WAITING],
            Table::Ledger => &[DUE, ACCOUNTS, BOARD],
            Table::Jobs => &[DUE],
            Table::Realtime | Table::Idempotency | Table::Documents => &[],
        }
    }

    /// Whether changes are streamed (new and old images).
    pub const fn streams(self) -> bool {
        matches!(self, Table::Matching | Table::Ledger | Table::Jobs)
    }
}

impl Store {
    /// The full name of `table` in this deployment.
    pub fn table_name(&self, table: Table) -> String {
        format!("{}{}", self.shared.prefix, table.suffix())
    }

    /// Creates every table that does not exist yet and waits until all are ready.
    ///
    /// # Errors
    /// What the engine said.
    pub async fn create_tables(&self) -> Result<(), StoreError> {
        let existing = self.existing_tables().await?;
        for table in Table::ALL {
            if !existing.contains(&self.table_name(table)) {
                self.create_table(table).await?;
            }
        }
        Ok(())
    }

    async fn existing_tables(&self) -> Result<Vec<String>, StoreError> {
        let mut names = Vec::new();
        let mut start = None;
        // 100 names a page: a deployment with more pages than this has another problem.
        for _ in 0..100 {
            let page = self
                .client()
                .list_tables()
                .set_exclusive_start_table_name(start)
                .send()
                .await
                .map_err(StoreError::from_sdk)?;
            names.extend(page.table_names().iter().cloned());
            start = page.last_evaluated_table_name().map(str::to_owned);
            if start.is_none() {
                break;
            }
        }
        Ok(names)
    }

    async fn create_table(&self, table: Table) -> Result<(), StoreError> {
        let name = self.table_name(table);
        let mut attributes = vec!["pk", "sk"];
        attributes.extend(table.indexes().iter().flat_map(|index| [index.hash, index.range]));
        attributes.sort_unstable();
        attributes.dedup();
        let definitions: Vec<_> = attributes.into_iter().map(attribute).collect::<Result<_, _>>()?;
        let indexes: Vec<_> = table.indexes().iter().map(index).collect::<Result<_, _>>()?;
        let stream = StreamSpecification::builder()
            .stream_enabled(true)
            .stream_view_type(StreamViewType::NewAndOldImages)
            .build()
            .map_err(StoreError::bug)?;
        self.client()
            .create_table()
            .table_name(&name)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(definitions))
            .set_key_schema(Some(key_schema("pk", "sk")?))
            .set_global_secondary_indexes((!indexes.is_empty()).then_some(indexes))
            .set_stream_specification(table.streams().then_some(stream))
            .send()
            .await
            .map_err(StoreError::from_sdk)?;
        self.wait_until_ready(&name).await?;
        let ttl = TimeToLiveSpecification::builder()
            .enabled(true)
            .attribute_name(TTL_ATTRIBUTE)
            .build()
            .map_err(StoreError::bug)?;
        self.client()
            .update_time_to_live()
            .table_name(&name)
            .time_to_live_specification(ttl)
            .send()
            .await
            .map_err(StoreError::from_sdk)?;
        Ok(())
    }

    async fn wait_until_ready(&self, name: &str) -> Result<(), StoreError> {
        for _ in 0..READY_CHECKS {
            let answer =
                self.client().describe_table().table_name(name).send().await.map_err(StoreError::from_sdk)?;
            if answer.table().and_then(|t| t.table_status()) == Some(&TableStatus::Active) {
                return Ok(());
            }
            crate::retry::pause(std::time::Duration::from_millis(300)).await;
        }
        Err(StoreError::Bug(format!("table {name} did not become active")))
    }
}

fn attribute(name: &str) -> Result<AttributeDefinition, StoreError> {
    AttributeDefinition::builder()
        .attribute_name(name)
        .attribute_type(ScalarAttributeType::S)
        .build()
        .map_err(StoreError::bug)
}

fn key_schema(hash: &str, range: &str) -> Result<Vec<KeySchemaElement>, StoreError> {
    [(hash, KeyType::Hash), (range, KeyType::Range)]
        .into_iter()
        .map(|(name, kind)| {
            KeySchemaElement::builder().attribute_name(name).key_type(kind).build().map_err(StoreError::bug)
        })
        .collect()
}

fn index(index: &Index) -> Result<GlobalSecondaryIndex, StoreError> {
    let projection = if index.whole_items { ProjectionType::All } else { ProjectionType::KeysOnly };
    GlobalSecondaryIndex::builder()
        .index_name(index.name)
        .set_key_schema(Some(key_schema(index.hash, index.range)?))
        .projection(Projection::builder().projection_type(projection).build())
        .build()
        .map_err(StoreError::bug)
}

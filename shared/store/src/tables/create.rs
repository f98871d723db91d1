//! Creates tables on any engine, and brings older ones up to date.
//!
//! Adds what an older version did not have yet; never deletes or changes what
//! stands in a table.

use std::collections::BTreeSet;
use std::time::Duration;

use aws_sdk_dynamodb::types::{
    AttributeDefinition, BillingMode, CreateGlobalSecondaryIndexAction, GlobalSecondaryIndex,
    GlobalSecondaryIndexUpdate, IndexStatus, KeySchemaElement, KeyType, Projection, ProjectionType,
    ScalarAttributeType, StreamSpecification, StreamViewType, TableDescription, TableStatus,
    TimeToLiveSpecification,
};

use super::{Index, TTL_ATTRIBUTE, Table};
use crate::Store;
use crate::error::StoreError;

/// How often a table is asked whether it is ready, for an hour at most: an index
/// of a large table takes its time.
const READY_CHECKS: u32 = 3_600;
const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

impl Store {
    /// Creates every table that does not exist yet, gives those of an older
    /// version the indexes and the stream that they lack, and waits until all
    /// are ready.
    ///
    /// # Errors
    /// What the engine said.
    pub async fn create_tables(&self) -> Result<(), StoreError> {
        let existing = self.existing_tables().await?;
        for table in Table::ALL {
            if existing.contains(&self.table_name(table)) {
                self.update_table(table).await?;
            } else {
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
        let stream = table.streams().then(stream).transpose()?;
        self.client()
            .create_table()
            .table_name(&name)
            .billing_mode(BillingMode::PayPerRequest)
            .set_attribute_definitions(Some(definitions))
            .set_key_schema(Some(key_schema("pk", "sk")?))
            .set_global_secondary_indexes((!indexes.is_empty()).then_some(indexes))
            .set_stream_specification(stream)
            .send()
            .await
            .map_err(StoreError::from_sdk)?;
        self.ready(&name).await?;
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

    async fn update_table(&self, table: Table) -> Result<(), StoreError> {
        let name = self.table_name(table);
        let described = self.ready(&name).await?;
        let known: BTreeSet<_> =
            described.global_secondary_indexes().iter().filter_map(|index| index.index_name()).collect();
        // DynamoDB makes one index at a time.
        for missing in table.indexes().iter().filter(|index| !known.contains(index.name)) {
            let action = CreateGlobalSecondaryIndexAction::builder()
                .index_name(missing.name)
                .set_key_schema(Some(key_schema(missing.hash, missing.range)?))
                .projection(projection(missing))
                .build()
                .map_err(StoreError::bug)?;
            self.client()
                .update_table()
                .table_name(&name)
                .attribute_definitions(attribute(missing.hash)?)
                .attribute_definitions(attribute(missing.range)?)
                .global_secondary_index_updates(GlobalSecondaryIndexUpdate::builder().create(action).build())
                .send()
                .await
                .map_err(StoreError::from_sdk)?;
            self.ready(&name).await?;
        }
        let streams = described.stream_specification().is_some_and(StreamSpecification::stream_enabled);
        if table.streams() && !streams {
            let update = self.client().update_table().table_name(&name).stream_specification(stream()?);
            update.send().await.map_err(StoreError::from_sdk)?;
            self.ready(&name).await?;
        }
        Ok(())
    }

    /// The table, once it and its indexes are ready.
    async fn ready(&self, name: &str) -> Result<TableDescription, StoreError> {
        let mut pause = FIRST_PAUSE;
        for _ in 0..READY_CHECKS {
            let answer = self.client().describe_table().table_name(name).send().await;
            let described = answer.map_err(StoreError::from_sdk)?.table;
            if let Some(table) = described.filter(is_ready) {
                return Ok(table);
            }
            crate::retry::pause(pause).await;
            pause = LONGEST_PAUSE.min(pause * 2);
        }
        Err(StoreError::Bug(format!("table {name} did not become active")))
    }
}

fn is_ready(table: &TableDescription) -> bool {
    let active = |index: &IndexStatus| *index == IndexStatus::Active;
    table.table_status() == Some(&TableStatus::Active)
        && table.global_secondary_indexes().iter().all(|index| index.index_status().is_none_or(active))
}

fn stream() -> Result<StreamSpecification, StoreError> {
    StreamSpecification::builder()
        .stream_enabled(true)
        .stream_view_type(StreamViewType::NewAndOldImages)
        .build()
        .map_err(StoreError::bug)
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
    GlobalSecondaryIndex::builder()
        .index_name(index.name)
        .set_key_schema(Some(key_schema(index.hash, index.range)?))
        .projection(projection(index))
        .build()
        .map_err(StoreError::bug)
}

fn projection(index: &Index) -> Projection {
    let carried = if index.whole_items { ProjectionType::All } else { ProjectionType::KeysOnly };
    Projection::builder().projection_type(carried).build()
}

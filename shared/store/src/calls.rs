//! Reads and single conditional writes, metered, with bounded retries of what
//! is safe to repeat. Never commits a decision: that is `commit`.

use std::collections::BTreeSet;
use std::iter::once;
use std::time::Duration;

use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use aws_sdk_dynamodb::operation::put_item::builders::PutItemFluentBuilder;
use aws_sdk_dynamodb::operation::query::builders::QueryFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, KeysAndAttributes, ReturnConsumedCapacity, Select};
use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use futures::FutureExt;
use serde::de::DeserializeOwned;
use tokio::sync::SemaphorePermit;

use crate::error::{CallError, StoreError, classify, outcome};
use crate::keys::Key;
use crate::plan::{Item, from_item};
use crate::retry::Policy;
use crate::tables::{Index, Table};
use crate::trace::{self, Called};
use crate::{Store, meter};

/// DynamoDB's own limit on the keys of one batch read.
const BATCH_GET: usize = 100;
/// Pages that one query reads at most (1 MB each).
const PAGES: u32 = 200;

/// A query on a table's partition or an index.
#[derive(Debug, Clone)]
pub(crate) struct Query {
    pub table: Table,
    pub index: Option<Index>,
    pub hash: String,
    pub range: Range,
    pub limit: u32,
    pub newest_first: bool,
    pub consistent: bool,
}

/// Bounds on the range key.
#[derive(Debug, Clone)]
pub(crate) enum Range {
    All,
    BeginsWith(String),
    /// Both ends belong to it.
    Between(String, String),
    AtMost(String),
    LessThan(String),
    MoreThan(String),
}

/// What a query found, and where it goes on.
#[derive(Debug, Default)]
pub(crate) struct Page {
    /// As many items as were asked for; fewer only where there are no more.
    pub items: Vec<Item>,
    /// Where the rest begins, if there may be any.
    pub next: Option<Continuation>,
}

/// Where a query goes on: what the store handed out with the page before.
#[derive(Debug, Clone)]
pub(crate) struct Continuation(Item);

impl Page {
    /// The items as the values that they were written from.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<Vec<T>, StoreError> {
        self.items.into_iter().map(from_item).collect()
    }
}

/// Calls of the store that a process has under way at most. The others wait
/// here, where no time-out runs.
pub(crate) const CALLS_AT_ONCE: usize = 128;

/// Longest time that opening the connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(2);

impl Store {
    /// Opens the connection to the store, so that the first call need not: reads an
    /// item that nobody has. Whatever is answered, also that the process may not
    /// read it, came over that connection.
    pub async fn connect(&self) {
        let nobodys = Key::idempotency("");
        let _ = tokio::time::timeout(CONNECT_TIMEOUT, self.get(&nobodys)).await;
    }

    /// A place among the calls under way.
    async fn slot(&self) -> Option<SemaphorePermit<'_>> {
        // Never closed: without a place the call would only go ahead unbounded.
        self.shared.slots.acquire().await.ok()
    }

    /// Makes one call when there is a place for it. It begins only then: what
    /// was built is sent by the future's first poll.
    pub(crate) fn sent<'a, T, E>(
        &'a self,
        operation: &'static str,
        tables: impl Iterator<Item = Table> + Send + 'a,
        call: impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'a,
    ) -> impl Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send + 'a
    where
        T: Send + 'a,
        E: ProvideErrorMetadata + Send + 'a,
    {
        // Boxed before all else: a future of the SDK is large and nests deeply,
        // and every operation of the system would carry it in its own.
        let call = call.boxed();
        async move {
            let _slot = self.slot().await;
            meter::call();
            let what = Called { service: "DynamoDB", operation };
            let tables =
                || BTreeSet::from_iter(tables).into_iter().map(|table| self.table_name(table)).collect();
            trace::called(what, tables, call, outcome).await
        }
    }

    /// Makes a call that may be repeated whatever happened, under `policy`.
    async fn patient<T, E, F>(
        &self,
        policy: Policy,
        (operation, table): (&'static str, Table),
        call: impl Fn() -> F,
    ) -> Result<T, StoreError>
    where
        F: Future<Output = Result<T, SdkError<E, HttpResponse>>> + Send,
        T: Send,
        E: std::error::Error + ProvideErrorMetadata + Send + Sync + 'static,
    {
        let mut attempts = self.attempts(policy);
        loop {
            match self.sent(operation, once(table), call()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => again(classify(error), &mut attempts).await?,
            }
        }
    }

    /// Reads one item, strongly consistent.
    pub(crate) async fn get(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        let request = self
            .client()
            .get_item()
            .table_name(self.table_name(key.table))
            .set_key(Some(key_item(key)))
            .consistent_read(true)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        let answer = self.patient(Policy::Normal, ("GetItem", key.table), || request.clone().send()).await?;
        meter::read(answer.consumed_capacity());
        Ok(answer.item)
    }

    /// Reads many items, strongly consistent; those that do not exist are left out.
    pub(crate) async fn batch_get(&self, keys: &[Key]) -> Result<Vec<Item>, StoreError> {
        let mut found = Vec::with_capacity(keys.len());
        for chunk in keys.chunks(BATCH_GET) {
            let mut wanted = self.batch_request(chunk)?;
            let mut attempts = self.attempts(Policy::Batch);
            while !wanted.is_empty() {
                let request = self
                    .client()
                    .batch_get_item()
                    .set_request_items(Some(wanted.clone()))
                    .return_consumed_capacity(ReturnConsumedCapacity::Total);
                let tables = chunk.iter().map(|key| key.table);
                match self.sent("BatchGetItem", tables, request.send()).await {
                    Ok(answer) => {
                        for consumed in answer.consumed_capacity() {
                            meter::read(Some(consumed));
                        }
                        found.extend(answer.responses.into_iter().flatten().flat_map(|(_, items)| items));
                        wanted = answer.unprocessed_keys.unwrap_or_default();
                        if !wanted.is_empty() {
                            attempts.again().await?;
                        }
                    }
                    Err(error) => again(classify(error), &mut attempts).await?,
                }
            }
        }
        Ok(found)
    }

    fn batch_request(
        &self,
        keys: &[Key],
    ) -> Result<std::collections::HashMap<String, KeysAndAttributes>, StoreError> {
        let mut by_table: std::collections::BTreeMap<Table, Vec<&Key>> = Default::default();
        for key in keys {
            by_table.entry(key.table).or_default().push(key);
        }
        by_table
            .into_iter()
            .map(|(table, mut keys)| {
                keys.sort();
                keys.dedup();
                let keys = keys.into_iter().map(key_item).collect();
                let request = KeysAndAttributes::builder()
                    .set_keys(Some(keys))
                    .consistent_read(true)
                    .build()
                    .map_err(StoreError::bug)?;
                Ok((self.table_name(table), request))
            })
            .collect()
    }

    /// The first `limit` items of a query.
    pub(crate) async fn query(&self, query: &Query) -> Result<Page, StoreError> {
        self.query_from(query, None).await
    }

    /// The next `limit` items of a query. A page of the store may end early, at
    /// 1 MB say: it is read on until there are so many, or no more.
    pub(crate) async fn query_from(
        &self,
        query: &Query,
        start: Option<Continuation>,
    ) -> Result<Page, StoreError> {
        let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
        let mut page = Page { items: Vec::new(), next: start };
        for _ in 0..PAGES {
            let left = i32::try_from(limit - page.items.len()).unwrap_or(i32::MAX);
            let start = page.next.take().map(|Continuation(key)| key);
            let request = self.query_request(query).limit(left).set_exclusive_start_key(start);
            let answer =
                self.patient(Policy::Normal, ("Query", query.table), || request.clone().send()).await?;
            meter::read(answer.consumed_capacity());
            page.items.extend(answer.items.unwrap_or_default());
            page.next = answer.last_evaluated_key.map(Continuation);
            if page.next.is_none() || page.items.len() >= limit {
                return Ok(page);
            }
        }
        Err(too_long(query))
    }

    /// All items of a query that finds no more than `limit`.
    ///
    /// # Errors
    /// More than that, rather than to leave some out; the store's.
    pub(crate) async fn query_all(&self, query: &Query) -> Result<Page, StoreError> {
        let page = self.query(query).await?;
        if page.next.is_none() || self.query_from(query, page.next.clone()).await?.items.is_empty() {
            return Ok(page);
        }
        Err(too_long(query))
    }

    /// How many items a query would find.
    pub(crate) async fn count(&self, query: &Query) -> Result<u64, StoreError> {
        let mut start = None;
        let mut total = 0;
        for _ in 0..PAGES {
            let request = self.query_request(query).select(Select::Count).set_exclusive_start_key(start);
            let answer =
                self.patient(Policy::Batch, ("Query", query.table), || request.clone().send()).await?;
            meter::read(answer.consumed_capacity());
            total += u64::try_from(answer.count).unwrap_or(0);
            start = answer.last_evaluated_key;
            if start.is_none() {
                return Ok(total);
            }
        }
        Err(too_long(query))
    }

    fn query_request(&self, query: &Query) -> QueryFluentBuilder {
        let (hash, range) = query.index.map_or(("pk", "sk"), |index| (index.hash, index.range));
        let (condition, values) = match &query.range {
            Range::All => (String::new(), vec![]),
            Range::BeginsWith(prefix) => (" AND begins_with(#r, :a)".to_owned(), vec![prefix]),
            Range::Between(low, high) => (" AND #r BETWEEN :a AND :b".to_owned(), vec![low, high]),
            Range::AtMost(high) => (" AND #r <= :a".to_owned(), vec![high]),
            Range::LessThan(high) => (" AND #r < :a".to_owned(), vec![high]),
            Range::MoreThan(low) => (" AND #r > :a".to_owned(), vec![low]),
        };
        let mut request = self
            .client()
            .query()
            .table_name(self.table_name(query.table))
            .set_index_name(query.index.map(|index| index.name.to_owned()))
            .key_condition_expression(format!("#h = :h{condition}"))
            .expression_attribute_names("#h", hash)
            .expression_attribute_values(":h", AttributeValue::S(query.hash.clone()))
            .scan_index_forward(!query.newest_first)
            .consistent_read(query.consistent)
            .return_consumed_capacity(ReturnConsumedCapacity::Total);
        if !values.is_empty() {
            request = request.expression_attribute_names("#r", range);
        }
        for (name, value) in [":a", ":b"].into_iter().zip(values) {
            request = request.expression_attribute_values(name, AttributeValue::S(value.clone()));
        }
        request
    }

    /// Writes one item if nothing stands at its key.
    ///
    /// An answer that was lost and a repetition look the same: the caller
    /// reads what stands there on [`CallError::ConditionFailed`].
    pub(crate) async fn insert(&self, key: &Key, item: Item) -> Result<(), CallError> {
        let request = self.put_request(key, item).condition_expression("attribute_not_exists(pk)");
        match self.sent("PutItem", once(key.table), request.send()).await {
            Ok(answer) => {
                meter::written(answer.consumed_capacity.as_slice());
                Ok(())
            }
            Err(error) => {
                use aws_sdk_dynamodb::operation::put_item::PutItemError as E;
                if let Some(E::ConditionalCheckFailedException(_)) = error.as_service_error() {
                    return Err(CallError::ConditionFailed);
                }
                Err(classify(error))
            }
        }
    }

    /// Writes one item, whatever stands at its key.
    pub(crate) async fn replace(&self, key: &Key, item: Item) -> Result<(), StoreError> {
        let request = self.put_request(key, item);
        let answer = self.patient(Policy::Normal, ("PutItem", key.table), || request.clone().send()).await?;
        meter::written(answer.consumed_capacity.as_slice());
        Ok(())
    }

    /// Deletes an item, whether or not it is there.
    pub(crate) async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        let request = self
            .client()
            .delete_item()
            .table_name(self.table_name(key.table))
            .set_key(Some(key_item(key)))
            .return_consumed_capacity(ReturnConsumedCapacity::Indexes);
        let answer =
            self.patient(Policy::Normal, ("DeleteItem", key.table), || request.clone().send()).await?;
        meter::written(answer.consumed_capacity.as_slice());
        Ok(())
    }

    /// The writing of `item` at `key`, metered with the indexes.
    pub(crate) fn put_request(&self, key: &Key, mut item: Item) -> PutItemFluentBuilder {
        item.extend(key_item(key));
        self.client()
            .put_item()
            .table_name(self.table_name(key.table))
            .set_item(Some(item))
            .return_consumed_capacity(ReturnConsumedCapacity::Indexes)
    }
}

fn too_long(query: &Query) -> StoreError {
    StoreError::Unavailable(format!("{:?} has more than one query reads", query.table))
}

fn key_item(key: &Key) -> Item {
    Item::from([
        ("pk".to_owned(), AttributeValue::S(key.pk.clone())),
        ("sk".to_owned(), AttributeValue::S(key.sk.clone())),
    ])
}

/// Reads and unconditional writes may be repeated whatever happened.
async fn again(error: CallError, attempts: &mut crate::retry::Attempts<'_>) -> Result<(), StoreError> {
    match error {
        CallError::Throttled => attempts.again().await,
        CallError::Unknown(text) => attempts.again().await.map_err(|_| StoreError::Unavailable(text)),
        CallError::Failed(error) => Err(error),
        CallError::Cancelled(_) | CallError::ConditionFailed => {
            Err(StoreError::Bug("a condition where none was set".to_owned()))
        }
    }
}

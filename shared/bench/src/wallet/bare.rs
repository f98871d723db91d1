//! The bare side: the same transactions, of items of the same number and
//! shape, straight through the SDK. No rule, no retry, no memory of anything
//! but the version that the next write is conditional on.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::types::{
    AttributeValue, Put, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure, TransactWriteItem,
};
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use heartlink_store::Store;
use heartlink_store::keys::{ENTRY_PREFIX, HEAD, numbered};
use heartlink_store::tables::Table;
use tokio::sync::Mutex;

use super::system::{Operation, System, user_of};
use super::{REWARDS, TABLES, USERS};
use heartlink::terminal::Failure;

type Item = HashMap<String, AttributeValue>;

/// Transactions of one call for rewards that are under way together.
const AT_ONCE: usize = 32;

fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

fn key_of(item: &Item) -> (String, String) {
    let part = |name: &str| item.get(name).and_then(|value| value.as_s().ok()).cloned().unwrap_or_default();
    (part("pk"), part("sk"))
}

/// The items that one operation of the system wrote.
pub(super) struct Shape {
    operation: Operation,
    /// One for each account: head and entry.
    accounts: Vec<[Item; 2]>,
    /// Idempotency records.
    records: Vec<Item>,
}

impl Shape {
    /// Makes the operation twice, and looks at what the second one wrote.
    pub(super) async fn of(
        client: &Client,
        system: &Arc<System>,
        operation: Operation,
    ) -> Result<Self, Failure> {
        system.cost_of_one(operation).await?;
        let before = everything(client, system.store()).await?;
        system.cost_of_one(operation).await?;
        let mut after = everything(client, system.store()).await?;
        after.retain(|item| !before.contains(item));
        let (ledger, mut records): (Vec<Item>, Vec<Item>) =
            after.into_iter().partition(|item| key_of(item).0.starts_with("A#"));
        // That of a whole call says less than that of a payment.
        records
            .sort_by_key(|record| record.get("outcome").and_then(|text| text.as_s().ok()).map(String::len));
        let (heads, entries): (Vec<Item>, Vec<Item>) =
            ledger.into_iter().partition(|item| key_of(item).1 == HEAD);
        let entry_of = |head: &Item| entries.iter().find(|entry| key_of(entry).0 == key_of(head).0).cloned();
        let accounts: Option<Vec<[Item; 2]>> =
            heads.into_iter().map(|head| entry_of(&head).map(|entry| [head, entry])).collect();
        let accounts = accounts.filter(|accounts| !accounts.is_empty() && !records.is_empty());
        let accounts = accounts.ok_or_else(|| Failure::Refused(format!("{operation:?} wrote nothing")))?;
        Ok(Self { operation, accounts, records })
    }
}

/// Everything in the tables of payments, which hold a handful of items yet.
async fn everything(client: &Client, store: &Store) -> Result<Vec<Item>, Failure> {
    let mut all = Vec::new();
    for table in TABLES {
        let scan = client.scan().table_name(store.table_name(table)).consistent_read(true).send();
        all.extend(scan.await.map_err(Failure::failed)?.items.unwrap_or_default());
    }
    Ok(all)
}

/// The bare store under load.
pub(super) struct Bare {
    client: Client,
    ledger: String,
    idempotency: String,
    shapes: Vec<Shape>,
    /// The version of each user's head. Writers of one account wait for each
    /// other: a race lost would be a call for nothing.
    versions: Vec<Mutex<u64>>,
    calls: AtomicU64,
}

impl Bare {
    pub(super) fn new(client: Client, store: &Store, shapes: Vec<Shape>) -> Self {
        Self {
            client,
            ledger: store.table_name(Table::Ledger),
            idempotency: store.table_name(Table::Idempotency),
            shapes,
            versions: (0..USERS).map(|_| Mutex::new(0)).collect(),
            calls: AtomicU64::new(0),
        }
    }

    /// The writes of operation `i` of a load over `users`.
    pub(super) fn operation(
        self: Arc<Self>,
        operation: Operation,
        i: usize,
        users: usize,
    ) -> BoxFuture<'static, Result<(), Failure>> {
        let user = user_of(i, users);
        Box::pin(async move {
            match operation {
                Operation::Credit => self.pay(operation, &[user]).await,
                Operation::Transfer => self.pay(operation, &[user, (user + 1) % users]).await,
                Operation::Rewards => {
                    let shape = self.shape(operation)?;
                    self.write(vec![self.record(&shape.records[0])?]).await?;
                    let paid = (0..REWARDS.min(users)).map(|n| (i * REWARDS + n) % users);
                    let payments: Vec<BoxFuture<'_, _>> =
                        paid.map(|user| self.pay_boxed(operation, user)).collect();
                    let mut payments = stream::iter(payments).buffer_unordered(AT_ONCE);
                    while let Some(paid) = payments.next().await {
                        paid?;
                    }
                    Ok(())
                }
            }
        })
    }

    fn shape(&self, operation: Operation) -> Result<&Shape, Failure> {
        let shape = self.shapes.iter().find(|shape| shape.operation == operation);
        shape.ok_or_else(|| Failure::Refused(format!("no shape of {operation:?}")))
    }

    fn pay_boxed(&self, operation: Operation, user: usize) -> BoxFuture<'_, Result<(), Failure>> {
        Box::pin(async move { self.pay(operation, &[user]).await })
    }

    /// One transaction: head and entry of each user, and a record.
    async fn pay(&self, operation: Operation, users: &[usize]) -> Result<(), Failure> {
        let shape = self.shape(operation)?;
        // In one order, so that no two payments wait for each other.
        let mut in_order: Vec<usize> = users.to_vec();
        in_order.sort_unstable();
        in_order.dedup();
        let mut versions = HashMap::with_capacity(in_order.len());
        for user in in_order {
            versions.insert(user, self.versions[user].lock().await);
        }
        let mut actions = Vec::with_capacity(2 * users.len() + 1);
        for (user, [head, entry]) in users.iter().zip(&shape.accounts) {
            let version = versions.get(user).map_or(0, |version| **version);
            actions.push(self.head(head, *user, version)?);
            let sk = numbered(ENTRY_PREFIX, version + 1);
            let put = self.put(&self.ledger, entry, partition(*user), sk);
            actions.push(action(put.condition_expression("attribute_not_exists(pk)"))?);
        }
        actions.push(self.record(shape.records.last().unwrap_or(&Item::new()))?);
        self.write(actions).await?;
        versions.values_mut().for_each(|version| **version += 1);
        Ok(())
    }

    fn put(
        &self,
        table: &str,
        item: &Item,
        pk: String,
        sk: String,
    ) -> aws_sdk_dynamodb::types::builders::PutBuilder {
        let mut item = item.clone();
        item.insert("pk".to_owned(), text(pk));
        item.insert("sk".to_owned(), text(sk));
        Put::builder()
            .table_name(table)
            .set_item(Some(item))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
    }

    fn head(&self, head: &Item, user: usize, version: u64) -> Result<TransactWriteItem, Failure> {
        let mut head = head.clone();
        head.insert("version".to_owned(), AttributeValue::N((version + 1).to_string()));
        let put = self.put(&self.ledger, &head, partition(user), HEAD.to_owned());
        action(match version {
            0 => put.condition_expression("attribute_not_exists(pk)"),
            _ => put
                .condition_expression("version = :version")
                .expression_attribute_values(":version", AttributeValue::N(version.to_string())),
        })
    }

    fn record(&self, record: &Item) -> Result<TransactWriteItem, Failure> {
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        let put = self.put(&self.idempotency, record, format!("{number:064x}"), "KEY".to_owned());
        action(
            put.condition_expression("attribute_not_exists(pk) OR expires_at <= :now")
                .expression_attribute_values(":now", text("2026-01-01T00:00:00.000Z")),
        )
    }

    async fn write(&self, actions: Vec<TransactWriteItem>) -> Result<(), Failure> {
        let number = self.calls.fetch_add(1, Ordering::Relaxed);
        let sent = self
            .client
            .transact_write_items()
            .client_request_token(format!("{number:032x}"))
            .set_transact_items(Some(actions))
            .return_consumed_capacity(ReturnConsumedCapacity::Indexes)
            .send();
        sent.await.map(|_| ()).map_err(|error| Failure::failed(error.into_service_error()))
    }
}

/// A partition as long as that of a wallet of the system's side.
fn partition(user: usize) -> String {
    format!("A#wallet/{}/CREDIT", super::system::name_of(user))
}

fn action(put: aws_sdk_dynamodb::types::builders::PutBuilder) -> Result<TransactWriteItem, Failure> {
    Ok(TransactWriteItem::builder().put(put.build().map_err(Failure::failed)?).build())
}

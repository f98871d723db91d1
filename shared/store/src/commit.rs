//! The one commit path: a [`Plan`] becomes one `TransactWriteItems`, or a
//! conditional put where it is a single write.
//!
//! Tells *lost the race* (with the winner's items), *replay*, *contended* and
//! *unknown* apart. Settles an unknown outcome by sending the same transaction
//! with the same token again, and never writes blindly. Never decides anew:
//! that is the caller's loop, under `retry`.

use std::collections::HashMap;
use std::iter::once;
use std::time::Duration;

use aws_sdk_dynamodb::types::error::TransactionCanceledException;
use aws_sdk_dynamodb::types::{
    AttributeValue, CancellationReason, ConditionCheck, Delete, Put, ReturnConsumedCapacity,
    ReturnValuesOnConditionCheckFailure, TransactWriteItem, Update,
};
use serde::de::DeserializeOwned;

use crate::error::{CallError, StoreError, classify};
use crate::keys::Key;
use crate::plan::{Action, Expect, Item, MAX_ACTIONS, Plan, from_item};
use crate::tables::TTL_ATTRIBUTE;
use crate::{Store, meter, retry};

/// How often a transaction with an unknown outcome is sent again.
const RESENDS: u32 = 3;
/// Wait before such a resend.
const RESEND_PAUSE: Duration = Duration::from_millis(20);

/// Why a plan did not take effect.
#[derive(Debug)]
pub enum CommitError {
    /// Another writer was first: decide again from its items.
    Lost(Lost),
    /// The idempotency key is taken: its record.
    Replay(Item),
    /// Another transaction was under way, or the store is throttling. The same
    /// plan may be tried again.
    Contended,
    /// Not to be retried here.
    Store(StoreError),
}

/// The items that failed their condition, as they are now.
#[derive(Debug, Default)]
pub struct Lost {
    current: HashMap<Key, Option<Item>>,
}

impl FromIterator<(Key, Option<Item>)> for Lost {
    fn from_iter<I: IntoIterator<Item = (Key, Option<Item>)>>(items: I) -> Self {
        Self { current: items.into_iter().collect() }
    }
}

impl Lost {
    /// Whether the item at `key` was what lost the race.
    pub fn concerns(&self, key: &Key) -> bool {
        self.current.contains_key(key)
    }

    /// The item at `key`, if it lost the race and is stored.
    pub(crate) fn item(&self, key: &Key) -> Option<&Item> {
        self.current.get(key)?.as_ref()
    }

    /// All that lost the race; `None` for what is not stored.
    pub(crate) fn items(&self) -> impl Iterator<Item = (&Key, Option<&Item>)> {
        self.current.iter().map(|(key, item)| (key, item.as_ref()))
    }

    /// The winner's item at `key`, if it was part of what lost.
    ///
    /// # Errors
    /// An item that does not parse: a defect.
    pub fn latest<R: DeserializeOwned>(&self, key: &Key) -> Result<Option<R>, StoreError> {
        match self.current.get(key) {
            Some(Some(item)) => from_item(item.clone()).map(Some),
            _ => Ok(None),
        }
    }
}

impl From<StoreError> for CommitError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Store {
    /// Commits `plan`: all of it or nothing.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub async fn commit(&self, plan: &Plan) -> Result<(), CommitError> {
        if plan.actions.is_empty() || plan.actions.len() > MAX_ACTIONS {
            return Err(StoreError::Bug(format!("a plan of {} actions", plan.actions.len())).into());
        }
        let token = format!("{:032x}", self.chance("token").bits128());
        let mut last_failure = String::new();
        for resend in 0..=RESENDS {
            if resend > 0 {
                meter::retry();
                retry::pause(RESEND_PAUSE * resend).await;
            }
            match self.send(plan, &token, resend > 0).await {
                Ok(()) => {
                    meter::commit();
                    return Ok(());
                }
                Err(CallError::Unknown(text)) => last_failure = text,
                // Whatever keeps a repetition off tells nothing of the first.
                Err(CallError::Throttled) if resend > 0 => {}
                Err(CallError::Throttled) => return Err(CommitError::Contended),
                Err(CallError::Failed(error)) => return Err(error.into()),
                Err(CallError::Cancelled(why)) => match verdict(plan, why.cancellation_reasons()) {
                    CommitError::Contended if resend > 0 => {}
                    verdict => return Err(verdict),
                },
                Err(CallError::ConditionFailed) => {
                    return Err(StoreError::Bug("a single write's answer".to_owned()).into());
                }
            }
        }
        Err(StoreError::Unavailable(last_failure).into())
    }

    /// A lone write needs no transaction: at half the cost, a repetition of it
    /// is told from a lost race by the item that stands there.
    async fn send_alone(
        &self,
        key: &Key,
        item: &Item,
        expect: &Expect,
        resend: bool,
    ) -> Result<(), CallError> {
        let put = self
            .put_request(key, item.clone())
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
        let (condition, value) = condition(expect);
        let put = put.condition_expression(condition).set_expression_attribute_values(value);
        match self.sent("PutItem", once(key.table), put.send()).await {
            Ok(answer) => {
                meter::written(answer.consumed_capacity.as_slice());
                Ok(())
            }
            Err(error) => {
                use aws_sdk_dynamodb::operation::put_item::PutItemError as E;
                let Some(E::ConditionalCheckFailedException(failed)) = error.as_service_error() else {
                    return Err(classify(error));
                };
                if resend && failed.item() == Some(item) {
                    return Ok(());
                }
                let reason = CancellationReason::builder().code("ConditionalCheckFailed");
                let reason = reason.set_item(failed.item().cloned()).build();
                let cancelled = TransactionCanceledException::builder().cancellation_reasons(reason);
                Err(CallError::Cancelled(Box::new(cancelled.build())))
            }
        }
    }

    async fn send(&self, plan: &Plan, token: &str, resend: bool) -> Result<(), CallError> {
        if let ([Action::Put { key, item, expect }], None) = (plan.actions.as_slice(), &plan.idempotency) {
            return self.send_alone(key, &item.item, expect, resend).await;
        }
        let mut items = Vec::with_capacity(plan.actions.len());
        for action in &plan.actions {
            items.push(self.compile(action).map_err(CallError::Failed)?);
        }
        let request = self
            .client()
            .transact_write_items()
            .client_request_token(token)
            .set_transact_items(Some(items))
            .return_consumed_capacity(ReturnConsumedCapacity::Indexes);
        let tables = plan.actions.iter().map(|action| action.key().table);
        match self.sent("TransactWriteItems", tables, request.send()).await {
            Ok(answer) => {
                meter::written(answer.consumed_capacity());
                Ok(())
            }
            Err(error) => Err(cancelled_or(error)),
        }
    }

    fn compile(&self, action: &Action) -> Result<TransactWriteItem, StoreError> {
        let builder = TransactWriteItem::builder();
        Ok(match action {
            Action::Put { key, item, expect } => {
                let put = Put::builder()
                    .table_name(self.table_name(key.table))
                    .set_item(Some(item.item.clone()))
                    .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld);
                let (condition, values) = condition(expect);
                let put = put.condition_expression(condition).set_expression_attribute_values(values);
                builder.put(put.build().map_err(StoreError::bug)?).build()
            }
            Action::Delete { key, expect } => {
                let (condition, values) = condition(expect);
                let delete = Delete::builder()
                    .table_name(self.table_name(key.table))
                    .key("pk", AttributeValue::S(key.pk.clone()))
                    .key("sk", AttributeValue::S(key.sk.clone()))
                    .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
                    .condition_expression(condition)
                    .set_expression_attribute_values(values);
                builder.delete(delete.build().map_err(StoreError::bug)?).build()
            }
            Action::Check { key, expect } => {
                let (condition, values) = condition(expect);
                let check = ConditionCheck::builder()
                    .table_name(self.table_name(key.table))
                    .key("pk", AttributeValue::S(key.pk.clone()))
                    .key("sk", AttributeValue::S(key.sk.clone()))
                    .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
                    .condition_expression(condition)
                    .set_expression_attribute_values(values);
                builder.condition_check(check.build().map_err(StoreError::bug)?).build()
            }
            Action::Count { key, limit, expires_at } => {
                let update = Update::builder()
                    .table_name(self.table_name(key.table))
                    .key("pk", AttributeValue::S(key.pk.clone()))
                    .key("sk", AttributeValue::S(key.sk.clone()))
                    .update_expression("ADD #count :one SET #ttl = :ttl")
                    .condition_expression("attribute_not_exists(#count) OR #count < :limit")
                    .expression_attribute_names("#count", "count")
                    .expression_attribute_names("#ttl", TTL_ATTRIBUTE)
                    .expression_attribute_values(":one", number(1))
                    .expression_attribute_values(":limit", number(limit))
                    .expression_attribute_values(":ttl", number(expires_at.unix_secs()));
                builder.update(update.build().map_err(StoreError::bug)?).build()
            }
            Action::Add { key, increments } => {
                let mut update = Update::builder().table_name(self.table_name(key.table));
                let mut terms = Vec::with_capacity(increments.len());
                for (i, (name, by)) in increments.iter().enumerate() {
                    terms.push(format!("#n{i} :v{i}"));
                    update = update
                        .expression_attribute_names(format!("#n{i}"), name)
                        .expression_attribute_values(format!(":v{i}"), number(by));
                }
                let update = update
                    .key("pk", AttributeValue::S(key.pk.clone()))
                    .key("sk", AttributeValue::S(key.sk.clone()))
                    .update_expression(format!("ADD {}", terms.join(", ")));
                builder.update(update.build().map_err(StoreError::bug)?).build()
            }
        })
    }
}

/// What must be true of the item before the write, with the values it names.
fn condition(expect: &Expect) -> (&'static str, Option<Item>) {
    let with = |name: &str, value| Some(Item::from([(name.to_owned(), value)]));
    match expect {
        Expect::Version(0) => ("attribute_not_exists(pk)", None),
        Expect::Version(version) => ("version = :version", with(":version", number(*version))),
        Expect::AbsentOrExpired(now) => (
            "attribute_not_exists(pk) OR expires_at <= :now",
            with(":now", AttributeValue::S(now.to_string())),
        ),
        Expect::NotSuspended(now) => (
            "attribute_not_exists(suspended_until) OR suspended_until <= :now",
            with(":now", AttributeValue::S(now.to_string())),
        ),
        Expect::NeitherBlocks => {
            ("NOT (blocks = :yes OR blocked = :yes)", with(":yes", AttributeValue::Bool(true)))
        }
    }
}

fn number(value: impl ToString) -> AttributeValue {
    AttributeValue::N(value.to_string())
}

fn cancelled_or(
    error: aws_sdk_dynamodb::error::SdkError<
        aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError,
        aws_smithy_runtime_api::client::orchestrator::HttpResponse,
    >,
) -> CallError {
    use aws_sdk_dynamodb::operation::transact_write_items::TransactWriteItemsError as E;
    if let Some(E::TransactionCanceledException(cancelled)) = error.as_service_error() {
        return CallError::Cancelled(Box::new(cancelled.clone()));
    }
    classify(error)
}

/// Order of precedence: a defect, a taken key, a lost race, contention.
fn verdict(plan: &Plan, reasons: &[CancellationReason]) -> CommitError {
    let mut lost = Lost::default();
    let mut contended = false;
    for (action, reason) in plan.actions.iter().zip(reasons) {
        match reason.code().unwrap_or("None") {
            "None" => {}
            "ConditionalCheckFailed" => {
                let item = reason.item().filter(|item| !item.is_empty()).cloned();
                lost.current.insert(action.key().clone(), item);
            }
            "TransactionConflict" => contended = true,
            "ProvisionedThroughputExceeded" | "ThrottlingError" => {
                meter::throttle();
                contended = true;
            }
            code => {
                let message = reason.message().unwrap_or_default();
                return StoreError::Bug(format!("{code} on {:?}: {message}", action.key())).into();
            }
        }
    }
    if let Some(record) = plan.idempotency.as_ref().and_then(|key| lost.current.remove(key)).flatten() {
        return CommitError::Replay(record);
    }
    if lost.current.is_empty() && contended {
        meter::conflict();
        return CommitError::Contended;
    }
    meter::conflict();
    CommitError::Lost(lost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use heartlink_domain::ids::UserId;
    use heartlink_domain::matching::Person;
    use heartlink_domain::settings::Settings;

    fn plan() -> Plan {
        let mut plan = Plan::default();
        for name in ["a", "b"] {
            let person = Person::new(name.parse::<UserId>().unwrap());
            plan.put(&person, &Settings::default()).unwrap();
        }
        plan
    }

    fn reason(code: &str) -> CancellationReason {
        CancellationReason::builder().code(code).build()
    }

    #[test]
    fn a_lost_race_takes_precedence_over_contention() {
        let verdict = verdict(&plan(), &[reason("TransactionConflict"), reason("ConditionalCheckFailed")]);
        assert!(matches!(verdict, CommitError::Lost(lost) if lost.current.len() == 1));
    }

    #[test]
    fn contention_alone_may_be_tried_again() {
        let verdict = verdict(&plan(), &[reason("None"), reason("TransactionConflict")]);
        assert!(matches!(verdict, CommitError::Contended));
    }

    #[test]
    fn a_defect_takes_precedence_over_everything() {
        let verdict = verdict(&plan(), &[reason("ValidationError"), reason("ConditionalCheckFailed")]);
        assert!(matches!(verdict, CommitError::Store(StoreError::Bug(_))));
    }
}

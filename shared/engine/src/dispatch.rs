//! From an operation and its JSON to the library's action and back.
//!
//! Owns the list of operations Heartlink uses and the shape of an answer,
//! errors included. Never holds a lock and never touches HTTP.

use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use dynoxide::DynoxideError;
use dynoxide::actions::{
    batch_get_item, batch_write_item, create_table, delete_item, delete_table, describe_table,
    describe_time_to_live, get_item, list_streams, list_tables, put_item, query, scan, transact_get_items,
    transact_write_items, update_item, update_table, update_time_to_live,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::database::Database;
use crate::expiry;
use crate::tokens::{self, Lookup};

pub(crate) type Outcome<T> = Result<T, DynoxideError>;

/// How a request is answered: an HTTP status and a JSON body.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        self.status == 200
    }

    /// The answer to a target that is not an operation of this engine.
    pub(crate) fn unknown_operation() -> Self {
        Self {
            status: 400,
            body: r#"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#.to_owned(),
        }
    }

    /// The answer to a body that is not text in memory.
    pub(crate) fn unreadable() -> Self {
        Self {
            status: 400,
            body: r#"{"__type":"com.amazon.coral.service#SerializationException"}"#.to_owned(),
        }
    }

    fn of(outcome: Outcome<String>) -> Self {
        match outcome {
            Ok(body) => Self { status: 200, body },
            Err(error) => Self { status: error.status_code(), body: error.to_json() },
        }
    }
}

/// The operations of DynamoDB and DynamoDB Streams that Heartlink uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    BatchGetItem,
    BatchWriteItem,
    CreateTable,
    DeleteItem,
    DeleteTable,
    DescribeStream,
    DescribeTable,
    DescribeTimeToLive,
    GetItem,
    GetRecords,
    GetShardIterator,
    ListStreams,
    ListTables,
    PutItem,
    Query,
    Scan,
    TransactGetItems,
    TransactWriteItems,
    UpdateItem,
    UpdateTable,
    UpdateTimeToLive,
}

impl Operation {
    /// The operation an `x-amz-target` header names, if it is one of these.
    pub(crate) fn of_target(target: &str) -> Option<Self> {
        let name = target
            .strip_prefix("DynamoDB_20120810.")
            .or_else(|| target.strip_prefix("DynamoDBStreams_20120810."))?;
        Some(match name {
            "BatchGetItem" => Self::BatchGetItem,
            "BatchWriteItem" => Self::BatchWriteItem,
            "CreateTable" => Self::CreateTable,
            "DeleteItem" => Self::DeleteItem,
            "DeleteTable" => Self::DeleteTable,
            "DescribeStream" => Self::DescribeStream,
            "DescribeTable" => Self::DescribeTable,
            "DescribeTimeToLive" => Self::DescribeTimeToLive,
            "GetItem" => Self::GetItem,
            "GetRecords" => Self::GetRecords,
            "GetShardIterator" => Self::GetShardIterator,
            "ListStreams" => Self::ListStreams,
            "ListTables" => Self::ListTables,
            "PutItem" => Self::PutItem,
            "Query" => Self::Query,
            "Scan" => Self::Scan,
            "TransactGetItems" => Self::TransactGetItems,
            "TransactWriteItems" => Self::TransactWriteItems,
            "UpdateItem" => Self::UpdateItem,
            "UpdateTable" => Self::UpdateTable,
            "UpdateTimeToLive" => Self::UpdateTimeToLive,
            _ => return None,
        })
    }

    /// Whether a successful request may have changed an item, and so a stream.
    pub(crate) fn writes(self) -> bool {
        matches!(
            self,
            Self::BatchWriteItem
                | Self::DeleteItem
                | Self::PutItem
                | Self::TransactWriteItems
                | Self::UpdateItem
        )
    }
}

/// Carries out one request.
pub(crate) fn execute(database: &mut Database, operation: Operation, body: &str) -> Answer {
    Answer::of(match operation {
        Operation::TransactWriteItems => transact_write_items(database, body),
        Operation::BatchGetItem
        | Operation::BatchWriteItem
        | Operation::DeleteItem
        | Operation::GetItem
        | Operation::PutItem
        | Operation::Query
        | Operation::Scan
        | Operation::TransactGetItems
        | Operation::UpdateItem => on_items(database, operation, body),
        _ => on_tables_and_streams(database, operation, body),
    })
}

fn on_items(database: &Database, operation: Operation, body: &str) -> Outcome<String> {
    let storage = &database.storage;
    match operation {
        Operation::BatchGetItem => answer(batch_get_item::execute(storage, read(body)?)),
        Operation::BatchWriteItem => answer(batch_write_item::execute(storage, read(body)?)),
        Operation::DeleteItem => answer(delete_item::execute(storage, read(body)?)),
        Operation::GetItem => answer(get_item::execute(storage, read(body)?)),
        Operation::PutItem => answer(put_item::execute(storage, read(body)?)),
        Operation::Query => answer(query::execute(storage, read(body)?)),
        Operation::Scan => answer(scan::execute(storage, read(body)?)),
        Operation::TransactGetItems => answer(transact_get_items::execute(storage, read(body)?)),
        Operation::UpdateItem => answer(update_item::execute(storage, read(body)?)),
        other => Err(misrouted(other)),
    }
}

fn on_tables_and_streams(database: &Database, operation: Operation, body: &str) -> Outcome<String> {
    let storage = &database.storage;
    let vectors = &database.vectors;
    let shards = database.shards;
    match operation {
        Operation::CreateTable => answer(create_table::execute(storage, read(body)?)),
        Operation::DeleteTable => answer(delete_table::execute(storage, read(body)?, vectors)),
        Operation::DescribeStream => written(&shards.describe(storage, read(body)?)?),
        Operation::DescribeTable => answer(describe_table::execute(storage, read(body)?, vectors)),
        Operation::DescribeTimeToLive => answer(describe_time_to_live::execute(storage, read(body)?)),
        Operation::GetRecords => written(&shards.records(storage, read(body)?)?).map(with_identity),
        Operation::GetShardIterator => written(&shards.iterator(storage, read(body)?)?),
        Operation::ListStreams => answer(list_streams::execute(storage, read(body)?)),
        Operation::ListTables => answer(list_tables::execute(storage, read(body)?)),
        Operation::UpdateTable => answer(update_table::execute(storage, read(body)?, vectors)),
        Operation::UpdateTimeToLive => {
            let body = answer(update_time_to_live::execute(storage, read(body)?))?;
            expiry::index(storage)?;
            Ok(body)
        }
        other => Err(misrouted(other)),
    }
}

/// The library names the members of a record's `userIdentity` as the service
/// does towards a Lambda function; the API, and so the SDK, capitalises them.
/// The text replaced cannot be data: an attribute's value begins with its type.
fn with_identity(records: String) -> String {
    records.replace(
        r#""userIdentity":{"type":"Service","principalId":"#,
        r#""userIdentity":{"Type":"Service","PrincipalId":"#,
    )
}

/// Carries a transaction out once for each `ClientRequestToken`.
fn transact_write_items(database: &mut Database, body: &str) -> Outcome<String> {
    let request: transact_write_items::TransactWriteItemsRequest = read(body)?;
    let Some(token) = request.client_request_token.clone() else {
        return answer(transact_write_items::execute(&database.storage, request));
    };
    let actions = serde_json::to_value(&request.transact_items)
        .map(|actions| tokens::fingerprint(&actions))
        .map_err(unwritable)?;
    match database.tokens.lookup(&token, actions) {
        Lookup::Done(answer) => return Ok(answer.to_owned()),
        Lookup::Mismatch => {
            return Err(DynoxideError::IdempotentParameterMismatchException(
                "An error occurred (IdempotentParameterMismatchException)".to_owned(),
            ));
        }
        Lookup::Unknown => {}
    }
    let body = answer(transact_write_items::execute(&database.storage, request))?;
    database.tokens.remember(token, actions, body.clone());
    Ok(body)
}

/// Runs an action of the library to its end. Over SQLite none ever waits.
pub(crate) fn finished<T>(action: impl Future<Output = Outcome<T>>) -> Outcome<T> {
    match pin!(action).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(outcome) => outcome,
        Poll::Pending => {
            Err(DynoxideError::InternalServerError("an action of the embedded database waited".to_owned()))
        }
    }
}

fn answer<T: Serialize>(action: impl Future<Output = Outcome<T>>) -> Outcome<String> {
    written(&finished(action)?)
}

fn written(answer: &impl Serialize) -> Outcome<String> {
    serde_json::to_string(answer).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> DynoxideError {
    DynoxideError::InternalServerError(error.to_string())
}

fn misrouted(operation: Operation) -> DynoxideError {
    DynoxideError::InternalServerError(format!("{operation:?} was routed wrongly"))
}

/// Reads a request. The library's own checks while reading mark their message
/// with the class of error it belongs to.
fn read<T: DeserializeOwned>(body: &str) -> Outcome<T> {
    serde_json::from_str(body).map_err(|error| {
        let message = error.to_string();
        let message = message.split(" at line ").next().unwrap_or_default();
        match message.split_once(':') {
            Some((class, text)) if class.starts_with("VALIDATION") => {
                DynoxideError::ValidationException(text.to_owned())
            }
            Some((class, text)) if class.starts_with("SERIALIZATION") => {
                DynoxideError::SerializationException(text.to_owned())
            }
            _ if error.is_data() => DynoxideError::ValidationException(message.to_owned()),
            _ => DynoxideError::SerializationException(message.to_owned()),
        }
    })
}

//! The answers of a service that refuses, as they look on the wire.
//!
//! Owns their JSON. Never decides which call gets one.

use aws_smithy_runtime_api::client::orchestrator::HttpResponse;
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use serde_json::{Value, json};

use super::Faults;

/// A response with this status and body.
pub(super) fn response(status: u16, body: Vec<u8>) -> Result<HttpResponse, ConnectorError> {
    let status = StatusCode::try_from(status).map_err(|error| ConnectorError::other(error.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    response.headers_mut().insert("content-type", "application/x-amz-json-1.0");
    response.headers_mut().insert("x-amzn-requestid", "INJECTED");
    Ok(response)
}

/// A query of an index that holds nothing yet.
pub(super) fn empty_index() -> Vec<u8> {
    br#"{"Count":0,"Items":[],"ScannedCount":0}"#.to_vec()
}

/// One of the ways the service says that capacity is short. A transaction may
/// also be cancelled for it.
pub(super) fn throttled(faults: &Faults, operation: &str, request: &Value) -> Value {
    let ways = if actions(operation, request).is_some() { 3 } else { 2 };
    match faults.draw(ways) {
        0 => error(
            "com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException",
            "The level of configured provisioned throughput for the table was exceeded",
        ),
        1 => error(
            "com.amazon.coral.availability#ThrottlingException",
            "Rate of requests exceeds the allowed throughput.",
        ),
        _ => cancelled(
            faults,
            operation,
            request,
            "ThrottlingError",
            "Throughput exceeds the current capacity for one or more global secondary indexes.",
        ),
    }
}

/// Another transaction holds at least one of the items.
pub(super) fn conflict(faults: &Faults, operation: &str, request: &Value) -> Value {
    if actions(operation, request).is_some() {
        cancelled(faults, operation, request, "TransactionConflict", "Transaction is ongoing for the item")
    } else {
        error(
            "com.amazonaws.dynamodb.v20120810#TransactionConflictException",
            "Transaction is ongoing for the item",
        )
    }
}

/// The service calls the request invalid.
pub(super) fn rejected() -> Value {
    error("com.amazon.coral.validate#ValidationException", "One or more parameter values were invalid")
}

fn error(kind: &str, message: &str) -> Value {
    json!({ "__type": kind, "message": message })
}

/// A cancelled transaction: one reason for each action in the request's order,
/// `None` for those that were not the cause.
fn cancelled(faults: &Faults, operation: &str, request: &Value, code: &str, message: &str) -> Value {
    let actions = actions(operation, request).unwrap_or(1);
    let always = faults.draw(actions);
    let reasons: Vec<Value> = (0..actions)
        .map(|action| {
            let hit = action == always || faults.draw(4) == 0;
            if hit { json!({ "Code": code, "Message": message }) } else { json!({ "Code": "None" }) }
        })
        .collect();
    let codes: Vec<&str> = reasons.iter().filter_map(|reason| reason["Code"].as_str()).collect();
    json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": format!(
            "Transaction cancelled, please refer cancellation reasons for specific reasons [{}]",
            codes.join(", ")
        ),
        "CancellationReasons": reasons,
    })
}

/// How many actions a transaction has; `None` if the call is not one.
fn actions(operation: &str, request: &Value) -> Option<usize> {
    operation.starts_with("Transact").then(|| request["TransactItems"].as_array().map_or(1, Vec::len))
}

/// The capacity units an answer reports, over all its tables.
pub(super) fn consumed_units(answer: &[u8]) -> Option<f64> {
    const MEMBER: &[u8] = b"\"ConsumedCapacity\"";
    // Most answers report none: look before parsing.
    answer.windows(MEMBER.len()).any(|window| window == MEMBER).then_some(())?;
    let answer: Value = serde_json::from_slice(answer).ok()?;
    match answer.get("ConsumedCapacity")? {
        Value::Array(tables) => Some(tables.iter().filter_map(units).sum()),
        one => units(one),
    }
}

fn units(consumed: &Value) -> Option<f64> {
    consumed.get("CapacityUnits")?.as_f64()
}

//! The tables, as `heartlink_store::tables` declares them.

use heartlink_store::tables::{Index, TTL_ATTRIBUTE, Table};
use serde_json::{Value, json};

use super::{pascal, substituted};

/// The logical id of `table`.
pub(super) fn id(table: Table) -> String {
    format!("{}Table", pascal(table.suffix()))
}

pub(super) fn resources() -> impl Iterator<Item = (String, Value)> {
    Table::ALL.into_iter().map(|table| (id(table), resource(table)))
}

/// A stack that is deleted takes its tables with it, but for production, whose
/// tables refuse to be deleted.
fn resource(table: Table) -> Value {
    let mut names = vec!["pk", "sk"];
    names.extend(table.indexes().iter().flat_map(|index| [index.hash, index.range]));
    names.sort_unstable();
    names.dedup();
    let attributes: Vec<Value> =
        names.into_iter().map(|name| json!({ "AttributeName": name, "AttributeType": "S" })).collect();
    let mut properties = json!({
        "TableName": substituted(format!("heartlink-${{Stage}}-{}", table.suffix())),
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": attributes,
        "KeySchema": keys("pk", "sk"),
        "TimeToLiveSpecification": { "AttributeName": TTL_ATTRIBUTE, "Enabled": true },
        "PointInTimeRecoverySpecification": { "PointInTimeRecoveryEnabled": !is_short_lived(table) },
        "DeletionProtectionEnabled": { "Fn::If": ["IsProd", true, false] },
    });
    if !table.indexes().is_empty() {
        properties["GlobalSecondaryIndexes"] = table.indexes().iter().map(index).collect();
    }
    if table.streams() {
        properties["StreamSpecification"] = json!({ "StreamViewType": "NEW_AND_OLD_IMAGES" });
    }
    json!({
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Retain",
        "Properties": properties,
    })
}

/// Whether what it holds is of no use a day later: nobody would restore it.
fn is_short_lived(table: Table) -> bool {
    matches!(table, Table::Idempotency | Table::Realtime)
}

fn index(index: &Index) -> Value {
    let projection = if index.whole_items { "ALL" } else { "KEYS_ONLY" };
    json!({
        "IndexName": index.name,
        "KeySchema": keys(index.hash, index.range),
        "Projection": { "ProjectionType": projection },
    })
}

fn keys(hash: &str, range: &str) -> Value {
    json!([
        { "AttributeName": hash, "KeyType": "HASH" },
        { "AttributeName": range, "KeyType": "RANGE" },
    ])
}

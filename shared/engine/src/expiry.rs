//! Deleting what has expired, as the service does by itself.
//!
//! Owns an index of each table's TTL attribute, so that only what is due is ever
//! read, and the deletion of a few items at a time. Never decides when (see
//! `Engine::sweep_ttl`).

use dynoxide::DynoxideError;
use dynoxide::actions::transact_write_items::{self, TransactWriteItemsRequest};
use dynoxide::storage::{Storage, TableMetadata};
use serde_json::{Map, Value, json};

use crate::dispatch::{Outcome, finished};

/// Items deleted in one step: few enough that nobody notices the wait.
const AT_A_TIME: usize = 25;

/// Who deleted the item, in a stream record.
const SERVICE: &str = r#"{"type":"Service","principalId":"dynamodb.amazonaws.com"}"#;

/// A table whose items may expire.
pub(crate) struct Expiring {
    table: String,
    /// When an item expires, in seconds since 1970; NULL for one that does not.
    due: String,
    keys: Vec<String>,
    is_streamed: bool,
}

/// The tables whose items may expire.
pub(crate) fn tables(storage: &Storage) -> Outcome<Vec<Expiring>> {
    let tables = storage.list_ttl_enabled_tables()?;
    tables.iter().filter_map(|table| Expiring::of(table).transpose()).collect()
}

/// Makes the indexes that are missing.
pub(crate) fn index(storage: &Storage) -> Outcome<()> {
    for Expiring { table, due, .. } in tables(storage)? {
        let (name, table) = (quoted(&format!("heartlink_expiry_{table}")), quoted(&table));
        storage.conn().execute_batch(&format!(
            "CREATE INDEX IF NOT EXISTS {name} ON {table} ({due}) WHERE {due} IS NOT NULL"
        ))?;
    }
    Ok(())
}

/// Deletes some of what expired before `now`, in one transaction. Returns how
/// many, and whether there may be more.
pub(crate) fn step(storage: &Storage, expiring: &Expiring, now: u64) -> Outcome<(usize, bool)> {
    let items = due_items(storage, expiring, now)?;
    if items.is_empty() {
        return Ok((0, false));
    }
    let deletions: Vec<Value> = items.iter().map(|item| expiring.deletion(item)).collect();
    let request: TransactWriteItemsRequest =
        serde_json::from_value(json!({ "TransactItems": deletions })).map_err(unreadable)?;
    let newest = newest_record(storage)?;
    finished(transact_write_items::execute(storage, request))?;
    if expiring.is_streamed {
        // Nobody reads in between: the engine is held until this is done.
        let mut signed =
            storage.conn().prepare_cached("UPDATE _stream_records SET user_identity = ?1 WHERE id > ?2")?;
        signed.execute((SERVICE, newest))?;
    }
    Ok((items.len(), items.len() == AT_A_TIME))
}

fn due_items(storage: &Storage, expiring: &Expiring, now: u64) -> Outcome<Vec<Value>> {
    let mut due = storage.conn().prepare_cached(&expiring.query())?;
    let now = i64::try_from(now).unwrap_or(i64::MAX);
    let rows = due.query_map([now], |row| row.get::<_, String>(0))?;
    rows.map(|row| serde_json::from_str(&row?).map_err(unreadable)).collect()
}

fn newest_record(storage: &Storage) -> Outcome<i64> {
    let mut newest = storage.conn().prepare_cached("SELECT COALESCE(MAX(id), 0) FROM _stream_records")?;
    Ok(newest.query_row([], |row| row.get(0))?)
}

impl Expiring {
    fn of(table: &TableMetadata) -> Outcome<Option<Self>> {
        let Some(attribute) = &table.ttl_attribute else { return Ok(None) };
        let schema: Vec<Value> = serde_json::from_str(&table.key_schema).map_err(unreadable)?;
        let keys = schema.iter().filter_map(|key| key["AttributeName"].as_str().map(str::to_owned));
        let path = format!(r#"$."{attribute}".N"#).replace('\'', "''");
        Ok(Some(Self {
            table: table.table_name.clone(),
            due: format!("CAST(json_extract(item_json, '{path}') AS INTEGER)"),
            keys: keys.collect(),
            is_streamed: table.stream_enabled,
        }))
    }

    fn query(&self) -> String {
        let (table, due) = (quoted(&self.table), &self.due);
        // A negative time is none, as with the service.
        format!(
            "SELECT item_json FROM {table} WHERE {due} IS NOT NULL AND {due} >= 0 AND {due} < ?1 \
             ORDER BY {due} LIMIT {AT_A_TIME}"
        )
    }

    fn deletion(&self, item: &Value) -> Value {
        let key: Map<String, Value> = self.keys.iter().map(|key| (key.clone(), item[key].clone())).collect();
        json!({ "Delete": { "TableName": self.table, "Key": key } })
    }
}

/// A name as SQL takes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn unreadable(error: serde_json::Error) -> DynoxideError {
    DynoxideError::InternalServerError(error.to_string())
}

#[cfg(test)]
mod tests {
    use dynoxide::actions::{create_table, put_item, update_time_to_live};

    use super::*;

    fn table_with_items(count: usize) -> Storage {
        let storage = Storage::memory().unwrap();
        let create = json!({
            "TableName": "things-that-end",
            "KeySchema": [{ "AttributeName": "pk", "KeyType": "HASH" }],
            "AttributeDefinitions": [{ "AttributeName": "pk", "AttributeType": "S" }],
            "BillingMode": "PAY_PER_REQUEST",
        });
        let table = create["TableName"].clone();
        finished(create_table::execute(&storage, serde_json::from_value(create).unwrap())).unwrap();
        let ttl = json!({
            "TableName": table, "TimeToLiveSpecification": { "AttributeName": "ends", "Enabled": true },
        });
        finished(update_time_to_live::execute(&storage, serde_json::from_value(ttl).unwrap())).unwrap();
        index(&storage).unwrap();
        for n in 0..count {
            let mut item = json!({ "pk": { "S": n.to_string() } });
            // Every second one expires, at its number.
            if n % 2 == 0 {
                item["ends"] = json!({ "N": n.to_string() });
            }
            let put = json!({ "TableName": table, "Item": item });
            finished(put_item::execute(&storage, serde_json::from_value(put).unwrap())).unwrap();
        }
        storage
    }

    #[test]
    fn only_what_is_due_is_read() {
        let storage = table_with_items(4);
        let expiring = tables(&storage).unwrap().remove(0);
        let plan: String = storage
            .conn()
            .query_row(&format!("EXPLAIN QUERY PLAN {}", expiring.query()), [5], |row| row.get(3))
            .unwrap();
        assert!(plan.starts_with("SEARCH") && plan.contains("USING INDEX heartlink_expiry_"), "{plan}");
    }

    #[test]
    fn a_step_deletes_a_few_and_the_rest_waits_for_the_next() {
        let storage = table_with_items(4 * AT_A_TIME);
        let expiring = tables(&storage).unwrap().remove(0);
        let now = 4 * AT_A_TIME as u64;
        assert_eq!(step(&storage, &expiring, now).unwrap(), (AT_A_TIME, true));
        assert_eq!(step(&storage, &expiring, now).unwrap(), (AT_A_TIME, true));
        assert_eq!(step(&storage, &expiring, now).unwrap(), (0, false));
    }

    #[test]
    fn what_expires_at_this_very_second_or_never_stays() {
        let storage = table_with_items(5);
        let expiring = tables(&storage).unwrap().remove(0);
        assert_eq!(step(&storage, &expiring, 4).unwrap(), (2, false));
        assert_eq!(step(&storage, &expiring, u64::MAX).unwrap(), (1, false));
        assert_eq!(storage.count_items(&expiring.table).unwrap(), 2);
    }
}

//! What an operation cost the store: calls and consumed units, counted by the
//! store itself. Never estimates.

use std::cell::RefCell;
use std::future::Future;

use aws_sdk_dynamodb::types::ConsumedCapacity;

/// The cost of one operation.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Cost {
    /// Round trips to the store.
    pub calls: u32,
    /// Write units of tables, without indexes.
    pub write_units: f64,
    /// Read units of tables and indexes.
    pub read_units: f64,
    /// Write units of indexes, on top.
    pub index_write_units: f64,
    /// Transactions lost to another writer.
    pub conflicts: u32,
    /// Attempts after the first, for any reason.
    pub retries: u32,
}

impl Cost {
    /// The sum of both.
    #[must_use]
    pub fn plus(self, other: Cost) -> Cost {
        Cost {
            calls: self.calls + other.calls,
            write_units: self.write_units + other.write_units,
            read_units: self.read_units + other.read_units,
            index_write_units: self.index_write_units + other.index_write_units,
            conflicts: self.conflicts + other.conflicts,
            retries: self.retries + other.retries,
        }
    }
}

tokio::task_local! {
    static COST: RefCell<Cost>;
}

/// Runs `operation` and returns what it cost beside its result.
pub async fn measure<T>(operation: impl Future<Output = T>) -> (T, Cost) {
    COST.scope(RefCell::new(Cost::default()), async {
        let result = operation.await;
        let cost = COST.with(|cost| *cost.borrow());
        (result, cost)
    })
    .await
}

fn record(change: impl FnOnce(&mut Cost)) {
    // Outside `measure` nobody asked for the cost.
    let _ = COST.try_with(|cost| change(&mut cost.borrow_mut()));
}

/// Adds what a part of the operation cost on a task of its own.
pub(crate) fn add(part: Cost) {
    record(|cost| *cost = cost.plus(part));
}

pub(crate) fn call() {
    record(|cost| cost.calls += 1);
}

pub(crate) fn conflict() {
    record(|cost| cost.conflicts += 1);
}

pub(crate) fn retry() {
    record(|cost| cost.retries += 1);
}

pub(crate) fn read(consumed: Option<&ConsumedCapacity>) {
    let units = consumed.and_then(ConsumedCapacity::capacity_units).unwrap_or(0.0);
    record(|cost| cost.read_units += units);
}

pub(crate) fn written(consumed: &[ConsumedCapacity]) {
    for table in consumed {
        let total = table.capacity_units().unwrap_or(0.0);
        let indexes: f64 = table
            .global_secondary_indexes()
            .into_iter()
            .flat_map(|indexes| indexes.values())
            .filter_map(aws_sdk_dynamodb::types::Capacity::capacity_units)
            .sum();
        record(|cost| {
            cost.write_units += total - indexes;
            cost.index_write_units += indexes;
        });
    }
}

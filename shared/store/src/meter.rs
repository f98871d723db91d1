//! What an operation cost the store: calls and consumed units, counted by the
//! store itself. Never estimates.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use aws_sdk_dynamodb::types::ConsumedCapacity;

use crate::context;

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
    /// Changes that took effect, each in one transaction or lone write.
    pub commits: u32,
    /// Transactions lost to another writer.
    pub conflicts: u32,
    /// Calls that the store turned away for load: of a table, an index or a key.
    pub throttles: u32,
    /// Attempts after the first, for any reason.
    pub retries: u32,
    /// Time spent waiting between attempts.
    pub waited: Duration,
    /// How long the leases were held that the operation ended.
    pub lease_held: Duration,
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
            commits: self.commits + other.commits,
            conflicts: self.conflicts + other.conflicts,
            throttles: self.throttles + other.throttles,
            retries: self.retries + other.retries,
            waited: self.waited + other.waited,
            lease_held: self.lease_held + other.lease_held,
        }
    }
}

/// One measurement, and the one that it is part of.
#[derive(Default)]
pub(crate) struct Meter {
    cost: Mutex<Cost>,
    within: Option<Arc<Meter>>,
}

impl Meter {
    fn cost(&self) -> MutexGuard<'_, Cost> {
        self.cost.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs `operation` and returns what it cost beside its result. Within another
/// measurement it counts for both, even if it does not come to its end.
pub async fn measure<T>(operation: impl Future<Output = T>) -> (T, Cost) {
    let within = context::read(|context| context.meter.clone()).flatten();
    let meter = Arc::new(Meter { cost: Mutex::default(), within });
    let result = context::within(|context| context.meter = Some(meter.clone()), operation).await;
    let cost = *meter.cost();
    (result, cost)
}

/// Runs `operation` as part of no measurement.
pub(crate) async fn apart<T>(operation: impl Future<Output = T>) -> T {
    context::within(|context| context.meter = None, operation).await
}

fn record(change: impl Fn(&mut Cost)) {
    // Outside `measure` nobody asked for the cost.
    let _ = context::read(|context| {
        let mut next = context.meter.as_ref();
        while let Some(meter) = next {
            change(&mut meter.cost());
            next = meter.within.as_ref();
        }
    });
}

pub(crate) fn call() {
    record(|cost| cost.calls += 1);
}

pub(crate) fn commit() {
    record(|cost| cost.commits += 1);
}

pub(crate) fn conflict() {
    record(|cost| cost.conflicts += 1);
}

pub(crate) fn throttle() {
    record(|cost| cost.throttles += 1);
}

pub(crate) fn retry() {
    record(|cost| cost.retries += 1);
}

pub(crate) fn waited(span: Duration) {
    record(|cost| cost.waited += span);
}

pub(crate) fn lease_held(span: Duration) {
    record(|cost| cost.lease_held += span);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_measured_within_a_measurement_counts_for_both() {
        let ((inner, aborted), outer) = measure(async {
            call();
            let inner = measure(async { call() }).await.1;
            let never = measure(async {
                call();
                std::future::pending::<()>().await;
            });
            let aborted = tokio::time::timeout(Duration::ZERO, never).await.is_err();
            (inner, aborted)
        })
        .await;
        assert_eq!((inner.calls, aborted, outer.calls), (1, true, 3));
    }

    #[tokio::test]
    async fn nothing_is_measured_where_nobody_asks() {
        call();
        assert_eq!(measure(async {}).await.1, Cost::default());
    }
}

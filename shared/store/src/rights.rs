//! Which rights an operation needed of what it works with: the tables and
//! indexes that it touched, and how.
//!
//! Owns the record of it, made where the store is called. On AWS a function is
//! granted exactly what the tests saw it need (`infra/rights.txt`). Without an
//! observer nothing is recorded; never decides what is allowed.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use futures::future::BoxFuture;

use crate::keys::Key;
use crate::plan::{Action, Plan};
use crate::tables::{Index, Table};

/// A right: what may be done with what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Right {
    /// A table without the deployment's prefix, or something beside the store
    /// (such as `connections`).
    pub resource: &'static str,
    /// An index of the table.
    pub index: Option<&'static str>,
    /// What is done with it, as IAM calls it.
    pub action: &'static str,
}

impl fmt::Display for Right {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.index {
            Some(index) => write!(f, "{}/{index} {}", self.resource, self.action),
            None => write!(f, "{} {}", self.resource, self.action),
        }
    }
}

/// Is told which rights a function used in one call.
pub type Observer = fn(function: &'static str, used: &BTreeSet<Right>);

type Used = Arc<Mutex<BTreeSet<Right>>>;

static OBSERVER: OnceLock<Observer> = OnceLock::new();

tokio::task_local! {
    static USED: Used;
}

/// Has every call of every function of this process observed. Only the first
/// observer has an effect.
pub fn observe(observer: Observer) {
    OBSERVER.get_or_init(|| observer);
}

/// Runs a call of `function`, and tells the observer what it used.
pub async fn observed<T>(function: &'static str, call: impl Future<Output = T>) -> T {
    let Some(observer) = OBSERVER.get() else { return call.await };
    let used = Used::default();
    let result = USED.scope(used.clone(), call).await;
    observer(function, &used.lock().unwrap_or_else(PoisonError::into_inner));
    result
}

/// The part of a call that runs as a task of its own: its rights are the call's.
pub(crate) async fn part_of_call<T>(used: Option<Rights>, part: impl Future<Output = T>) -> T {
    match used {
        Some(Rights(used)) => USED.scope(used, part).await,
        None => part.await,
    }
}

/// The record of the running call, to be handed to [`part_of_call`].
pub(crate) struct Rights(Used);

/// The record of the running call, if it is observed.
pub(crate) fn of_call() -> Option<Rights> {
    USED.try_with(|used| Rights(used.clone())).ok()
}

/// Records a right to something beside the store.
pub fn used(resource: &'static str, action: &'static str) {
    record(Right { resource, index: None, action });
}

/// Runs what belongs to other calls than the one beside which it happens.
pub(crate) async fn apart<T>(work: BoxFuture<'_, T>) -> T {
    match of_call() {
        Some(_) => USED.scope(Used::default(), work).await,
        None => work.await,
    }
}

/// The reading of `keys`: recorded where it is decided whether a memory will
/// do, since another process may have none.
pub(crate) fn reading(keys: &[Key]) {
    let action = if keys.len() == 1 { "GetItem" } else { "BatchGetItem" };
    keys.iter().for_each(|key| on_table(key.table, action));
}

/// The writing of `plan`.
pub(crate) fn writing(plan: &Plan) {
    for action in &plan.actions {
        let name = match action {
            Action::Put { .. } => "PutItem",
            Action::Add { .. } => "UpdateItem",
            Action::Delete { .. } => "DeleteItem",
        };
        on_table(action.key().table, name);
    }
}

/// What a call may come to do: recorded where its turning up rests on chance,
/// or on a state that few tests bring about.
pub(crate) fn may(table: Table, actions: &[&'static str]) {
    actions.iter().for_each(|action| on_table(table, action));
}

pub(crate) fn on_table(table: Table, action: &'static str) {
    record(Right { resource: table.suffix(), index: None, action });
}

pub(crate) fn query(table: Table, index: Option<Index>) {
    let index = index.map(|index| index.name);
    record(Right { resource: table.suffix(), index, action: "Query" });
}

fn record(right: Right) {
    // Outside an observed call nobody asked.
    let _ = USED.try_with(|used| used.lock().unwrap_or_else(PoisonError::into_inner).insert(right));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tables::POOL;

    static SEEN: Mutex<Vec<String>> = Mutex::new(Vec::new());

    #[tokio::test]
    async fn a_call_is_observed_with_its_tasks_and_nothing_else_is() {
        on_table(Table::Ledger, "PutItem");
        observe(|function, used| {
            SEEN.lock().unwrap().extend(used.iter().map(|right| format!("{function} {right}")));
        });
        observed("matching-ask", async {
            query(Table::Matching, Some(POOL));
            on_table(Table::Matching, "GetItem");
            let part = part_of_call(of_call(), async { on_table(Table::Matching, "PutItem") });
            tokio::spawn(part).await.unwrap();
        })
        .await;
        used("connections", "ManageConnections");
        let expected = [
            "matching-ask matching GetItem",
            "matching-ask matching PutItem",
            "matching-ask matching/pool Query",
        ];
        assert_eq!(*SEEN.lock().unwrap(), expected);
    }
}

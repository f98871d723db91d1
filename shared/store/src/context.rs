//! The call under way: which function runs, until when, what it has cost, and
//! which trace it is part of.
//!
//! Owns the system's one task-local. A part of a call that runs as a task of its
//! own takes the context along by [`carried`]; outside of a call there is none,
//! and nothing is limited, measured or traced.

use std::any::Any;
use std::sync::Arc;

use heartlink_domain::time::Timestamp;

use crate::meter::Meter;
use crate::permissions::Permission;
use crate::trace::Segment;

/// A function, and what it is granted.
#[derive(Clone, Copy)]
pub struct Function {
    /// Its name.
    pub name: &'static str,
    /// What its declaration grants it.
    pub permissions: &'static [&'static [Permission]],
    /// Whether it records its caller's activity beside its own work.
    pub records_activity: bool,
}

impl Function {
    /// Everything that it is granted; some of it may come twice.
    pub fn granted(&self) -> impl Iterator<Item = Permission> {
        let activity = self.records_activity.then_some(crate::permissions::ACTIVITY);
        self.permissions.iter().copied().chain(activity).flatten().copied()
    }
}

/// The functions on whose behalf work is done: one, but for what several
/// callers of one process have gathered to be written at once.
#[derive(Clone, Default)]
pub struct Functions(Vec<Function>);

impl Functions {
    /// Those of the call under way: none outside of one.
    pub fn current() -> Self {
        read(|context| context.functions.clone()).unwrap_or_default()
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Function> {
        self.0.iter()
    }

    /// Adds those of the call under way.
    pub(crate) fn add_current(&mut self) {
        for function in Self::current().0 {
            if self.0.iter().all(|known| known.name != function.name) {
                self.0.push(function);
            }
        }
    }

    /// Does `work` on their behalf.
    pub(crate) async fn perform<T>(self, work: impl Future<Output = T>) -> T {
        within(|context| context.functions = self, work).await
    }
}

/// What is known of the call under way.
#[derive(Clone, Default)]
pub(crate) struct Context {
    pub(crate) functions: Functions,
    pub(crate) deadline: Option<Timestamp>,
    pub(crate) meter: Option<Arc<Meter>>,
    pub(crate) segment: Option<Arc<Segment>>,
    batch: Option<Arc<dyn Any + Send + Sync>>,
}

tokio::task_local! {
    static CURRENT: Context;
}

/// What `look` finds in the context of the call under way, if there is one.
pub(crate) fn read<T>(look: impl FnOnce(&Context) -> T) -> Option<T> {
    CURRENT.try_with(look).ok()
}

/// Does `work` in the context of the call under way with what `change` makes of it.
pub(crate) async fn within<T>(change: impl FnOnce(&mut Context), work: impl Future<Output = T>) -> T {
    let mut context = read(Context::clone).unwrap_or_default();
    change(&mut context);
    CURRENT.scope(context, work).await
}

/// Runs a call of `function`.
pub async fn call<T>(function: Function, work: impl Future<Output = T>) -> T {
    within(|context| context.functions = Functions(vec![function]), work).await
}

/// `work` with the context of the call under way, to be run as a task of its own.
pub fn carried<T>(work: impl Future<Output = T>) -> impl Future<Output = T> {
    let context = read(Context::clone).unwrap_or_default();
    CURRENT.scope(context, work)
}

/// Does `work` for the batch of stream records that `batch` tells of.
pub async fn for_batch<B: Send + Sync + 'static, T>(batch: Arc<B>, work: impl Future<Output = T>) -> T {
    within(|context| context.batch = Some(batch), work).await
}

/// The batch that is being worked on.
pub fn batch<B: Send + Sync + 'static>() -> Option<Arc<B>> {
    read(|context| context.batch.clone())??.downcast().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASK: Function = Function { name: "matching-ask", permissions: &[], records_activity: true };

    fn names() -> Vec<&'static str> {
        Functions::current().iter().map(|function| function.name).collect()
    }

    #[tokio::test]
    async fn a_task_belongs_to_the_call_that_carried_its_context_over() {
        let seen = call(ASK, async {
            let with = tokio::spawn(carried(async { names() }));
            let without = tokio::spawn(async { names() });
            (with.await.unwrap(), without.await.unwrap())
        })
        .await;
        assert_eq!(seen, (vec!["matching-ask"], vec![]));
        assert!(names().is_empty());
    }

    #[tokio::test]
    async fn what_several_gathered_is_done_on_behalf_of_all_of_them_once() {
        let mut gathered = Functions::default();
        for function in [ASK, Function { name: "matching-pair", ..ASK }, ASK] {
            call(function, async { gathered.add_current() }).await;
        }
        let other = Function { name: "rooms-send", ..ASK };
        let seen = call(other, gathered.perform(async { names() })).await;
        assert_eq!(seen, ["matching-ask", "matching-pair"]);
    }
}

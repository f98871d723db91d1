//! What the outcome of a batch means to one of its writers.
//!
//! | outcome of the batch | what lost its condition | built on | verdict |
//! | --- | --- | --- | --- |
//! | committed | | | applied |
//! | lost | the record of the writer's own key | | replay: its recorded answer |
//! | lost | the record of another writer's key | | decide again, at no cost |
//! | lost | an item that the writer read | | decide again on it |
//! | lost | none of those: an entry beyond the head | the cache | decide again on what is stored |
//! | lost | none of those: an entry beyond the head | the store | a defect |
//! | contended | | | wait, decide again on what is stored |
//! | failed, for what one plan may be the cause of | | | of several writers, each alone; of one, its error |
//! | failed, and nobody knows whether it is stored | | | the error: the key tells the next call |
//! | abandoned | | | decide again: the key tells |

use super::commit_batch::BatchOutcome;
use crate::commit::Lost;
use crate::error::StoreError;
use crate::keys::Key;
use crate::plan::Item;
use crate::tables::Table;

/// What a writer does next.
#[derive(Debug)]
pub(super) enum Verdict<'a> {
    /// Its change is stored.
    Applied,
    /// Its key was used before: this is the record.
    Replay { record: &'a Item, jitter: f64 },
    /// It decides again. Whether the failure itself told what is stored now is
    /// `state_refreshed`.
    Again { jitter: f64, state_refreshed: bool },
    /// It decides again, and not on what is cached.
    CacheStale { jitter: f64 },
    /// It decides again: only another writer's key was in the way.
    AnotherKeyTaken { jitter: f64 },
    /// It decides again, and commits apart from the others.
    Alone,
    /// It decides again: nobody knows what came of it.
    Unknown,
    /// It fails.
    Failed(StoreError),
}

impl BatchOutcome {
    /// The items for which nothing is stored.
    pub(super) fn lost(&self) -> Option<&Lost> {
        match self {
            Self::Lost { lost, .. } => Some(lost),
            _ => None,
        }
    }

    /// The verdict for a writer who decided on the items at `keys` and whose
    /// outcome is recorded at `idempotency`.
    pub(super) fn verdict(&self, keys: &[Key], idempotency: Option<&Key>) -> Verdict<'_> {
        let (lost, fresh, jitter) = match self {
            Self::Committed => return Verdict::Applied,
            Self::Contended { jitter } => {
                return Verdict::Again { jitter: *jitter, state_refreshed: false };
            }
            // The store told that one of the plans is wrong, and nothing is stored.
            Self::Failed { error: StoreError::Bug(_), writers: 2.. } => return Verdict::Alone,
            Self::Failed { error, .. } => return Verdict::Failed(error.clone()),
            Self::Abandoned => return Verdict::Unknown,
            Self::Lost { lost, fresh, jitter } => (lost, *fresh, *jitter),
        };
        if let Some(record) = idempotency.and_then(|key| lost.item(key)) {
            return Verdict::Replay { record, jitter };
        }
        if lost.items().any(|(key, _)| key.table == Table::Idempotency) {
            return Verdict::AnotherKeyTaken { jitter };
        }
        if keys.iter().any(|key| lost.concerns(key)) {
            return Verdict::Again { jitter, state_refreshed: true };
        }
        // What only this account's own next change may write is there.
        if fresh {
            return Verdict::Failed(StoreError::bug("an item stands beyond the head of its ledger"));
        }
        Verdict::CacheStale { jitter }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(table: Table, pk: &str) -> Key {
        Key { table, pk: pk.to_owned(), sk: "X".to_owned() }
    }

    fn lost_to(key: Key, fresh: bool) -> BatchOutcome {
        let lost = Lost::from_iter([(key, Some(Item::new()))]);
        BatchOutcome::Lost { lost, fresh, jitter: 0.5 }
    }

    fn failed(error: StoreError, writers: u32) -> BatchOutcome {
        BatchOutcome::Failed { error, writers }
    }

    #[test]
    fn each_row_of_the_table_holds() {
        let [head, own, other] =
            [key(Table::Ledger, "A#ann"), key(Table::Idempotency, "own"), key(Table::Idempotency, "other")];
        let entry = key(Table::Ledger, "E");
        let (bug, unknown) = (StoreError::bug("too large"), StoreError::Unavailable(String::new()));
        let told = |outcome: &BatchOutcome| match outcome.verdict(std::slice::from_ref(&head), Some(&own)) {
            Verdict::Applied => "applied",
            Verdict::Replay { .. } => "replay",
            Verdict::Again { state_refreshed: true, .. } => "again",
            Verdict::Again { state_refreshed: false, .. } => "wait",
            Verdict::CacheStale { .. } => "again on what is stored",
            Verdict::AnotherKeyTaken { .. } => "again at no cost",
            Verdict::Alone => "alone",
            Verdict::Unknown => "the key tells",
            Verdict::Failed(StoreError::Unavailable(_)) => "unavailable",
            Verdict::Failed(_) => "defect",
        };
        for (outcome, verdict) in [
            (BatchOutcome::Committed, "applied"),
            (lost_to(own.clone(), true), "replay"),
            (lost_to(other, true), "again at no cost"),
            (lost_to(head.clone(), true), "again"),
            (lost_to(entry.clone(), false), "again on what is stored"),
            (lost_to(entry, true), "defect"),
            (BatchOutcome::Contended { jitter: 0.5 }, "wait"),
            (failed(bug.clone(), 2), "alone"),
            (failed(bug, 1), "defect"),
            (failed(unknown, 2), "unavailable"),
            (BatchOutcome::Abandoned, "the key tells"),
        ] {
            assert_eq!(told(&outcome), verdict, "{outcome:?}");
        }
    }
}

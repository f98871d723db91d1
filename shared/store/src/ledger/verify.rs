//! Verifying a stored ledger, and the checkpoint that remembers how far it was
//! sound. Never repairs.

use heartlink_domain::ledger::{Account, AccountId, Checkpoint, Verification, Verifier};

use crate::Store;
use crate::calls::Range;
use crate::error::StoreError;
use crate::keys::{ENTRY_PREFIX, Key, numbered};
use crate::ledger::entries::{READ, entries_query};
use crate::plan::{Item, from_item, to_item};

/// Reads that one verification takes at most.
const READS: u32 = 100_000;

impl Store {
    /// Verifies the ledger of `account`: all of it, or what was added since it
    /// was verified last.
    ///
    /// Entries are read to their end, then the head by `head`, then the entries
    /// that came in between: so an append is not mistaken for a problem.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn verify_ledger(
        &self,
        account: &AccountId,
        incremental: bool,
        head: impl AsyncFnOnce() -> Result<Account, StoreError>,
    ) -> Result<Verification, StoreError> {
        let checkpoint = if incremental { self.checkpoint(account).await? } else { None };
        let mut verifier = match checkpoint {
            Some(checkpoint) => Verifier::resume(account, checkpoint),
            None => Verifier::full(account),
        };
        self.check_entries(account, &mut verifier, u64::MAX).await?;
        let head = head().await?;
        if verifier.next_seq() <= head.last_seq {
            self.check_entries(account, &mut verifier, head.last_seq).await?;
        }
        let verification = verifier.finish(&head);
        if let Some(checkpoint) = verification.checkpoint.as_ref().filter(|checkpoint| checkpoint.seq > 0) {
            self.replace(&Key::checkpoint(account), to_item(checkpoint)?).await?;
        }
        Ok(verification)
    }

    async fn checkpoint(&self, account: &AccountId) -> Result<Option<Checkpoint>, StoreError> {
        self.get(&Key::checkpoint(account)).await?.map(from_item).transpose()
    }

    /// Hands `verifier` the entries from its next one to entry `last`.
    async fn check_entries(
        &self,
        account: &AccountId,
        verifier: &mut Verifier,
        last: u64,
    ) -> Result<(), StoreError> {
        let end = numbered(ENTRY_PREFIX, last);
        let mut start = numbered(ENTRY_PREFIX, verifier.next_seq());
        for _ in 0..READS {
            if start > end {
                return Ok(());
            }
            let range = Range::Between(start, end.clone());
            let items = self.query(&entries_query(account, range, READ, false)).await?;
            let Some(read) = items.last().map(seq_of) else { return Ok(()) };
            let full = items.len() >= usize::try_from(READ).unwrap_or(usize::MAX);
            for item in items {
                let seq = seq_of(&item);
                match from_item(item) {
                    Ok(entry) => verifier.entry(&entry),
                    Err(_) => verifier.unreadable(seq),
                }
            }
            if !full || read == u64::MAX {
                return Ok(());
            }
            start = numbered(ENTRY_PREFIX, read + 1);
        }
        Err(StoreError::Unavailable("the ledger is too long for one verification".to_owned()))
    }
}

/// The number in an entry's sort key.
fn seq_of(item: &Item) -> u64 {
    let key = item.get("sk").and_then(|sk| sk.as_s().ok());
    key.and_then(|sk| sk.strip_prefix(ENTRY_PREFIX)?.parse().ok()).unwrap_or_default()
}

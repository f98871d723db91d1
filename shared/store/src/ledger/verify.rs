//! Verifying a stored ledger, and the checkpoint that remembers how far it was
//! sound. Never repairs.

use heartlink_domain::ledger::{Account, AccountId, Checkpoint, MAX_SEQ, Verification, Verifier};
use serde::Deserialize;

use crate::Store;
use crate::calls::Range;
use crate::error::StoreError;
use crate::keys::{CHECKPOINT, ENTRY_PREFIX, HEAD, Key, numbered};
use crate::ledger::entries::{READ, entries_query};
use crate::plan::{Item, from_item, to_item};

/// Reads that one verification takes at most.
const READS: u32 = 100_000;

/// A ledger that was verified.
#[derive(Debug)]
pub(crate) struct Verified {
    /// What was found.
    pub verification: Verification,
    /// The checkpoint that it was held against.
    pub checkpoint: Option<Checkpoint>,
    /// The head as it is stored.
    pub head: Option<Item>,
}

/// What every head has, whatever it is the head of.
#[derive(Deserialize)]
struct Head {
    account: Account,
}

/// What a reading of the partition came upon.
#[derive(Default)]
struct Found {
    checkpoint: Option<Checkpoint>,
    head: Option<Item>,
}

impl Store {
    /// Verifies the ledger of `account`: all of it, held against the checkpoint,
    /// or what was added since it was verified last.
    ///
    /// Checkpoint, entries and head lie next to each other in that order, and are
    /// read in that order, followed by the entries that came in between: so an
    /// append is not mistaken for a problem. A short ledger is one query.
    ///
    /// # Errors
    /// The store's.
    pub(crate) async fn verify_ledger(
        &self,
        account: &AccountId,
        incremental: bool,
    ) -> Result<Verified, StoreError> {
        let mut found = Found::default();
        let mut verifier = Verifier::full(account);
        let mut start = CHECKPOINT.to_owned();
        if incremental && let Some(item) = self.get(&Key::checkpoint(account)).await? {
            let checkpoint = checkpoint_in(account, item);
            verifier = Verifier::resume(account, checkpoint.clone());
            start = numbered(ENTRY_PREFIX, verifier.next_seq());
            found.checkpoint = Some(checkpoint);
        }
        self.read_ledger(account, (&mut verifier, &mut found), start, HEAD).await?;
        let Found { checkpoint, head } = found;
        let known = head.clone().map_or_else(
            || Ok(Account::new(account.clone())),
            |item| from_item::<Head>(item).map(|head| head.account),
        );
        let known = match known {
            Ok(known) => {
                if verifier.next_seq() <= known.last_seq {
                    let (start, end) =
                        (numbered(ENTRY_PREFIX, verifier.next_seq()), numbered(ENTRY_PREFIX, known.last_seq));
                    self.read_ledger(account, (&mut verifier, &mut Found::default()), start, &end).await?;
                }
                known
            }
            Err(_) => {
                verifier.unreadable(0);
                verifier.reached()
            }
        };
        let verification = verifier.finish(&known);
        let sound = verification.checkpoint.as_ref().filter(|sound| sound.seq > 0);
        let forged =
            verification.problems.iter().any(|p| p.what == heartlink_domain::ledger::Fault::WrongCheckpoint);
        if let Some(sound) = sound.filter(|sound| !forged && checkpoint.as_ref() != Some(sound)) {
            self.put_checkpoint(sound).await?;
        }
        Ok(Verified { verification, checkpoint, head })
    }

    /// Remembers how far a ledger is sound.
    pub(crate) async fn put_checkpoint(&self, checkpoint: &Checkpoint) -> Result<(), StoreError> {
        self.replace(&Key::checkpoint(&checkpoint.account), to_item(checkpoint)?).await
    }

    /// Reads the partition of `account` from `start` to `end`.
    async fn read_ledger(
        &self,
        account: &AccountId,
        (verifier, found): (&mut Verifier, &mut Found),
        mut start: String,
        end: &str,
    ) -> Result<(), StoreError> {
        for _ in 0..READS {
            let range = Range::Between(start, end.to_owned());
            let page = self.query(&entries_query(account, range, READ, false)).await?;
            let mut last = 0;
            for item in page.items {
                let sort_key = sort_key(&item);
                let Some(seq) = sort_key.strip_prefix(ENTRY_PREFIX) else {
                    match sort_key.as_str() {
                        CHECKPOINT => {
                            let claim = checkpoint_in(account, item);
                            *verifier = Verifier::full_against(account, Some(claim.clone()));
                            found.checkpoint = Some(claim);
                        }
                        HEAD => found.head = Some(item),
                        _ => {}
                    }
                    continue;
                };
                last = seq.parse().unwrap_or_default();
                match from_item(item) {
                    Ok(entry) => verifier.entry(&entry),
                    Err(_) => verifier.unreadable(last),
                }
            }
            if page.next.is_none() || last == u64::MAX || found.head.is_some() {
                return Ok(());
            }
            start = numbered(ENTRY_PREFIX, last + 1);
        }
        Err(StoreError::Unavailable("the ledger is too long for one verification".to_owned()))
    }
}

/// The checkpoint that `item` holds; one that nothing bears out if it cannot be
/// read.
fn checkpoint_in(account: &AccountId, item: Item) -> Checkpoint {
    from_item(item).unwrap_or_else(|_| Checkpoint { seq: MAX_SEQ, ..Checkpoint::start(account.clone()) })
}

fn sort_key(item: &Item) -> String {
    item.get("sk").and_then(|sk| sk.as_s().ok()).cloned().unwrap_or_default()
}

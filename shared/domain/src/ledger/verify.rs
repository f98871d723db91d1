//! Verifying a ledger, in full or from a remembered prefix.
//!
//! Owns what a sound chain is and what is wrong with another. Never repairs,
//! and never reads: entries are handed in, page by page, in the order stored.
//!
//! The chain has no secret. It shows every change that was made to stored
//! entries without rewriting all that follow; against one who rewrites the
//! whole ledger and its head, a checkpoint kept elsewhere is the evidence.

use serde::{Deserialize, Serialize};

use crate::ledger::{Account, AccountId, Entry, Hash};

/// Problems that one verification lists; more are only counted.
pub const MAX_PROBLEMS: usize = 100;

/// A prefix of a ledger that was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// Of which account.
    pub account: AccountId,
    /// Its last entry; 0 for none.
    pub seq: u64,
    /// Hash of that entry.
    pub hash: Hash,
    /// Balance after that entry, in minor units.
    pub balance: i64,
}

impl Checkpoint {
    /// The prefix of `account` that has no entries.
    pub fn start(account: AccountId) -> Self {
        let hash = Hash::genesis(&account);
        Self { account, seq: 0, hash, balance: 0 }
    }
}

/// Something wrong with a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The entry where it shows; for the head, its last one.
    pub seq: u64,
    /// What is wrong.
    pub what: Fault,
    /// The figures, for a person to read.
    pub detail: String,
}

/// What can be wrong with a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Entries are missing before it.
    Missing,
    /// It stands there twice.
    Duplicated,
    /// It stands behind a later one.
    OutOfOrder,
    /// It belongs to another account.
    WrongAccount,
    /// Its content is not what was hashed.
    Altered,
    /// It does not follow from the entry before.
    ChainBroken,
    /// Its balance is not the one before plus its amount.
    WrongBalance,
    /// It cannot be read.
    Unreadable,
    /// The checkpoint is not what is stored there.
    WrongCheckpoint,
    /// The head's balance is not that of the last entry.
    HeadBalance,
    /// The head's hash is not that of the last entry.
    HeadHash,
    /// There are entries that the head does not know of.
    BeyondHead,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// Whether nothing is wrong.
    pub consistent: bool,
    /// Entries of the ledger, those below the checkpoint included.
    pub entries: u64,
    /// Entries that this run read.
    pub checked: u64,
    /// The balance that the head states, in minor units.
    pub balance: i64,
    /// Sum of all amounts, in minor units; what the balance should be.
    pub sum: i64,
    /// What is wrong, at most [`MAX_PROBLEMS`] of it.
    pub problems: Vec<Problem>,
    /// How many problems there are in all.
    pub problems_total: u64,
    /// The longest prefix without a problem, to begin from next time; `None`
    /// where the one handed in proved wrong.
    pub checkpoint: Option<Checkpoint>,
}

/// A verification under way.
///
/// The store reads entries to their end, then the head, then any entries up to
/// the head's last: so an append in between is not mistaken for a problem, and
/// no entry beyond the head stays unseen.
#[derive(Debug, Clone)]
pub struct Verifier {
    account: AccountId,
    next_seq: u64,
    hash: Hash,
    balance: i64,
    sum: i128,
    checked: u64,
    /// The checkpoint whose own entry has not come yet.
    anchor: Option<Checkpoint>,
    /// A checkpoint that is only compared: every entry is looked at.
    claim: Option<Checkpoint>,
    sound: Option<Checkpoint>,
    problems: Vec<Problem>,
    problems_total: u64,
}

impl Verifier {
    /// Begins with the first entry.
    pub fn full(account: &AccountId) -> Self {
        Self::after(account, Checkpoint::start(account.clone()))
    }

    /// Begins with the first entry, and holds what comes against `checkpoint`.
    pub fn full_against(account: &AccountId, checkpoint: Option<Checkpoint>) -> Self {
        let mut verifier = Self::full(account);
        let claim = checkpoint.filter(|claim| claim.seq > 0);
        if claim.as_ref().is_some_and(|claim| claim.account != *account) {
            verifier.note(0, Fault::WrongCheckpoint, "the checkpoint belongs to another ledger".to_owned());
        } else {
            verifier.claim = claim;
        }
        verifier
    }

    /// Begins with the entry that `checkpoint` ends with, which must still be
    /// what it was. Entries before it are not looked at.
    pub fn resume(account: &AccountId, checkpoint: Checkpoint) -> Self {
        let mut verifier = Self::after(account, checkpoint.clone());
        let unsound = checkpoint.account != *account
            || checkpoint.seq == 0 && checkpoint.hash != Hash::genesis(account);
        if unsound || checkpoint.seq == 0 && checkpoint.balance != 0 {
            verifier.reject(checkpoint.seq, "belongs to another ledger");
        }
        verifier.anchor = Some(checkpoint).filter(|checkpoint| checkpoint.seq > 0);
        verifier
    }

    fn after(account: &AccountId, checkpoint: Checkpoint) -> Self {
        Self {
            account: account.clone(),
            next_seq: checkpoint.seq.saturating_add(1),
            hash: checkpoint.hash.clone(),
            balance: checkpoint.balance,
            sum: i128::from(checkpoint.balance),
            checked: 0,
            anchor: None,
            claim: None,
            sound: Some(checkpoint),
            problems: Vec::new(),
            problems_total: 0,
        }
    }

    /// The first entry to read from now on.
    pub fn next_seq(&self) -> u64 {
        self.anchor.as_ref().map_or(self.next_seq, |anchor| anchor.seq)
    }

    /// The next entry as it is stored.
    pub fn entry(&mut self, entry: &Entry) {
        self.checked = self.checked.saturating_add(1);
        if let Some(anchor) = self.anchor.take() {
            if entry.seq == anchor.seq {
                self.check_anchor(entry, &anchor);
                return;
            }
            self.reject(anchor.seq, "its entry is missing");
        }
        if entry.seq < self.next_seq {
            let last = self.next_seq - 1;
            let what = if entry.seq == last { Fault::Duplicated } else { Fault::OutOfOrder };
            self.note(entry.seq, what, format!("comes after entry {last}"));
            return;
        }
        self.check_self(entry);
        self.check_link(entry);
        self.check_claim(entry);
        self.next_seq = entry.seq.saturating_add(1);
        self.hash = entry.hash.clone();
        self.balance = entry.balance_after;
        self.sum = self.sum.saturating_add(i128::from(entry.amount));
        if self.problems_total == 0 {
            self.sound = Some(Checkpoint {
                account: self.account.clone(),
                seq: entry.seq,
                hash: entry.hash.clone(),
                balance: entry.balance_after,
            });
        }
    }

    /// Something stood where entry `seq` should, or the head where `seq` is 0, but
    /// was none.
    pub fn unreadable(&mut self, seq: u64) {
        self.checked = self.checked.saturating_add(1);
        self.note(seq, Fault::Unreadable, "is not an entry".to_owned());
    }

    /// The head that would follow from the entries so far.
    pub fn reached(&self) -> Account {
        Account {
            id: self.account.clone(),
            balance: self.balance,
            last_seq: self.next_seq.saturating_sub(1),
            last_hash: self.hash.clone(),
        }
    }

    /// Compares with the head, which must have been read after every entry
    /// beyond its last.
    pub fn finish(mut self, head: &Account) -> Verification {
        if let Some(anchor) = self.anchor.take() {
            self.reject(anchor.seq, "its entry is missing");
        }
        if let Some(claim) = self.claim.take() {
            self.note(claim.seq, Fault::WrongCheckpoint, "the entry of the checkpoint is missing".to_owned());
        }
        let (seq, last) = (head.last_seq, self.next_seq - 1);
        if head.id != self.account {
            self.note(seq, Fault::WrongAccount, format!("the head is that of {}", head.id));
        }
        if seq > last {
            self.note(seq, Fault::Missing, format!("no entries {} to {seq}", self.next_seq));
        } else if seq < last {
            self.note(last, Fault::BeyondHead, format!("the head ends at {seq}"));
        }
        if head.balance != self.balance {
            let detail = format!("{} instead of {}", head.balance, self.balance);
            self.note(seq, Fault::HeadBalance, detail);
        }
        if head.last_hash != self.hash {
            self.note(seq, Fault::HeadHash, "is not that of the last entry".to_owned());
        }
        let limit = |sum: i128| i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX });
        Verification {
            consistent: self.problems_total == 0,
            entries: last,
            checked: self.checked,
            balance: head.balance,
            sum: limit(self.sum),
            problems: self.problems,
            problems_total: self.problems_total,
            checkpoint: self.sound,
        }
    }

    fn check_anchor(&mut self, entry: &Entry, anchor: &Checkpoint) {
        self.check_self(entry);
        if entry.hash != anchor.hash || entry.balance_after != anchor.balance {
            self.reject(anchor.seq, "is not what its entry says");
            self.hash = entry.hash.clone();
            self.balance = entry.balance_after;
            self.sum = i128::from(entry.balance_after);
        }
        if self.problems_total > 0 {
            self.sound = None;
        }
    }

    fn check_claim(&mut self, entry: &Entry) {
        let Some(claim) = self.claim.take_if(|claim| claim.seq <= entry.seq) else { return };
        if (claim.seq, &claim.hash, claim.balance) != (entry.seq, &entry.hash, entry.balance_after) {
            let detail = "the checkpoint is not what its entry says".to_owned();
            self.note(claim.seq, Fault::WrongCheckpoint, detail);
        }
    }

    fn check_self(&mut self, entry: &Entry) {
        if entry.account != self.account {
            self.note(entry.seq, Fault::WrongAccount, format!("is of {}", entry.account));
        }
        if entry.hash != entry.expected_hash() {
            self.note(entry.seq, Fault::Altered, "is not what was hashed".to_owned());
        }
    }

    /// What cannot be said across a gap is not said.
    fn check_link(&mut self, entry: &Entry) {
        if entry.seq > self.next_seq {
            let detail = format!("no entries {} to {}", self.next_seq, entry.seq - 1);
            self.note(entry.seq, Fault::Missing, detail);
            return;
        }
        if entry.previous_hash != self.hash {
            self.note(entry.seq, Fault::ChainBroken, "does not follow from the one before".to_owned());
        }
        if self.balance.checked_add(entry.amount) != Some(entry.balance_after) {
            let detail = format!("{} {:+} is not {}", self.balance, entry.amount, entry.balance_after);
            self.note(entry.seq, Fault::WrongBalance, detail);
        }
    }

    fn reject(&mut self, seq: u64, why: &str) {
        self.sound = None;
        self.note(seq, Fault::WrongCheckpoint, format!("the checkpoint {why}"));
    }

    fn note(&mut self, seq: u64, what: Fault, detail: String) {
        self.problems_total = self.problems_total.saturating_add(1);
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(Problem { seq, what, detail });
        }
    }
}

#[cfg(test)]
mod tests;

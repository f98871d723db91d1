//! Verifying a ledger, in full or from a remembered prefix.
//!
//! Owns what a sound chain is and what is wrong with another. Never repairs,
//! and never reads: entries are handed in, page by page, in the order stored.
//!
//! The chain has no secret. It shows every change that was made to stored
//! entries without rewriting all that follow; against one who rewrites the
//! whole ledger and its head, a checkpoint kept elsewhere is the evidence.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::ledger::{Account, AccountId, Entry, Hash};

/// Problems that one verification lists; more are only counted.
pub const MAX_PROBLEMS: usize = 100;

/// A prefix of a ledger that was verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The entry where it shows; for the head, its last one.
    pub seq: u64,
    /// What is wrong.
    pub what: Fault,
    /// The figures, for a person to read.
    pub detail: String,
}

/// What can be wrong with a ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
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
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
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
    #[schema(nullable)]
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

    /// Something stood where entry `seq` should, but was none.
    pub fn unreadable(&mut self, seq: u64) {
        self.checked = self.checked.saturating_add(1);
        self.note(seq, Fault::Unreadable, "is not an entry".to_owned());
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
mod tests {
    use super::*;
    use crate::ledger::append;
    use crate::ledger::fixture::{account, at, chain, draft};

    fn verify(verifier: Verifier, entries: &[Entry], head: &Account) -> Verification {
        let mut verifier = verifier;
        entries.iter().for_each(|entry| verifier.entry(entry));
        verifier.finish(head)
    }

    fn found(entries: &[Entry], head: &Account) -> Vec<(u64, Fault)> {
        let found = verify(Verifier::full(&account().id), entries, head);
        assert_eq!(found.consistent, found.problems.is_empty());
        found.problems.into_iter().map(|problem| (problem.seq, problem.what)).collect()
    }

    /// The entry as a thorough forger leaves it.
    fn rehashed(mut entry: Entry) -> Entry {
        entry.hash = entry.expected_hash();
        entry
    }

    #[test]
    fn a_sound_ledger_is_consistent_in_full_and_from_every_checkpoint() {
        let (head, entries) = chain(6);
        let full = verify(Verifier::full(&head.id), &entries, &head);
        assert!(full.consistent, "{full:?}");
        assert_eq!((full.entries, full.checked), (6, 6));
        assert_eq!((full.balance, full.sum), (head.balance, head.balance));
        for count in 0..=6_usize {
            let checkpoint = verify(Verifier::full(&head.id), &entries[..count], &head).checkpoint.unwrap();
            assert_eq!(checkpoint.seq, count as u64);
            let verifier = Verifier::resume(&head.id, checkpoint);
            let first = usize::try_from(verifier.next_seq()).unwrap();
            let rest = verify(verifier, &entries[first - 1..], &head);
            assert!(rest.consistent, "{rest:?}");
            assert_eq!(rest.checked, (6 - count as u64 + 1).min(6), "costs what was added, and one");
            assert_eq!((rest.entries, rest.sum, rest.checkpoint), (6, head.balance, full.checkpoint.clone()));
        }
    }

    #[test]
    fn a_full_verification_finds_a_forged_checkpoint() {
        let (head, entries) = chain(6);
        let sound = verify(Verifier::full(&head.id), &entries[..4], &head).checkpoint.unwrap();
        let against = |checkpoint: Checkpoint| {
            let found = verify(Verifier::full_against(&head.id, Some(checkpoint)), &entries, &head);
            assert_eq!(found.checked, 6, "every entry is looked at");
            found.problems.iter().map(|problem| (problem.seq, problem.what)).collect::<Vec<_>>()
        };
        assert_eq!(against(sound.clone()), []);
        let hash = entries[0].hash.clone();
        for (forged, seq) in [
            (Checkpoint { balance: 1, ..sound.clone() }, 4),
            (Checkpoint { hash, ..sound.clone() }, 4),
            (Checkpoint { seq: 9, ..sound.clone() }, 9),
            (Checkpoint { account: AccountId::new("wallet", &["bob", "CREDIT"]), ..sound }, 0),
        ] {
            assert_eq!(against(forged), [(seq, Fault::WrongCheckpoint)]);
        }
    }

    #[test]
    fn an_account_without_entries_is_consistent() {
        let checked = verify(Verifier::full(&account().id), &[], &account());
        assert!(checked.consistent);
        assert_eq!(checked.checkpoint, Some(Checkpoint::start(account().id)));
    }

    #[test]
    fn a_missing_entry_is_found_at_both_ends_and_in_the_middle() {
        let (head, entries) = chain(4);
        let without = |index: usize| [&entries[..index], &entries[index + 1..]].concat();
        assert_eq!(found(&without(0), &head), [(2, Fault::Missing)]);
        assert_eq!(found(&without(1), &head), [(3, Fault::Missing)]);
        let cut = found(&without(3), &head);
        assert_eq!(cut, [(4, Fault::Missing), (4, Fault::HeadBalance), (4, Fault::HeadHash)]);
    }

    #[test]
    fn a_duplicate_and_a_changed_order_are_found() {
        let (head, entries) = chain(3);
        let [one, two, three] = [0, 1, 2].map(|index| entries[index].clone());
        let twice = [one.clone(), two.clone(), two.clone(), three.clone()];
        assert_eq!(found(&twice, &head), [(2, Fault::Duplicated)]);
        let swapped = found(&[one, three, two], &head);
        assert_eq!(swapped, [(3, Fault::Missing), (2, Fault::OutOfOrder)]);
    }

    #[test]
    fn an_altered_entry_is_found_also_when_it_was_hashed_again() {
        let (head, mut entries) = chain(3);
        entries[1].description = Some("something else".into());
        assert_eq!(found(&entries, &head), [(2, Fault::Altered)]);
        entries[1] = rehashed(entries[1].clone());
        assert_eq!(found(&entries, &head), [(3, Fault::ChainBroken)]);
    }

    #[test]
    fn an_amount_that_was_raised_does_not_add_up() {
        let (head, mut entries) = chain(3);
        entries[2].amount += 1;
        entries[2] = rehashed(entries[2].clone());
        let wrong = found(&entries, &head);
        assert_eq!(wrong, [(3, Fault::WrongBalance), (3, Fault::HeadHash)]);
    }

    #[test]
    fn an_entry_of_another_account_is_found() {
        let other = Account::new(AccountId::new("wallet", &["eve", "CREDIT"]));
        let (_, foreign) = append(&other, draft(5), at(1)).unwrap();
        let (head, _) = append(&account(), draft(5), at(1)).unwrap();
        let faults = found(&[foreign], &head);
        assert!(faults.contains(&(1, Fault::WrongAccount)) && faults.contains(&(1, Fault::ChainBroken)));
        assert_eq!(found(&[], &other), [(0, Fault::WrongAccount), (0, Fault::HeadHash)]);
    }

    #[test]
    fn an_entry_that_cannot_be_read_is_a_problem_and_not_a_failure() {
        let (head, entries) = chain(2);
        let mut verifier = Verifier::full(&head.id);
        verifier.entry(&entries[0]);
        verifier.unreadable(2);
        let verification = verifier.finish(&head);
        assert_eq!(verification.problems[0].what, Fault::Unreadable);
        assert_eq!(verification.checkpoint.unwrap().seq, 1);
    }

    #[test]
    fn a_head_that_differs_from_its_last_entry_is_found_and_the_sum_is_told() {
        let (head, entries) = chain(3);
        let richer = Account { balance: head.balance + 9, ..head.clone() };
        assert_eq!(found(&entries, &richer), [(3, Fault::HeadBalance)]);
        assert_eq!(verify(Verifier::full(&head.id), &entries, &richer).sum, head.balance);
        let shorter = Account { last_seq: 2, ..head };
        assert_eq!(found(&entries, &shorter), [(3, Fault::BeyondHead)]);
    }

    #[test]
    fn a_forged_checkpoint_is_found_and_forgotten() {
        let (head, entries) = chain(4);
        let two = verify(Verifier::full(&head.id), &entries[..2], &head).checkpoint.unwrap();
        let other = AccountId::new("wallet", &["eve", "CREDIT"]);
        for forged in [
            Checkpoint { balance: two.balance + 1, ..two.clone() },
            Checkpoint { hash: entries[2].hash.clone(), ..two.clone() },
            Checkpoint { seq: 3, ..two.clone() },
            Checkpoint { seq: 9, ..two.clone() },
            Checkpoint { seq: 0, ..two.clone() },
            Checkpoint { balance: 1, ..Checkpoint::start(head.id.clone()) },
            Checkpoint { account: other.clone(), ..two.clone() },
            Checkpoint::start(other),
        ] {
            let verifier = Verifier::resume(&head.id, forged);
            let from = verifier.next_seq();
            let rest: Vec<Entry> = entries.iter().filter(|entry| entry.seq >= from).cloned().collect();
            let checked = verify(verifier, &rest, &head);
            assert!(checked.problems.iter().any(|problem| problem.what == Fault::WrongCheckpoint));
            assert_eq!(checked.checkpoint, None);
        }
    }

    #[test]
    fn the_checkpoint_stays_before_the_first_problem() {
        let (head, mut entries) = chain(5);
        entries[3].kind = "other".into();
        let checked = verify(Verifier::full(&head.id), &entries, &head);
        assert_eq!(checked.checkpoint.unwrap().seq, 3);
    }

    #[test]
    fn problems_are_listed_to_a_limit_and_counted_beyond() {
        let (head, mut entries) = chain(150);
        entries.iter_mut().for_each(|entry| entry.kind = "other".into());
        let checked = verify(Verifier::full(&head.id), &entries, &head);
        assert_eq!((checked.problems.len(), checked.problems_total), (MAX_PROBLEMS, 150));
    }
}

//! Every kind of damage is found and named.

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

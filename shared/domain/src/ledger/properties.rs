//! What holds for any ledger whatever.

use proptest::prelude::*;
use serde_json::Value;

use crate::ledger::fixture::{account, at, chain, draft, full_draft};
use crate::ledger::{Account, Checkpoint, Entry, MAX_MINOR, Verification, Verifier, append};

fn verify(mut verifier: Verifier, entries: &[Entry], head: &Account) -> Verification {
    let from = verifier.next_seq();
    entries.iter().filter(|entry| entry.seq >= from).for_each(|entry| verifier.entry(entry));
    verifier.finish(head)
}

fn full(entries: &[Entry], head: &Account) -> Verification {
    verify(Verifier::full(&account().id), entries, head)
}

/// Every way to change one leaf of `value`: another value of the same kind, a
/// shortened text, and none at all.
fn mutations(value: &Value) -> Vec<Value> {
    let inside = |(key, part): (String, &Value), put: &dyn Fn(&mut Value, &str, Option<Value>)| {
        let mut changed: Vec<Value> = mutations(part)
            .into_iter()
            .map(|part| {
                let mut whole = value.clone();
                put(&mut whole, &key, Some(part));
                whole
            })
            .collect();
        let mut without = value.clone();
        put(&mut without, &key, None);
        changed.push(without);
        changed
    };
    match value {
        Value::Object(fields) => fields
            .iter()
            .flat_map(|(key, part)| {
                inside((key.clone(), part), &|whole, key, part| {
                    let fields = whole.as_object_mut().unwrap();
                    match part {
                        Some(part) => fields.insert(key.to_owned(), part),
                        None => fields.remove(key),
                    };
                })
            })
            .collect(),
        Value::Number(number) => {
            let number = number.as_i64().unwrap();
            [number + 1, number - 1, -number, 0, MAX_MINOR]
                .into_iter()
                .filter(|other| *other != number)
                .map(Value::from)
                .collect()
        }
        Value::String(text) => {
            let cut: String = text.chars().skip(1).collect();
            let flipped = if text.starts_with('1') { '2' } else { '1' };
            vec![Value::from(format!("{flipped}{cut}")), Value::from(cut), Value::from(format!("{text}0"))]
        }
        other => panic!("no such leaf in a ledger: {other}"),
    }
}

fn json(value: &impl serde::Serialize) -> Value {
    serde_json::to_value(value).unwrap()
}

/// What a store would read back; one that cannot be read is found by that.
fn read<T: serde::de::DeserializeOwned>(changed: Value) -> Option<T> {
    serde_json::from_value(changed).ok()
}

#[test]
fn any_change_of_any_field_of_any_entry_is_found() {
    let (head, entries) = chain(4);
    assert!(full(&entries, &head).consistent);
    let mut tried = 0;
    for index in 0..entries.len() {
        for changed in mutations(&json(&entries[index])) {
            let Some(entry) = read::<Entry>(changed.clone()) else { continue };
            let mut entries = entries.clone();
            entries[index] = entry;
            assert!(!full(&entries, &head).consistent, "unnoticed: {changed}");
            tried += 1;
        }
    }
    assert!(tried > 4 * 30, "only {tried} changes could be tried");
}

#[test]
fn any_change_of_the_head_is_found() {
    let (head, entries) = chain(4);
    for changed in mutations(&json(&head)) {
        let Some(head) = read::<Account>(changed.clone()) else { continue };
        assert!(!full(&entries, &head).consistent, "unnoticed: {changed}");
    }
}

#[test]
fn any_change_of_a_checkpoint_is_found() {
    let (head, entries) = chain(4);
    for count in 0..=4 {
        let checkpoint = full(&entries[..count], &head).checkpoint.unwrap();
        for changed in mutations(&json(&checkpoint)) {
            let Some(forged) = read::<Checkpoint>(changed.clone()) else { continue };
            let checked = verify(Verifier::resume(&head.id, forged), &entries, &head);
            assert!(!checked.consistent, "unnoticed: {changed}");
        }
    }
}

#[test]
fn a_change_behind_the_checkpoint_is_found_by_a_full_run() {
    let (head, mut entries) = chain(4);
    let checkpoint = full(&entries[..3], &head).checkpoint.unwrap();
    entries[0].amount += 1;
    assert!(verify(Verifier::resume(&head.id, checkpoint), &entries, &head).consistent);
    assert!(!full(&entries, &head).consistent);
}

proptest! {
    #[test]
    fn whatever_was_appended_verifies_in_any_number_of_runs(
        amounts in proptest::collection::vec(prop_oneof![-99..99_i64, any::<i64>()], 0..40),
        stops in proptest::collection::vec(0..40_usize, 0..6),
    ) {
        let (mut head, mut entries) = (account(), Vec::new());
        let mut heads = vec![head.clone()];
        for (n, amount) in (0..).zip(&amounts) {
            if let Ok((next, entry)) = append(&head, draft(*amount), at(n)) {
                head = next;
                entries.push(entry);
                heads.push(head.clone());
            }
        }
        let sum: i128 = entries.iter().map(|entry| i128::from(entry.amount)).sum();
        prop_assert_eq!(sum, i128::from(head.balance));
        let mut checkpoint = Checkpoint::start(head.id.clone());
        let mut stops: Vec<usize> = stops.into_iter().map(|stop| stop.min(entries.len())).collect();
        stops.push(entries.len());
        stops.sort_unstable();
        for stop in stops {
            let checked = verify(
                Verifier::resume(&head.id, checkpoint), &entries[..stop], &heads[stop],
            );
            prop_assert!(checked.consistent, "{:?}", checked.problems);
            prop_assert_eq!(checked.entries, stop as u64);
            checkpoint = checked.checkpoint.unwrap();
        }
        prop_assert_eq!(full(&entries, &head).checkpoint, Some(checkpoint));
    }

    #[test]
    fn any_other_order_or_choice_of_the_entries_is_found(
        picks in proptest::collection::vec(0..6_usize, 0..8),
    ) {
        let (head, entries) = chain(6);
        let picked: Vec<Entry> = picks.iter().map(|pick| entries[*pick].clone()).collect();
        let same = picks == [0, 1, 2, 3, 4, 5];
        prop_assert_eq!(full(&picked, &head).consistent, same);
    }

    #[test]
    fn figures_of_any_size_never_make_a_verification_panic(
        numbers in proptest::collection::vec(any::<(u64, i64, i64)>(), 0..8),
        from in any::<(u64, i64)>(), head in any::<(u64, i64)>(),
    ) {
        let (_, entry) = append(&account(), full_draft(1), at(1)).unwrap();
        let entries: Vec<Entry> = numbers
            .into_iter()
            .map(|(seq, amount, balance_after)| Entry { seq, amount, balance_after, ..entry.clone() })
            .collect();
        let head = Account { last_seq: head.0, balance: head.1, ..account() };
        let checkpoint = Checkpoint { seq: from.0, balance: from.1, ..Checkpoint::start(head.id.clone()) };
        let mut verifier = Verifier::resume(&head.id, checkpoint);
        entries.iter().for_each(|entry| verifier.entry(entry));
        let _ = verifier.finish(&head);
    }
}

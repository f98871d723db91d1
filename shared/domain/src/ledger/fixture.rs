//! Accounts and chains for the tests of this module. Never part of a build.

use std::collections::BTreeMap;

use crate::ledger::{Account, AccountId, Draft, Entry, append};
use crate::time::Timestamp;

/// Seconds after an arbitrary origin.
pub fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
}

pub fn account() -> Account {
    Account::new(AccountId::new("wallet", &["ann", "CREDIT"]))
}

pub fn draft(amount: i64) -> Draft {
    Draft { amount, kind: "credit".into(), ..Draft::default() }
}

/// A draft with every field filled.
pub fn full_draft(amount: i64) -> Draft {
    Draft {
        amount,
        kind: "credit".into(),
        description: Some("a present, 礼物".into()),
        counterparty: Some("bob".parse().unwrap()),
        operator: Some("shop".parse().unwrap()),
        reference: Some("order-1".into()),
        idempotency_key: Some("01JD0000000000000000000000".into()),
        reverses: Some(1),
        attributes: BTreeMap::from([("hold_id".into(), "h1".into())]),
    }
}

/// An account with `count` entries.
pub fn chain(count: i64) -> (Account, Vec<Entry>) {
    let mut account = account();
    let mut entries = Vec::new();
    for n in 1..=count {
        let (next, entry) = append(&account, full_draft(n * 3 - 7), at(n)).unwrap();
        account = next;
        entries.push(entry);
    }
    (account, entries)
}

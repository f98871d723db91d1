//! An entry and the hash that chains it to the one before.
//!
//! Owns the canonical encoding that is hashed; never numbers or adds up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::ids::UserId;
use crate::ledger::{AccountId, Hash};
use crate::time::Timestamp;

/// One change of a balance. Never changed or deleted once it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Of which account.
    pub account: AccountId,
    /// 1, 2, 3 … without gaps, per account.
    pub seq: u64,
    /// What it adds to the balance, in minor units; negative takes away.
    pub amount: i64,
    /// The balance with it.
    pub balance_after: i64,
    /// What kind of change, in the words of the account's rules.
    pub kind: String,
    /// For a person to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Who stands on the other side.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterparty: Option<UserId>,
    /// Who ordered it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<UserId>,
    /// The caller's own mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The idempotency key it was ordered with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// The entry that it takes back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reverses: Option<u64>,
    /// What its kind needs beyond, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attributes: BTreeMap<String, String>,
    /// When it was decided.
    pub at: Timestamp,
    /// Hash of the entry before it.
    pub previous_hash: Hash,
    /// Hash of everything above.
    pub hash: Hash,
}

/// What an entry is to say; number, balance and chain follow from the account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// What to add to the balance, in minor units; negative takes away.
    pub amount: i64,
    /// See [`Entry::kind`].
    pub kind: String,
    /// See [`Entry::description`].
    pub description: Option<String>,
    /// See [`Entry::counterparty`].
    pub counterparty: Option<UserId>,
    /// See [`Entry::operator`].
    pub operator: Option<UserId>,
    /// See [`Entry::reference`].
    pub reference: Option<String>,
    /// See [`Entry::idempotency_key`].
    pub idempotency_key: Option<String>,
    /// See [`Entry::reverses`].
    pub reverses: Option<u64>,
    /// See [`Entry::attributes`].
    pub attributes: BTreeMap<String, String>,
}

impl Entry {
    /// The hash that follows from all other fields.
    ///
    /// Every field goes in with its length or at a fixed width, in the order of
    /// the struct, so that no two entries are encoded alike. Anyone who can
    /// read an entry can repeat this.
    pub fn expected_hash(&self) -> Hash {
        let mut canonical = Canonical::new("heartlink/ledger/entry/v1");
        canonical.text(self.account.as_str());
        canonical.natural(self.seq);
        canonical.integer(self.amount);
        canonical.integer(self.balance_after);
        canonical.text(&self.kind);
        canonical.optional(self.description.as_deref());
        canonical.optional(self.counterparty.as_ref().map(UserId::as_str));
        canonical.optional(self.operator.as_ref().map(UserId::as_str));
        canonical.optional(self.reference.as_deref());
        canonical.optional(self.idempotency_key.as_deref());
        canonical.optional(self.reverses.map(|seq| seq.to_string()).as_deref());
        canonical.natural(self.attributes.len() as u64);
        for (name, value) in &self.attributes {
            canonical.text(name);
            canonical.text(value);
        }
        canonical.integer(self.at.unix_millis());
        canonical.text(self.previous_hash.as_str());
        canonical.finish()
    }
}

/// A hash over fields that cannot run into each other.
pub(super) struct Canonical(Sha256);

impl Canonical {
    /// Begins with `tag`, which keeps this use of the hash apart from others.
    pub(super) fn new(tag: &str) -> Self {
        let mut canonical = Self(Sha256::new());
        canonical.text(tag);
        canonical
    }

    pub(super) fn text(&mut self, text: &str) {
        self.natural(text.len() as u64);
        self.0.update(text);
    }

    fn optional(&mut self, text: Option<&str>) {
        self.0.update([u8::from(text.is_some())]);
        self.text(text.unwrap_or_default());
    }

    fn natural(&mut self, number: u64) {
        self.0.update(number.to_be_bytes());
    }

    fn integer(&mut self, number: i64) {
        self.0.update(number.to_be_bytes());
    }

    pub(super) fn finish(self) -> Hash {
        Hash(format!("{:x}", self.0.finalize()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::fixture::{account, at, draft, full_draft};
    use crate::ledger::{append, fixture};

    #[test]
    fn the_hash_of_a_known_entry_never_changes() {
        let (_, entry) = append(&account(), full_draft(5), at(1)).unwrap();
        assert_eq!(
            entry.hash.as_str(),
            "7454115184e3798f222bbc52ebfe68df9afa292ca221946592a64f6adc01d172",
            "stored chains depend on this encoding"
        );
    }

    #[test]
    fn nothing_and_an_empty_text_are_told_apart() {
        let (_, none) = append(&account(), draft(5), at(1)).unwrap();
        let empty = Entry { description: Some(String::new()), ..none.clone() };
        assert_ne!(none.expected_hash(), empty.expected_hash());
    }

    #[test]
    fn text_cannot_move_from_one_field_to_the_next() {
        let (_, entry) = append(&account(), draft(5), at(1)).unwrap();
        let one = Entry { description: Some("ab".into()), reference: Some("c".into()), ..entry.clone() };
        let two = Entry { description: Some("a".into()), reference: Some("bc".into()), ..entry };
        assert_ne!(one.expected_hash(), two.expected_hash());
    }

    #[test]
    fn an_entry_survives_the_way_to_the_store_and_back_and_is_small() {
        let entry = fixture::chain(3).1.remove(2);
        let text = serde_json::to_string(&entry).unwrap();
        assert_eq!(serde_json::from_str::<Entry>(&text).unwrap(), entry);
        assert!(text.len() < 700, "{} bytes: {text}", text.len());
    }
}

//! The state of an account: what the next entry builds on.
//!
//! Owns the names of accounts and hashes; never interprets what an account is
//! worth.

use serde::{Deserialize, Serialize};

use crate::ledger::entry::Canonical;

/// Names an account of any kind: `kind/part/part…`, like `wallet/alice/CREDIT`.
///
/// Ids hold no `/`, so no two accounts share a name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(String);

impl AccountId {
    /// The account of `kind` that `parts` tell apart.
    pub fn new(kind: &str, parts: &[&str]) -> Self {
        let mut name = kind.to_owned();
        for part in parts {
            name.push('/');
            name.push_str(part);
        }
        Self(name)
    }

    /// The account that is stored under `name`.
    pub fn named(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What tells it apart within `kind`; `None` for another kind of account.
    pub fn parts_of(&self, kind: &str) -> Option<Vec<&str>> {
        let rest = self.0.strip_prefix(kind)?.strip_prefix('/')?;
        Some(rest.split('/').collect())
    }
}

impl std::fmt::Display for AccountId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A SHA-256 in lower-case hexadecimal.
///
/// Read back as whatever is stored, so that a damaged one is found by
/// verification and not by a record that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Hash(pub(super) String);

impl Hash {
    /// What the first entry of `account` names as the hash before it.
    pub fn genesis(account: &AccountId) -> Self {
        let mut canonical = Canonical::new("heartlink/ledger/genesis/v1");
        canonical.text(account.as_str());
        canonical.finish()
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The head of a ledger. Kept inside the versioned record of what it belongs
/// to, whose version every append is conditional on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Which account.
    pub id: AccountId,
    /// Sum of all entries, in minor units.
    pub balance: i64,
    /// Number of the last entry; 0 before the first.
    pub last_seq: u64,
    /// Hash of the last entry; [`Hash::genesis`] before the first.
    pub last_hash: Hash,
}

impl Account {
    /// An account without entries, at zero.
    pub fn new(id: AccountId) -> Self {
        let last_hash = Hash::genesis(&id);
        Self { id, balance: 0, last_seq: 0, last_hash }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_gives_back_its_parts_to_its_own_kind_only() {
        let id = AccountId::new("wallet", &["ann", "CREDIT"]);
        assert_eq!(id.as_str(), "wallet/ann/CREDIT");
        assert_eq!(id.parts_of("wallet"), Some(vec!["ann", "CREDIT"]));
        assert_eq!(id.parts_of("points"), None);
        assert_eq!(id.parts_of("wall"), None);
    }

    #[test]
    fn every_account_begins_with_a_hash_of_its_own() {
        let ann = Account::new(AccountId::new("wallet", &["ann", "CREDIT"]));
        let bob = Account::new(AccountId::new("wallet", &["bob", "CREDIT"]));
        assert_ne!(ann.last_hash, bob.last_hash);
        assert_eq!(ann.last_hash.as_str().len(), 64);
        assert_eq!((ann.balance, ann.last_seq), (0, 0));
    }
}

//! References that stand once, for good: a payment notice that is delivered again
//! after a year is not paid again.
//!
//! Owns when a reference is taken; never where that is kept.

use serde::{Deserialize, Serialize};

use crate::ledger::{AccountId, Entry};
use crate::problem::FieldProblem;
use crate::wallet::{Note, Refusal};

/// Among which entries a reference stands once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferenceScope {
    /// Those of the wallet that asks for it.
    Wallet,
    /// Those of all wallets that ask for it.
    Global,
}

/// A reference that is to stand once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UniqueReference {
    /// The reference.
    pub reference: String,
    /// Among which entries.
    pub scope: ReferenceScope,
}

/// The mark that an entry has its reference for itself. It is never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceMark {
    /// The ledger of the entry.
    pub account: AccountId,
    /// Its number.
    pub seq: u64,
}

impl UniqueReference {
    /// What `note` asks for with `scope`.
    ///
    /// # Errors
    /// [`Refusal::Invalid`] without a reference.
    pub fn of(note: &Note, scope: Option<ReferenceScope>) -> Result<Option<Self>, Refusal> {
        let Some(scope) = scope else { return Ok(None) };
        let Some(reference) = note.reference.clone() else {
            let (pointer, detail) = ("/reference_scope".to_owned(), "needs a reference".to_owned());
            return Err(Refusal::Invalid { problems: vec![FieldProblem { pointer, detail }] });
        };
        Ok(Some(Self { reference, scope }))
    }

    /// The mark to commit with `entry`; `mark` is what is stored for the reference.
    ///
    /// # Errors
    /// [`Refusal::ReferenceUsed`].
    pub fn mark(&self, mark: Option<&ReferenceMark>, entry: &Entry) -> Result<ReferenceMark, Refusal> {
        match mark {
            // What is in another's wallet is not told.
            Some(used) => {
                Err(Refusal::ReferenceUsed { seq: (used.account == entry.account).then_some(used.seq) })
            }
            None => Ok(ReferenceMark { account: entry.account.clone(), seq: entry.seq }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::WalletSettings;
    use crate::wallet::credit;
    use crate::wallet::fixture::{amount, context, note, wallet};

    #[test]
    fn a_scope_needs_a_reference() {
        let note = Note { reference: Some("r".to_owned()), ..Note::default() };
        let scope = ReferenceScope::Global;
        let unique = UniqueReference { reference: "r".to_owned(), scope };
        assert_eq!(UniqueReference::of(&note, Some(scope)), Ok(Some(unique)));
        assert_eq!(UniqueReference::of(&Note::default(), None), Ok(None));
        assert!(matches!(UniqueReference::of(&Note::default(), Some(scope)), Err(Refusal::Invalid { .. })));
    }

    #[test]
    fn a_reference_is_taken_once_and_only_its_own_wallet_learns_by_which_entry() {
        let unique = UniqueReference { reference: "r".to_owned(), scope: ReferenceScope::Global };
        let entry = credit(&wallet("ann", 0), amount(5), &note("n"), &context(1), &WalletSettings::default())
            .unwrap()
            .entry;
        let mark = unique.mark(None, &entry).unwrap();
        assert_eq!((&mark.account, mark.seq), (&entry.account, entry.seq));
        let again = unique.mark(Some(&mark), &entry);
        assert_eq!(again, Err(Refusal::ReferenceUsed { seq: Some(entry.seq) }));
        let other = ReferenceMark { account: AccountId::named("another"), ..mark };
        assert_eq!(unique.mark(Some(&other), &entry), Err(Refusal::ReferenceUsed { seq: None }));
    }
}

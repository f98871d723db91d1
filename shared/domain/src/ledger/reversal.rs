//! Taking an entry back.
//!
//! Owns that an entry is taken back at most once and a reversal never. Never
//! decides whether the account can bear it.

use serde::{Deserialize, Serialize};

use crate::ledger::{AccountId, Draft, Entry};
use crate::time::Timestamp;

/// Says that an entry was taken back: one stored item for each, named after the
/// entry and written on the condition that there is none. It makes "at most
/// once" a condition of the write without a change of the entry itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReversalMark {
    /// Of which account.
    pub account: AccountId,
    /// The entry that was taken back.
    pub seq: u64,
    /// The entry that took it back.
    pub by: u64,
    /// When.
    pub at: Timestamp,
}

impl ReversalMark {
    /// The mark to commit together with `entry`; `None` if that takes nothing
    /// back.
    pub fn of(entry: &Entry) -> Option<Self> {
        let seq = entry.reverses?;
        Some(Self { account: entry.account.clone(), seq, by: entry.seq, at: entry.at })
    }
}

/// Why an entry cannot be taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReverseError {
    /// Entry `seq` was taken back by entry `by`. A reversal that is itself to
    /// be reversed is refused with this too.
    #[error("entry {seq} is already reversed by entry {by}")]
    AlreadyReversed {
        /// The entry that was taken back.
        seq: u64,
        /// The entry that took it back.
        by: u64,
    },
    /// The entry holds no amount that could be taken back.
    #[error("entry {seq} cannot be reversed")]
    NotReversible {
        /// Which entry.
        seq: u64,
    },
}

/// The draft that takes `entry` back, of the kind `kind`. `mark` is what is
/// stored for the entry, read no earlier than the account.
///
/// # Errors
/// [`ReverseError`].
pub fn reversal(entry: &Entry, mark: Option<&ReversalMark>, kind: &str) -> Result<Draft, ReverseError> {
    if let Some(seq) = entry.reverses {
        return Err(ReverseError::AlreadyReversed { seq, by: entry.seq });
    }
    if let Some(mark) = mark {
        return Err(ReverseError::AlreadyReversed { seq: entry.seq, by: mark.by });
    }
    let amount = entry
        .amount
        .checked_neg()
        .filter(|amount| *amount != 0)
        .ok_or(ReverseError::NotReversible { seq: entry.seq })?;
    Ok(Draft { amount, kind: kind.to_owned(), reverses: Some(entry.seq), ..Draft::default() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::append;
    use crate::ledger::fixture::{account, at, draft};

    #[test]
    fn a_reversal_names_its_entry_and_brings_the_balance_back() {
        let (one, entry) = append(&account(), draft(5), at(1)).unwrap();
        let back = reversal(&entry, None, "reversal").unwrap();
        let (two, reversed) = append(&one, back, at(2)).unwrap();
        assert_eq!((two.balance, reversed.amount, reversed.reverses), (0, -5, Some(1)));
        let mark = ReversalMark::of(&reversed).unwrap();
        assert_eq!(mark, ReversalMark { account: account().id, seq: 1, by: 2, at: at(2) });
        assert_eq!(ReversalMark::of(&entry), None);
    }

    #[test]
    fn an_entry_is_taken_back_once() {
        let (one, entry) = append(&account(), draft(5), at(1)).unwrap();
        let (_, reversed) = append(&one, reversal(&entry, None, "reversal").unwrap(), at(2)).unwrap();
        let mark = ReversalMark::of(&reversed);
        let refused = Err(ReverseError::AlreadyReversed { seq: 1, by: 2 });
        assert_eq!(reversal(&entry, mark.as_ref(), "reversal"), refused);
        assert_eq!(reversal(&reversed, None, "reversal"), refused, "a reversal is not reversed");
    }

    #[test]
    fn an_entry_without_an_amount_to_take_back_is_left_alone() {
        for amount in [0, i64::MIN] {
            let (_, entry) = append(&account(), draft(0), at(1)).unwrap();
            let refused = reversal(&Entry { amount, ..entry }, None, "reversal");
            assert_eq!(refused, Err(ReverseError::NotReversible { seq: 1 }));
        }
    }
}

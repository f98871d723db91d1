//! Adding an entry to an account.
//!
//! Owns numbering, the running balance and its limits. Never refuses a
//! negative balance: whether one is allowed is up to the account's rules.

use crate::ledger::{Account, Draft, Entry};
use crate::time::Timestamp;

/// Furthest from zero that an amount or a balance may lie, in minor units:
/// below 2⁵³, and so exact in JSON and JavaScript.
pub const MAX_MINOR: i64 = 9_000_000_000_000_000;

/// Highest number of an entry, for the same reason.
pub const MAX_SEQ: u64 = MAX_MINOR.unsigned_abs();

/// Why an account cannot take an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LedgerError {
    /// The amount, or the balance with it, would lie beyond ±[`MAX_MINOR`].
    #[error("the balance would lie beyond its limit")]
    BalanceLimit,
    /// The account has [`MAX_SEQ`] entries.
    #[error("the account can take no further entry")]
    Full,
}

/// The entry that `draft` becomes as the next of `account`, and the account
/// with it. Both are to be committed together, on the version of the record
/// that the account was read from.
///
/// # Errors
/// [`LedgerError`].
pub fn append(account: &Account, draft: Draft, at: Timestamp) -> Result<(Account, Entry), LedgerError> {
    let within = |minor: &i64| (-MAX_MINOR..=MAX_MINOR).contains(minor);
    let amount = Some(draft.amount).filter(within).ok_or(LedgerError::BalanceLimit)?;
    let balance_after =
        account.balance.checked_add(amount).filter(within).ok_or(LedgerError::BalanceLimit)?;
    let seq = account.last_seq.checked_add(1).filter(|seq| *seq <= MAX_SEQ).ok_or(LedgerError::Full)?;
    let mut entry = Entry {
        account: account.id.clone(),
        seq,
        amount,
        balance_after,
        kind: draft.kind,
        description: draft.description,
        counterparty: draft.counterparty,
        operator: draft.operator,
        reference: draft.reference,
        idempotency_key: draft.idempotency_key,
        reverses: draft.reverses,
        attributes: draft.attributes,
        at,
        previous_hash: account.last_hash.clone(),
        hash: account.last_hash.clone(),
    };
    entry.hash = entry.expected_hash();
    let account = Account {
        id: account.id.clone(),
        balance: balance_after,
        last_seq: seq,
        last_hash: entry.hash.clone(),
    };
    Ok((account, entry))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::fixture::{account, at, draft};

    #[test]
    fn an_entry_takes_the_next_number_and_carries_the_balance_and_the_hash_on() {
        let (one, first) = append(&account(), draft(5), at(1)).unwrap();
        let (two, second) = append(&one, draft(-7), at(2)).unwrap();
        assert_eq!((first.seq, first.balance_after), (1, 5));
        assert_eq!((second.seq, second.balance_after), (2, -2));
        assert_eq!(first.previous_hash, account().last_hash);
        assert_eq!(second.previous_hash, first.hash);
        assert_eq!((two.balance, two.last_seq), (-2, 2));
        assert_eq!(two.last_hash, second.hash);
    }

    #[test]
    fn the_limit_itself_is_reached_and_one_more_is_refused() {
        for limit in [MAX_MINOR, -MAX_MINOR] {
            let (full, _) = append(&account(), draft(limit), at(1)).unwrap();
            assert_eq!(full.balance, limit);
            assert_eq!(append(&full, draft(limit.signum()), at(2)), Err(LedgerError::BalanceLimit));
        }
    }

    #[test]
    fn an_amount_beyond_the_limit_is_refused_also_where_the_balance_would_fit() {
        let (low, _) = append(&account(), draft(-MAX_MINOR), at(1)).unwrap();
        assert_eq!(append(&low, draft(MAX_MINOR + 1), at(2)), Err(LedgerError::BalanceLimit));
    }

    #[test]
    fn an_account_that_ran_out_of_numbers_takes_no_entry() {
        for last_seq in [MAX_SEQ, u64::MAX] {
            let full = Account { last_seq, ..account() };
            assert_eq!(append(&full, draft(1), at(1)), Err(LedgerError::Full));
        }
    }

    proptest! {
        #[test]
        fn no_balance_and_no_amount_whatever_overflow(
            balance in any::<i64>(), amount in any::<i64>(), last_seq in any::<u64>(),
        ) {
            let account = Account { balance, last_seq, ..account() };
            if let Ok((next, entry)) = append(&account, draft(amount), at(1)) {
                prop_assert!(next.balance.abs() <= MAX_MINOR && entry.amount.abs() <= MAX_MINOR);
                prop_assert_eq!(i128::from(next.balance), i128::from(balance) + i128::from(amount));
            }
        }
    }
}

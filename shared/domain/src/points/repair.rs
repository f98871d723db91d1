//! Setting an account right to what its transactions say, in the open.
//!
//! Owns which damage may be repaired: only where the transactions and their
//! chain prove what the balance is. Anything that may mean that a transaction
//! was changed, added or removed is refused, never repaired away.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::ledger::{Account, Checkpoint, Draft, Entry, Fault, Verification, append};
use crate::points::{PointsAccount, TransactionType};
use crate::time::Timestamp;

/// Damage that the transactions prove the truth about.
const REPAIRABLE: [Fault; 2] = [Fault::HeadBalance, Fault::WrongCheckpoint];

/// A repair; to be committed together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repair {
    /// On the version that was read.
    pub account: PointsAccount,
    /// The correction: it adds nothing, and says what was and what is.
    pub entry: Entry,
    /// The balance before.
    pub before: i64,
    /// The balance after: the sum of the transactions.
    pub after: i64,
}

/// Why an account is not repaired.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unrepairable {
    /// Nothing is wrong.
    Consistent,
    /// The chain is broken, or the head contradicts it: somebody has to look.
    Broken {
        /// What is wrong beyond a balance.
        faults: Vec<Fault>,
    },
}

/// Repairs `account` by what a full verification of it found. `checkpoint` is the
/// one that the verification was held against.
///
/// The correction is the next entry, at the balance that the transactions add
/// up to: the sum of the entries stays what it was, and the head follows it.
///
/// # Errors
/// [`Unrepairable`].
pub fn repair(
    account: &PointsAccount,
    found: &Verification,
    checkpoint: Option<&Checkpoint>,
    operator: &UserId,
    now: Timestamp,
) -> Result<Repair, Unrepairable> {
    if found.consistent {
        return Err(Unrepairable::Consistent);
    }
    let mut faults: Vec<Fault> = found.problems.iter().map(|problem| problem.what).collect();
    faults.retain(|fault| !REPAIRABLE.contains(fault));
    faults.sort_unstable();
    faults.dedup();
    let unseen = found.problems_total > found.problems.len() as u64;
    let (before, after) = (account.account.balance, found.sum);
    let truth = Account { balance: after, ..account.account.clone() };
    let mut attributes =
        BTreeMap::from([("before".to_owned(), before.to_string()), ("after".to_owned(), after.to_string())]);
    if let Some(wrong) =
        checkpoint.filter(|_| found.problems.iter().any(|p| p.what == Fault::WrongCheckpoint))
    {
        // What a checkpoint claims may be the only trace of a rewritten ledger.
        attributes.insert("checkpoint_seq".to_owned(), wrong.seq.to_string());
        attributes.insert("checkpoint_hash".to_owned(), wrong.hash.as_str().to_owned());
        attributes.insert("checkpoint_balance".to_owned(), wrong.balance.to_string());
    }
    let draft = Draft {
        kind: TransactionType::CORRECTION.to_owned(),
        operator: Some(operator.clone()),
        attributes,
        ..Draft::default()
    };
    let appended = append(&truth, draft, now).ok().filter(|_| faults.is_empty() && !unseen);
    let (head, entry) = appended.ok_or(Unrepairable::Broken { faults })?;
    let mut account = PointsAccount { account: head, updated_at: Some(now), ..account.clone() };
    let beyond = account.lots.total().saturating_sub(after.max(0));
    account.lots.take(beyond);
    Ok(Repair { account, entry, before, after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Verifier;
    use crate::points::fixture::{at, history, user};

    fn verified(account: &PointsAccount, entries: &[Entry], checkpoint: Option<Checkpoint>) -> Verification {
        let mut verifier = Verifier::full_against(&account.account.id, checkpoint);
        entries.iter().for_each(|entry| verifier.entry(entry));
        verifier.finish(&account.account)
    }

    fn attempt(
        account: &PointsAccount,
        entries: &[Entry],
        checkpoint: Option<Checkpoint>,
    ) -> Result<Repair, Unrepairable> {
        let found = verified(account, entries, checkpoint.clone());
        repair(account, &found, checkpoint.as_ref(), &user("ops"), at(99))
    }

    #[test]
    fn a_balance_that_was_changed_is_set_right_by_an_entry_that_adds_nothing() {
        let (mut account, mut entries) = history(&[5, 7, -2]);
        account.account.balance = 999;
        let repair = attempt(&account, &entries, None).unwrap();
        assert_eq!((repair.before, repair.after, repair.entry.amount), (999, 10, 0));
        assert_eq!((repair.entry.balance_after, repair.entry.kind.as_str()), (10, "correction"));
        assert_eq!(
            (repair.entry.attributes["before"].as_str(), &*repair.entry.attributes["after"]),
            ("999", "10")
        );
        entries.push(repair.entry);
        assert!(verified(&repair.account, &entries, None).consistent, "the ledger is sound again");
    }

    #[test]
    fn lots_never_hold_more_than_the_balance_after_a_repair() {
        let (mut account, entries) = history(&[5]);
        account.account.balance = 50;
        account.lots = crate::points::Lots::of(&[(at(500), 20), (at(900), 4)]);
        assert_eq!(attempt(&account, &entries, None).unwrap().account.lots.total(), 5);
    }

    #[test]
    fn a_checkpoint_that_the_chain_disproves_is_kept_in_the_correction() {
        let (account, entries) = history(&[5, 7]);
        let forged = Checkpoint {
            account: account.account.id.clone(),
            seq: 1,
            hash: entries[1].hash.clone(),
            balance: 6,
        };
        let repair = attempt(&account, &entries, Some(forged)).unwrap();
        assert_eq!((repair.before, repair.after), (12, 12));
        assert_eq!(repair.entry.attributes["checkpoint_balance"], "6");
        assert_eq!(repair.entry.attributes["checkpoint_hash"], entries[1].hash.as_str());
    }

    #[test]
    fn whatever_may_mean_a_changed_transaction_is_refused() {
        let (account, entries) = history(&[5, 7, -2]);
        let broken = |entries: &[Entry], account: &PointsAccount| match attempt(account, entries, None) {
            Err(Unrepairable::Broken { faults }) => faults,
            other => panic!("{other:?}"),
        };
        let mut altered = entries.clone();
        altered[1].amount = 70;
        assert_eq!(broken(&altered, &account), [Fault::Altered, Fault::WrongBalance]);
        assert_eq!(broken(&entries[..2], &account), [Fault::Missing, Fault::HeadHash]);
        let mut behind = account.clone();
        behind.account.last_seq = 2;
        assert!(broken(&entries, &behind).contains(&Fault::BeyondHead));
        let mut cut = account.clone();
        cut.account.last_hash = entries[0].hash.clone();
        cut.account.balance = 1;
        assert_eq!(broken(&entries, &cut), [Fault::HeadHash], "a wrong balance beside it changes nothing");
    }

    #[test]
    fn what_is_sound_is_left_alone() {
        let (account, entries) = history(&[5]);
        assert_eq!(attempt(&account, &entries, None), Err(Unrepairable::Consistent));
    }
}

//! Repair in the open: a correction among the transactions, where these prove
//! what is right.

use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::{Checkpoint, Entry, Problem};
use heartlink_domain::points::{PointsAccount, Unrepairable, repair};
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::commit::CommitError;
use crate::error::StoreError;
use crate::idempotency::{IdempotencyKey, Outcome};
use crate::keys::Key;
use crate::ledger::Verified;
use crate::plan::{Plan, from_item};
use crate::points::{VerificationMode, head};
use crate::retry::Policy;

/// What came of repairing one account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case")]
pub enum Fixed {
    /// Nothing was wrong.
    Consistent,
    /// It was set right, or would be.
    Corrected(Repaired),
    /// It needs somebody to look: a transaction may have been changed.
    Refused {
        /// Whose.
        student_id: UserId,
        /// What is wrong.
        problems: Vec<Problem>,
    },
}

/// A balance that was set right, or would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repaired {
    /// Whose.
    pub student_id: UserId,
    /// The balance before.
    pub before: i64,
    /// The balance after: what the transactions add up to.
    pub after: i64,
    /// The number of the correction.
    pub seq: u64,
    /// What was wrong.
    pub problems: Vec<Problem>,
}

/// What came of repairing all accounts, or as many as one check looks at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepairReport {
    /// What was set right, or would be.
    pub repaired: Vec<Repaired>,
    /// What needs somebody to look.
    pub refused: Vec<Fixed>,
    /// Accounts that were looked at.
    pub accounts: u64,
    /// Accounts with something wrong.
    pub inconsistent: u64,
    /// Accounts that could not be verified or repaired.
    pub errors: u64,
    /// Whether there are accounts that were not looked at, named or repaired.
    pub unfinished: bool,
}

/// What is to be committed.
struct Planned {
    plan: Plan,
    entry: Entry,
    fixed: Fixed,
}

impl Store {
    /// Sets the account of `student_id` right, if its transactions prove what is
    /// right; with `dry_run` only says what would be done.
    ///
    /// # Errors
    /// The store's.
    pub async fn repair_points(
        &self,
        student_id: &UserId,
        operator: &UserId,
        key: Option<&IdempotencyKey>,
        dry_run: bool,
    ) -> Result<Outcome<Fixed>, StoreError> {
        if let Some(first) = self.find_idempotency_record::<Fixed>(key).await?.filter(|_| !dry_run) {
            return Ok(first);
        }
        let mut attempts = self.attempts(Policy::Normal);
        loop {
            let planned = match self.plan_repair(student_id, operator).await? {
                Ok(planned) if dry_run => return Ok(Outcome::fresh(planned.fixed)),
                Ok(planned) => planned,
                Err(fixed) => {
                    let key = key.filter(|_| !dry_run);
                    return self.record_outcome(key, Policy::Normal, fixed).await;
                }
            };
            let Planned { mut plan, entry, fixed } = planned;
            self.add_idempotency_record(&mut plan, key, &fixed)?;
            let committed = self.commit(&plan).await;
            self.shared.head_cache.invalidate(&[head(student_id)]);
            self.points_written(student_id);
            match committed {
                Ok(()) => {
                    let Entry { account, seq, hash, balance_after: balance, .. } = entry;
                    self.put_checkpoint(&Checkpoint { account, seq, hash, balance }).await?;
                    return Ok(Outcome::fresh(fixed));
                }
                Err(CommitError::Replay(record)) => {
                    let key = key.ok_or_else(|| StoreError::bug("a replay without a key"))?;
                    if let Some(first) = self.decode_result(key, record)? {
                        return Ok(first);
                    }
                }
                // Somebody else changed it meanwhile: it is verified anew.
                Err(CommitError::Lost(_) | CommitError::Contended) => {}
                Err(CommitError::Store(error)) => return Err(error),
            }
            attempts.again().await?;
        }
    }

    /// Verifies all accounts in full, and sets right what may be; with `fix` off
    /// or `dry_run` on only says what would be done. What it answers is recorded
    /// under the key once it is done, beside each account's own.
    ///
    /// # Errors
    /// The store's, where accounts could not be listed.
    pub async fn repair_all_points(
        &self,
        operator: &UserId,
        key: Option<&IdempotencyKey>,
        (fix, dry_run): (bool, bool),
    ) -> Result<Outcome<RepairReport>, StoreError> {
        // Repairs are rare.
        if let Some(first) = self.find_idempotency_record::<RepairReport>(key).await? {
            return Ok(first);
        }
        let found = self.verify_all_points(None).await?;
        let mut report = RepairReport {
            accounts: found.accounts,
            inconsistent: found.inconsistent,
            errors: found.errors,
            unfinished: found.next.is_some() || found.inconsistent > found.found.len() as u64,
            ..RepairReport::default()
        };
        for account in found.found.iter().filter(|_| fix) {
            let part = key.map(|key| key.part(account.student_id.as_str()));
            match self.repair_points(&account.student_id, operator, part.as_ref(), dry_run).await {
                Ok(Outcome { value: Fixed::Consistent, .. }) => {}
                Ok(Outcome { value: Fixed::Corrected(repaired), .. }) => report.repaired.push(repaired),
                Ok(Outcome { value: refused, .. }) => report.refused.push(refused),
                // One account that fails keeps no other from being repaired.
                Err(error) => {
                    tracing::error!(%error, "an account was not repaired");
                    report.errors += 1;
                }
            }
        }
        report.unfinished |= report.errors > 0;
        // What failed is tried again by the same call.
        let key = key.filter(|_| report.errors == 0);
        self.record_outcome(key, Policy::Normal, report).await
    }

    /// The repair of an account, or why there is none.
    async fn plan_repair(
        &self,
        student_id: &UserId,
        operator: &UserId,
    ) -> Result<Result<Planned, Fixed>, StoreError> {
        let Verified { verification, checkpoint, head } =
            self.verify_with_evidence(student_id, VerificationMode::Full).await?;
        if verification.consistent {
            return Ok(Err(Fixed::Consistent));
        }
        let problems = verification.problems.clone();
        let refused = || Fixed::Refused { student_id: student_id.clone(), problems: problems.clone() };
        let Some(account) = head.and_then(|head| from_item::<PointsAccount>(head).ok()) else {
            return Ok(Err(refused()));
        };
        let made = repair(&account, &verification, checkpoint.as_ref(), operator, self.now());
        let made = match made {
            Ok(made) => made,
            Err(Unrepairable::Consistent) => return Ok(Err(Fixed::Consistent)),
            Err(Unrepairable::Broken { .. }) => return Ok(Err(refused())),
        };
        let mut plan = Plan::default();
        plan.put(&made.account, self.settings())?;
        plan.insert(Key::entry(&made.entry.account, made.entry.seq), &made.entry)?;
        let repaired = Repaired {
            student_id: student_id.clone(),
            before: made.before,
            after: made.after,
            seq: made.entry.seq,
            problems,
        };
        Ok(Ok(Planned { plan, entry: made.entry, fixed: Fixed::Corrected(repaired) }))
    }
}

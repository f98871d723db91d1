//! The consistency check: of one account, and of all of them in bounded steps.
//!
//! Finds accounts by an index, and never scans. Each account is verified by the
//! ledger's own verifier; nothing is repaired here.

use std::collections::HashSet;
use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use futures::stream::{self, StreamExt};
use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::{Fault, Problem, Verification};
use heartlink_domain::points::{ACCOUNT_KIND, PointsAccount};
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys;
use crate::ledger::Verified;
use crate::plan::{Item, from_item};
use crate::points::expire::student_in;
use crate::tables::{ACCOUNTS, Table};

/// Accounts verified at the same time.
const ACCOUNTS_AT_ONCE: usize = 32;
/// Accounts listed at a time.
const LISTED: u32 = 500;
/// Accounts that a report names; more are only counted.
const NAMED: usize = 100;

/// How much of each account is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VerificationMode {
    /// Every transaction.
    Full,
    /// Those since the account was verified last.
    Incremental,
}

/// What is wrong with one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountFound {
    /// Whose.
    pub student_id: UserId,
    /// What was found.
    pub verification: Verification,
}

/// Where a listing of all accounts goes on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListPlace {
    /// In which shard.
    pub shard: u32,
    /// After which entry.
    pub after: String,
}

impl fmt::Display for ListPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.shard, self.after)
    }
}

impl FromStr for ListPlace {
    type Err = fmt::Error;
    fn from_str(text: &str) -> Result<Self, fmt::Error> {
        let (shard, after) = text.split_once('/').ok_or(fmt::Error)?;
        let shard = shard.parse().ok().filter(|shard| *shard < keys::ACCOUNT_SHARDS).ok_or(fmt::Error)?;
        Ok(Self { shard, after: after.to_owned() })
    }
}

/// What a check of many accounts found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct VerificationReport {
    /// Accounts that were verified.
    pub accounts: u64,
    /// Transactions that were read.
    pub transactions: u64,
    /// Accounts with something wrong.
    pub inconsistent: u64,
    /// Accounts that could not be verified.
    pub errors: u64,
    /// What is wrong, of at most 100 accounts.
    pub found: Vec<AccountFound>,
    /// How long each account took, in milliseconds, in no order.
    pub millis: Vec<u64>,
    /// Where the next check goes on; `None` where all accounts were looked at.
    pub next: Option<ListPlace>,
}

impl VerificationReport {
    fn add(&mut self, student_id: UserId, result: Result<Verification, StoreError>, millis: u64) {
        self.millis.push(millis);
        match result {
            Ok(verification) => {
                self.accounts += 1;
                self.transactions += verification.checked;
                if !verification.consistent {
                    self.inconsistent += 1;
                    if self.found.len() < NAMED {
                        self.found.push(AccountFound { student_id, verification });
                    }
                }
            }
            Err(error) => {
                tracing::warn!(%error, "an account was not verified");
                self.errors += 1;
            }
        }
    }

    /// The time within which `percent` of the accounts were verified, in
    /// milliseconds.
    pub fn percentile(&self, percent: usize) -> u64 {
        let mut millis = self.millis.clone();
        millis.sort_unstable();
        let place = (millis.len() * percent).div_ceil(100).saturating_sub(1);
        millis.get(place).copied().unwrap_or_default()
    }
}

/// A check under way.
pub(super) struct Checking {
    pub mode: VerificationMode,
    /// Accounts that it may still look at.
    pub left: u32,
    /// When it stops in any case.
    until: Timestamp,
    /// Those it looked at: one that changes meanwhile comes by again.
    seen: HashSet<UserId>,
    pub report: VerificationReport,
}

impl Checking {
    pub(super) fn new(mode: VerificationMode, left: u32, until: Timestamp) -> Self {
        Self { mode, left, until, seen: HashSet::new(), report: VerificationReport::default() }
    }
}

impl Store {
    /// Verifies one account.
    ///
    /// # Errors
    /// The store's.
    pub async fn verify_points(
        &self,
        student_id: &UserId,
        mode: VerificationMode,
    ) -> Result<Verification, StoreError> {
        Ok(self.verify_with_evidence(student_id, mode).await?.verification)
    }

    /// The same with what it was held against. A head that is no account of
    /// points, however sound its ledger, is a problem too.
    pub(super) async fn verify_with_evidence(
        &self,
        student_id: &UserId,
        mode: VerificationMode,
    ) -> Result<Verified, StoreError> {
        let account = PointsAccount::account_id(student_id);
        let mut verified = self.verify_ledger(&account, mode == VerificationMode::Incremental).await?;
        let head = verified.head.clone().map(from_item::<PointsAccount>);
        let found = &mut verified.verification;
        if head.is_some_and(|head| head.is_err())
            && !found.problems.iter().any(|p| p.what == Fault::Unreadable)
        {
            found.consistent = false;
            found.problems_total += 1;
            let detail = "the head is not an account of points".to_owned();
            found.problems.push(Problem { seq: 0, what: Fault::Unreadable, detail });
        }
        Ok(verified)
    }

    /// Verifies all accounts, or as many as one check looks at, from `place` on.
    ///
    /// # Errors
    /// The store's, where accounts could not be listed.
    pub async fn verify_all_points(
        &self,
        place: Option<&ListPlace>,
    ) -> Result<VerificationReport, StoreError> {
        let mut checking = self.checking(VerificationMode::Full, self.settings().points.check_accounts);
        let place = place.cloned().unwrap_or_default();
        for shard in place.shard..keys::ACCOUNT_SHARDS {
            let after = if shard == place.shard { place.after.clone() } else { String::new() };
            if let Some(after) = self.verify_shard(&mut checking, shard, &after).await? {
                checking.report.next = Some(ListPlace { shard, after });
                break;
            }
        }
        Ok(checking.report)
    }

    /// A check of at most `accounts`, that stops in time.
    pub(super) fn checking(&self, mode: VerificationMode, accounts: u32) -> Checking {
        let span = Duration::from_secs(self.settings().points.check_secs);
        Checking::new(mode, accounts, self.now() + span)
    }

    /// Verifies the accounts of a shard after `after`. Returns where it stopped,
    /// unless at the end.
    pub(super) async fn verify_shard(
        &self,
        checking: &mut Checking,
        shard: u32,
        after: &str,
    ) -> Result<Option<String>, StoreError> {
        let mut after = after.to_owned();
        while checking.left > 0 && self.now() < checking.until {
            let limit = LISTED.min(checking.left);
            let (listed, is_last) = self.list_accounts(shard, &after, limit).await?;
            if let Some((last, _)) = listed.last() {
                after.clone_from(last);
            }
            let fresh: Vec<UserId> = listed
                .into_iter()
                .map(|(_, student_id)| student_id)
                .filter(|student_id| checking.seen.insert(student_id.clone()))
                .collect();
            checking.left = checking.left.saturating_sub(u32::try_from(fresh.len()).unwrap_or(u32::MAX));
            self.check_each(checking, fresh).await;
            if is_last {
                return Ok(None);
            }
        }
        Ok(Some(after))
    }

    async fn check_each(&self, checking: &mut Checking, students: Vec<UserId>) {
        let mode = checking.mode;
        let checks: Vec<_> = students
            .into_iter()
            .map(|student_id| async move {
                let began = self.now();
                let result = self.verify_points(&student_id, mode).await;
                let millis = u64::try_from(self.now().since(began).as_millis()).unwrap_or(u64::MAX);
                (student_id, result, millis)
            })
            .collect();
        let mut done = stream::iter(checks).buffer_unordered(ACCOUNTS_AT_ONCE);
        while let Some((student_id, result, millis)) = done.next().await {
            checking.report.add(student_id, result, millis);
        }
    }

    async fn list_accounts(
        &self,
        shard: u32,
        after: &str,
        limit: u32,
    ) -> Result<(Vec<(String, UserId)>, bool), StoreError> {
        let range = if after.is_empty() { Range::All } else { Range::MoreThan(after.to_owned()) };
        let query = Query {
            table: Table::Ledger,
            index: Some(ACCOUNTS),
            hash: keys::accounts_shard(ACCOUNT_KIND, shard),
            range,
            limit,
            newest_first: false,
            consistent: false,
        };
        let listed = self.query(&query).await?;
        let entry = |item: &Item| Some((item.get("accounts_at")?.as_s().ok()?.clone(), student_in(item)?));
        Ok((listed.items.iter().filter_map(entry).collect(), listed.next.is_none()))
    }
}

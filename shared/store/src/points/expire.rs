//! The run that takes what has expired: bounded and resumable, over an index of
//! what is due.
//!
//! An account that is done leaves the index, or moves to its next expiry: the
//! next run begins with what is left. Two runs at once take everything once.

use futures::stream::{self, StreamExt};
use heartlink_domain::ids::UserId;
use heartlink_domain::points::{ACCOUNT_KIND, PointsAccount, expire};

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys;
use crate::ledger::{ChangeOptions, Decision, Done};
use crate::plan::{Item, Plan};
use crate::points::{PointsError, account_in, head, put_changed};
use crate::retry::Policy;
use crate::tables::{DUE, Table};

/// Accounts of one run under way at a time.
const ACCOUNTS_AT_ONCE: usize = 16;

/// What a run did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expired {
    /// Accounts whose points expired.
    pub accounts: u64,
    /// How many points.
    pub points: i64,
    /// Accounts that failed; the next run takes them again.
    pub failed: u64,
    /// Whether more was due than one run takes on, or somebody else was faster.
    pub unfinished: bool,
}

impl Store {
    /// Takes the points that have expired. An account that fails keeps no other
    /// from it.
    ///
    /// # Errors
    /// The store's, where what is due could not be read.
    pub async fn expire_points(&self) -> Result<Expired, StoreError> {
        let mut run = Expired::default();
        let mut left = self.settings().points.expire_batch;
        let mut due = Vec::new();
        for shard in 0..self.settings().sweep.due_shards {
            if left == 0 {
                break;
            }
            let found = self.due_points(shard, left).await?;
            left = left.saturating_sub(u32::try_from(found.len()).unwrap_or(u32::MAX));
            due.extend(found);
        }
        run.unfinished = left == 0;
        let runs: Vec<_> = due.iter().map(|student_id| self.expire_one(student_id)).collect();
        let mut done = stream::iter(runs).buffer_unordered(ACCOUNTS_AT_ONCE);
        while let Some(result) = done.next().await {
            match result {
                Ok(0) => {}
                Ok(points) => {
                    run.accounts += 1;
                    run.points = run.points.saturating_add(points);
                }
                // Somebody is faster with it: the next run looks again.
                Err(PointsError::Store(StoreError::Busy)) => run.unfinished = true,
                Err(error) => {
                    tracing::error!(%error, "points did not expire");
                    run.failed += 1;
                }
            }
        }
        Ok(run)
    }

    async fn due_points(&self, shard: u32, limit: u32) -> Result<Vec<UserId>, StoreError> {
        let query = Query {
            table: Table::Ledger,
            index: Some(DUE),
            hash: keys::accounts_shard(ACCOUNT_KIND, shard),
            range: Range::AtMost(self.now().to_string()),
            limit,
            newest_first: false,
            consistent: false,
        };
        Ok(self.query(&query).await?.items.iter().filter_map(student_in).collect())
    }

    async fn expire_one(&self, student_id: &UserId) -> Result<i64, PointsError> {
        let keys = vec![head(student_id)];
        let options = ChangeOptions {
            keys,
            idempotency: None,
            policy: Policy::Batch,
            waits: false,
            guards: Vec::new(),
        };
        let done = self.change(&options, |seen| {
            let mut plan = Plan::default();
            let mut points = 0;
            if let Some(changed) = expire(&account_in(seen, student_id)?, self.now())? {
                put_changed(&mut plan, &changed, self.settings())?;
                points = changed.entries.iter().fold(0, |sum, entry| entry.amount.saturating_add(sum));
            }
            // That nothing has expired must not rest on a memory.
            let refuses = plan.actions.is_empty();
            Ok::<_, PointsError>(Decision { plan, receipt: points, answer: points, refuses })
        });
        let done = done.await;
        self.points_written(student_id);
        match done? {
            Done::Applied(points) | Done::Replayed(points) => Ok(points.saturating_neg()),
        }
    }
}

/// The student that an entry of an index names.
pub(super) fn student_in(item: &Item) -> Option<UserId> {
    let partition = item.get("pk")?.as_s().ok()?;
    PointsAccount::owner_of(&keys::account_in(partition)?)
}

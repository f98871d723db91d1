//! Jobs that made no progress for a while are taken up again.

use heartlink_domain::ids::JobId;

use super::{JobChange, JobError, Visibility, store_error};
use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::JOB_PREFIX;
use crate::tables::{DUE, Table};

/// Jobs of one shard of the index that one run takes up at most.
const JOBS: u32 = 100;

impl Store {
    /// Stores every job whose time has come once more: the stream of that wakes
    /// whoever works on jobs. Returns how many there were.
    ///
    /// # Errors
    /// The store's.
    pub async fn requeue_stalled_jobs(&self) -> Result<usize, StoreError> {
        let mut taken = 0;
        for shard in 0..self.settings().sweep.due_shards {
            let query = Query {
                table: Table::Jobs,
                index: Some(DUE),
                hash: shard.to_string(),
                range: Range::AtMost(self.now().to_string()),
                limit: JOBS,
                newest_first: false,
                consistent: false,
            };
            for item in self.query(&query).await?.items {
                let pk = item.get("pk").and_then(|pk| pk.as_s().ok());
                let id = pk.and_then(|pk| pk.strip_prefix(JOB_PREFIX)?.parse::<JobId>().ok());
                if let Some(id) = id {
                    taken += usize::from(self.take_up_job(&id).await?);
                }
            }
        }
        Ok(taken)
    }

    async fn take_up_job(&self, id: &JobId) -> Result<bool, StoreError> {
        let settings = &self.settings().jobs;
        let before = match self.job(id, Visibility::All).await {
            Ok(job) => job.version,
            Err(JobError::Refused(_)) => return Ok(false),
            Err(JobError::Store(error)) => return Err(error),
        };
        let taken = self.change_job(JobChange::of(id), |job| {
            Ok(if job.version == before { job.taken_up(self.now(), settings) } else { None })
        });
        let job = taken.await.map_err(store_error)?.value;
        if job.version != before {
            tracing::warn!(job = %job.id, stalls = job.stalls, "a job was taken up again");
        }
        Ok(job.version != before)
    }
}

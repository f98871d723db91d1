//! Lists of jobs, one's own or everybody's.
//!
//! Owns which index tells of them. The indexes are of what a job never changes,
//! so its progress costs nothing in them; they give ids alone, and the jobs are
//! read as they are.

use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::{Job, JobSource};
use serde::Deserialize;

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::jobs::Visibility;
use crate::keys::Key;
use crate::plan::from_item;
use crate::tables::{Index, JOBS_OF_MAKER, JOBS_OF_SOURCE, Table};

/// A page of jobs.
#[derive(Debug, Clone)]
pub struct JobPage {
    /// In the order asked for.
    pub jobs: Vec<Job>,
    /// The job after which the next page begins; `None` on the last. A page may
    /// be short and yet have a next one, where some are to be forgotten.
    pub next: Option<JobId>,
}

impl Store {
    /// A page of the jobs that `visibility` allows, after the job `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn jobs(
        &self,
        visibility: Visibility<'_>,
        limit: u32,
        newest_first: bool,
        after: Option<&JobId>,
    ) -> Result<JobPage, StoreError> {
        let range = match after {
            None => Range::All,
            Some(id) if newest_first => Range::LessThan(id.to_string()),
            Some(id) => Range::MoreThan(id.to_string()),
        };
        let places: Vec<(Index, &str)> = match visibility {
            Visibility::Own(user) => vec![(JOBS_OF_MAKER, user.as_str())],
            Visibility::All => JobSource::ALL.map(|source| (JOBS_OF_SOURCE, source.as_str())).into(),
        };
        let mut ids = Vec::new();
        for (index, hash) in places {
            ids.extend(self.job_ids(index, hash, range.clone(), limit, newest_first).await?);
        }
        in_order(&mut ids, newest_first, |id| id);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        ids.truncate(limit);
        let next = ids.last().filter(|_| ids.len() == limit).cloned();
        let items = self.batch_get(&ids.iter().map(Key::job).collect::<Vec<_>>()).await?;
        let mut jobs: Vec<Job> = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        jobs.retain(|job| job.expires_at > self.now() && visibility.allows(job));
        in_order(&mut jobs, newest_first, |job| &job.id);
        Ok(JobPage { jobs, next })
    }

    async fn job_ids(
        &self,
        index: Index,
        hash: &str,
        range: Range,
        limit: u32,
        newest_first: bool,
    ) -> Result<Vec<JobId>, StoreError> {
        #[derive(Deserialize)]
        struct Entry {
            id: JobId,
        }
        let query = Query {
            table: Table::Jobs,
            index: Some(index),
            hash: hash.to_owned(),
            range,
            limit,
            newest_first,
            consistent: false,
        };
        let entries: Vec<Entry> = self.query(&query).await?.read()?;
        Ok(entries.into_iter().map(|entry| entry.id).collect())
    }
}

/// Sorts by id, which is by the time of making.
fn in_order<T>(all: &mut [T], newest_first: bool, id: impl Fn(&T) -> &JobId) {
    all.sort_by(|a, b| id(a).cmp(id(b)));
    if newest_first {
        all.reverse();
    }
}

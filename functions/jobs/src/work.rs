//! The stream function that works on jobs, a few slices a run: the last change
//! that it makes wakes it again.

use std::collections::BTreeSet;

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use futures::stream::{self, StreamExt};
use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::{Job, JobStatus};
use heartlink_runtime::stream::{Match, StreamFilter, UnreadableImage, image, sequence_number};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::permissions;
use heartlink_store::tables::Table;

/// The function.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "jobs-work",
    table: Table::Jobs,
    batch: 100,
    filter: StreamFilter::new_image(&["status"], NOT_OPEN),
    permissions: &[
        permissions::IDEMPOTENCY,
        permissions::CHANGE_ACCOUNT,
        permissions::WALLET_METRICS,
        permissions::CHANGE_JOB,
        permissions::READ_JOBS,
        permissions::READ_JOB_PARTS,
        permissions::DROP_FAILURES,
        permissions::READ_FILE,
        permissions::DELETE_FILE,
    ],
    run: |app, event| Box::pin(work(app, event)),
};

/// What a job is once it is to be worked on or cleaned up after.
const NOT_OPEN: &[Match] = &[
    Match::Exact(JobStatus::Preparing.as_str()),
    Match::Exact(JobStatus::Running.as_str()),
    Match::Exact(JobStatus::Cancelling.as_str()),
    Match::Exact(JobStatus::Done.as_str()),
    Match::Exact(JobStatus::Failed.as_str()),
    Match::Exact(JobStatus::Cancelled.as_str()),
];

/// Jobs that one run works on side by side.
const JOBS_AT_ONCE: usize = 4;

/// The job that the record shows to be worked on, or to be cleaned up after.
fn job(record: &EventRecord) -> Result<Option<JobId>, UnreadableImage> {
    let job: Option<Job> = image(&record.change.new_image)?;
    Ok(job.filter(|job| job.status != JobStatus::Open).map(|job| job.id))
}

/// A job that cannot be worked on now does not hold up the others: it is taken
/// up again when it is due. A record that cannot be read is delivered again.
async fn work(app: App, event: Event) -> Vec<String> {
    let (mut jobs, mut failed) = (BTreeSet::new(), Vec::new());
    for record in &event.records {
        match job(record) {
            Ok(id) => jobs.extend(id),
            Err(error) => {
                tracing::error!(%error, "a record was not read");
                failed.push(sequence_number(record));
            }
        }
    }
    let runs = stream::iter(jobs).for_each_concurrent(JOBS_AT_ONCE, |id| {
        let app = app.clone();
        async move {
            if let Err(error) = app.store.work_on_job(&id, app.files.as_deref()).await {
                tracing::warn!(%error, job = %id, "a job waits to be taken up again");
            }
        }
    });
    runs.await;
    failed
}

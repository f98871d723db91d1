//! What the endpoints of jobs read alike from a request, and show.

use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::{Job, JobSummary};
use heartlink_domain::roles::Role;
use heartlink_runtime::wire::*;
use heartlink_runtime::{Problem, Request};
use heartlink_store::jobs::Visibility;
use serde::Serialize;
use utoipa::ToSchema;

/// A job.
#[derive(Debug, Serialize, ToSchema)]
pub struct JobReply {
    /// As it is now.
    job: JobSummary,
}

impl From<Job> for JobReply {
    fn from(job: Job) -> Self {
        Self { job: job.summary() }
    }
}

/// The job in the path.
pub(crate) fn job_id(request: &Request) -> Result<JobId, Problem> {
    request.parameter("id")
}

/// Which jobs the caller may see.
pub(crate) fn sight(request: &Request) -> Result<Visibility<'_>, Problem> {
    let caller = request.caller()?;
    Ok(if caller.is(Role::Admin) { Visibility::All } else { Visibility::Own(&caller.user) })
}

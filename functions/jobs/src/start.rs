//! Pay what the job has.

use heartlink_domain::jobs::JobSource;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::jobs::file_name;

use crate::input::{JobReply, job_id, sight};

/// Start a job
///
/// A file is read through first: one with too many rewards pays nobody. A line
/// that is no reward is a failure with its reason, and the others are paid. A
/// job that was started is left as it is.
#[endpoint(
    POST "/v1/jobs/{id}/start",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::JobIdForm, "Which job."),
    answers(202 = JobReply: "The job."),
    errors(JobNotOpen, SlicesMissing, JobEmpty, FileMissing, FileTooLarge),
    permissions(CHANGE_JOB, FIND_FILE)
)]
pub(crate) async fn start(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let (id, sight) = (job_id(&request)?, sight(&request)?);
    let job = app.store.job(&id, sight).await?;
    let file = match job.check_open(JobSource::File) {
        Ok(()) => app.files()?.facts(&file_name(&id)).await?,
        Err(_) => None,
    };
    let job = app.store.start_job(&id, sight, file.as_ref()).await?;
    Response::accepted(&JobReply::from(job))
}

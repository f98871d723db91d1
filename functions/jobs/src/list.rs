//! Which jobs there are.

use heartlink_domain::ids::JobId;
use heartlink_domain::jobs::JobSummary;
use heartlink_runtime::page::List;
use heartlink_runtime::wire;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::input::sight;

/// List the jobs
///
/// A service sees the jobs that it made, an admin those of everybody; the newest
/// first, unless asked otherwise. A job made a moment ago may not be there yet.
/// A page may be short and yet have a next one, where jobs are to be forgotten.
#[endpoint(
    GET "/v1/jobs",
    roles(Service, Admin),
    query(heartlink_runtime::page::PageQuery),
    answers(200 = List<wire::JobSummaryForm>: "A page of jobs."),
    permissions(READ_JOBS, LIST_JOBS)
)]
pub(crate) async fn list(app: App, request: Request) -> Result<Response, Problem> {
    let page = request.page()?;
    let after = page.cursor_as::<JobId>()?;
    let found = app.store.jobs(sight(&request)?, page.limit, page.newest_first, after.as_ref()).await?;
    let items = found.jobs.iter().map(|job| job.summary()).collect();
    Response::ok(&List::<JobSummary> { items, next_cursor: found.next.map(|next| next.to_string()) })
}

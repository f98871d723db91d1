//! Who was not paid, and why.

use heartlink_domain::ids::UserId;
use heartlink_domain::jobs::Failure;
use heartlink_domain::wallet::Amount;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::jobs::FailureCursor;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::input::{job_id, sight};

/// A reward that was not paid.
#[derive(Debug, Serialize, ToSchema)]
pub struct FailureView {
    /// Its place, from 0: the number of its line in the file, or its place among
    /// the rewards of all slices.
    index: u64,
    /// Whose, where that could be read.
    #[schema(required)]
    user_id: Option<UserId>,
    /// How much, in minor units, where that could be read.
    #[schema(required)]
    amount: Option<Amount>,
    /// The stable name of the reason.
    code: String,
    /// The reason as a problem document.
    #[schema(value_type = Object)]
    problem: Value,
}

impl FailureView {
    fn of(failure: Failure, request: &Request) -> Self {
        let Failure { index, user_id, amount, reason } = failure;
        let problem = Problem::from(reason);
        let code = problem.code.as_str().to_owned();
        Self { index, user_id, amount, code, problem: problem.document(&request.path, &request.request_id) }
    }
}

/// List who was not paid, and why
///
/// The highest index first, unless asked otherwise.
#[endpoint(
    GET "/v1/jobs/{id}/failures",
    roles(Service, Admin),
    path(id: heartlink_runtime::wire::JobIdForm, "Which job."),
    query(PageQuery),
    answers(200 = List<FailureView>: "A page of failures."),
    permissions(READ_JOB, READ_JOB_PARTS)
)]
pub(crate) async fn failures(app: App, request: Request) -> Result<Response, Problem> {
    let page = request.page()?;
    let id = job_id(&request)?;
    app.store.job(&id, sight(&request)?).await?;
    let after = page.cursor_as::<FailureCursor>()?;
    let found = app.store.job_failures(&id, page.limit, page.newest_first, after).await?;
    let items = found.failures.into_iter().map(|failure| FailureView::of(failure, &request)).collect();
    let next_cursor = found.next.map(|next| next.to_string());
    Response::ok(&List::<FailureView> { items, next_cursor })
}

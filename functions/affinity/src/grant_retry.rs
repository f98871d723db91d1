//! Pay level rewards that failed.

use heartlink_domain::affinity::GrantId;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::view::GrantView;

/// Pay what failed
///
/// What was paid before stays paid once: sent again, this pays nothing twice.
/// It is tried by schedule as well, ever less often.
#[endpoint(
    POST "/v1/affinity/grants/{id}/retry",
    roles(Admin),
    path(id: crate::forms::GrantId, "The grant."),
    answers(200 = GrantView: "The grant as it is now."),
    errors(GrantNotFound),
    permissions(CHANGE_ACCOUNT, CHANGE_ACCOUNTS, READ_DOCUMENTS)
)]
pub(crate) async fn grant_retry(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let id: GrantId = request.parameter("id")?;
    Response::ok(&GrantView::from(app.store.retry_grant(&id).await?))
}

//! Who edited rules and plans, and why.

use heartlink_domain::ids::DocumentName;
use heartlink_domain::points::{PointsPlan, PointsRule};
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::IntoParams;

/// Whose history: that of a rule or of a plan.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct RevisionsQuery {
    /// Which rule.
    rule_key: Option<DocumentName>,
    /// Which plan.
    plan: Option<DocumentName>,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// Read the trail of a rule or a plan
///
/// Every edit with its reason, newest first; it is never changed or deleted.
/// Needs either `rule_key` or `plan`.
#[endpoint(
    GET "/v1/points/history",
    roles(Admin),
    query(RevisionsQuery),
    answers(200 = List<RevisionView>: "A page of edits."),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn history(app: App, request: Request) -> Result<Response, Problem> {
    let RevisionsQuery { rule_key, plan, limit, cursor } = request.query()?;
    let page = PageQuery::new(limit, cursor, None).checked()?;
    let (store, limit, before) = (&app.store, page.limit, page.cursor_as()?);
    let found = match (rule_key, plan) {
        (Some(rule), None) => store.document_history::<PointsRule>(&rule, limit, before).await?,
        (None, Some(plan)) => store.document_history::<PointsPlan>(&plan, limit, before).await?,
        _ => return Err(Problem::parameter("rule_key", "or `plan` is needed, and not both")),
    };
    let found = found.into_iter().map(RevisionView::from).collect();
    Response::ok(&List::new(found, &page, |revision: &RevisionView| revision.version.to_string()))
}

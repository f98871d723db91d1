//! All rules.

use heartlink_domain::affinity::Rule;
use heartlink_domain::ids::DocumentName;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::{App, Problem, Request, Response, endpoint};

use crate::view::RuleView;

/// List the rules
///
/// By key, the last first unless `order=asc`. As they were at most 10 s ago.
#[endpoint(
    GET "/v1/affinity/rules",
    roles(User, Service, Teacher, Admin),
    activity,
    query(PageQuery),
    answers(200 = List<RuleView>: "A page of rules."),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn rules(app: App, request: Request) -> Result<Response, Problem> {
    let page = request.page()?;
    let cursor: Option<DocumentName> = page.cursor_as()?;
    let rules = app.store.documents::<Rule>().await?;
    let behind = |key: &DocumentName| match &cursor {
        None => true,
        Some(cursor) if page.newest_first => key < cursor,
        Some(cursor) => key > cursor,
    };
    let mut found: Vec<_> = rules.values().filter(|rule| behind(&rule.name)).cloned().collect();
    if page.newest_first {
        found.reverse();
    }
    found.truncate(page.limit as usize);
    let full = found.len() >= page.limit as usize;
    let next_cursor = found.last().filter(|_| full).map(|rule| rule.name.to_string());
    Response::ok(&List { items: found.into_iter().map(RuleView::from).collect(), next_cursor })
}

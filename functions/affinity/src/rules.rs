//! `GET /v1/affinity/rules`: all rules.

use heartlink_domain::affinity::Rule;
use heartlink_domain::ids::DocumentName;
use heartlink_runtime::page::{List, PageQuery};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::permissions;

use crate::input::ANYBODY;
use crate::view::RuleView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-rules",
    method: "GET",
    path: "/v1/affinity/rules",
    access: Access::AnyOf(ANYBODY),
    counts_as_activity: true,
    permissions: &[permissions::READ_DOCUMENTS],
    run: |app, request| Box::pin(rules(app, request)),
};

/// List the rules
///
/// By key, the last first unless `order=asc`. As they were at most 10 s ago.
#[utoipa::path(get, path = "/v1/affinity/rules", tag = "affinity", operation_id = "affinity-rules",
    params(PageQuery),
    responses((status = 200, description = "A page of rules.", body = List<RuleView>)))]
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

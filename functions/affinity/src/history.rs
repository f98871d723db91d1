//! Who edited rules, levels and settings, and why.

use heartlink_domain::affinity::{AffinitySettings, Levels, Rule};
use heartlink_domain::ids::DocumentName;
use heartlink_runtime::page::List;
use heartlink_runtime::page::PageQuery;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::affinity::{LEVELS, SETTINGS};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::input::name;

/// Whose history.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct HistoryQuery {
    /// Of what.
    #[param(inline)]
    of: Edited,
    /// Which rule; only with `of=rule`.
    rule_key: Option<DocumentName>,
    /// 1 to 100; 20 if absent.
    #[param(minimum = 1, maximum = 100, default = 20)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What admins edit.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Edited {
    /// A rule.
    Rule,
    /// The levels.
    Levels,
    /// The settings.
    Settings,
}

/// Read the trail
///
/// Every edit with its reason, newest first; it is never changed or deleted.
#[endpoint(
    GET "/v1/affinity/history",
    roles(Admin),
    query(HistoryQuery),
    answers(200 = List<RevisionView>: "A page of edits."),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn history(app: App, request: Request) -> Result<Response, Problem> {
    let HistoryQuery { of, rule_key, limit, cursor } = request.query()?;
    let page = PageQuery::new(limit, cursor, None).checked()?;
    let (store, limit, before) = (&app.store, page.limit, page.cursor_as()?);
    let found = match (of, rule_key) {
        (Edited::Rule, Some(key)) => store.document_history::<Rule>(&key, limit, before).await?,
        (Edited::Rule, None) => return Err(Problem::parameter("rule_key", "is needed: say which rule")),
        (_, Some(_)) => return Err(Problem::parameter("rule_key", "goes with of=rule only")),
        (Edited::Levels, None) => store.document_history::<Levels>(&name(LEVELS)?, limit, before).await?,
        (Edited::Settings, None) => {
            store.document_history::<AffinitySettings>(&name(SETTINGS)?, limit, before).await?
        }
    };
    let found = found.into_iter().map(RevisionView::from).collect();
    Response::ok(&List::new(found, &page, |revision: &RevisionView| revision.version.to_string()))
}

//! `PUT /v1/affinity/levels`: set all levels.

use heartlink_domain::affinity::{Levels, Reward};
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::roles::Role;
use heartlink_domain::wallet::currency_or_default;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::affinity::LEVELS;

use crate::forms;
use crate::input::name;
use crate::view::LevelsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-levels-put",
    method: "PUT",
    path: "/v1/affinity/levels",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(levels_put(app, request)),
};

/// Set the levels
///
/// All of them, the lowest first: thresholds rise. A level is known by its
/// number, and what reaching it grants is granted once in the life of a
/// binding. In force everywhere within 10 s. Who did it and why is kept.
#[utoipa::path(put, path = "/v1/affinity/levels", tag = "affinity", operation_id = "affinity-levels-put",
    params(EditQuery),
    request_body = forms::Levels,
    responses(
        (status = 200, description = "All levels.", body = LevelsView),
        (status = 409, description = "document_changed")))]
pub(crate) async fn levels_put(app: App, request: Request) -> Result<Response, Problem> {
    let content: Levels = request.document(None)?;
    let editor = request.editor(&app)?;
    let unknown = unknown_currencies(&app, &content);
    if !unknown.is_empty() {
        return Err(Problem::invalid(unknown));
    }
    let stored = app.store.put_document(&name(LEVELS)?, &content, &editor).await?;
    Response::ok(&LevelsView::from(Some(stored)))
}

/// Money that no wallet could take.
fn unknown_currencies(app: &App, levels: &Levels) -> Vec<FieldProblem> {
    let mut problems = Vec::new();
    for (place, level) in levels.levels.iter().enumerate() {
        for (reward, of) in level.rewards.iter().enumerate() {
            let Reward::Wallet { currency, .. } = of else { continue };
            if let Err(refusal) = currency_or_default(currency.clone(), &app.store.settings().wallet) {
                let pointer = format!("/levels/{place}/rewards/{reward}/currency");
                problems.push(FieldProblem { pointer, detail: refusal.to_string() });
            }
        }
    }
    problems
}

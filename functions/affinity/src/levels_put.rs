//! Set all levels.

use heartlink_domain::affinity::{Levels, Reward};
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::wallet::currency_or_default;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::affinity::LEVELS;

use crate::forms;
use crate::forms::REMOVED;
use crate::input::name;
use crate::view::LevelsView;

/// Set the levels
///
/// All of them, the lowest first: thresholds rise. A level keeps its id whatever
/// is put in, taken out or renamed, and what reaching it grants is granted once
/// in the life of a binding. What lies below a value and was not granted yet is
/// granted when the value rises next. In force everywhere within 10 s. Who did it and why is kept.
#[endpoint(
    PUT "/v1/affinity/levels",
    roles(Admin),
    query(EditQuery),
    body(forms::Levels),
    answers(200 = LevelsView: "All levels."),
    errors(DocumentChanged),
    permissions(EDIT_DOCUMENT, READ_DOCUMENTS)
)]
pub(crate) async fn levels_put(app: App, request: Request) -> Result<Response, Problem> {
    let content: Levels = request.document(Some(REMOVED))?;
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

//! Set what holds for all bindings.

use heartlink_domain::affinity::AffinitySettings;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::affinity::SETTINGS;

use crate::forms;
use crate::input::name;
use crate::view::SettingsView;

/// Set the settings
///
/// All of them: what is left out gets its default. In force everywhere within
/// 10 s. A change of the time zone gives no date its caps twice and loses none.
/// Who did it and why is kept.
#[endpoint(
    PUT "/v1/affinity/settings",
    roles(Admin),
    query(EditQuery),
    body(forms::AffinitySettings),
    answers(200 = SettingsView: "The settings."),
    errors(DocumentChanged),
    permissions(EDIT_DOCUMENT, READ_DOCUMENTS)
)]
pub(crate) async fn settings_put(app: App, request: Request) -> Result<Response, Problem> {
    let content: AffinitySettings = request.document(None)?;
    let editor = request.editor(&app)?;
    let stored = app.store.put_document(&name(SETTINGS)?, &content, &editor).await?;
    Response::ok(&SettingsView::from(Some(stored)))
}

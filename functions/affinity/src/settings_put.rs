//! `PUT /v1/affinity/settings`: set what holds for all bindings.

use heartlink_domain::affinity::AffinitySettings;
use heartlink_domain::roles::Role;
use heartlink_runtime::edit::EditQuery;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::affinity::SETTINGS;

use crate::forms;
use crate::input::name;
use crate::view::SettingsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-settings-put",
    method: "PUT",
    path: "/v1/affinity/settings",
    access: Access::AnyOf(&[Role::Admin]),
    counts_as_activity: false,
    run: |app, request| Box::pin(settings_put(app, request)),
};

/// Set the settings
///
/// All of them: what is left out gets its default. In force everywhere within
/// 10 s. A change of the time zone gives no date its caps twice and loses none.
/// Who did it and why is kept.
#[utoipa::path(put, path = "/v1/affinity/settings", tag = "affinity", operation_id = "affinity-settings-put",
    params(EditQuery),
    request_body = forms::AffinitySettings,
    responses(
        (status = 200, description = "The settings.", body = SettingsView),
        (status = 409, description = "document_changed")))]
pub(crate) async fn settings_put(app: App, request: Request) -> Result<Response, Problem> {
    let content: AffinitySettings = request.document(None)?;
    let editor = request.editor(&app)?;
    let stored = app.store.put_document(&name(SETTINGS)?, &content, &editor).await?;
    Response::ok(&SettingsView::from(Some(stored)))
}

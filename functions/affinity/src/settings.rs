//! `GET /v1/affinity/settings`: what holds for all bindings.

use heartlink_domain::affinity::AffinitySettings;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_store::affinity::SETTINGS;
use heartlink_store::permissions;

use crate::input::{ANYBODY, name};
use crate::view::SettingsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-settings",
    method: "GET",
    path: "/v1/affinity/settings",
    access: Access::AnyOf(ANYBODY),
    counts_as_activity: true,
    permissions: &[permissions::READ_DOCUMENTS],
    run: |app, request| Box::pin(settings(app, request)),
};

/// Look at the settings
///
/// As they were at most 10 s ago.
#[utoipa::path(get, path = "/v1/affinity/settings", tag = "affinity", operation_id = "affinity-settings",
    responses((status = 200, description = "The settings.", body = SettingsView)))]
pub(crate) async fn settings(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&SettingsView::from(app.store.document::<AffinitySettings>(&name(SETTINGS)?).await?))
}

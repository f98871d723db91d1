//! `GET /v1/affinity/settings`: what holds for all bindings.

use heartlink_domain::affinity::AffinitySettings;
use heartlink_runtime::{Access, App, Call, HttpRoute, Problem, Reply};
use heartlink_store::affinity::SETTINGS;

use crate::input::{ANYBODY, name};
use crate::view::SettingsView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "affinity-settings",
    method: "GET",
    path: "/v1/affinity/settings",
    access: Access::AnyOf(ANYBODY),
    counts_as_activity: true,
    run: |app, call| Box::pin(settings(app, call)),
};

/// Look at the settings
///
/// As they were at most 10 s ago.
#[utoipa::path(get, path = "/v1/affinity/settings", tag = "affinity", operation_id = "affinity-settings",
    responses((status = 200, description = "The settings.", body = SettingsView)))]
pub(crate) async fn settings(app: App, _call: Call) -> Result<Reply, Problem> {
    Reply::ok(&SettingsView::from(app.store.document::<AffinitySettings>(&name(SETTINGS)?).await?))
}

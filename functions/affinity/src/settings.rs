//! What holds for all bindings.

use heartlink_domain::affinity::AffinitySettings;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::affinity::SETTINGS;

use crate::input::name;
use crate::view::SettingsView;

/// Look at the settings
///
/// As they were at most 10 s ago.
#[endpoint(
    GET "/v1/affinity/settings",
    roles(User, Service, Teacher, Admin),
    activity,
    answers(200 = SettingsView: "The settings."),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn settings(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&SettingsView::from(app.store.document::<AffinitySettings>(&name(SETTINGS)?).await?))
}

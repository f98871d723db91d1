//! All levels.

use heartlink_domain::affinity::Levels;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::affinity::LEVELS;

use crate::input::name;
use crate::view::LevelsView;

/// Look at the levels
///
/// The first is level 1. As they were at most 10 s ago.
#[endpoint(
    GET "/v1/affinity/levels",
    roles(User, Service, Teacher, Admin),
    activity,
    answers(200 = LevelsView: "All levels."),
    permissions(READ_DOCUMENTS)
)]
pub(crate) async fn levels(app: App, _call: Request) -> Result<Response, Problem> {
    Response::ok(&LevelsView::from(app.store.document::<Levels>(&name(LEVELS)?).await?))
}

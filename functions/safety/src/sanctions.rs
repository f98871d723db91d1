//! What is done about somebody, and what was.

use heartlink_domain::ids::UserId;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

use crate::view::{SanctionRecordView, SanctionView};

/// What is done about somebody.
#[derive(Debug, Serialize, ToSchema)]
pub struct SanctionsView {
    /// Whom.
    user_id: UserId,
    /// What holds now; `null` where nothing does.
    #[schema(required)]
    sanction: Option<SanctionView>,
    /// What was imposed and lifted, up to 100, newest first.
    trail: Vec<SanctionRecordView>,
}

/// Read somebody's sanctions
///
/// What holds now, and the trail of who did what, when and why.
#[endpoint(
    GET "/v1/people/{user}/sanction",
    roles(Moderator, Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whose."),
    answers(200 = SanctionsView: "What holds, and the trail."),
    permissions(READ_PERSON, READ_SANCTIONS)
)]
pub(crate) async fn sanctions(app: App, request: Request) -> Result<Response, Problem> {
    let user_id = request.person("user")?;
    let found = app.store.sanctions_of(&user_id).await?;
    Response::ok(&SanctionsView {
        user_id,
        sanction: found.sanction.map(Into::into),
        trail: found.trail.into_iter().map(Into::into).collect(),
    })
}

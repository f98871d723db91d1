//! Do something about somebody.

use heartlink_domain::safety::{Sanction, SanctionKind};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::view::SanctionView;

/// What, until when and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SanctionBody {
    /// What is done.
    kind: SanctionKind,
    /// When it ends by itself; never if absent.
    until: Option<Timestamp>,
    /// Why, for those who read it later.
    #[schema(min_length = 1, max_length = 500)]
    reason: String,
}

/// Warn, mute, suspend or ban somebody
///
/// In place of what was done before; each is kept in the person's trail. Who is
/// muted sends no messages. Who is suspended or banned neither asks, sends, binds
/// nor transfers: the live request is cancelled, the room ends (`removed`), the
/// connections close (4003), and 403 `suspended` says until when. It holds at once,
/// as a condition of each write.
#[endpoint(
    PUT "/v1/people/{user}/sanction",
    roles(Moderator, Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Whom."),
    body(SanctionBody),
    answers(200 = SanctionView: "What is done."),
    permissions(COUNTED_CHANGE, READ_PERSON, READ_PEOPLE, RECORD_SANCTION)
)]
pub(crate) async fn sanction(app: App, request: Request) -> Result<Response, Problem> {
    let SanctionBody { kind, until, reason } = request.body()?;
    let sanction = Sanction { kind, until, reason, by: request.me()?.clone(), at: app.store.now() };
    app.store.impose_sanction(&request.person("user")?, &sanction).await?;
    Response::ok(&SanctionView::from(sanction))
}

//! End all that somebody's tokens allow.

use heartlink_domain::ids::UserId;
use heartlink_domain::roles::Role;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Serialize;
use utoipa::ToSchema;

/// Who is signed out.
#[derive(Debug, Serialize, ToSchema)]
pub struct SignedOutView {
    /// Who.
    user_id: UserId,
    /// Tokens issued at this instant or earlier hold no more.
    signed_out_at: Timestamp,
}

/// Sign somebody out everywhere
///
/// Oneself, or anybody for a moderator or an admin. Tokens issued until now are
/// refused with 401 `unauthorized` within 10 s, and so is one that does not say when
/// it was issued (`iat`); the connections close (4001). A token that is issued later
/// holds.
#[endpoint(
    POST "/v1/people/{user}/sign-out",
    roles(User, Moderator, Admin),
    path(user: heartlink_runtime::wire::UserIdForm, "Who."),
    answers(200 = SignedOutView: "Who is signed out, and since when."),
    permissions(CHANGE_PERSON)
)]
pub(crate) async fn sign_out(app: App, request: Request) -> Result<Response, Problem> {
    request.no_body()?;
    let user_id = request.user_in_path("user", &[Role::Moderator, Role::Admin])?;
    let signed_out_at = app.store.sign_out(&user_id).await?;
    Response::ok(&SignedOutView { user_id, signed_out_at })
}

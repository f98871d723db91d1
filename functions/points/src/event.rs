//! `POST /v1/points/events`: points by a rule.

use heartlink_domain::ids::{DocumentName, UserId};
use heartlink_domain::problem::FieldProblem;
use heartlink_domain::roles::Role;
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::unbounded;
use crate::view::EventOutcomeView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-event",
    method: "POST",
    path: "/v1/points/events",
    access: Access::AnyOf(&[Role::Service]),
    counts_as_activity: false,
    run: |app, request| Box::pin(event(app, request)),
};

/// Longest `event_id`, in characters.
const MAX_EVENT_CHARS: usize = 128;

/// What happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsEventBody {
    /// To whom.
    student_id: UserId,
    /// By which rule it earns points.
    rule_key: DocumentName,
    /// Names it: the same event of a student has its effect by a rule once.
    #[schema(min_length = 1, max_length = 128)]
    event_id: String,
}

/// Report an event
///
/// Gives what the rule grants, up to its caps. The same event again, with
/// whatever idempotency key, changes nothing and is answered as before.
#[utoipa::path(post, path = "/v1/points/events", tag = "points", operation_id = "points-event",
    params(("Idempotency-Key" = String, Header)),
    request_body = PointsEventBody,
    responses(
        (status = 200, description = "What was requested and applied, and why they differ.", body = EventOutcomeView),
        (status = 404, description = "rule_not_found"),
        (status = 409, description = "balance_limit, account_importing, too_many_capped_rules")))]
pub(crate) async fn event(app: App, request: Request) -> Result<Response, Problem> {
    let PointsEventBody { student_id, rule_key, event_id } = request.body()?;
    if event_id.is_empty() || event_id.chars().count() > MAX_EVENT_CHARS {
        let detail = format!("must have 1 to {MAX_EVENT_CHARS} characters");
        return Err(Problem::invalid(vec![FieldProblem { pointer: "/event_id".to_owned(), detail }]));
    }
    let order = unbounded(&request)?;
    let outcome = app.store.award_points(&student_id, &rule_key, &event_id, &order).await?;
    let outcome = outcome.map(EventOutcomeView::from);
    Ok(Response::ok(&outcome.value)?.replayed(&outcome))
}

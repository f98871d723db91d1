//! Points by a rule.

use heartlink_domain::ids::{DocumentName, UserId};
use heartlink_domain::problem::FieldProblem;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::unbounded;
use crate::view::EventOutcomeView;

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
#[endpoint(
    POST "/v1/points/events",
    roles(Service),
    key(required),
    body(PointsEventBody),
    answers(200 = EventOutcomeView: "What was requested and applied, and why they differ."),
    errors(RuleNotFound, BalanceLimit, AccountImporting, TooManyCaps),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNTS, READ_DOCUMENTS)
)]
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

//! Take a transaction
//! back.

use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::order;
use crate::view::ChangeView;

/// Why the transaction is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsReverseBody {
    /// For the student to read.
    #[schema(min_length = 1, max_length = 200, nullable)]
    reason: Option<String>,
}

/// Take a transaction back
///
/// By a transaction with the opposite points; a transaction is taken back once,
/// and a reversal, a correction or what expired never. Points return to where
/// they were taken from, and expire when they would have.
#[endpoint(
    POST "/v1/points/students/{id}/transactions/{seq}/reverse",
    roles(Teacher, Service),
    activity,
    path(id: heartlink_runtime::wire::UserIdForm, "Whose points."),
    path(seq: u64, "The number of the transaction."),
    key(required),
    body(PointsReverseBody),
    answers(201 = ChangeView: "The reversal, and the points right after it."),
    errors(TransactionNotFound, AlreadyReversed, NotReversible, InsufficientPoints, AccountImporting),
    permissions(IDEMPOTENCY, READ_ACCOUNT, CHANGE_ACCOUNTS, READ_DOCUMENTS)
)]
pub(crate) async fn reverse(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = request.person("id")?;
    let PointsReverseBody { reason } = request.body()?;
    let seq: u64 = request.parameter("seq")?;
    let order = order(&request)?;
    let moved = app.store.reverse_points(&student_id, seq, reason.as_deref(), &order).await?;
    let moved = moved.map(|moved| ChangeView::of(&student_id, moved));
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

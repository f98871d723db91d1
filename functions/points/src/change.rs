//! Give points to a student, or take them.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::{PointsOrder, TransactionType};
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::order;
use crate::view::ChangeView;

/// What is to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangeBody {
    /// Whose points.
    student_id: UserId,
    /// How many; negative takes away. Not 0.
    #[schema(minimum = -9_000_000_000_000_000_i64, maximum = 9_000_000_000_000_000_i64)]
    points_change: i64,
    /// `add_points`, `deduct_points`, `adjust`, or a type of your own.
    transaction_type: TransactionType,
    /// Why.
    #[schema(min_length = 1, max_length = 200)]
    reason: String,
    /// In which teacher's name; another's than the caller's only for a server.
    #[schema(nullable)]
    teacher_id: Option<UserId>,
}

/// Give or take points
///
/// Points and transaction change together. A teacher changes those of their
/// students: of everybody whose account names no teachers, and of those whose
/// account names them.
#[endpoint(
    POST "/v1/points",
    roles(Teacher, Service),
    activity,
    key(required),
    body(ChangeBody),
    answers(201 = ChangeView: "The transaction, and the points right after it."),
    errors(InsufficientPoints, BalanceLimit, AccountImporting),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, READ_DOCUMENTS)
)]
pub(crate) async fn change(app: App, request: Request) -> Result<Response, Problem> {
    let ChangeBody { student_id, points_change, transaction_type, reason, teacher_id } = request.body()?;
    let order = order(&request)?;
    let given = PointsOrder { points: points_change, kind: transaction_type, reason, teacher_id };
    let moved = app.store.change_points(&student_id, &given, &order).await?;
    let moved = moved.map(|moved| ChangeView::of(&student_id, moved));
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

//! `POST /v1/points`: give points to a student, or take them.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::{PointsOrder, TransactionType};
use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use heartlink_runtime::wire::*;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, order};
use crate::view::ChangeView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-change",
    method: "POST",
    path: "/v1/points",
    access: Access::AnyOf(WRITERS),
    counts_as_activity: true,
    run: |app, request| Box::pin(change(app, request)),
};

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
#[utoipa::path(post, path = "/v1/points", tag = "points", operation_id = "points-change",
    params(("Idempotency-Key" = String, Header)),
    request_body = ChangeBody,
    responses(
        (status = 201, description = "The transaction, and the points right after it.", body = ChangeView),
        (status = 409, description = "insufficient_points, balance_limit, account_importing")))]
pub(crate) async fn change(app: App, request: Request) -> Result<Response, Problem> {
    let ChangeBody { student_id, points_change, transaction_type, reason, teacher_id } = request.body()?;
    let order = order(&request)?;
    let given = PointsOrder { points: points_change, kind: transaction_type, reason, teacher_id };
    let moved = app.store.change_points(&student_id, &given, &order).await?;
    let moved = moved.map(|moved| ChangeView::of(&student_id, moved));
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

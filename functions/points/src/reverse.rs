//! `POST /v1/points/students/{id}/transactions/{seq}/reverse`: take a transaction
//! back.

use heartlink_runtime::{Access, App, HttpRoute, Problem, Request, Response};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::{WRITERS, order, student_in_path};
use crate::view::ChangeView;

/// The endpoint.
pub const ROUTE: HttpRoute = HttpRoute {
    name: "points-reverse",
    method: "POST",
    path: "/v1/points/students/{id}/transactions/{seq}/reverse",
    access: Access::AnyOf(WRITERS),
    counts_as_activity: true,
    run: |app, request| Box::pin(reverse(app, request)),
};

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
#[utoipa::path(post, path = "/v1/points/students/{id}/transactions/{seq}/reverse", tag = "points",
    operation_id = "points-reverse",
    params(("id" = heartlink_runtime::wire::UserIdForm, Path, description = "Whose points."), ("seq" = u64, Path, description = "The number of the transaction."), ("Idempotency-Key" = String, Header)),
    request_body = PointsReverseBody,
    responses(
        (status = 201, description = "The reversal, and the points right after it.", body = ChangeView),
        (status = 404, description = "transaction_not_found"),
        (status = 409, description = "already_reversed, not_reversible, insufficient_points, account_importing")))]
pub(crate) async fn reverse(app: App, request: Request) -> Result<Response, Problem> {
    let student_id = student_in_path(&request)?;
    let PointsReverseBody { reason } = request.body()?;
    let seq: u64 = request.parameter("seq")?;
    let order = order(&request)?;
    let moved = app.store.reverse_points(&student_id, seq, reason.as_deref(), &order).await?;
    let moved = moved.map(|moved| ChangeView::of(&student_id, moved));
    Ok(Response::created(&moved.value)?.replayed(&moved))
}

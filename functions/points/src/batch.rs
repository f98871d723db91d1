//! The same change for many students.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::{PointsOrder, TransactionType};
use heartlink_domain::problem::FieldProblem;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::points::{Order, StudentsOrder};
use heartlink_store::retry::Policy;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::input::order;
use crate::view::PointsBatchView;

/// What is to change, and for whom.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointsBatchBody {
    /// Whose points, each once.
    #[schema(min_items = 1, max_items = 1000, value_type = std::collections::BTreeSet<UserId>)]
    student_ids: Vec<UserId>,
    /// How many, for each of them; negative takes away. Not 0.
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

/// Change the points of a class
///
/// Each student's by a transaction of its own, side by side: one that is refused
/// does not concern the others. What failed for want of the store may be sent
/// again with the same key: only that is done then.
#[endpoint(
    POST "/v1/points/batch",
    roles(Teacher, Service),
    activity,
    key(required),
    body(PointsBatchBody),
    answers(200 = PointsBatchView: "A result for each student, in the order sent."),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, READ_DOCUMENTS)
)]
pub(crate) async fn batch(app: App, request: Request) -> Result<Response, Problem> {
    let PointsBatchBody { student_ids, points_change, transaction_type, reason, teacher_id } =
        request.body()?;
    check(&student_ids, app.store.settings().points.batch_students)?;
    let by = Order { policy: Policy::Batch, ..order(&request)? };
    let given = PointsOrder { points: points_change, kind: transaction_type, reason, teacher_id };
    let order = StudentsOrder { students: student_ids, given };
    let done = app.store.change_points_of_many(&order, &by).await?;
    let done =
        done.map(|results| PointsBatchView::of(&order.students, results, &request.path, &request.request_id));
    Ok(Response::ok(&done.value)?.replayed(&done))
}

fn check(students: &[UserId], most: u32) -> Result<(), Problem> {
    let mut problems = Vec::new();
    if students.is_empty() || u32::try_from(students.len()).is_ok_and(|count| count > most) {
        let detail = format!("must be 1 to {most}");
        problems.push(FieldProblem { pointer: "/student_ids".to_owned(), detail });
    }
    let mut seen = std::collections::HashSet::new();
    for (place, student) in students.iter().enumerate() {
        if !seen.insert(student) {
            let detail = "is listed twice".to_owned();
            problems.push(FieldProblem { pointer: format!("/student_ids/{place}"), detail });
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(Problem::invalid(problems)) }
}

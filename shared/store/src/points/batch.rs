//! The same change for many students, side by side.
//!
//! Each student's is a transaction with an idempotency record of its own, so
//! that a batch sent again after a crash goes on where it stopped.

use futures::FutureExt;
use futures::future::BoxFuture;
use futures::stream::{self, StreamExt};
use heartlink_domain::ids::UserId;
use heartlink_domain::points::{PointsOrder, Refusal};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::Outcome;
use crate::points::{Order, PointsMoved};
use crate::wallet::{OperationError, USERS_AT_ONCE};

/// A change for many students.
#[derive(Debug, Clone)]
pub struct StudentsOrder {
    /// Whom, each once.
    pub students: Vec<UserId>,
    /// What.
    pub given: PointsOrder,
}

/// What came of it for one student.
pub type BatchResult = Result<PointsMoved, OperationError<Refusal>>;

impl Store {
    /// Changes the points of many students. A result for each, in the order sent.
    ///
    /// # Errors
    /// The store's, before anything was changed.
    pub async fn change_points_of_many(
        &self,
        order: &StudentsOrder,
        by: &Order,
    ) -> Result<Outcome<Vec<BatchResult>>, StoreError> {
        self.claim(by.key.as_ref(), by.policy).await?;
        // Boxed: the compiler cannot see through a stream of borrowing futures.
        let runs: Vec<BoxFuture<'_, Outcome<BatchResult>>> = order
            .students
            .iter()
            .map(|student_id| self.change_one(student_id, &order.given, by).boxed())
            .collect();
        let done: Vec<_> = stream::iter(runs).buffered(USERS_AT_ONCE).collect().await;
        let replayed = !done.is_empty() && done.iter().all(|one| one.replayed);
        Ok(Outcome { value: done.into_iter().map(|one| one.value).collect(), replayed })
    }

    /// What fails, fails for this student only.
    async fn change_one(&self, student_id: &UserId, given: &PointsOrder, by: &Order) -> Outcome<BatchResult> {
        let part = by.key.as_ref().map(|key| key.part(student_id.as_str()));
        let by = Order { key: part, ..by.clone() };
        match self.change_points(student_id, given, &by).await {
            Ok(outcome) => outcome.map(Ok),
            Err(error) => Outcome::fresh(Err(error.into())),
        }
    }
}

//! Taking over transactions from another system.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::{Import, import};
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::idempotency::Outcome;
use crate::ledger::{Decision, Done};
use crate::plan::Plan;
use crate::points::{Order, PointsError, account_in, head, put_changed};

/// How far an account's import has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// Whose.
    pub student_id: UserId,
    /// Rows that are there.
    pub done: u64,
    /// Rows that the import has for the account.
    pub total: u64,
    /// The points with them.
    pub points: i64,
}

impl Store {
    /// Adds rows of an import to an account.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn import_points(
        &self,
        student_id: &UserId,
        rows: &Import,
        order: &Order,
    ) -> Result<Outcome<Imported>, PointsError> {
        let plans = self.plans().await?;
        let options = order.options(vec![head(student_id)]);
        let done = self.change(&options, |seen| {
            let account = account_in(seen, student_id)?;
            let (plan, context) = (plans.of(&account), order.context(self.now()));
            let changed = import(&account, rows, &plan, &context, &self.settings().points)?;
            let mut plan = Plan::default();
            put_changed(&mut plan, &changed, self.settings())?;
            let answer = Imported {
                student_id: student_id.clone(),
                done: rows.offset.saturating_add(rows.rows.len() as u64),
                total: rows.total,
                points: changed.account.account.balance,
            };
            Ok::<_, PointsError>(Decision { plan, receipt: answer.clone(), answer, refuses: false })
        });
        let done = done.await;
        self.points_written(student_id);
        Ok(match done? {
            Done::Applied(value) => Outcome::fresh(value),
            Done::Replayed(value) => Outcome { value, replayed: true },
        })
    }
}

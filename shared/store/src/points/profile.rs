//! Group, plan and teachers of an account.

use heartlink_domain::ids::UserId;
use heartlink_domain::points::{PointsAccount, Profile, ProfileSet, Refusal, set_profile};

use crate::Store;
use crate::idempotency::Outcome;
use crate::ledger::{Decision, Done, put_audit};
use crate::plan::Plan;
use crate::points::{Order, PointsError, account_in, head};

impl Store {
    /// Says `profile` about an account, and nothing else, with a record of who
    /// did it. Answers with the account's version.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn set_points_profile(
        &self,
        student_id: &UserId,
        profile: &Profile,
        order: &Order,
    ) -> Result<Outcome<u64>, PointsError> {
        let plans = self.plans().await?;
        if let Some(plan) = profile.plan.as_ref().filter(|plan| !plans.knows(plan)) {
            return Err(Refusal::PlanNotFound { plan: plan.clone() }.into());
        }
        let options = order.options(vec![head(student_id)]);
        let done = self.change(&options, |seen| {
            let before: PointsAccount = account_in(seen, student_id)?;
            let mut plan = Plan::default();
            let mut version = before.version;
            if let Some(ProfileSet { account, audit }) =
                set_profile(&before, profile, &order.context(self.now()))?
            {
                plan.put(&account, self.settings())?;
                put_audit(&mut plan, &audit)?;
                version = audit.version;
            }
            Ok::<_, PointsError>(Decision { plan, receipt: version, answer: version, refuses: false })
        });
        let done = done.await;
        self.points_written(student_id);
        Ok(match done? {
            Done::Applied(version) => Outcome::fresh(version),
            Done::Replayed(value) => Outcome { value, replayed: true },
        })
    }
}

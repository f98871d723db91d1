//! Points by a rule, for an event that has its effect once.

use heartlink_domain::ids::{DocumentName, UserId};
use heartlink_domain::points::{Awarded, EventOutcome, PointsAccount, PointsRule, Refusal, award};

use crate::Store;
use crate::idempotency::Outcome;
use crate::keys::Key;
use crate::ledger::{Decision, Done};
use crate::plan::Plan;
use crate::points::{Order, PointsError, account_in, head, put_changed};

impl Store {
    /// Gives what rule `rule_key` grants `student_id` for event `event_id`. The
    /// same event again, under whatever idempotency key, changes nothing and is
    /// answered as before: its mark is written in the transaction of its effect,
    /// and so is the outcome of an event that a cap left without effect.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn award_points(
        &self,
        student_id: &UserId,
        rule_key: &DocumentName,
        event_id: &str,
        order: &Order,
    ) -> Result<Outcome<EventOutcome>, PointsError> {
        let rule = self.document::<PointsRule>(rule_key).await?;
        let plans = self.plans().await?;
        let mark = Key::event_mark(&PointsAccount::account_id(student_id), rule_key, event_id);
        let options = order.options(vec![head(student_id), mark.clone()]);
        let done = self.change(&options, |seen| {
            if let Some(outcome) = seen.get::<EventOutcome>(&mark)? {
                let answer = (outcome.clone(), true);
                return Ok(Decision { plan: Plan::default(), receipt: outcome, answer, refuses: false });
            }
            let missing = || Refusal::RuleNotFound { rule_key: rule_key.clone() };
            let rule = rule.as_ref().ok_or_else(missing)?;
            let account = account_in(seen, student_id)?;
            let (plan, context) = (plans.of(&account), order.context(self.now()));
            let Awarded { changed, outcome } =
                award(&account, (rule_key, &rule.content), event_id, &plan, &context)?;
            let mut plan = Plan::default();
            if let Some(changed) = &changed {
                put_changed(&mut plan, changed, self.settings())?;
            }
            plan.insert(mark.clone(), &outcome)?;
            let answer = (outcome.clone(), false);
            Ok(Decision { plan, receipt: outcome, answer, refuses: changed.is_none() })
        });
        let done = done.await;
        self.points_written(student_id);
        Ok(match done? {
            Done::Applied((value, replayed)) => Outcome { value, replayed },
            Done::Replayed(value) => Outcome { value, replayed: true },
        })
    }
}

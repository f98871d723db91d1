//! Giving and taking points, and taking a transaction back.

use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::{Entry, ReversalMark};
use heartlink_domain::points::{Changed, PointsAccount, PointsOrder, Refusal, apply, reverse};
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::Outcome;
use crate::keys::Key;
use crate::ledger::{ChangeOptions, Decision, Done, Snapshot};
use crate::plan::Plan;
use crate::points::{Order, PointsError, account_in, head, put_changed};

/// Points that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PointsMoved {
    /// The transaction.
    pub entry: Entry,
    /// The account's version after it.
    pub version: u64,
}

/// What has to be remembered of a change so as to give the same answer again.
/// The rest is in the entry, which never changes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Receipt {
    seq: u64,
    version: u64,
}

/// A decision that changes an account, with the answer that its last entry is.
pub(super) fn decided(
    store: &Store,
    changed: &Changed,
    mut plan: Plan,
) -> Result<Decision<Receipt, PointsMoved>, PointsError> {
    put_changed(&mut plan, changed, store.settings())?;
    let entry =
        changed.entries.last().cloned().ok_or_else(|| StoreError::bug("a change without an entry"))?;
    let version = changed.account.version.saturating_add(1);
    let receipt = Receipt { seq: entry.seq, version };
    Ok(Decision { plan, receipt, answer: PointsMoved { entry, version }, refuses: false })
}

impl Store {
    /// Gives points to a student or takes them.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn change_points(
        &self,
        student_id: &UserId,
        given: &PointsOrder,
        order: &Order,
    ) -> Result<Outcome<PointsMoved>, PointsError> {
        let plans = self.plans().await?;
        let options = order.options(vec![head(student_id)]);
        self.move_points(student_id, &options, |seen| {
            let account = account_in(seen, student_id)?;
            let (plan, context) = (plans.of(&account), order.context(self.now()));
            let changed = apply(&account, given, &plan, &context, &self.settings().points)?;
            decided(self, &changed, Plan::default())
        })
        .await
    }

    /// Takes transaction `seq` of a student back.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn reverse_points(
        &self,
        student_id: &UserId,
        seq: u64,
        reason: Option<&str>,
        order: &Order,
    ) -> Result<Outcome<PointsMoved>, PointsError> {
        let plans = self.plans().await?;
        let account_id = PointsAccount::account_id(student_id);
        let (entry_key, mark_key) = (Key::entry(&account_id, seq), Key::reversal_mark(&account_id, seq));
        let options = order.options(vec![head(student_id), entry_key.clone(), mark_key.clone()]);
        self.move_points(student_id, &options, |seen| {
            let account = account_in(seen, student_id)?;
            let entry: Option<Entry> = seen.get(&entry_key)?;
            let mark: Option<ReversalMark> = seen.get(&mark_key)?;
            let (rules, context) = (plans.of(&account), order.context(self.now()));
            let settings = &self.settings().points;
            let taken = (entry.as_ref(), mark.as_ref());
            let changed = reverse(&account, taken, reason, &rules, &context, settings)?;
            let mark = changed.entries.last().and_then(ReversalMark::of);
            let mark = mark.ok_or(Refusal::NotReversible { seq })?;
            let mut plan = Plan::default();
            plan.insert(mark_key.clone(), &mark)?;
            decided(self, &changed, plan)
        })
        .await
    }

    /// Carries out a change of one student, and sees to it that no reader of this
    /// process is shown what was before.
    pub(super) async fn move_points(
        &self,
        student_id: &UserId,
        options: &ChangeOptions<'_>,
        decide: impl Fn(&Snapshot) -> Result<Decision<Receipt, PointsMoved>, PointsError>,
    ) -> Result<Outcome<PointsMoved>, PointsError> {
        let done = self.change(options, decide).await;
        self.points_written(student_id);
        match done? {
            Done::Applied(moved) => Ok(Outcome::fresh(moved)),
            Done::Replayed(Receipt { seq, version }) => {
                let account = PointsAccount::account_id(student_id);
                let entry = self.entries(&[(&account, seq)]).await?.pop();
                let entry = entry.ok_or_else(|| StoreError::bug("a recorded transaction is missing"))?;
                Ok(Outcome { value: PointsMoved { entry, version }, replayed: true })
            }
        }
    }
}

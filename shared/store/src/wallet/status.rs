//! Setting what may move in a wallet.

use heartlink_domain::ids::UserId;
use heartlink_domain::wallet::{Currency, StatusChanged, WalletStatus, WalletSummary, set_status};

use crate::Store;
use crate::idempotency::Outcome;
use crate::ledger::{Decision, put_audit};
use crate::plan::Plan;
use crate::wallet::holds::outcome;
use crate::wallet::{Order, WalletError, head, wallet_in};

impl Store {
    /// Sets the status of a wallet, with a record of who did it and why.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn set_wallet_status(
        &self,
        user_id: &UserId,
        currency: &Currency,
        status: WalletStatus,
        reason: &str,
        order: &Order,
    ) -> Result<Outcome<WalletSummary>, WalletError> {
        let options = order.options(vec![head(user_id, currency)]);
        let done = self.operate(&options, |seen| {
            let before = wallet_in(seen, user_id, currency)?;
            let context = order.context(self.now(), Some(&before));
            let StatusChanged { wallet, audit } = set_status(&before, status, reason, &context)?;
            let mut plan = Plan::default();
            plan.put(&wallet, self.settings())?;
            put_audit(&mut plan, &audit)?;
            let answer = wallet.committed().summary(context.now);
            Ok(Decision { plan, receipt: answer.clone(), answer, refuses: false })
        });
        Ok(outcome(done.await?))
    }
}

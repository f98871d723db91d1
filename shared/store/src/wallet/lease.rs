//! The lease of a wallet: acquire, release, force release.

use std::time::Duration;

use heartlink_domain::ids::UserId;
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{
    Context, Currency, Forced, LeaseState, LeaseTerms, Wallet, acquire, force_release, lease_state, release,
};

use crate::Store;
use crate::idempotency::Outcome;
use crate::ledger::{ChangeOptions, Decision, Done, put_audit};
use crate::plan::Plan;
use crate::wallet::{Order, WalletError, head, wallet_in};

impl Store {
    /// Takes the lease of a wallet. Does not wait for another's: whoever asks
    /// is told whose it is.
    ///
    /// # Errors
    /// [`heartlink_domain::wallet::Refusal::Locked`]; a refusal of the rules, or the store's.
    pub async fn lock_wallet(
        &self,
        user_id: &UserId,
        currency: &Currency,
        lease: &LeaseTerms,
        order: &Order,
    ) -> Result<Outcome<LeaseState>, WalletError> {
        self.change_lease(user_id, currency, order, |before, context| {
            let (wallet, _) = acquire(before, lease, context, &self.settings().wallet)?;
            Ok((wallet, Plan::default()))
        })
        .await
    }

    /// Gives `owner`'s lease of a wallet back.
    ///
    /// # Errors
    /// [`heartlink_domain::wallet::Refusal::NotLocked`], [`heartlink_domain::wallet::Refusal::Locked`] where it is another's; a
    /// refusal of the rules, or the store's.
    pub async fn unlock_wallet(
        &self,
        user_id: &UserId,
        currency: &Currency,
        owner: &str,
        order: &Order,
    ) -> Result<Outcome<LeaseState>, WalletError> {
        self.change_lease(user_id, currency, order, |before, context| {
            Ok((release(before, owner, context.now)?, Plan::default()))
        })
        .await
    }

    /// Ends whosever lease of a wallet, with a record of it and a warning.
    ///
    /// # Errors
    /// [`heartlink_domain::wallet::Refusal::NotLocked`]; a refusal of the rules, or the store's.
    pub async fn force_unlock_wallet(
        &self,
        user_id: &UserId,
        currency: &Currency,
        reason: Option<&str>,
        order: &Order,
    ) -> Result<Outcome<LeaseState>, WalletError> {
        let done = self.change_lease(user_id, currency, order, |before, context| {
            let Forced { wallet, audit } = force_release(before, reason, context)?;
            let mut plan = Plan::default();
            put_audit(&mut plan, &audit)?;
            Ok((wallet, plan))
        });
        let done = done.await?;
        if !done.replayed {
            tracing::warn!(fencing = done.value.fencing, "a wallet's lease was ended by force");
        }
        Ok(done)
    }

    async fn change_lease(
        &self,
        user_id: &UserId,
        currency: &Currency,
        order: &Order,
        decide: impl Fn(&Wallet, &Context) -> Result<(Wallet, Plan), WalletError> + Send + Sync,
    ) -> Result<Outcome<LeaseState>, WalletError> {
        let options = ChangeOptions { waits: false, ..order.options(vec![head(user_id, currency)]) };
        let done = self.operate(&options, |seen| {
            let before = wallet_in(seen, user_id, currency)?;
            let context = order.context(self.now(), Some(&before));
            let (wallet, mut plan) = decide(&before, &context)?;
            plan.put(&wallet, self.settings())?;
            let state = lease_state(&wallet, context.now);
            let answer = (state.clone(), held_until_now(&before, context.now));
            Ok(Decision { plan, receipt: state, answer, refuses: false })
        });
        Ok(match done.await? {
            Done::Applied((state, ended)) => {
                ended.into_iter().for_each(|held| self.lease_ended(held));
                Outcome::fresh(state)
            }
            Done::Replayed(state) => Outcome { value: state, replayed: true },
        })
    }
}

/// How long the lease was held that a change of `wallet` ends: until now, or
/// until it expired.
fn held_until_now(wallet: &Wallet, now: Timestamp) -> Option<Duration> {
    wallet.lease.as_ref().map(|lease| now.min(lease.expires_at).since(lease.acquired_at))
}

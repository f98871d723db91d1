//! Hold, capture, void.

use heartlink_domain::ids::{HoldId, UserId};
use heartlink_domain::ledger::AccountId;
use heartlink_domain::wallet::{
    Amount, Captured, Context, Currency, Held, Hold, HoldSummary, HoldTerms, Note, Receipt, Refusal, Wallet,
    WalletSummary, capture, hold, void,
};
use serde::{Deserialize, Serialize};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::Outcome;
use crate::keys::Key;
use crate::ledger::{Decision, Done};
use crate::plan::Plan;
use crate::wallet::{Movement, Order, WalletError, head, put_moved, wallet_in};

/// A hold that was made or voided. Recorded whole: no entry tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldChange {
    /// The hold.
    pub hold: HoldSummary,
    /// The wallet right after.
    pub wallet: WalletSummary,
}

/// A hold that was captured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldCaptured {
    /// The hold.
    pub hold: HoldSummary,
    /// The entry and the wallet right after.
    pub movement: Movement,
}

impl Store {
    /// Keeps money of `user_id` back.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn hold_in_wallet(
        &self,
        user_id: &UserId,
        currency: &Currency,
        hold_terms: &HoldTerms,
        order: &Order,
    ) -> Result<Outcome<HoldChange>, WalletError> {
        let id = self.hold_id(currency)?;
        let options = order.options(vec![head(user_id, currency)]);
        let done = self.operate(&options, |seen| {
            let wallet = wallet_in(seen, user_id, currency)?;
            let context = order.context(self.now(), Some(&wallet));
            let held = hold(&wallet, id.clone(), hold_terms, &context, &self.settings().wallet)?;
            self.held(held, &context)
        });
        Ok(outcome(done.await?))
    }

    /// Releases a hold of `user_id`.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn void_hold(
        &self,
        user_id: &UserId,
        id: &HoldId,
        order: &Order,
    ) -> Result<Outcome<HoldChange>, WalletError> {
        let (currency, hold_key) = place(user_id, id)?;
        let options = order.options(vec![head(user_id, &currency), hold_key.clone()]);
        let done = self.operate(&options, |seen| {
            let wallet = wallet_in(seen, user_id, &currency)?;
            let context = order.context(self.now(), Some(&wallet));
            let hold: Option<Hold> = seen.get(&hold_key)?;
            self.held(void(&wallet, hold.as_ref(), &context)?, &context)
        });
        Ok(outcome(done.await?))
    }

    /// Turns a hold of `user_id` into an entry, in full or only `amount` of it.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn capture_hold(
        &self,
        user_id: &UserId,
        id: &HoldId,
        amount: Option<Amount>,
        note: &Note,
        order: &Order,
    ) -> Result<Outcome<HoldCaptured>, WalletError> {
        let (currency, hold_key) = place(user_id, id)?;
        let options = order.options(vec![head(user_id, &currency), hold_key.clone()]);
        let done = self.operate(&options, |seen| {
            let now = self.now();
            let wallet = wallet_in(seen, user_id, &currency)?;
            let context = order.context(now, Some(&wallet));
            let hold: Option<Hold> = seen.get(&hold_key)?;
            let Captured { moved, hold } =
                capture(&wallet, hold.as_ref(), amount, note, &context, &self.settings().wallet)?;
            let mut plan = Plan::default();
            put_moved(&mut plan, &moved, self.settings())?;
            plan.put(&hold, self.settings())?;
            let receipt = (Receipt::of(&moved, now), hold.summary(now));
            let answer = HoldCaptured { hold: hold.summary(now), movement: Movement::of(moved, now) };
            Ok(Decision { plan, receipt, answer, refuses: false })
        });
        match done.await? {
            Done::Applied(captured) => Ok(Outcome::fresh(captured)),
            Done::Replayed((receipt, hold)) => {
                let [movement] = self.movements([receipt]).await?;
                Ok(Outcome { value: HoldCaptured { hold, movement }, replayed: true })
            }
        }
    }

    fn held(&self, held: Held, context: &Context) -> Result<Decision<HoldChange, HoldChange>, WalletError> {
        let mut plan = Plan::default();
        plan.put(&held.wallet, self.settings())?;
        plan.put(&held.hold, self.settings())?;
        let wallet = held.wallet.committed().summary(context.now);
        let answer = HoldChange { hold: held.hold.summary(context.now), wallet };
        Ok(Decision { plan, receipt: answer.clone(), answer, refuses: false })
    }

    /// A fresh id that says in which of its owner's wallets the hold is.
    fn hold_id(&self, currency: &Currency) -> Result<HoldId, StoreError> {
        let id = HoldId::generate(self.now(), &mut self.chance("hold"));
        format!("{id}-{currency}").parse().map_err(StoreError::bug)
    }
}

/// The currency and the place of a hold; one that no wallet can have is refused.
fn place(user_id: &UserId, id: &HoldId) -> Result<(Currency, Key), Refusal> {
    let currency = id.as_str().rsplit_once('-').and_then(|(_, currency)| currency.parse().ok());
    let currency: Currency = currency.ok_or(Refusal::HoldNotFound)?;
    let account: AccountId = Wallet::account_id(user_id, &currency);
    Ok((currency, Key::hold(&account, id)))
}

/// A change whose record is its whole answer.
pub(super) fn outcome<T>(done: Done<T, T>) -> Outcome<T> {
    match done {
        Done::Applied(value) => Outcome::fresh(value),
        Done::Replayed(value) => Outcome { value, replayed: true },
    }
}

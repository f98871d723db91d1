//! Credit, withdraw, transfer.

use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::Entry;
use heartlink_domain::settings::WalletSettings;
use heartlink_domain::wallet::{
    Amount, Context, Moved, Note, Receipt, Refusal, Transferred, Wallet, credit, transfer, withdraw,
};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::Outcome;
use crate::ledger::{Decision, Done, Guard};
use crate::plan::Plan;
use crate::wallet::{Movement, Order, Payment, WalletError, head, put_moved, put_unique, wallet_in};

/// A rule that moves an amount into or out of one wallet.
type MovementRule = fn(&Wallet, Amount, &Note, &Context, &WalletSettings) -> Result<Moved, Refusal>;

/// Both sides of a transfer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TransferMade {
    /// The sender's side.
    pub debit: Movement,
    /// The receiver's side.
    pub credit: Movement,
}

impl Store {
    /// Money comes into a wallet from outside.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn credit_wallet(
        &self,
        payment: &Payment,
        order: &Order,
    ) -> Result<Outcome<Movement>, WalletError> {
        self.move_money(payment, order, credit).await
    }

    /// Money goes out of a wallet.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn withdraw_from_wallet(
        &self,
        payment: &Payment,
        order: &Order,
    ) -> Result<Outcome<Movement>, WalletError> {
        self.move_money(payment, order, withdraw).await
    }

    async fn move_money(
        &self,
        payment: &Payment,
        order: &Order,
        rule: MovementRule,
    ) -> Result<Outcome<Movement>, WalletError> {
        let Payment { user_id, currency, amount, note, .. } = payment;
        let unique = payment.unique()?;
        let mut keys = vec![head(user_id, currency)];
        keys.extend(unique.iter().map(|(key, _)| key.clone()));
        let options = order.options(keys);
        let done = self.operate(&options, |seen| {
            let now = self.now();
            let wallet = wallet_in(seen, user_id, currency)?;
            let moved =
                rule(&wallet, *amount, note, &order.context(now, Some(&wallet)), &self.settings().wallet)?;
            let mut plan = Plan::default();
            put_moved(&mut plan, &moved, self.settings())?;
            put_unique(&mut plan, seen, unique.as_ref(), &moved.entry)?;
            let receipt = Receipt::of(&moved, now);
            Ok(Decision { plan, receipt, answer: Movement::of(moved, now), refuses: false })
        });
        match done.await? {
            Done::Applied(movement) => Ok(Outcome::fresh(movement)),
            Done::Replayed(receipt) => {
                let [movement] = self.movements([receipt]).await?;
                Ok(Outcome { value: movement, replayed: true })
            }
        }
    }

    /// `payment` goes from its wallet to that of `to`, unless one has blocked the other or
    /// the sender is suspended.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn transfer(
        &self,
        payment: &Payment,
        to: &UserId,
        order: &Order,
    ) -> Result<Outcome<TransferMade>, WalletError> {
        let Payment { user_id, currency, amount, note, .. } = payment;
        let unique = payment.unique()?;
        let mut keys = vec![head(user_id, currency), head(to, currency)];
        keys.extend(unique.iter().map(|(key, _)| key.clone()));
        let mut options = order.options(keys);
        options.guards.push(Guard::NotSuspended(user_id.clone()));
        options.guards.push(Guard::NeitherBlocks(user_id.clone(), to.clone()));
        let done = self.operate(&options, |seen| {
            let now = self.now();
            let (from, to) = (wallet_in(seen, user_id, currency)?, wallet_in(seen, to, currency)?);
            let context = order.context(now, Some(&from));
            let Transferred { debit, credit } =
                transfer(&from, &to, *amount, note, &context, &self.settings().wallet)?;
            let mut plan = Plan::default();
            put_moved(&mut plan, &debit, self.settings())?;
            put_moved(&mut plan, &credit, self.settings())?;
            put_unique(&mut plan, seen, unique.as_ref(), &debit.entry)?;
            let receipt = [Receipt::of(&debit, now), Receipt::of(&credit, now)];
            let answer = [Movement::of(debit, now), Movement::of(credit, now)];
            Ok(Decision { plan, receipt, answer, refuses: false })
        });
        let (movements, replayed) = match done.await? {
            Done::Applied(movements) => (movements, false),
            Done::Replayed(receipts) => (self.movements(receipts).await?, true),
        };
        let [debit, credit] = movements;
        Ok(Outcome { value: TransferMade { debit, credit }, replayed })
    }

    /// What was answered to the movements that `receipts` are of.
    pub(super) async fn movements<const N: usize>(
        &self,
        receipts: [Receipt; N],
    ) -> Result<[Movement; N], StoreError> {
        let named = receipts.each_ref().map(|receipt| (&receipt.account, receipt.seq));
        let entries = self.entries(&named).await?;
        let movement = |(receipt, entry): (&Receipt, Entry)| {
            let wallet =
                receipt.summary(&entry).ok_or_else(|| StoreError::bug("a receipt of another entry"))?;
            Ok(Movement { entry, wallet })
        };
        let movements: Vec<Movement> =
            receipts.iter().zip(entries).map(movement).collect::<Result<_, StoreError>>()?;
        movements.try_into().map_err(|_| StoreError::bug("not every receipt has an entry"))
    }
}

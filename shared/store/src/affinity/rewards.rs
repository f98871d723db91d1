//! Level rewards in the store: the accounts that they are paid into, read and
//! written in the transaction that grants them.
//!
//! Owns how many writes there is room for. Never decides what is paid.

use std::collections::BTreeSet;

use heartlink_domain::affinity::{
    Grant, PayoutAccount, PayoutAccounts, PayoutTerms, Payouts, payout_accounts, plan_payouts,
};
use heartlink_domain::ids::UserId;

use crate::Store;
use crate::error::StoreError;
use crate::keys::Key;
use crate::ledger::Snapshot;
use crate::plan::{MAX_ACTIONS, Plan};
use crate::points::{Plans, account_in};
use crate::wallet::{put_entry, wallet_in};

/// Who pays level rewards, as accounts record it.
const OPERATOR: &str = "affinity";
/// Actions that are left to the idempotency record and to spare.
const RESERVED: usize = 5;

/// Where the head of an account is.
fn head(account: &PayoutAccount) -> Key {
    match account {
        PayoutAccount::Wallet(user_id, currency) => crate::wallet::head(user_id, currency),
        PayoutAccount::Points(user_id) => crate::points::head(user_id),
    }
}

impl Store {
    /// What has to be read to pay `grants`.
    pub(super) fn payout_reads(&self, grants: &[Grant]) -> Vec<Key> {
        payout_accounts(grants, &self.settings().wallet).iter().map(head).collect()
    }

    /// Plans the payment of `grants`, and of each grant that it is stored. Those
    /// that there is no room for, and those whose account is not in `read`, are
    /// stored as they are and stay due.
    pub(super) fn pay_grants(
        &self,
        plan: &mut Plan,
        read: &Snapshot,
        plans: &Plans,
        grants: &[Grant],
    ) -> Result<Payouts, StoreError> {
        let operator: UserId = OPERATOR.parse().map_err(StoreError::bug)?;
        let settings = self.settings();
        let terms = PayoutTerms {
            operator: &operator,
            wallet: &settings.wallet,
            points: &settings.points,
            now: self.now(),
        };
        let accounts = self.accounts_in(read, plans, &payout_accounts(grants, &settings.wallet))?;
        let budget = MAX_ACTIONS.saturating_sub(RESERVED + plan.len() + grants.len());
        let payouts = plan_payouts(grants, &accounts, &terms, budget);
        payouts.grants.iter().try_for_each(|grant| plan.put(grant, settings))?;
        payouts.wallets.values().try_for_each(|wallet| plan.put(wallet, settings))?;
        payouts.points.values().try_for_each(|account| plan.put(account, settings))?;
        payouts.entries.iter().try_for_each(|entry| put_entry(plan, entry))?;
        Ok(payouts)
    }

    /// The `needed` accounts, as far as they were read.
    fn accounts_in(
        &self,
        read: &Snapshot,
        plans: &Plans,
        needed: &BTreeSet<PayoutAccount>,
    ) -> Result<PayoutAccounts, StoreError> {
        let mut accounts = PayoutAccounts::default();
        for account in needed.iter().filter(|account| read.covers(&head(account))) {
            match account {
                PayoutAccount::Wallet(user_id, currency) => {
                    let wallet = wallet_in(read, user_id, currency)?;
                    accounts.wallets.insert((user_id.clone(), currency.clone()), wallet);
                }
                PayoutAccount::Points(user_id) => {
                    let points = account_in(read, user_id)?;
                    let plan = plans.of(&points);
                    accounts.points.insert(user_id.clone(), (points, plan));
                }
            }
        }
        Ok(accounts)
    }
}

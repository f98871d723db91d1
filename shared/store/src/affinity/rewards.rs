//! Paying level rewards into other accounts, within the transaction that
//! grants them.
//!
//! Owns which account a reward goes to, and how much fits into a transaction.
//! Never decides whether an account takes it: that is up to its own rules.

use std::collections::{BTreeMap, BTreeSet};

use heartlink_domain::affinity::{Grant, Payment, Reward};
use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::Entry;
use heartlink_domain::points::{self, PointsAccount, PointsOrder, Standing, TransactionType};
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{
    self, Amount, Context, Currency, Note, Refusal, Wallet, currency_or_default, reward,
};

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
/// Writes of one payment at most: a head, its entry, and one for points that
/// had expired.
const MOST_WRITES: usize = 3;

/// An account that a reward is paid into.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PayoutAccount {
    /// A user's wallet.
    Wallet(UserId, Currency),
    /// A user's points.
    Points(UserId),
}

impl PayoutAccount {
    /// Where its head is.
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Wallet(user_id, currency) => wallet_head(user_id, currency),
            Self::Points(user_id) => crate::points::head(user_id),
        }
    }
}

/// The accounts that a change may pay into, with what their rules need.
#[derive(Default)]
pub(super) struct PayoutAccounts {
    open: BTreeSet<PayoutAccount>,
    plans: Option<Plans>,
}

impl PayoutAccounts {
    /// Where their head_cache are.
    pub(super) fn keys(&self) -> impl Iterator<Item = Key> {
        self.open.iter().map(PayoutAccount::key)
    }

    /// Whether all of `needed` are among them.
    pub(super) fn hold(&self, needed: &BTreeSet<PayoutAccount>) -> bool {
        needed.is_subset(&self.open)
    }
}

fn wallet_head(user_id: &UserId, currency: &Currency) -> Key {
    crate::wallet::head(user_id, currency)
}

impl Store {
    /// The accounts that what is unpaid of `grant` goes to.
    pub(super) fn purses_of(&self, grant: &Grant) -> BTreeSet<PayoutAccount> {
        let user_id = &grant.id.user_id;
        let purse = |(_, reward): (usize, &Reward)| match reward {
            Reward::Wallet { currency, .. } => {
                let currency = currency_or_default(currency.clone(), &self.settings().wallet).ok()?;
                Some(PayoutAccount::Wallet(user_id.clone(), currency))
            }
            Reward::Points { .. } => Some(PayoutAccount::Points(user_id.clone())),
            Reward::Tag { .. } => None,
        };
        grant.unpaid().filter_map(purse).collect()
    }

    /// Lets `purses` hold `more` as well.
    pub(super) async fn open_purses(
        &self,
        purses: &mut PayoutAccounts,
        more: BTreeSet<PayoutAccount>,
    ) -> Result<(), StoreError> {
        purses.open.extend(more);
        if purses.plans.is_none() && purses.open.iter().any(|purse| matches!(purse, PayoutAccount::Points(_)))
        {
            purses.plans = Some(self.plans().await?);
        }
        Ok(())
    }

    /// Drops what this process remembers of accounts that were paid into.
    pub(super) fn forget_purses(&self, purses: &PayoutAccounts) {
        for purse in &purses.open {
            if let PayoutAccount::Points(user_id) = purse {
                self.points_written(user_id);
            }
        }
    }
}

/// Payments of one transaction.
pub(super) struct PayoutPlanner<'a> {
    store: &'a Store,
    seen: &'a Snapshot,
    purses: &'a PayoutAccounts,
    now: Timestamp,
    /// Actions that still fit.
    room: usize,
    wallets: BTreeMap<Key, Wallet>,
    points: BTreeMap<UserId, PointsAccount>,
    entries: Vec<Entry>,
    /// Whether any reward was refused.
    pub(super) refused: bool,
}

impl<'a> PayoutPlanner<'a> {
    /// A till beside `planned` other actions, with the accounts in `seen`.
    pub(super) fn new(
        store: &'a Store,
        seen: &'a Snapshot,
        purses: &'a PayoutAccounts,
        planned: usize,
    ) -> Self {
        Self {
            store,
            seen,
            purses,
            now: store.now(),
            room: MAX_ACTIONS.saturating_sub(RESERVED + planned),
            wallets: BTreeMap::new(),
            points: BTreeMap::new(),
            entries: Vec::new(),
            refused: false,
        }
    }

    /// Pays what is unpaid of `grant`, as far as it fits; what does not is left
    /// as it is and stays due.
    pub(super) fn pay(&mut self, grant: &Grant) -> Result<Grant, StoreError> {
        let mut payments = Vec::new();
        for (place, reward) in grant.unpaid() {
            if self.room < MOST_WRITES {
                break;
            }
            let payment = match reward {
                Reward::Wallet { currency, amount } => self.pay_money(grant, currency.clone(), *amount)?,
                Reward::Points { amount } => self.pay_points(grant, *amount)?,
                Reward::Tag { .. } => continue,
            };
            self.refused |= matches!(payment, Payment::Refused { .. });
            payments.push((place, payment));
        }
        Ok(if payments.is_empty() { grant.clone() } else { grant.tried(&payments, self.now) })
    }

    fn pay_money(
        &mut self,
        grant: &Grant,
        currency: Option<Currency>,
        amount: Amount,
    ) -> Result<Payment, StoreError> {
        let user_id = &grant.id.user_id;
        let settings = &self.store.settings().wallet;
        let Ok(currency) = currency_or_default(currency, settings) else {
            return Ok(refused("unknown_currency"));
        };
        let key = wallet_head(user_id, &currency);
        let known = self.wallets.get(&key).cloned();
        let before = match &known {
            Some(wallet) => wallet.clone(),
            None => wallet_in(self.seen, user_id, &currency)?,
        };
        let note =
            Note { description: Some(description(grant, settings.description_chars)), reference: None };
        let context = Context {
            operator: OPERATOR.parse().map_err(StoreError::bug)?,
            idempotency_key: None,
            fences: Vec::new(),
            now: self.now,
        };
        Ok(match reward(&before, amount, &note, &context, settings) {
            Ok(wallet::Moved { wallet, entry }) => {
                self.room -= 1 + usize::from(known.is_none());
                let seq = entry.seq;
                self.wallets.insert(key, wallet);
                self.entries.push(entry);
                Payment::Paid { seq }
            }
            Err(refusal) => refused(code(&refusal)),
        })
    }

    fn pay_points(&mut self, grant: &Grant, amount: Amount) -> Result<Payment, StoreError> {
        let (user_id, settings) = (&grant.id.user_id, &self.store.settings().points);
        let plans =
            self.purses.plans.as_ref().ok_or_else(|| StoreError::bug("points without their plans"))?;
        let known = self.points.get(user_id).cloned();
        let before = match &known {
            Some(account) => account.clone(),
            None => account_in(self.seen, user_id)?,
        };
        let order = PointsOrder {
            points: amount.minor(),
            kind: TransactionType::ADD.parse().map_err(StoreError::bug)?,
            reason: description(grant, settings.reason_chars),
            teacher_id: None,
        };
        let context = points::Context {
            operator: OPERATOR.parse().map_err(StoreError::bug)?,
            standing: Standing::Unbounded,
            idempotency_key: None,
            now: self.now,
        };
        Ok(match points::apply(&before, &order, &plans.of(&before), &context, settings) {
            Ok(points::Changed { account, entries }) => {
                self.room -= entries.len() + usize::from(known.is_none());
                let seq = entries.last().map_or(0, |entry| entry.seq);
                self.points.insert(user_id.clone(), account);
                self.entries.extend(entries);
                Payment::Paid { seq }
            }
            Err(points::Refusal::Importing { .. }) => refused("importing"),
            Err(points::Refusal::BalanceLimit { .. }) => refused("balance_limit"),
            Err(_) => refused("refused"),
        })
    }

    /// Adds what was paid to `plan`.
    pub(super) fn settle(self, plan: &mut Plan) -> Result<(), StoreError> {
        for wallet in self.wallets.values() {
            plan.put(wallet, self.store.settings())?;
        }
        for account in self.points.values() {
            plan.put(account, self.store.settings())?;
        }
        self.entries.iter().try_for_each(|entry| put_entry(plan, entry))
    }
}

fn refused(code: &str) -> Payment {
    Payment::Refused { code: code.to_owned() }
}

/// What the owner of an account reads, in at most so many characters.
fn description(grant: &Grant, most: u32) -> String {
    let text = format!("Level {} with {}: {}", grant.id.level, grant.id.device_id, grant.level_name);
    text.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect()
}

/// The refusal in the words of the error table.
fn code(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::WalletFrozen { .. } => "wallet_frozen",
        Refusal::Locked { .. } => "wallet_locked",
        Refusal::BalanceLimit { .. } => "balance_limit",
        Refusal::LedgerFull => "ledger_full",
        _ => "refused",
    }
}

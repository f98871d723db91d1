//! Paying level rewards into other accounts, within the transaction that
//! grants them.
//!
//! Owns which account a reward goes to, and how much fits into a transaction.
//! Never decides whether an account takes it: that is up to its own rules.

use std::collections::BTreeMap;

use heartlink_domain::affinity::{Grant, Payment, Reward};
use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::Entry;
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{
    self, Amount, Context, Currency, Note, Refusal, Wallet, currency_or_default, reward,
};

use crate::Store;
use crate::error::StoreError;
use crate::keys::Key;
use crate::ledger::Seen;
use crate::plan::{MAX_ACTIONS, Plan};
use crate::wallet::{put_entry, wallet_in};

/// Who pays level rewards, as accounts record it.
const OPERATOR: &str = "affinity";
/// Actions that are left to the idempotency record and to spare.
const RESERVED: usize = 5;
/// Longest description of a payment, in characters; every wallet takes it.
const DESCRIPTION_CHARS: usize = 100;

/// An account that a reward is paid into.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Purse {
    /// A user's wallet.
    Wallet(UserId, Currency),
}

impl Purse {
    /// Where its head is.
    pub(super) fn key(&self) -> Key {
        match self {
            Self::Wallet(user_id, currency) => wallet_head(user_id, currency),
        }
    }
}

fn wallet_head(user_id: &UserId, currency: &Currency) -> Key {
    crate::wallet::head(user_id, currency)
}

impl Store {
    /// The accounts that what is unpaid of `grant` goes to.
    pub(super) fn purses_of(&self, grant: &Grant) -> Vec<Purse> {
        let user_id = &grant.id.user_id;
        let purse = |(_, reward): (usize, &Reward)| match reward {
            Reward::Wallet { currency, .. } => {
                let currency = currency_or_default(currency.clone(), &self.settings().wallet).ok()?;
                Some(Purse::Wallet(user_id.clone(), currency))
            }
            Reward::Points { .. } | Reward::Tag { .. } => None,
        };
        grant.unpaid().filter_map(purse).collect()
    }
}

/// Payments of one transaction.
pub(super) struct Till<'a> {
    store: &'a Store,
    seen: &'a Seen,
    now: Timestamp,
    /// Actions that still fit.
    room: usize,
    wallets: BTreeMap<Key, Wallet>,
    entries: Vec<Entry>,
    /// Whether any reward was refused.
    pub(super) refused: bool,
}

impl<'a> Till<'a> {
    /// A till beside `planned` other actions, with the accounts in `seen`.
    pub(super) fn new(store: &'a Store, seen: &'a Seen, planned: usize) -> Self {
        let room = MAX_ACTIONS.saturating_sub(RESERVED + planned);
        let now = store.now();
        Self { store, seen, now, room, wallets: BTreeMap::new(), entries: Vec::new(), refused: false }
    }

    /// Pays what is unpaid of `grant`, as far as it fits; what does not is left
    /// as it is and stays due.
    pub(super) fn pay(&mut self, grant: &Grant) -> Result<Grant, StoreError> {
        let mut payments = Vec::new();
        for (place, reward) in grant.unpaid() {
            if self.room < 2 {
                break;
            }
            let payment = match reward {
                Reward::Wallet { currency, amount } => self.pay_money(grant, currency.clone(), *amount)?,
                Reward::Points { .. } => refused("points_unavailable"),
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
        let note = Note { description: Some(description(grant)), reference: None };
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

    /// Adds what was paid to `plan`.
    pub(super) fn settle(self, plan: &mut Plan) -> Result<(), StoreError> {
        for wallet in self.wallets.values() {
            plan.put(wallet, self.store.settings())?;
        }
        self.entries.iter().try_for_each(|entry| put_entry(plan, entry))
    }
}

fn refused(code: &str) -> Payment {
    Payment::Refused { code: code.to_owned() }
}

/// What a wallet's owner reads.
fn description(grant: &Grant) -> String {
    let text = format!("Level {} with {}: {}", grant.id.level, grant.id.device_id, grant.level_name);
    text.chars().take(DESCRIPTION_CHARS).collect()
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

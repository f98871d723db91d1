//! Paying what grants promise into the accounts of their owner.
//!
//! Owns which account a reward goes to, and how much of it is paid at once.
//! Never decides whether an account takes it: that is up to its own rules.

use std::collections::{BTreeMap, BTreeSet};

use crate::affinity::{Grant, Payment, Reward};
use crate::ids::UserId;
use crate::ledger::Entry;
use crate::points::{self, PointsAccount, PointsOrder, PointsPlan, Standing, TransactionType};
use crate::settings::{PointsSettings, WalletSettings};
use crate::time::Timestamp;
use crate::wallet::{self, Amount, Currency, Note, Wallet, currency_or_default};

/// Writes of one payment at most: a head, its entry, and one for points that
/// had expired.
const MOST_WRITES: usize = 3;

/// An account that a reward is paid into.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum PayoutAccount {
    /// A user's wallet.
    Wallet(UserId, Currency),
    /// A user's points.
    Points(UserId),
}

/// The accounts that may be paid into, as they were read.
#[derive(Debug, Clone, Default)]
pub struct PayoutAccounts {
    /// By owner and currency.
    pub wallets: BTreeMap<(UserId, Currency), Wallet>,
    /// By owner, with the plan that holds for them.
    pub points: BTreeMap<UserId, (PointsAccount, PointsPlan)>,
}

/// Under what circumstances is paid.
#[derive(Debug, Clone, Copy)]
pub struct PayoutTerms<'a> {
    /// Who pays, as accounts record it.
    pub operator: &'a UserId,
    /// The rules of wallets.
    pub wallet: &'a WalletSettings,
    /// The rules of points.
    pub points: &'a PointsSettings,
    /// The injected present.
    pub now: Timestamp,
}

/// What paying comes to; to be committed together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Payouts {
    /// The grants, each with what became of its rewards.
    pub grants: Vec<Grant>,
    /// Wallets that were paid into, on the versions that were read.
    pub wallets: BTreeMap<(UserId, Currency), Wallet>,
    /// Points that were paid into, likewise.
    pub points: BTreeMap<UserId, PointsAccount>,
    /// Which must not be stored yet.
    pub entries: Vec<Entry>,
    /// Whether any reward was refused.
    pub refused: bool,
}

/// The accounts that what is unpaid of `grants` goes to.
pub fn payout_accounts(grants: &[Grant], settings: &WalletSettings) -> BTreeSet<PayoutAccount> {
    let account = |grant: &Grant, reward: &Reward| match reward {
        Reward::Wallet { currency, .. } => {
            let currency = currency_or_default(currency.clone(), settings).ok()?;
            Some(PayoutAccount::Wallet(grant.id.user_id.clone(), currency))
        }
        Reward::Points { .. } => Some(PayoutAccount::Points(grant.id.user_id.clone())),
        Reward::Tag { .. } => None,
    };
    grants.iter().flat_map(|grant| grant.unpaid().filter_map(|(_, reward)| account(grant, reward))).collect()
}

/// Pays what is unpaid of `grants` in at most `budget` writes. What does not fit,
/// and what goes to an account that was not read, stays due.
pub fn plan_payouts(
    grants: &[Grant],
    accounts: &PayoutAccounts,
    terms: &PayoutTerms<'_>,
    budget: usize,
) -> Payouts {
    let mut payouts = Payouts::default();
    for grant in grants {
        let mut payments = Vec::new();
        for (place, reward) in grant.unpaid() {
            if payouts.writes() + MOST_WRITES > budget {
                break;
            }
            let payment = match reward {
                Reward::Wallet { currency, amount } => {
                    payouts.pay_money(accounts, grant, currency.as_ref(), *amount, terms)
                }
                Reward::Points { amount } => payouts.pay_points(accounts, grant, *amount, terms),
                Reward::Tag { .. } => None,
            };
            payments.extend(payment.map(|payment| (place, payment)));
        }
        payouts.refused |= payments.iter().any(|(_, payment)| matches!(payment, Payment::Refused { .. }));
        let tried = if payments.is_empty() { grant.clone() } else { grant.tried(&payments, terms.now) };
        payouts.grants.push(tried);
    }
    payouts
}

impl Payouts {
    fn writes(&self) -> usize {
        self.wallets.len() + self.points.len() + self.entries.len()
    }

    fn pay_money(
        &mut self,
        accounts: &PayoutAccounts,
        grant: &Grant,
        currency: Option<&Currency>,
        amount: Amount,
        terms: &PayoutTerms<'_>,
    ) -> Option<Payment> {
        let Ok(currency) = currency_or_default(currency.cloned(), terms.wallet) else {
            return Some(refused("unknown_currency"));
        };
        let place = (grant.id.user_id.clone(), currency);
        let before = self.wallets.get(&place).or_else(|| accounts.wallets.get(&place))?;
        let description = Some(description(grant, terms.wallet.description_chars));
        let context = wallet::Context {
            operator: terms.operator.clone(),
            idempotency_key: None,
            fences: Vec::new(),
            now: terms.now,
        };
        let note = Note { description, reference: None };
        Some(match wallet::reward(before, amount, &note, &context, terms.wallet) {
            Ok(wallet::Moved { wallet, entry }) => {
                let seq = entry.seq;
                self.wallets.insert(place, wallet);
                self.entries.push(entry);
                Payment::Paid { seq }
            }
            Err(refusal) => refused(refusal.code()),
        })
    }

    fn pay_points(
        &mut self,
        accounts: &PayoutAccounts,
        grant: &Grant,
        amount: Amount,
        terms: &PayoutTerms<'_>,
    ) -> Option<Payment> {
        let user_id = &grant.id.user_id;
        let (read, plan) = accounts.points.get(user_id)?;
        let before = self.points.get(user_id).unwrap_or(read);
        let order = PointsOrder {
            points: amount.minor(),
            kind: TransactionType::add(),
            reason: description(grant, terms.points.reason_chars),
            teacher_id: None,
        };
        let context = points::Context {
            operator: terms.operator.clone(),
            standing: Standing::Unbounded,
            idempotency_key: None,
            now: terms.now,
        };
        Some(match points::apply(before, &order, plan, &context, terms.points) {
            Ok(points::Changed { account, entries }) => {
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
}

fn refused(code: &str) -> Payment {
    Payment::Refused { code: code.to_owned() }
}

/// What the owner of an account reads, in at most so many characters.
fn description(grant: &Grant, most: u32) -> String {
    let text = format!("Level {} with {}: {}", grant.level(), grant.id.device_id, grant.level_name);
    text.chars().take(usize::try_from(most).unwrap_or(usize::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::{at, binding, money, user};
    use crate::affinity::{GrantStatus, Level};
    use crate::settings::Settings;
    use crate::wallet::WalletStatus;

    fn grant(number: u32, rewards: Vec<Reward>) -> Grant {
        let level = Level { id: None, threshold: 5, name: "Friend".into(), rewards };
        Grant::new(&binding(5), (number, number), &level, at(0))
    }

    fn points(amount: i64) -> Reward {
        Reward::Points { amount: amount.try_into().unwrap() }
    }

    fn accounts() -> PayoutAccounts {
        let settings = Settings::default();
        let currency = settings.wallet.currencies.default_currency().clone();
        let wallet = Wallet::new(user("ann"), currency.clone());
        let points = (PointsAccount::new(user("ann")), PointsPlan::default());
        PayoutAccounts {
            wallets: [((user("ann"), currency), wallet)].into(),
            points: [(user("ann"), points)].into(),
        }
    }

    fn pay(grants: &[Grant], accounts: &PayoutAccounts, budget: usize) -> Payouts {
        let (settings, operator) = (Settings::default(), user("affinity"));
        let (wallet, points) = (&settings.wallet, &settings.points);
        plan_payouts(
            grants,
            accounts,
            &PayoutTerms { operator: &operator, wallet, points, now: at(1) },
            budget,
        )
    }

    #[test]
    fn rewards_of_one_account_follow_each_other_and_name_their_entries() {
        let grants = [grant(1, vec![money(5), points(7)]), grant(2, vec![money(6)])];
        let paid = pay(&grants, &accounts(), 90);
        assert!(paid.grants.iter().all(|grant| grant.status == GrantStatus::Granted));
        let entries: Vec<_> = paid.entries.iter().map(|entry| (entry.seq, entry.amount)).collect();
        assert_eq!(entries, [(1, 5), (1, 7), (2, 6)]);
        assert_eq!(paid.grants[1].rewards[0].entry_seq, Some(2));
        assert_eq!(paid.wallets.values().map(|wallet| wallet.account.balance).sum::<i64>(), 11);
        assert_eq!((paid.points.len(), paid.refused), (1, false));
    }

    #[test]
    fn no_more_is_written_than_the_budget_and_the_rest_stays_due() {
        let grants: Vec<Grant> = (1..=20).map(|number| grant(number, vec![money(1), points(1)])).collect();
        for budget in 0..45 {
            let paid = pay(&grants, &accounts(), budget);
            assert!(paid.writes() <= budget);
            let open = paid.grants.iter().flat_map(Grant::unpaid).count();
            assert_eq!(open + paid.entries.len(), 40);
        }
    }

    #[test]
    fn an_account_that_was_not_read_leaves_its_rewards_due() {
        let grants = [grant(1, vec![money(5), points(7)])];
        let paid = pay(&grants, &PayoutAccounts { points: BTreeMap::new(), ..accounts() }, 90);
        assert_eq!((paid.grants[0].status, paid.refused), (GrantStatus::Pending, false));
        assert_eq!(paid.grants[0].unpaid().count(), 1);
        let nothing = pay(&grants, &PayoutAccounts::default(), 90);
        assert_eq!((nothing.grants.as_slice(), nothing.writes()), (grants.as_slice(), 0));
    }

    #[test]
    fn a_refusal_is_told_in_the_words_of_the_account_and_stops_nothing_else() {
        let mut accounts = accounts();
        for wallet in accounts.wallets.values_mut() {
            wallet.status = WalletStatus::Frozen;
        }
        let other = Reward::Wallet { currency: Some("NONE".parse().unwrap()), amount: 1.try_into().unwrap() };
        let paid = pay(&[grant(1, vec![money(5), other, points(7)])], &accounts, 90);
        let errors: Vec<_> = paid.grants[0].rewards.iter().map(|state| state.error.as_deref()).collect();
        assert_eq!(errors, [Some("wallet_frozen"), Some("unknown_currency"), None]);
        assert!(paid.refused);
    }

    #[test]
    fn only_what_is_unpaid_needs_an_account() {
        let settings = Settings::default().wallet;
        let paid = pay(&[grant(1, vec![money(5)])], &accounts(), 90).grants;
        assert!(payout_accounts(&paid, &settings).is_empty());
        let needed = payout_accounts(&[grant(1, vec![money(5), money(6), points(1)])], &settings);
        assert_eq!(needed.len(), 2);
    }
}

//! Wallets for the tests of this module. Never part of a build.

use crate::ids::{HoldId, UserId};
use crate::ledger::{Draft, append};
use crate::settings::WalletSettings;
use crate::time::Timestamp;
use crate::wallet::{
    Amount, Context, Currency, Fence, Held, HoldTerms, LeaseTerms, Note, Wallet, WalletStatus, acquire, hold,
};

/// Seconds after an arbitrary origin.
pub fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
}

pub fn user(name: &str) -> UserId {
    name.parse().unwrap()
}

pub fn currency() -> Currency {
    "CREDIT".parse().unwrap()
}

pub fn amount(minor: i64) -> Amount {
    Amount::try_from(minor).unwrap()
}

pub fn note(description: &str) -> Note {
    Note { description: Some(description.into()), reference: None }
}

pub fn hold_id(name: &str) -> HoldId {
    name.parse().unwrap()
}

/// The shop orders something, so many seconds after the origin.
pub fn context(secs: i64) -> Context {
    Context { operator: user("shop"), idempotency_key: Some("key".into()), fences: Vec::new(), now: at(secs) }
}

pub fn wallet_in(name: &str, code: &str, balance: i64) -> Wallet {
    let mut wallet = Wallet::new(user(name), code.parse().unwrap());
    if balance != 0 {
        let draft = Draft { amount: balance, kind: "credit".into(), ..Draft::default() };
        wallet.account = append(&wallet.account, draft, at(0)).unwrap().0;
    }
    wallet
}

pub fn wallet(name: &str, balance: i64) -> Wallet {
    wallet_in(name, "CREDIT", balance)
}

pub fn frozen(name: &str, balance: i64) -> Wallet {
    Wallet { status: WalletStatus::Frozen, ..wallet(name, balance) }
}

pub fn no_withdraw(name: &str, balance: i64) -> Wallet {
    Wallet { status: WalletStatus::NoWithdraw, ..wallet(name, balance) }
}

/// Locked by ops at 0 for 30 s.
pub fn leased(name: &str, balance: i64) -> Wallet {
    let terms = LeaseTerms { owner: "ops".into(), purpose: None, ttl_secs: None };
    acquire(&wallet(name, balance), &terms, &context(0), &WalletSettings::default()).unwrap().0
}

/// What the holder of the lease on `wallet` writes under.
pub fn fence(wallet: &Wallet) -> Fence {
    Fence { account: wallet.account.id.clone(), fencing: wallet.fencing }
}

/// A hold of `minor`, made at 0 for 60 s.
pub fn held(wallet: &Wallet, name: &str, minor: i64) -> Held {
    let terms = HoldTerms { amount: amount(minor), expires_in_secs: Some(60), note: note("order") };
    hold(wallet, hold_id(name), &terms, &context(0), &WalletSettings::default()).unwrap()
}

/// A wallet with all that a wallet typically carries: two holds and a lease
/// that has ended.
pub fn busy_wallet() -> Wallet {
    let mut wallet = leased("01JD2KZ8T5M4Q9R7V3X6Y1W0AB", 123_456);
    wallet.lease = wallet.lease.map(|lease| crate::wallet::Lease { expires_at: at(-1), ..lease });
    for name in ["01JD2KZ8T5M4Q9R7V3X6Y1W0H1", "01JD2KZ8T5M4Q9R7V3X6Y1W0H2"] {
        wallet = held(&wallet, name, 500).wallet;
    }
    Wallet { version: 41, ..wallet }
}

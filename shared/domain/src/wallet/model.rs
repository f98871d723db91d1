//! The state that a wallet decides on. `Wallet` and `Hold` are one stored item
//! each; `version` is what the commit is conditional on.

use serde::{Deserialize, Serialize};

use crate::ids::{HoldId, UserId};
use crate::ledger::{Account, AccountId, Entry};
use crate::time::Timestamp;
use crate::wallet::Currency;

/// The wallet of one user in one currency.
///
/// Being one item, it makes funds, holds, status and lease a condition of the
/// write: whatever an operation depends on has this version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wallet {
    /// Whose.
    pub user_id: UserId,
    /// In which currency.
    pub currency: Currency,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// Balance and head of the ledger.
    pub account: Account,
    /// What may move.
    #[serde(default)]
    pub status: WalletStatus,
    /// Holds that were open at the last change, oldest first; those that have
    /// expired since no longer count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<OpenHold>,
    /// The last fencing number given out; 0 before the first.
    #[serde(default)]
    pub fencing: u64,
    /// The lease taken last, unless it was released.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lease: Option<Lease>,
    /// The last change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub updated_at: Option<Timestamp>,
}

impl Wallet {
    /// A wallet of which nothing is stored yet: active, at zero.
    pub fn new(user_id: UserId, currency: Currency) -> Self {
        let account = Account::new(Self::account_id(&user_id, &currency));
        Self {
            user_id,
            currency,
            version: 0,
            account,
            status: WalletStatus::default(),
            holds: Vec::new(),
            fencing: 0,
            lease: None,
            updated_at: None,
        }
    }

    /// The name of a wallet's ledger.
    pub fn account_id(user_id: &UserId, currency: &Currency) -> AccountId {
        AccountId::new(ACCOUNT_KIND, &[user_id.as_str(), currency.as_str()])
    }

    /// Whose wallet a ledger belongs to; `None` for a ledger of another kind.
    pub fn owner_of(account: &AccountId) -> Option<(UserId, Currency)> {
        match account.parts_of(ACCOUNT_KIND)?.as_slice() {
            [user_id, currency] => Some((user_id.parse().ok()?, currency.parse().ok()?)),
            _ => None,
        }
    }

    /// What open holds keep back, in minor units: never more than the balance.
    pub fn held(&self, now: Timestamp) -> i64 {
        self.holds
            .iter()
            .filter(|hold| hold.is_open(now))
            .fold(0, |sum, hold| sum.saturating_add(hold.amount))
    }

    /// Balance less what is held, in minor units.
    pub fn available(&self, now: Timestamp) -> i64 {
        self.account.balance.saturating_sub(self.held(now))
    }

    /// The same, changed at `now`: without the holds that have expired.
    pub(super) fn touched(&self, now: Timestamp) -> Self {
        let mut wallet = self.clone();
        wallet.holds.retain(|hold| hold.is_open(now));
        wallet.updated_at = Some(now);
        wallet
    }

    /// What is stored once this, decided from the version read, was committed.
    /// To be remembered for the next decision and to be shown to the caller.
    #[must_use]
    pub fn committed(mut self) -> Self {
        self.version = self.version.saturating_add(1);
        self
    }

    /// The wallet as its owner sees it.
    pub fn summary(&self, now: Timestamp) -> WalletSummary {
        WalletSummary {
            user_id: self.user_id.clone(),
            currency: self.currency.clone(),
            balance: self.account.balance,
            held: self.held(now),
            available: self.available(now),
            status: self.status,
            version: self.version,
            updated_at: self.updated_at,
        }
    }
}

/// The kind of account that wallets are.
const ACCOUNT_KIND: &str = "wallet";

/// What may move in a wallet.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WalletStatus {
    /// Everything.
    #[default]
    Active,
    /// Money may come in and holds be voided, but nothing goes out: no
    /// withdrawal, transfer, hold, capture or reversal of what came in.
    NoWithdraw,
    /// Nothing: no balance and no hold changes by an operation. Holds still
    /// expire, since that is the time's doing.
    Frozen,
}

/// A hold as the wallet counts it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenHold {
    /// Its id.
    pub id: HoldId,
    /// What it keeps back, in minor units.
    pub amount: i64,
    /// From then on it keeps nothing back.
    pub expires_at: Timestamp,
}

impl OpenHold {
    /// Whether it has not expired.
    pub fn is_open(&self, now: Timestamp) -> bool {
        now < self.expires_at
    }
}

/// The right to be the only writer of a wallet until an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// Whom it is for: a name of the caller's choice, or the id of the one who is to
    /// write under it.
    pub owner: String,
    /// The caller who took it; absent in leases of earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<UserId>,
    /// What for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Since when.
    pub acquired_at: Timestamp,
    /// From then on it is void.
    pub expires_at: Timestamp,
    /// Higher than that of every lease before it.
    pub fencing: u64,
}

/// A hold with its whole life. Whether it is open is decided by the wallet;
/// this tells what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// Its id; sorts by the time it was made.
    pub id: HoldId,
    /// Whose money.
    pub user_id: UserId,
    /// In which currency.
    pub currency: Currency,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// What was held, in minor units.
    pub amount: i64,
    /// As of its last change; see [`Hold::status_at`].
    pub status: HoldStatus,
    /// What was captured of it, in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captured: Option<i64>,
    /// The entry of the capture.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_seq: Option<u64>,
    /// For a person to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The caller's own mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Who ordered it.
    pub operator: UserId,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When it was captured, voided or found expired.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Timestamp>,
}

impl Hold {
    /// Its state at `now`: an open one that is past its expiry has expired,
    /// whether or not that was written down.
    pub fn status_at(&self, now: Timestamp) -> HoldStatus {
        match self.status {
            HoldStatus::Open if now >= self.expires_at => HoldStatus::Expired,
            status => status,
        }
    }

    /// The hold as its owner sees it.
    pub fn summary(&self, now: Timestamp) -> HoldSummary {
        HoldSummary {
            id: self.id.clone(),
            user_id: self.user_id.clone(),
            currency: self.currency.clone(),
            amount: self.amount,
            status: self.status_at(now),
            captured: self.captured,
            entry_seq: self.entry_seq,
            description: self.description.clone(),
            reference: self.reference.clone(),
            created_at: self.created_at,
            expires_at: self.expires_at,
            closed_at: self.closed_at,
        }
    }
}

/// States of a hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HoldStatus {
    /// Keeps money back.
    Open,
    /// Turned into an entry, in full or in part; the rest is released; final.
    Captured,
    /// Released; final.
    Voided,
    /// Released by time; final.
    #[serde(rename = "lapsed")]
    Expired,
}

/// Kinds of a wallet's entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Money from outside.
    Credit,
    /// Money from outside, as a reward.
    Reward,
    /// Money to the outside.
    Withdraw,
    /// Money to another user.
    TransferOut,
    /// Money from another user.
    TransferIn,
    /// Money to the outside, out of a hold.
    Capture,
    /// Another entry taken back.
    Reversal,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Credit,
        Self::Reward,
        Self::Withdraw,
        Self::TransferOut,
        Self::TransferIn,
        Self::Capture,
        Self::Reversal,
    ];

    /// Its name in an entry.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Credit => "credit",
            Self::Reward => "reward",
            Self::Withdraw => "withdraw",
            Self::TransferOut => "transfer_out",
            Self::TransferIn => "transfer_in",
            Self::Capture => "capture",
            Self::Reversal => "reversal",
        }
    }

    /// The kind of `entry`; `None` for one of another sort of account.
    pub fn of(entry: &Entry) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == entry.kind)
    }
}

/// A wallet as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WalletSummary {
    /// Whose.
    pub user_id: UserId,
    /// In which currency.
    pub currency: Currency,
    /// Sum of all entries, in minor units.
    pub balance: i64,
    /// What open holds keep back, in minor units.
    pub held: i64,
    /// Balance less what is held, in minor units.
    pub available: i64,
    /// What may move.
    pub status: WalletStatus,
    /// Rises with each change; 0 before the first.
    pub version: u64,
    /// The last change; `null` before the first.
    pub updated_at: Option<Timestamp>,
}

/// A hold as it is shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HoldSummary {
    /// Its id.
    pub id: HoldId,
    /// Whose money.
    pub user_id: UserId,
    /// In which currency.
    pub currency: Currency,
    /// What was held, in minor units.
    pub amount: i64,
    /// Its state.
    pub status: HoldStatus,
    /// What was captured of it, in minor units.
    pub captured: Option<i64>,
    /// The entry of the capture.
    pub entry_seq: Option<u64>,
    /// For a person to read.
    pub description: Option<String>,
    /// The caller's own mark.
    pub reference: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it expires.
    pub expires_at: Timestamp,
    /// When it was captured, voided or found expired.
    pub closed_at: Option<Timestamp>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wallet::fixture::{at, busy_wallet, currency, user, wallet};

    #[test]
    fn a_new_wallet_is_active_at_zero_and_was_never_changed() {
        let view = Wallet::new(user("ann"), currency()).summary(at(0));
        assert_eq!((view.balance, view.held, view.available, view.version), (0, 0, 0, 0));
        assert_eq!((view.status, view.updated_at), (WalletStatus::Active, None));
    }

    #[test]
    fn a_ledger_names_its_owner() {
        let id = Wallet::account_id(&user("ann"), &currency());
        assert_eq!(Wallet::owner_of(&id), Some((user("ann"), currency())));
        assert_eq!(Wallet::owner_of(&AccountId::new("points", &["ann", "CREDIT"])), None);
        assert_eq!(Wallet::owner_of(&AccountId::new("wallet", &["ann"])), None);
    }

    #[test]
    fn a_hold_counts_until_the_very_instant_of_its_expiry() {
        let mut wallet = wallet("ann", 100);
        let expires_at = at(10);
        wallet.holds = vec![OpenHold { id: "h".parse().unwrap(), amount: 30, expires_at }];
        let just_before = Timestamp::from_unix_millis(expires_at.unix_millis() - 1);
        assert_eq!((wallet.held(just_before), wallet.available(just_before)), (30, 70));
        assert_eq!((wallet.held(expires_at), wallet.available(expires_at)), (0, 100));
    }

    #[test]
    fn every_kind_is_written_as_its_name() {
        for kind in Kind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }

    #[test]
    fn a_wallet_survives_the_way_to_the_store_and_back_and_is_small() {
        let wallet = busy_wallet();
        let text = serde_json::to_string(&wallet).unwrap();
        assert_eq!(serde_json::from_str::<Wallet>(&text).unwrap(), wallet);
        assert!(text.len() < 900, "{} bytes: {text}", text.len());
    }
}

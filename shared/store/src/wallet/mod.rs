//! Wallets in the store: each operation reads what its rule needs, decides and
//! commits through the loop of `ledger`.
//!
//! Owns which items an operation touches and what its idempotency record keeps.
//! Never decides: the rules are in `heartlink_domain::wallet`.

mod batch;
mod holds;
mod lease;
mod lists;
pub mod metrics;
mod movement;
mod reverse;
mod status;

use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::{Entry, Verification};
use heartlink_domain::settings::Settings;
use heartlink_domain::time::Timestamp;
use heartlink_domain::wallet::{
    Amount, Context, Currency, Fence, Hold, Moved, Note, ReferenceScope, Refusal, UniqueReference, Wallet,
    WalletSummary,
};

pub(crate) use batch::USERS_AT_ONCE;
pub use batch::{BatchResult, OperationError};
pub(crate) use batch::{GroupReceipt, Unit};
pub use holds::{HoldCaptured, HoldChange};
pub use lists::{HoldPage, HoldPlace};
pub(crate) use metrics::PendingMetrics;
pub use movement::TransferMade;
pub use reverse::EntryReversed;

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::IdempotencyKey;
use crate::keys::Key;
use crate::ledger::{ChangeError, ChangeOptions, EntryFilter, EntryPage, GuardFailed, Refused, Snapshot};
use crate::plan::{Plan, Record};
use crate::retry::Policy;

/// Why an operation on a wallet did not happen.
pub type WalletError = ChangeError<Refusal>;

/// Who orders an operation, and how.
#[derive(Debug, Clone)]
pub struct Order {
    /// Who.
    pub operator: UserId,
    /// The idempotency key.
    pub key: Option<IdempotencyKey>,
    /// How patient it is with other writers.
    pub policy: Policy,
    /// The fencing number of the lease that it holds on the wallet it names first.
    pub fencing: Option<u64>,
}

impl Order {
    /// A single operation under no lease.
    pub fn new(operator: UserId, key: Option<IdempotencyKey>) -> Self {
        Self { operator, key, policy: Policy::Normal, fencing: None }
    }

    fn context(&self, now: Timestamp, wallet: Option<&Wallet>) -> Context {
        let fence = wallet.zip(self.fencing);
        let fence = fence.map(|(wallet, fencing)| Fence { account: wallet.account.id.clone(), fencing });
        Context {
            operator: self.operator.clone(),
            idempotency_key: self.key.as_ref().map(|key| key.text().to_owned()),
            fences: fence.into_iter().collect(),
            now,
        }
    }

    pub(crate) fn options(&self, keys: Vec<Key>) -> ChangeOptions<'_> {
        ChangeOptions {
            keys,
            idempotency: self.key.as_ref(),
            policy: self.policy,
            waits: true,
            guards: Vec::new(),
        }
    }
}

/// An amount for, or out of, one wallet.
#[derive(Debug, Clone)]
pub struct Payment {
    /// Whose wallet.
    pub user_id: UserId,
    /// In which currency.
    pub currency: Currency,
    /// How much.
    pub amount: Amount,
    /// What the caller says about it.
    pub note: Note,
    /// Among which entries its reference is to stand once, for good.
    pub reference_scope: Option<ReferenceScope>,
}

impl Payment {
    fn unique(&self) -> Result<Option<(Key, UniqueReference)>, Refusal> {
        let unique = UniqueReference::of(&self.note, self.reference_scope)?;
        Ok(unique.map(|unique| {
            let account = Wallet::account_id(&self.user_id, &self.currency);
            let own = (unique.scope == ReferenceScope::Wallet).then_some(&account);
            (Key::reference_mark(own, &unique.reference), unique)
        }))
    }
}

/// Adds the mark of a reference that is to stand once.
fn put_unique(
    plan: &mut Plan,
    seen: &Snapshot,
    unique: Option<&(Key, UniqueReference)>,
    entry: &Entry,
) -> Result<(), WalletError> {
    let Some((key, unique)) = unique else { return Ok(()) };
    let mark = unique.mark(seen.get(key)?.as_ref(), entry)?;
    Ok(plan.insert(key.clone(), &mark)?)
}

/// A balance that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// The entry.
    pub entry: Entry,
    /// The wallet right after it.
    pub wallet: WalletSummary,
}

impl Movement {
    fn of(moved: Moved, now: Timestamp) -> Self {
        Self { wallet: moved.wallet.committed().summary(now), entry: moved.entry }
    }
}

impl Refused for Refusal {
    fn is_transient(&self) -> bool {
        matches!(self, Refusal::Locked { .. })
    }
    fn barred(why: GuardFailed) -> Option<Self> {
        Some(match why {
            GuardFailed::Blocked => Self::Barred,
            GuardFailed::Suspended(until) => Self::Suspended { until },
        })
    }
}

impl From<Refusal> for WalletError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Record for Wallet {
    fn key(&self) -> Key {
        Key::head(&self.account.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

impl Record for Hold {
    fn key(&self) -> Key {
        Key::hold(&Wallet::account_id(&self.user_id, &self.currency), &self.id)
    }
    fn version(&self) -> u64 {
        self.version
    }
    fn set_version(&mut self, version: u64) {
        self.version = version;
    }
}

/// The key of a wallet's head.
pub(crate) fn head(user_id: &UserId, currency: &Currency) -> Key {
    Key::head(&Wallet::account_id(user_id, currency))
}

/// The wallet as it was read; a new one where nothing is stored.
pub(crate) fn wallet_in(
    seen: &Snapshot,
    user_id: &UserId,
    currency: &Currency,
) -> Result<Wallet, StoreError> {
    let wallet = seen.get(&head(user_id, currency))?;
    Ok(wallet.unwrap_or_else(|| Wallet::new(user_id.clone(), currency.clone())))
}

/// Adds a wallet and the entry that changed it.
fn put_moved(plan: &mut Plan, moved: &Moved, settings: &Settings) -> Result<(), StoreError> {
    plan.put(&moved.wallet, settings)?;
    put_entry(plan, &moved.entry)
}

pub(crate) fn put_entry(plan: &mut Plan, entry: &Entry) -> Result<(), StoreError> {
    plan.insert(Key::entry(&entry.account, entry.seq), entry)
}

impl Store {
    /// The wallet as it is stored; at zero where nothing is.
    ///
    /// # Errors
    /// The store's.
    pub async fn wallet(&self, user_id: &UserId, currency: &Currency) -> Result<Wallet, StoreError> {
        wallet_in(&self.load(&[head(user_id, currency)]).await?, user_id, currency)
    }

    /// A page of the wallet's entries, after entry `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn wallet_entries(
        &self,
        user_id: &UserId,
        currency: &Currency,
        filter: &EntryFilter,
        page: (u32, bool, Option<u64>),
    ) -> Result<EntryPage, StoreError> {
        let (limit, newest_first, after) = page;
        let account = Wallet::account_id(user_id, currency);
        self.ledger_entries(&account, filter, limit, newest_first, after).await
    }

    /// Verifies the wallet's ledger, in full or since it was verified last.
    ///
    /// # Errors
    /// The store's.
    pub async fn verify_wallet(
        &self,
        user_id: &UserId,
        currency: &Currency,
        incremental: bool,
    ) -> Result<Verification, StoreError> {
        let account = Wallet::account_id(user_id, currency);
        Ok(self.verify_ledger(&account, incremental).await?.verification)
    }
}

//! Lists of what a person has: holds of a wallet, wallets by currency.
//!
//! Owns how little of the store is read for them. Which holds are open is what
//! the wallet itself says; the others are told by their records.

use heartlink_domain::ids::{HoldId, UserId};
use heartlink_domain::ledger::AccountId;
use heartlink_domain::wallet::{Currency, Hold, HoldStatus, HoldSummary, Wallet, WalletSummary};

use crate::Store;
use crate::calls::{Query, Range};
use crate::error::StoreError;
use crate::keys::{self, Key};
use crate::tables::Table;
use crate::wallet::head;

/// Holds read at a time where only some of them match.
const READ: u32 = 100;
/// Reads that one page takes at most; the next page goes on.
const READS_FOR_A_PAGE: u32 = 5;

/// Which holds, and where in their list.
#[derive(Debug, Clone)]
pub struct HoldPlace {
    /// Of this status; any if absent.
    pub status: Option<HoldStatus>,
    /// At most so many.
    pub limit: u32,
    /// In which direction.
    pub newest_first: bool,
    /// After this one.
    pub after: Option<HoldId>,
}

/// A page of holds.
#[derive(Debug, Clone)]
pub struct HoldPage {
    /// In the order asked for.
    pub holds: Vec<HoldSummary>,
    /// The hold after which the next page begins; `None` on the last. A page may
    /// be short and yet have a next one, where few holds match.
    pub next: Option<HoldId>,
}

impl Store {
    /// A page of the holds on a wallet.
    ///
    /// # Errors
    /// The store's.
    pub async fn wallet_holds(
        &self,
        user_id: &UserId,
        currency: &Currency,
        place: &HoldPlace,
    ) -> Result<HoldPage, StoreError> {
        if place.status == Some(HoldStatus::Open) {
            return self.open_holds(user_id, currency, place).await;
        }
        let account = Wallet::account_id(user_id, currency);
        let (now, wanted) = (self.now(), usize::try_from(place.limit).unwrap_or(usize::MAX));
        let read = if place.status.is_none() { place.limit } else { READ };
        let mut holds = Vec::new();
        let mut last = place.after.clone();
        for _ in 0..READS_FOR_A_PAGE {
            let query = holds_query(&account, read, place.newest_first, last.as_ref());
            let page = self.query(&query).await?;
            let is_last = page.next.is_none();
            for hold in page.read::<Hold>()? {
                if last.as_ref() == Some(&hold.id) {
                    continue;
                }
                last = Some(hold.id.clone());
                if place.status.is_none_or(|status| hold.status_at(now) == status) {
                    holds.push(hold.summary(now));
                    if holds.len() == wanted {
                        return Ok(HoldPage { holds, next: last });
                    }
                }
            }
            if is_last {
                return Ok(HoldPage { holds, next: None });
            }
        }
        Ok(HoldPage { holds, next: last })
    }

    /// The open holds: the wallet names them, so that none of the closed ones
    /// is read.
    async fn open_holds(
        &self,
        user_id: &UserId,
        currency: &Currency,
        place: &HoldPlace,
    ) -> Result<HoldPage, StoreError> {
        let now = self.now();
        let wallet = self.wallet(user_id, currency).await?;
        let mut ids: Vec<&HoldId> =
            wallet.holds.iter().filter(|hold| hold.is_open(now)).map(|hold| &hold.id).collect();
        ids.sort();
        if place.newest_first {
            ids.reverse();
        }
        let comes_after =
            |id: &HoldId, after: &HoldId| if place.newest_first { id < after } else { id > after };
        ids.retain(|id| place.after.as_ref().is_none_or(|after| comes_after(id, after)));
        let limit = usize::try_from(place.limit).unwrap_or(usize::MAX);
        let next = ids.get(limit.saturating_sub(1)).filter(|_| ids.len() > limit).map(|id| (*id).clone());
        ids.truncate(limit);
        let keys: Vec<Key> = ids.iter().map(|id| Key::hold(&wallet.account.id, id)).collect();
        let seen = self.load(&keys).await?;
        let mut holds = Vec::new();
        for key in &keys {
            // One that was closed after the wallet was read is open no more.
            let hold = seen.get::<Hold>(key)?.filter(|hold| hold.status_at(now) == HoldStatus::Open);
            holds.extend(hold.map(|hold| hold.summary(now)));
        }
        Ok(HoldPage { holds, next })
    }

    /// The wallets of a person that anything ever happened to, in the order in
    /// which the settings name their currencies, after that of `after`.
    ///
    /// # Errors
    /// The store's.
    pub async fn wallets_of(
        &self,
        user_id: &UserId,
        after: Option<&Currency>,
    ) -> Result<Vec<WalletSummary>, StoreError> {
        let known: Vec<&Currency> = self.settings().wallet.currencies.iter().collect();
        let begin = after.and_then(|after| known.iter().position(|known| *known == after));
        let rest = known.iter().skip(begin.map_or(0, |place| place + 1));
        let keys: Vec<Key> = rest.map(|currency| head(user_id, currency)).collect();
        let (seen, now) = (self.load(&keys).await?, self.now());
        let mut wallets = Vec::new();
        for key in &keys {
            wallets.extend(seen.get::<Wallet>(key)?.map(|wallet| wallet.summary(now)));
        }
        Ok(wallets)
    }
}

/// The holds within the wallet's partition that come after `after`, and that one
/// itself: both ends belong to a range.
fn holds_query(account: &AccountId, limit: u32, newest_first: bool, after: Option<&HoldId>) -> Query {
    let all = keys::HOLD_PREFIX.to_owned();
    let range = match after.map(|after| Key::hold(account, after).sk) {
        None => Range::BeginsWith(all),
        Some(after) if newest_first => Range::Between(all, after),
        // No id has a character behind this one.
        Some(after) => Range::Between(after, format!("{all}~")),
    };
    Query {
        table: Table::Ledger,
        index: None,
        hash: keys::ledger_partition(account),
        range,
        limit: limit + u32::from(after.is_some()),
        newest_first,
        consistent: true,
    }
}

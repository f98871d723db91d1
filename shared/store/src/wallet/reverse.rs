//! Taking an entry back.

use heartlink_domain::ids::UserId;
use heartlink_domain::ledger::{Entry, ReversalMark};
use heartlink_domain::wallet::{Currency, Note, Receipt, Reversed, Reversible, Wallet, counterpart, reverse};

use crate::Store;
use crate::error::StoreError;
use crate::idempotency::Outcome;
use crate::keys::Key;
use crate::ledger::{Decision, Done, Snapshot};
use crate::plan::Plan;
use crate::wallet::{Movement, Order, WalletError, put_moved, wallet_in};

/// An entry that was taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryReversed {
    /// The reversal.
    pub movement: Movement,
    /// That of the other side, where the entry was one of a transfer's.
    pub other: Option<Movement>,
}

/// An entry with what decides whether it may be taken back.
struct Side {
    user_id: UserId,
    currency: Currency,
    seq: u64,
}

/// A side as it was read.
struct SideSeen {
    wallet: Wallet,
    entry: Option<Entry>,
    mark: Option<ReversalMark>,
}

impl Side {
    fn keys(&self) -> [Key; 3] {
        let account = Wallet::account_id(&self.user_id, &self.currency);
        [Key::head(&account), Key::entry(&account, self.seq), Key::reversal_mark(&account, self.seq)]
    }

    fn seen(&self, seen: &Snapshot) -> Result<SideSeen, StoreError> {
        let [_, entry, mark] = self.keys();
        Ok(SideSeen {
            wallet: wallet_in(seen, &self.user_id, &self.currency)?,
            entry: seen.get(&entry)?,
            mark: seen.get(&mark)?,
        })
    }
}

impl SideSeen {
    fn reversible(&self) -> Reversible<'_> {
        Reversible { wallet: &self.wallet, entry: self.entry.as_ref(), mark: self.mark.as_ref() }
    }
}

impl Store {
    /// Takes entry `seq` of `user_id` back, a transfer on both sides.
    ///
    /// # Errors
    /// A refusal of the rules, or the store's.
    pub async fn reverse_entry(
        &self,
        user_id: &UserId,
        currency: &Currency,
        seq: u64,
        note: &Note,
        order: &Order,
    ) -> Result<Outcome<EntryReversed>, WalletError> {
        let this = Side { user_id: user_id.clone(), currency: currency.clone(), seq };
        let [_, entry_key, _] = this.keys();
        // An entry never changes: only its other side is learnt from this read.
        let entry: Option<Entry> = self.load(std::slice::from_ref(&entry_key)).await?.get(&entry_key)?;
        let other = entry.as_ref().and_then(counterpart).map(|other| Side {
            user_id: other.user_id,
            currency: currency.clone(),
            seq: other.seq,
        });
        let mut keys = this.keys().to_vec();
        keys.extend(other.iter().flat_map(Side::keys));
        let options = order.options(keys);
        let done =
            self.operate(&options, |seen| self.decide_reversal(seen, &this, other.as_ref(), note, order));
        match done.await? {
            Done::Applied(reversed) => Ok(Outcome::fresh(reversed)),
            Done::Replayed((receipt, None)) => {
                let [movement] = self.movements([receipt]).await?;
                Ok(Outcome { value: EntryReversed { movement, other: None }, replayed: true })
            }
            Done::Replayed((receipt, Some(other))) => {
                let [movement, other] = self.movements([receipt, other]).await?;
                Ok(Outcome { value: EntryReversed { movement, other: Some(other) }, replayed: true })
            }
        }
    }

    fn decide_reversal(
        &self,
        seen: &Snapshot,
        this: &Side,
        other: Option<&Side>,
        note: &Note,
        order: &Order,
    ) -> Result<Decision<(Receipt, Option<Receipt>), EntryReversed>, WalletError> {
        let now = self.now();
        let this = this.seen(seen)?;
        let context = order.context(now, Some(&this.wallet));
        let other = other.map(|other| other.seen(seen)).transpose()?;
        let facing = other.as_ref().map(SideSeen::reversible);
        let Reversed { moved, mark, other } =
            reverse(this.reversible(), facing, note, &context, &self.settings().wallet)?;
        let mut plan = Plan::default();
        put_moved(&mut plan, &moved, self.settings())?;
        plan.insert(Key::reversal_mark(&mark.account, mark.seq), &mark)?;
        if let Some((moved, mark)) = &other {
            put_moved(&mut plan, moved, self.settings())?;
            plan.insert(Key::reversal_mark(&mark.account, mark.seq), mark)?;
        }
        let receipt = (Receipt::of(&moved, now), other.as_ref().map(|(moved, _)| Receipt::of(moved, now)));
        let other = other.map(|(moved, _)| Movement::of(moved, now));
        let answer = EntryReversed { movement: Movement::of(moved, now), other };
        Ok(Decision { plan, receipt, answer, refuses: false })
    }
}

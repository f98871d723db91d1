//! What has to be remembered of a movement so as to give the same answer again.
//!
//! Owns the shape of the record; never keeps what the entry itself says, which
//! never changes: so a record with its key stays within one write unit.

use serde::{Deserialize, Serialize};

use crate::ledger::{AccountId, Entry};
use crate::time::Timestamp;
use crate::wallet::{Moved, Wallet, WalletStatus, WalletSummary};

/// The outcome of one movement: its entry and what the entry does not tell of
/// the wallet after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Of which wallet.
    pub account: AccountId,
    /// The entry.
    pub seq: u64,
    /// The wallet's version after it.
    pub version: u64,
    /// What was held after it, in minor units.
    pub held: i64,
    /// The wallet's status.
    pub status: WalletStatus,
}

impl Receipt {
    /// Of `moved`, once it is committed.
    pub fn of(moved: &Moved, now: Timestamp) -> Self {
        Self {
            account: moved.entry.account.clone(),
            seq: moved.entry.seq,
            version: moved.wallet.version.saturating_add(1),
            held: moved.wallet.held(now),
            status: moved.wallet.status,
        }
    }

    /// The wallet as it was shown then; `None` if `entry` is another.
    pub fn summary(&self, entry: &Entry) -> Option<WalletSummary> {
        if entry.account != self.account || entry.seq != self.seq {
            return None;
        }
        let (user_id, currency) = Wallet::owner_of(&self.account)?;
        Some(WalletSummary {
            user_id,
            currency,
            balance: entry.balance_after,
            held: self.held,
            available: entry.balance_after.saturating_sub(self.held),
            status: self.status,
            version: self.version,
            updated_at: Some(entry.at),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::WalletSettings;
    use crate::wallet::fixture::{amount, at, busy_wallet, context, wallet};
    use crate::wallet::{Note, credit};

    #[test]
    fn a_receipt_and_its_entry_give_the_answer_that_was_given() {
        let (before, settings) = (busy_wallet(), WalletSettings::default());
        let moved = credit(&before, amount(5), &Note::default(), &context(1), &settings).unwrap();
        let receipt = Receipt::of(&moved, at(1));
        let answer = moved.wallet.clone().committed().summary(at(1));
        assert!(answer.held > 0);
        assert_eq!(receipt.summary(&moved.entry), Some(answer));
        let text = serde_json::to_string(&receipt).unwrap();
        assert!(text.len() < 200, "{} bytes: {text}", text.len());
    }

    #[test]
    fn a_receipt_is_of_one_entry_only() {
        let settings = WalletSettings::default();
        let [ann, bob] = ["ann", "bob"].map(|name| {
            credit(&wallet(name, 0), amount(5), &Note::default(), &context(1), &settings).unwrap()
        });
        assert_eq!(Receipt::of(&ann, at(1)).summary(&bob.entry), None);
    }
}

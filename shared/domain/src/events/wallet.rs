//! What owners are told of their wallets.

use crate::events::{Event, EventData, WalletUpdatedData};
use crate::wallet::Wallet;

/// What the owner is told of a change of their wallet. That somebody took or
/// gave back its lease is none of it.
pub fn from_wallet_change(old: Option<&Wallet>, new: Option<&Wallet>) -> Vec<Event> {
    let Some((wallet, at)) = new.and_then(|wallet| Some((wallet, wallet.updated_at?))) else {
        return Vec::new();
    };
    let shown =
        |wallet: &Wallet| (wallet.account.balance, wallet.account.last_seq, wallet.held(at), wallet.status);
    let created = Wallet::new(wallet.user_id.clone(), wallet.currency.clone());
    let before = old.unwrap_or(&created);
    if shown(before) == shown(wallet) {
        return Vec::new();
    }
    let said = EventData::WalletUpdated(WalletUpdatedData {
        currency: wallet.currency.clone(),
        balance: wallet.account.balance,
        held: wallet.held(at),
        available: wallet.available(at),
        status: wallet.status,
        version: wallet.version,
        last_seq: wallet.account.last_seq,
        change: wallet.account.balance.saturating_sub(before.account.balance),
    });
    vec![Event::new(wallet.user_id.clone(), at, &said)]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::events::EventType;
    use crate::settings::WalletSettings;
    use crate::time::Timestamp;
    use crate::wallet::{Context, LeaseTerms, Note, acquire, credit, set_status};

    fn at(secs: i64) -> Timestamp {
        Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
    }

    fn context() -> Context {
        Context { operator: "shop".parse().unwrap(), idempotency_key: None, fences: Vec::new(), now: at(1) }
    }

    fn paid(wallet: &Wallet, minor: i64) -> Wallet {
        let amount = minor.try_into().unwrap();
        let moved = credit(wallet, amount, &Note::default(), &context(), &WalletSettings::default()).unwrap();
        moved.wallet.committed()
    }

    fn empty() -> Wallet {
        Wallet::new("ann".parse().unwrap(), "CREDIT".parse().unwrap())
    }

    #[test]
    fn the_owner_is_told_the_balance_and_what_changed() {
        let first = paid(&empty(), 5);
        let second = paid(&first, 2);
        for (old, new, balance, change) in [(None, &first, 5, 5), (Some(&first), &second, 7, 2)] {
            let events = from_wallet_change(old, Some(new));
            let [event] = events.as_slice() else { panic!("{events:?}") };
            assert_eq!((event.to.as_str(), event.kind, event.at), ("ann", EventType::WalletUpdated, at(1)));
            assert_eq!((&event.data["balance"], &event.data["change"]), (&json!(balance), &json!(change)));
            assert_eq!(event.data["available"], balance);
        }
    }

    #[test]
    fn a_status_is_told_and_a_lease_is_not() {
        let wallet = paid(&empty(), 5);
        let frozen = set_status(&wallet, crate::wallet::WalletStatus::Frozen, "fraud", &context()).unwrap();
        let events = from_wallet_change(Some(&wallet), Some(&frozen.wallet));
        assert_eq!(events[0].data["status"], "frozen");
        let terms = LeaseTerms { owner: "ops".into(), purpose: None, ttl_secs: None };
        let (leased, _) =
            acquire(&wallet, &terms, &Context { now: at(2), ..context() }, &WalletSettings::default())
                .unwrap();
        assert_eq!(from_wallet_change(Some(&wallet), Some(&leased)), Vec::new());
        assert_eq!(from_wallet_change(Some(&wallet), None), Vec::new());
    }
}

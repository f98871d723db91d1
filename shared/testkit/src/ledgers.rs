//! What must hold in the ledger of an account, read item by item behind the
//! system's back. Never repairs anything.

#![expect(clippy::expect_used, reason = "what does not parse has failed the test")]

use std::collections::{BTreeMap, BTreeSet};

use heartlink_domain::ids::HoldId;
use heartlink_domain::ledger::{Account, Entry, ReversalMark, Verifier};
use heartlink_domain::wallet::{Hold, HoldStatus, Wallet};
use serde::Deserialize;

use crate::invariants::Item;

/// All items of one account.
#[derive(Debug, Default)]
pub struct Ledger {
    account: Option<Account>,
    /// The head, where the account is a wallet.
    wallet: Option<Wallet>,
    entries: BTreeMap<u64, Entry>,
    marks: Vec<ReversalMark>,
    holds: BTreeMap<HoldId, Hold>,
}

/// What the heads of all kinds of accounts have in common.
#[derive(Deserialize)]
struct Head {
    account: Account,
}

impl Ledger {
    pub(crate) fn take(&mut self, sk: &str, item: Item) {
        let kind = sk.split_once('#').map_or(sk, |(kind, _)| kind);
        match kind {
            "HEAD" => {
                let head: Head = serde_dynamo::from_item(item.clone()).expect("a head");
                if Wallet::owner_of(&head.account.id).is_some() {
                    self.wallet = Some(serde_dynamo::from_item(item).expect("a wallet"));
                }
                self.account = Some(head.account);
            }
            "E" => {
                let entry: Entry = serde_dynamo::from_item(item).expect("an entry");
                self.entries.insert(entry.seq, entry);
            }
            "REV" => self.marks.push(serde_dynamo::from_item(item).expect("a mark")),
            "HOLD" => {
                let hold: Hold = serde_dynamo::from_item(item).expect("a hold");
                self.holds.insert(hold.id.clone(), hold);
            }
            _ => {}
        }
    }

    /// The wallet, where it is one and was ever written.
    pub fn wallet(&self) -> Option<&Wallet> {
        self.wallet.as_ref()
    }

    /// Its entries, first to last.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.entries.values()
    }

    /// Everything that is wrong with the account called `name`.
    pub fn problems(&self, name: &str) -> Vec<String> {
        let mut problems = Vec::new();
        let Some(account) = &self.account else {
            return vec![format!("{name} has items and no head")];
        };
        let mut verifier = Verifier::full(&account.id);
        self.entries.values().for_each(|entry| verifier.entry(entry));
        let found = verifier.finish(account);
        problems.extend(found.problems.iter().map(|problem| format!("{name}: {problem:?}")));
        if i128::from(account.balance) != self.entries.values().map(|entry| i128::from(entry.amount)).sum() {
            problems.push(format!("{name}: {} is not the sum of its entries", account.balance));
        }
        self.check_marks(name, &mut problems);
        if let Some(wallet) = &self.wallet {
            self.check_holds(wallet, name, &mut problems);
        }
        problems
    }

    /// Each reversal has the one mark of what it takes back, and takes all of it.
    fn check_marks(&self, name: &str, problems: &mut Vec<String>) {
        let marks: BTreeSet<(u64, u64)> = self.marks.iter().map(|mark| (mark.seq, mark.by)).collect();
        let reversals: BTreeSet<(u64, u64)> =
            self.entries.values().filter_map(|entry| Some((entry.reverses?, entry.seq))).collect();
        if marks != reversals || marks.len() != self.marks.len() {
            problems.push(format!("{name}: the marks {marks:?} of the reversals {reversals:?}"));
        }
        for (seq, by) in reversals {
            let amount = |seq| self.entries.get(&seq).map(|entry: &Entry| entry.amount);
            if amount(seq).zip(amount(by)).is_none_or(|(taken, back)| taken + back != 0) {
                problems.push(format!("{name}: entry {by} does not take back entry {seq}"));
            }
        }
    }

    /// The wallet and the holds agree on what is open, what is captured is an
    /// entry, and no more is held than there is.
    fn check_holds(&self, wallet: &Wallet, name: &str, problems: &mut Vec<String>) {
        let counted: BTreeMap<&HoldId, i64> =
            wallet.holds.iter().map(|hold| (&hold.id, hold.amount)).collect();
        let held: i64 = counted.values().sum();
        if held > wallet.account.balance || counted.len() != wallet.holds.len() {
            problems.push(format!("{name}: {held} held of {}", wallet.account.balance));
        }
        for (id, amount) in &counted {
            let stored = self.holds.get(*id).filter(|hold| hold.status == HoldStatus::Open);
            if stored.map(|hold| hold.amount) != Some(*amount) {
                problems.push(format!("{name}: the wallet counts hold {id}, stored is {stored:?}"));
            }
        }
        for hold in self.holds.values() {
            // One that expired leaves the wallet with its next change.
            let expired = wallet.updated_at.is_some_and(|at| at >= hold.expires_at);
            if hold.status == HoldStatus::Open && !expired && !counted.contains_key(&hold.id) {
                problems.push(format!("{name}: hold {} is open and not counted", hold.id));
            }
            let entry = hold.entry_seq.and_then(|seq| self.entries.get(&seq));
            if hold.captured != entry.map(|entry| -entry.amount) {
                problems.push(format!("{name}: hold {} and its entry {entry:?}", hold.id));
            }
        }
    }
}

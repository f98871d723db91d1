//! Three users, a store in memory, and random commands, for the properties of
//! this module. Never part of a build.

use std::collections::BTreeMap;

use proptest::prelude::*;

use crate::ledger::{Entry, MAX_MINOR, ReversalMark, Verification, Verifier};
use crate::settings::WalletSettings;
use crate::time::Timestamp;
use crate::wallet::fixture::{amount, at, hold_id, user};
use crate::wallet::{
    Applied, Context, Counterpart, Group, Hold, HoldTerms, LeaseTerms, Moved, Note, Operation, OperationKind,
    Refusal, Reversible, Wallet, WalletStatus, acquire, apply, capture, counterpart, credit, expire_hold,
    force_release, group, hold, reverse, reward, set_status, transfer, void, withdraw,
};

pub const USERS: [&str; 3] = ["ann", "bob", "cat"];

/// What somebody orders. Users, holds and entries are named by number; one that
/// does not exist is ordered all the same.
#[derive(Debug, Clone)]
pub enum Command {
    Credit(usize, i64),
    Reward(usize, i64),
    Withdraw(usize, i64),
    Transfer(usize, usize, i64),
    Hold(usize, i64, u64),
    Capture(usize, usize, Option<i64>),
    Void(usize, usize),
    Expire(usize),
    Reverse(usize, u64),
    Status(usize, WalletStatus),
    Lock(usize),
    Unlock(usize),
    Batch(Vec<(usize, bool, i64)>),
    Advance(i64),
}

pub fn any_commands(most: usize) -> impl Strategy<Value = Vec<Command>> {
    let who = || 0..USERS.len();
    let minor = || prop_oneof![20 => 1..30_i64, 1 => 1..=MAX_MINOR, 1 => Just(MAX_MINOR)];
    let status = prop_oneof![
        3 => Just(WalletStatus::Active),
        1 => Just(WalletStatus::NoWithdraw),
        1 => Just(WalletStatus::Frozen),
    ];
    let command = prop_oneof![
        6 => (who(), minor()).prop_map(|(who, minor)| Command::Credit(who, minor)),
        2 => (who(), minor()).prop_map(|(who, minor)| Command::Reward(who, minor)),
        4 => (who(), minor()).prop_map(|(who, minor)| Command::Withdraw(who, minor)),
        5 => (who(), who(), minor()).prop_map(|(from, to, minor)| Command::Transfer(from, to, minor)),
        5 => (who(), minor(), 1..40_u64).prop_map(|(who, minor, secs)| Command::Hold(who, minor, secs)),
        4 => (who(), 0..8_usize, proptest::option::of(minor()))
            .prop_map(|(who, hold, part)| Command::Capture(who, hold, part)),
        3 => (who(), 0..8_usize).prop_map(|(who, hold)| Command::Void(who, hold)),
        2 => (0..8_usize).prop_map(Command::Expire),
        5 => (who(), 1..12_u64).prop_map(|(who, seq)| Command::Reverse(who, seq)),
        2 => (who(), status).prop_map(|(who, status)| Command::Status(who, status)),
        1 => who().prop_map(Command::Lock),
        1 => who().prop_map(Command::Unlock),
        3 => proptest::collection::vec((who(), any::<bool>(), minor()), 1..8).prop_map(Command::Batch),
        4 => (0..25_i64).prop_map(Command::Advance),
    ];
    proptest::collection::vec(command, 0..most)
}

/// The store: what was committed, and what came from and went outside by what
/// was acknowledged.
pub struct Simulation {
    pub wallets: [Wallet; 3],
    pub entries: [Vec<Entry>; 3],
    pub marks: BTreeMap<(usize, u64), ReversalMark>,
    pub holds: Vec<Hold>,
    pub external: i128,
    pub secs: i64,
}

impl Simulation {
    pub fn new() -> Self {
        Self {
            wallets: USERS.map(|name| Wallet::new(user(name), "CREDIT".parse().unwrap())),
            entries: Default::default(),
            marks: BTreeMap::new(),
            holds: Vec::new(),
            external: 0,
            secs: 0,
        }
    }

    pub fn now(&self) -> Timestamp {
        at(self.secs)
    }

    /// A few holds are enough to reach the limit.
    pub fn settings() -> WalletSettings {
        WalletSettings { open_holds: 3, ..WalletSettings::default() }
    }

    fn context(&self) -> Context {
        Context { operator: user("shop"), idempotency_key: None, fences: Vec::new(), now: self.now() }
    }

    /// Runs `command`; what is refused changes nothing.
    pub fn step(&mut self, command: &Command) -> Vec<Result<(), Refusal>> {
        match command {
            Command::Batch(operations) => self.batch(operations),
            Command::Advance(secs) => {
                self.secs += secs;
                vec![Ok(())]
            }
            single => vec![self.single(single)],
        }
    }

    fn single(&mut self, command: &Command) -> Result<(), Refusal> {
        let (context, settings, note) = (self.context(), Self::settings(), Note::default());
        match *command {
            Command::Credit(who, minor) | Command::Reward(who, minor) => {
                let run = if matches!(command, Command::Credit(..)) { credit } else { reward };
                let moved = run(&self.wallets[who], amount(minor), &note, &context, &settings)?;
                self.external += i128::from(minor);
                self.commit(who, moved);
            }
            Command::Withdraw(who, minor) => {
                let moved = withdraw(&self.wallets[who], amount(minor), &note, &context, &settings)?;
                self.external -= i128::from(minor);
                self.commit(who, moved);
            }
            Command::Transfer(from, to, minor) => {
                let sides = [&self.wallets[from], &self.wallets[to]];
                let done = transfer(sides[0], sides[1], amount(minor), &note, &context, &settings)?;
                self.commit(from, done.debit);
                self.commit(to, done.credit);
            }
            Command::Hold(who, minor, secs) => {
                let terms = HoldTerms { amount: amount(minor), expires_in_secs: Some(secs), note };
                let id = hold_id(&format!("h{}", self.holds.len()));
                let held = hold(&self.wallets[who], id, &terms, &context, &settings)?;
                self.put(who, held.wallet);
                self.holds.push(held.hold);
            }
            Command::Capture(who, index, part) => {
                let hold = self.holds.get(index);
                let done = capture(&self.wallets[who], hold, part.map(amount), &note, &context, &settings)?;
                self.external -= i128::from(done.hold.captured.unwrap());
                self.commit(who, done.moved);
                self.holds[index] = done.hold;
            }
            Command::Void(who, index) => {
                let done = void(&self.wallets[who], self.holds.get(index), &context)?;
                self.put(who, done.wallet);
                self.holds[index] = done.hold;
            }
            Command::Expire(index) => self.expire_hold(index),
            Command::Reverse(who, seq) => self.reverse(who, seq)?,
            Command::Status(who, status) => {
                let done = set_status(&self.wallets[who], status, "because", &context)?;
                self.put(who, done.wallet);
            }
            Command::Lock(who) => {
                let terms = LeaseTerms { owner: "ops".into(), purpose: None, ttl_secs: None };
                let (wallet, _) = acquire(&self.wallets[who], &terms, &context, &settings)?;
                self.put(who, wallet);
            }
            Command::Unlock(who) => {
                let done = force_release(&self.wallets[who], None, &context)?;
                self.put(who, done.wallet);
            }
            Command::Batch(_) | Command::Advance(_) => unreachable!("not a single operation"),
        }
        Ok(())
    }

    fn expire_hold(&mut self, index: usize) {
        let Some(hold) = self.holds.get(index).cloned() else { return };
        let who = USERS.iter().position(|name| *name == hold.user_id.as_str()).unwrap();
        if let Some(done) = expire_hold(&self.wallets[who], &hold, self.now()) {
            self.put(who, done.wallet);
            self.holds[index] = done.hold;
        }
    }

    fn reverse(&mut self, who: usize, seq: u64) -> Result<(), Refusal> {
        let facing = self.entry(who, seq).and_then(counterpart);
        let other = facing.map(|Counterpart { user_id, seq }| {
            (USERS.iter().position(|name| *name == user_id.as_str()).unwrap(), seq)
        });
        let side = |(who, seq): (usize, u64)| Reversible {
            wallet: &self.wallets[who],
            entry: self.entry(who, seq),
            mark: self.marks.get(&(who, seq)),
        };
        let (note, settings) = (Note::default(), Self::settings());
        let done = reverse(side((who, seq)), other.map(side), &note, &self.context(), &settings)?;
        match (done.other, other) {
            (Some((moved, mark)), Some((other, _))) => self.mark(other, moved, mark),
            (None, _) => self.external += i128::from(done.moved.entry.amount),
            (Some(_), None) => panic!("the other side of nothing"),
        }
        self.mark(who, done.moved, done.mark);
        Ok(())
    }

    fn batch(&mut self, operations: &[(usize, bool, i64)]) -> Vec<Result<(), Refusal>> {
        let operations: Vec<Operation> = operations
            .iter()
            .map(|(who, comes_in, minor)| Operation {
                user_id: user(USERS[*who]),
                currency: "CREDIT".parse().unwrap(),
                kind: if *comes_in { OperationKind::Credit } else { OperationKind::Withdraw },
                amount: amount(*minor),
                note: Note::default(),
            })
            .collect();
        let mut results = vec![Ok(()); operations.len()];
        for group in group(&operations) {
            let settings = Self::settings();
            match apply(&group, &self.wallets, &operations, &self.context(), &settings) {
                Ok(applied) => self.commit_group(&group, applied),
                Err(stopped) => {
                    group.indexes.iter().for_each(|index| results[*index] = Err(stopped.refusal_of(*index)))
                }
            }
        }
        results
    }

    fn commit_group(&mut self, group: &Group, applied: Applied) {
        let who = USERS.iter().position(|name| *name == group.user_id.as_str()).unwrap();
        let [wallet] = applied.wallets.try_into().unwrap();
        self.put(who, wallet);
        for (_, entry) in applied.entries {
            self.external += i128::from(entry.amount);
            self.insert(who, entry);
        }
    }

    pub fn entry(&self, who: usize, seq: u64) -> Option<&Entry> {
        self.entries[who].iter().find(|entry| entry.seq == seq)
    }

    fn commit(&mut self, who: usize, moved: Moved) {
        self.put(who, moved.wallet);
        self.insert(who, moved.entry);
    }

    fn mark(&mut self, who: usize, moved: Moved, mark: ReversalMark) {
        assert!(self.marks.insert((who, mark.seq), mark).is_none(), "reversed twice");
        self.commit(who, moved);
    }

    fn put(&mut self, who: usize, wallet: Wallet) {
        assert_eq!(wallet.version, self.wallets[who].version, "decided on another version");
        self.wallets[who] = wallet.committed();
    }

    fn insert(&mut self, who: usize, entry: Entry) {
        assert!(self.entry(who, entry.seq).is_none(), "entry {} exists", entry.seq);
        self.entries[who].push(entry);
    }

    pub fn verify(&self, who: usize) -> Verification {
        let head = &self.wallets[who].account;
        let mut verifier = Verifier::full(&head.id);
        self.entries[who].iter().for_each(|entry| verifier.entry(entry));
        verifier.finish(head)
    }
}

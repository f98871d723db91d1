//! What holds for any wallets whatever.

use proptest::prelude::*;

use crate::ledger::{Account, MAX_MINOR};
use crate::settings::WalletSettings;
use crate::time::Timestamp;
use crate::wallet::fixture::{amount, at, context, hold_id, wallet};
use crate::wallet::simulation::{Command, Simulation, USERS, any_commands};
use crate::wallet::{
    Context, HoldStatus, HoldTerms, Kind, Lease, Note, OpenHold, Refusal, Wallet, capture, credit,
    expire_hold, hold, lease_state, transfer, void, withdraw,
};

/// Everything that is stored, to see that nothing changed.
fn snapshot(world: &Simulation) -> String {
    format!("{:?} {:?} {:?} {:?}", world.wallets, world.entries, world.marks, world.holds)
}

/// A wallet with figures that no rule would ever have led to.
fn any_wallet(name: &'static str) -> impl Strategy<Value = Wallet> {
    let hold = (any::<i64>(), any::<i64>());
    (any::<i64>(), any::<u64>(), any::<u64>(), proptest::collection::vec(hold, 0..4)).prop_map(
        move |(balance, version, seq, holds)| {
            let plain = wallet(name, 0);
            let open = |(place, (amount, millis)): (usize, (i64, i64))| OpenHold {
                id: hold_id(&format!("h{place}")),
                amount,
                expires_at: Timestamp::from_unix_millis(millis),
            };
            let lease = (seq % 3 == 0).then(|| Lease {
                holder: "shop".parse().ok(),
                owner: "ops".into(),
                purpose: None,
                acquired_at: at(0),
                expires_at: Timestamp::from_unix_millis(balance),
                fencing: version,
            });
            Wallet {
                version,
                fencing: version,
                holds: holds.into_iter().enumerate().map(open).collect(),
                account: Account { balance, last_seq: seq, ..plain.account.clone() },
                lease,
                ..plain
            }
        },
    )
}

proptest! {
    #[test]
    fn all_balances_together_are_what_came_from_outside_and_every_chain_verifies(
        commands in any_commands(120),
    ) {
        let mut world = Simulation::new();
        for command in &commands {
            world.step(command);
        }
        let balances = world.wallets.iter().map(|wallet| i128::from(wallet.account.balance));
        prop_assert_eq!(balances.sum::<i128>(), world.external);
        for who in 0..USERS.len() {
            let checked = world.verify(who);
            prop_assert!(checked.consistent, "{:?}", checked.problems);
            prop_assert_eq!(checked.entries, world.entries[who].len() as u64);
        }
    }

    #[test]
    fn a_balance_is_never_below_what_is_held_nor_beyond_the_limit(commands in any_commands(120)) {
        let mut world = Simulation::new();
        for command in &commands {
            world.step(command);
            for wallet in &world.wallets {
                let (balance, held) = (wallet.account.balance, wallet.held(world.now()));
                prop_assert!((0..=MAX_MINOR).contains(&balance));
                prop_assert!((0..=balance).contains(&held));
                prop_assert!(wallet.holds.len() <= 3);
            }
        }
    }

    #[test]
    fn what_is_refused_changes_nothing_and_what_is_done_raises_the_version(commands in any_commands(60)) {
        let mut world = Simulation::new();
        for command in &commands {
            let before = snapshot(&world);
            let versions = world.wallets.clone().map(|wallet| wallet.version);
            let answers = world.step(command);
            if answers.iter().all(Result::is_err) {
                prop_assert_eq!(snapshot(&world), before, "{:?}", command);
            } else if let Command::Credit(who, _) | Command::Transfer(who, ..) | Command::Hold(who, ..) = command {
                prop_assert_eq!(world.wallets[*who].version, versions[*who] + 1);
            }
        }
    }

    #[test]
    fn a_hold_is_captured_voided_or_expired_and_never_two_of_them(commands in any_commands(120)) {
        let mut world = Simulation::new();
        for command in &commands {
            let before: Vec<HoldStatus> = world.holds.iter().map(|hold| hold.status).collect();
            world.step(command);
            for (hold, before) in world.holds.iter().zip(before) {
                prop_assert!(before == HoldStatus::Open || hold.status == before);
            }
        }
        let captured: i128 = world.holds.iter().filter_map(|hold| hold.captured).map(i128::from).sum();
        let entries = world.entries.iter().flatten();
        let entered = entries.filter(|entry| Kind::of(entry) == Some(Kind::Capture));
        prop_assert_eq!(captured, entered.map(|entry| -i128::from(entry.amount)).sum::<i128>());
    }

    #[test]
    fn an_entry_is_taken_back_at_most_once_and_exactly(commands in any_commands(120)) {
        let mut world = Simulation::new();
        for command in &commands {
            world.step(command);
        }
        for (who, entries) in world.entries.iter().enumerate() {
            for entry in entries {
                let by: Vec<_> = entries.iter().filter(|other| other.reverses == Some(entry.seq)).collect();
                prop_assert!(by.len() <= 1);
                prop_assert_eq!(by.len() == 1, world.marks.contains_key(&(who, entry.seq)));
                for reversal in by {
                    prop_assert_eq!(reversal.amount, -entry.amount);
                    prop_assert!(entry.reverses.is_none() && reversal.seq > entry.seq);
                }
            }
        }
    }

    #[test]
    fn the_operations_of_a_user_in_a_batch_are_all_done_or_none(commands in any_commands(60)) {
        let mut world = Simulation::new();
        for command in &commands {
            let before = world.entries.clone().map(|entries| entries.len());
            let answers = world.step(command);
            let Command::Batch(operations) = command else { continue };
            for (who, before) in before.into_iter().enumerate() {
                let own: Vec<bool> = operations
                    .iter()
                    .zip(&answers)
                    .filter(|((user, ..), _)| *user == who)
                    .map(|(_, answer)| answer.is_ok())
                    .collect();
                let done = own.iter().filter(|done| **done).count();
                prop_assert!(done == 0 || done == own.len());
                prop_assert_eq!(world.entries[who].len() - before, done);
            }
        }
    }

    #[test]
    fn figures_of_any_size_are_refused_or_done_but_never_overflow(
        ann in any_wallet("ann"), bob in any_wallet("bob"),
        minor in prop_oneof![1..100_i64, 1..=MAX_MINOR], millis in any::<i64>(),
        secs in proptest::option::of(any::<u64>()),
    ) {
        let settings = WalletSettings::default();
        let note = Note::default();
        let now = Timestamp::from_unix_millis(millis);
        let context = Context { now, ..context(0) };
        let limit = -MAX_MINOR..=MAX_MINOR;
        let minor = amount(minor);
        for moved in [
            credit(&ann, minor, &note, &context, &settings),
            withdraw(&ann, minor, &note, &context, &settings),
        ].into_iter().flatten() {
            prop_assert!(limit.contains(&moved.wallet.account.balance));
        }
        if let Ok(done) = transfer(&ann, &bob, minor, &note, &context, &settings) {
            prop_assert!(limit.contains(&done.debit.wallet.account.balance));
            prop_assert!(limit.contains(&done.credit.wallet.account.balance));
        }
        let terms = HoldTerms { amount: minor, expires_in_secs: secs, note: note.clone() };
        if let Ok(made) = hold(&ann, hold_id("h9"), &terms, &context, &settings) {
            let later = Context { now: made.hold.expires_at, ..context.clone() };
            let _ = expire_hold(&made.wallet, &made.hold, later.now);
            let _ = void(&made.wallet, Some(&made.hold), &later);
            let _ = capture(&made.wallet, Some(&made.hold), Some(minor), &note, &context, &settings);
        }
        let _ = (ann.summary(now), lease_state(&ann, now), ann.committed());
    }

    #[test]
    fn a_refusal_survives_the_way_to_its_record_and_back(commands in any_commands(60)) {
        let mut world = Simulation::new();
        for refusal in commands.iter().flat_map(|command| world.step(command)).filter_map(Result::err) {
            let text = serde_json::to_string(&refusal).unwrap();
            prop_assert_eq!(serde_json::from_str::<Refusal>(&text).unwrap(), refusal);
        }
    }
}

#[test]
fn a_wallet_with_as_many_holds_as_it_may_have_stays_a_small_item() {
    let settings = WalletSettings::default();
    let terms = HoldTerms { amount: amount(1), expires_in_secs: None, note: Note::default() };
    let mut wallet = wallet("01JD2KZ8T5M4Q9R7V3X6Y1W0AB", 1_000);
    for n in 0..settings.open_holds {
        let id = hold_id(&format!("01JD2KZ8T5M4Q9R7V3X6Y1{n:04}"));
        wallet = hold(&wallet, id, &terms, &context(1), &settings).unwrap().wallet;
    }
    assert!(serde_json::to_string(&wallet).unwrap().len() < 6_000);
    let refused = hold(&wallet, hold_id("one-more"), &terms, &context(1), &settings);
    assert_eq!(refused, Err(Refusal::TooManyHolds { limit: 50 }));
}

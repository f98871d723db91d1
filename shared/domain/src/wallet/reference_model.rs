//! The wallet against a second, naive telling of its rules: same commands, same
//! answers, same figures after each. Shares no code with what it checks.

use proptest::prelude::*;

use crate::ledger::MAX_MINOR;
use crate::wallet::WalletStatus;
use crate::wallet::simulation::{Command, Simulation, USERS, any_commands};

struct Line {
    amount: i128,
    other: Option<(usize, usize)>,
    reversed: bool,
    reversal: bool,
}

struct Kept {
    who: usize,
    amount: i128,
    until: i64,
    open: bool,
}

#[derive(Default)]
struct Side {
    status: WalletStatus,
    locked_until: i64,
    lines: Vec<Line>,
}

#[derive(Default)]
struct Model {
    now: i64,
    sides: [Side; 3],
    kept: Vec<Kept>,
}

type Answer = Result<(), &'static str>;

impl Model {
    fn balance(&self, who: usize) -> i128 {
        self.sides[who].lines.iter().map(|line| line.amount).sum()
    }

    fn is_open(&self, kept: &Kept) -> bool {
        kept.open && self.now < kept.until
    }

    fn held(&self, who: usize) -> i128 {
        self.kept.iter().filter(|kept| kept.who == who && self.is_open(kept)).map(|kept| kept.amount).sum()
    }

    fn writable(&self, who: usize, out: bool) -> Answer {
        let side = &self.sides[who];
        match side.status {
            WalletStatus::Frozen => Err("wallet_frozen"),
            WalletStatus::NoWithdraw if out => Err("withdrawals_blocked"),
            _ if self.now < side.locked_until => Err("locked"),
            _ => Ok(()),
        }
    }

    fn movable(&self, who: usize, amount: i128, freed: i128) -> Answer {
        self.writable(who, amount < 0)?;
        if amount < 0 && -amount > self.balance(who) - self.held(who) + freed {
            return Err("insufficient_funds");
        }
        if self.balance(who) + amount > i128::from(MAX_MINOR) {
            return Err("balance_limit");
        }
        Ok(())
    }

    fn enter(&mut self, who: usize, amount: i128, other: Option<(usize, usize)>, reversal: bool) {
        self.sides[who].lines.push(Line { amount, other, reversed: false, reversal });
    }

    fn step(&mut self, command: &Command) -> Vec<Answer> {
        match command {
            Command::Batch(operations) => self.batch(operations),
            single => vec![self.single(single)],
        }
    }

    fn batch(&mut self, operations: &[(usize, bool, i64)]) -> Vec<Answer> {
        let mut answers = vec![Ok(()); operations.len()];
        for who in 0..USERS.len() {
            let before = self.sides[who].lines.len();
            let own: Vec<usize> = (0..operations.len()).filter(|index| operations[*index].0 == who).collect();
            let refused = own.iter().find_map(|index| {
                let (_, comes_in, minor) = operations[*index];
                let amount = if comes_in { i128::from(minor) } else { -i128::from(minor) };
                match self.movable(who, amount, 0) {
                    Ok(()) => {
                        self.enter(who, amount, None, false);
                        None
                    }
                    Err(code) => Some((*index, code)),
                }
            });
            if let Some((refused, code)) = refused {
                self.sides[who].lines.truncate(before);
                for index in own {
                    answers[index] = Err(if index == refused { code } else { "not_applied" });
                }
            }
        }
        answers
    }

    fn single(&mut self, command: &Command) -> Answer {
        match *command {
            Command::Credit(who, minor) | Command::Reward(who, minor) => {
                self.movable(who, i128::from(minor), 0)?;
                self.enter(who, i128::from(minor), None, false);
            }
            Command::Withdraw(who, minor) => {
                self.movable(who, -i128::from(minor), 0)?;
                self.enter(who, -i128::from(minor), None, false);
            }
            Command::Transfer(from, to, minor) => self.transfer(from, to, i128::from(minor))?,
            Command::Hold(who, minor, secs) => self.hold(who, i128::from(minor), secs)?,
            Command::Capture(who, index, part) => self.capture(who, index, part.map(i128::from))?,
            Command::Void(who, index) => {
                self.find(who, index)?;
                self.writable(who, false)?;
                self.close(index)?;
            }
            Command::Expire(_) => {}
            Command::Reverse(who, seq) => self.reverse(who, usize::try_from(seq).unwrap() - 1)?,
            Command::Status(who, status) => self.sides[who].status = status,
            Command::Lock(who) if self.now < self.sides[who].locked_until => return Err("locked"),
            Command::Lock(who) => self.sides[who].locked_until = self.now + 30,
            Command::Unlock(who) if self.now >= self.sides[who].locked_until => return Err("not_locked"),
            Command::Unlock(who) => self.sides[who].locked_until = 0,
            Command::Advance(secs) => self.now += secs,
            Command::Batch(_) => unreachable!("not a single operation"),
        }
        Ok(())
    }

    fn transfer(&mut self, from: usize, to: usize, minor: i128) -> Answer {
        if from == to {
            return Err("self_transfer");
        }
        self.movable(from, -minor, 0)?;
        self.movable(to, minor, 0)?;
        let places = [from, to].map(|who| self.sides[who].lines.len());
        self.enter(from, -minor, Some((to, places[1])), false);
        self.enter(to, minor, Some((from, places[0])), false);
        Ok(())
    }

    fn hold(&mut self, who: usize, amount: i128, secs: u64) -> Answer {
        self.writable(who, true)?;
        if amount > self.balance(who) - self.held(who) {
            return Err("insufficient_funds");
        }
        if self.kept.iter().filter(|kept| kept.who == who && self.is_open(kept)).count() >= 3 {
            return Err("too_many_holds");
        }
        let until = self.now + i64::try_from(secs).unwrap();
        self.kept.push(Kept { who, amount, until, open: true });
        Ok(())
    }

    fn find(&self, who: usize, index: usize) -> Result<i128, &'static str> {
        let kept = self.kept.get(index).filter(|kept| kept.who == who);
        kept.map(|kept| kept.amount).ok_or("hold_not_found")
    }

    fn close(&mut self, index: usize) -> Answer {
        if !self.is_open(&self.kept[index]) {
            return Err("hold_not_open");
        }
        self.kept[index].open = false;
        Ok(())
    }

    fn capture(&mut self, who: usize, index: usize, part: Option<i128>) -> Answer {
        let amount = self.find(who, index)?;
        self.writable(who, true)?;
        if !self.is_open(&self.kept[index]) {
            return Err("hold_not_open");
        }
        let taken = part.unwrap_or(amount);
        if taken > amount {
            return Err("capture_exceeds_hold");
        }
        self.movable(who, -taken, amount)?;
        self.close(index)?;
        self.enter(who, -taken, None, false);
        Ok(())
    }

    fn reverse(&mut self, who: usize, place: usize) -> Answer {
        let line = self.sides[who].lines.get(place).ok_or("entry_not_found")?;
        if line.reversed || line.reversal {
            return Err("already_reversed");
        }
        let (amount, other) = (-line.amount, line.other);
        self.movable(who, amount, 0)?;
        if let Some((other, facing)) = other {
            self.movable(other, -amount, 0)?;
            self.enter(other, -amount, None, true);
            self.sides[other].lines[facing].reversed = true;
        }
        self.enter(who, amount, None, true);
        self.sides[who].lines[place].reversed = true;
        Ok(())
    }
}

proptest! {
    #[test]
    fn every_answer_and_every_figure_is_that_of_the_model(commands in any_commands(80)) {
        let (mut world, mut model) = (Simulation::new(), Model::default());
        for command in &commands {
            let answers: Vec<Result<(), String>> = world
                .step(command)
                .into_iter()
                .map(|answer| answer.map_err(|refusal| {
                    serde_json::to_value(&refusal).unwrap()["code"].as_str().unwrap().to_owned()
                }))
                .collect();
            let expected: Vec<_> =
                model.step(command).into_iter().map(|answer| answer.map_err(str::to_owned)).collect();
            prop_assert_eq!(answers, expected, "{:?}", command);
            for who in 0..USERS.len() {
                let view = world.wallets[who].summary(world.now());
                let (balance, held) = (model.balance(who), model.held(who));
                prop_assert_eq!(i128::from(view.balance), balance);
                prop_assert_eq!(i128::from(view.held), held);
                prop_assert_eq!(i128::from(view.available), balance - held);
                prop_assert_eq!(view.status, model.sides[who].status);
            }
        }
    }
}

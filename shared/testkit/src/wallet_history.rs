//! What one wallet does, told once more as simply as can be, for histories of
//! it to be checked against. Shares no code with the rules that it checks.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::linearizability::{Model, Operation, Refused, check};

/// What is asked of the wallet. Amounts are in minor units; a hold goes by the
/// name that its caller gave it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// Money comes in.
    Credit(i64),
    /// Money goes out.
    Withdraw(i64),
    /// Money is kept back.
    Hold(String, i64),
    /// So much of a hold goes out, the rest is released.
    Capture(String, i64),
    /// A hold is released.
    Void(String),
    /// The wallet is looked at.
    Read,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It was done, or seen: the wallet right then.
    Wallet(Figures),
    /// So much is available, which is too little.
    Short(i64),
    /// The hold is not open.
    Closed,
}

/// A wallet's figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Figures {
    /// Sum of all entries.
    pub balance: i64,
    /// What open holds keep back.
    pub held: i64,
    /// Changes so far.
    pub version: u64,
}

/// One operation of a history, as a line of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// What was asked for.
    pub ask: Ask,
    /// When.
    pub called: u64,
    /// What was answered, and when; absent if nobody knows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<(Answer, u64)>,
}

/// One wallet, at zero before its first operation.
pub struct OneWallet;

/// The wallet's figures and its open holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct WalletState {
    figures: Figures,
    holds: BTreeMap<String, i64>,
}

impl WalletState {
    /// After a change; `None` for what cannot be done.
    fn after(&self, ask: &Ask) -> Result<Self, Answer> {
        let mut next = self.clone();
        let Figures { balance, held, version } = &mut next.figures;
        let available = *balance - *held;
        let enough = |amount: i64| if amount > available { Err(Answer::Short(available)) } else { Ok(()) };
        match ask {
            Ask::Credit(amount) => *balance += amount,
            Ask::Withdraw(amount) => {
                enough(*amount)?;
                *balance -= amount;
            }
            Ask::Hold(name, amount) => {
                enough(*amount)?;
                *held += amount;
                next.holds.insert(name.clone(), *amount);
            }
            Ask::Capture(name, amount) => {
                *held -= next.holds.remove(name).ok_or(Answer::Closed)?;
                *balance -= amount;
            }
            Ask::Void(name) => *held -= next.holds.remove(name).ok_or(Answer::Closed)?,
            Ask::Read => return Ok(next),
        }
        *version += 1;
        Ok(next)
    }
}

impl Model for OneWallet {
    type State = WalletState;
    type Input = Ask;
    type Output = Answer;

    fn start(&self) -> WalletState {
        WalletState::default()
    }

    fn step(&self, state: &WalletState, ask: &Ask, answer: Option<&Answer>) -> Option<WalletState> {
        match (state.after(ask), answer) {
            (Ok(next), None) => Some(next),
            (Ok(next), Some(answer)) => (*answer == Answer::Wallet(next.figures)).then_some(next),
            (Err(_), None) => None,
            (Err(refusal), Some(answer)) => (*answer == refusal).then(|| state.clone()),
        }
    }

    /// Versions only rise.
    fn may_follow(&self, state: &WalletState, ask: &Ask, answer: &Answer) -> bool {
        match answer {
            Answer::Wallet(then) if *ask == Ask::Read => state.figures.version <= then.version,
            Answer::Wallet(then) => state.figures.version < then.version,
            Answer::Short(_) | Answer::Closed => true,
        }
    }
}

/// Whether the wallet's operations could have happened one by one.
///
/// # Errors
/// [`Refused`].
pub fn check_history(lines: &[Line]) -> Result<Vec<usize>, Refused> {
    let history: Vec<Operation<Ask, Answer>> = lines
        .iter()
        .map(|line| Operation { input: line.ask.clone(), called: line.called, answered: line.answer.clone() })
        .collect();
    check(&OneWallet, &history)
}

/// A history as text, a line for each operation.
///
/// # Errors
/// Never for what this module defines.
pub fn write_history(lines: &[Line]) -> Result<String, serde_json::Error> {
    let lines: Vec<String> = lines.iter().map(serde_json::to_string).collect::<Result<_, _>>()?;
    Ok(lines.join("\n") + "\n")
}

/// What [`write_history`] wrote.
///
/// # Errors
/// A line that is none.
pub fn read_history(text: &str) -> Result<Vec<Line>, serde_json::Error> {
    text.lines().map(serde_json::from_str).collect()
}

//! A reward as it is written in a call or on a line of a file, and why it
//! cannot be paid.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::jobs::Failure;
use crate::problem::FieldProblem;
use crate::settings::WalletSettings;
use crate::wallet::{Amount, Currency, Note, Operation, OperationKind, Refusal, currency_or_default};

/// One reward.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RewardLine {
    /// Whose wallet.
    pub user_id: UserId,
    /// In minor units.
    pub amount: Amount,
    /// The default currency if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// For a person to read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// A mark of the caller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
}

impl RewardLine {
    /// The operation that pays it.
    ///
    /// # Errors
    /// [`Refusal::CurrencyUnknown`].
    pub fn operation(self, settings: &WalletSettings) -> Result<Operation, Refusal> {
        Ok(Operation {
            user_id: self.user_id,
            currency: currency_or_default(self.currency, settings)?,
            kind: OperationKind::Reward,
            amount: self.amount,
            note: Note { description: self.description, reference: self.reference },
        })
    }
}

/// Why a reward cannot be paid.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unpayable {
    /// Its line is not JSON.
    Malformed {
        /// What is wrong, for a person to read.
        detail: String,
    },
    /// Its line says something else than a reward.
    Invalid {
        /// Each with its pointer.
        problems: Vec<FieldProblem>,
    },
    /// A rule said no.
    Refused(Refusal),
}

/// A reward with its place among all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reward {
    /// Its place; see [`crate::jobs::Failure::index`].
    pub index: u64,
    /// As it was sent, where that could be read.
    pub line: Option<RewardLine>,
    /// What pays it, or why nothing can.
    pub operation: Result<Operation, Unpayable>,
}

impl Reward {
    /// The reward at place `index`, of which `line` was read.
    pub fn new(index: u64, line: Result<RewardLine, Unpayable>, settings: &WalletSettings) -> Self {
        match line {
            Ok(line) => {
                let operation = line.clone().operation(settings).map_err(Unpayable::Refused);
                Self { index, line: Some(line), operation }
            }
            Err(reason) => Self { index, line: None, operation: Err(reason) },
        }
    }

    /// The failure that it was not paid for this reason.
    pub fn failure(&self, reason: Unpayable) -> Failure {
        let operation = self.operation.as_ref().ok();
        Failure {
            index: self.index,
            user_id: operation.map(|operation| operation.user_id.clone()),
            amount: operation.map(|operation| operation.amount),
            reason,
        }
    }
}

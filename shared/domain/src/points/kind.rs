//! Types of transactions: those with a meaning of their own, and any that the
//! operator defines.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Longest type, in characters.
const MAX_CHARS: usize = 40;

/// What kind of transaction: lower-case letters, digits and `_`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TransactionType(String);

/// Why a text is no type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be 1 to {MAX_CHARS} of a-z, 0-9 and _, beginning with a letter")]
pub struct InvalidKind;

impl TransactionType {
    /// Points given.
    pub const ADD: &'static str = "add_points";
    /// Points taken.
    pub const DEDUCT: &'static str = "deduct_points";
    /// Another transaction taken back.
    pub const REVERSE: &'static str = "reverse";
    /// Points that expired.
    pub const EXPIRE: &'static str = "expire";
    /// A balance set right to what the transactions say.
    pub const CORRECTION: &'static str = "correction";
    /// A balance taken over from another system.
    pub const OPENING: &'static str = "opening_balance";

    /// That of points given.
    pub fn add() -> Self {
        Self(Self::ADD.to_owned())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether only the system itself writes such transactions.
    pub fn is_reserved(&self) -> bool {
        matches!(self.as_str(), Self::REVERSE | Self::EXPIRE | Self::CORRECTION)
    }

    /// What is wrong with `points` under this type.
    pub(super) fn misfit(&self, points: i64) -> Option<&'static str> {
        match self.as_str() {
            Self::ADD if points < 0 => Some("must be positive for add_points"),
            Self::DEDUCT if points > 0 => Some("must be negative for deduct_points"),
            _ => None,
        }
    }
}

impl TryFrom<String> for TransactionType {
    type Error = InvalidKind;
    fn try_from(text: String) -> Result<Self, InvalidKind> {
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        let begins = text.starts_with(|c: char| c.is_ascii_lowercase());
        if begins && text.len() <= MAX_CHARS && text.chars().all(allowed) {
            Ok(Self(text))
        } else {
            Err(InvalidKind)
        }
    }
}

impl FromStr for TransactionType {
    type Err = InvalidKind;
    fn from_str(text: &str) -> Result<Self, InvalidKind> {
        text.to_owned().try_into()
    }
}

impl From<TransactionType> for String {
    fn from(kind: TransactionType) -> String {
        kind.0
    }
}

impl fmt::Display for TransactionType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_define_their_own_types_within_the_form() {
        for good in ["add_points", "homework", "quiz_2"] {
            assert_eq!(good.parse::<TransactionType>().unwrap().as_str(), good);
        }
        for bad in ["", "Add", "2nd", "_x", "a b", "é", &"x".repeat(41)] {
            assert_eq!(bad.parse::<TransactionType>(), Err(InvalidKind), "{bad}");
        }
    }
}

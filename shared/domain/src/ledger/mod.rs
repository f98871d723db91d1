//! The ledger core: a versioned account with gapless, hash-chained entries.
//!
//! Owns sequence, balance, chain, reversal and verification, for every kind of
//! account alike. Never decides who may move what: that is up to the account's
//! own rules. Never performs I/O.

pub mod account;
pub mod append;
pub mod audit;
pub mod entry;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod properties;
pub mod reversal;
pub mod verify;

pub use account::{Account, AccountId, Hash};
pub use append::{LedgerError, MAX_MINOR, MAX_SEQ, append};
pub use audit::Audit;
pub use entry::{Draft, Entry};
pub use reversal::{ReversalMark, ReverseError, reversal};
pub use verify::{Checkpoint, Fault, MAX_PROBLEMS, Problem, Verification, Verifier};

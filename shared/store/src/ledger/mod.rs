//! Ledgers in the store: the one loop that every change of an account goes
//! through, whatever kind of account it is, and the reading of entries.
//!
//! Owns reading, retrying, remembering and replaying. Never decides: each
//! change brings its own pure decision.

mod audit;
mod change;
mod entries;
mod group;
mod heads;
mod turns;
mod verify;

pub(crate) use audit::put_audit;
pub use change::ChangeError;
pub(crate) use change::{Decision, Done, Refused, Seen, Terms};
pub use entries::{EntryFilter, EntryPage};
pub(crate) use heads::Heads;
pub(crate) use turns::Turns;
pub(crate) use verify::Verified;

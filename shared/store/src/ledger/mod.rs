//! Ledgers in the store: the one loop that every change of an account goes
//! through, whatever kind of account it is, and the reading of entries.
//!
//! Owns reading, caching, locking, batching, retrying and replaying. Never decides:
//! each change brings its own pure decision.

mod account_locks;
mod audit;
mod change;
mod commit_batch;
mod entries;
mod guard;
mod head_cache;
mod snapshot;
mod verdict;
mod verify;

pub(crate) use account_locks::AccountLocks;
pub(crate) use audit::put_audit;
pub use change::ChangeError;
pub(crate) use change::{ChangeOptions, Decision, Done, Refused};
pub use entries::{EntryFilter, EntryPage};
pub(crate) use guard::{Guard, GuardFailed};
pub(crate) use head_cache::HeadCache;
pub(crate) use snapshot::Snapshot;
pub(crate) use verify::Verified;

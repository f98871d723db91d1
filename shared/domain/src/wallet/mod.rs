//! Wallets: money in minor units, on the ledger core.
//!
//! Owns who may move what and when: funds, holds, status, leases, batches.
//! Each operation is a pure decision on the wallets as they were read: what it
//! returns is to be committed in one transaction, on the versions read. Never
//! performs I/O.

pub mod batch;
pub mod context;
#[cfg(test)]
mod fixture;
pub mod hold;
pub mod lease;
pub mod metrics;
pub mod model;
pub mod money;
pub mod movement;
#[cfg(test)]
mod properties;
pub mod receipt;
pub mod reference;
#[cfg(test)]
mod reference_model;
pub mod refusal;
pub mod reverse;
#[cfg(test)]
mod simulation;
pub mod status;
pub mod transfer;

pub use batch::{
    Applied, Group, MAX_WRITES, Operation, OperationKind, Stopped, apply, check_batch, check_writes, group,
    parts,
};
pub use context::{Context, Note};
pub use hold::{Captured, Held, HoldTerms, capture, expire_hold, hold, void};
pub use lease::{
    Fence, Forced, LeaseState, LeaseTerms, acquire, check_writer, force_release, lease_state, release,
};
pub use metrics::{Effort, Ended, Spans, WalletMetrics, WalletStats};
pub use model::*;
pub use money::{Amount, Currencies, Currency, InvalidAmount, InvalidCurrency, currency_or_default};
pub use movement::{Moved, credit, reward, withdraw};
pub use receipt::Receipt;
pub use reference::{ReferenceMark, ReferenceScope, UniqueReference};
pub use refusal::Refusal;
pub use reverse::{Counterpart, Reversed, Reversible, counterpart, reverse};
pub use status::{StatusChanged, WalletAction, set_status};
pub use transfer::{Transferred, transfer};

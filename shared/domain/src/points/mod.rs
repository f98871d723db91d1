//! Points: given and taken with a reason, on the ledger core.
//!
//! Owns floors, lots and their expiry, rules with caps, who may change whose
//! points, repair and import. Each operation is a pure decision on the account
//! as it was read: what it returns is to be committed in one transaction, on
//! the version read. Never performs I/O.

pub mod award;
pub mod change;
pub mod context;
#[cfg(test)]
mod fixture;
pub mod health;
pub mod import;
pub mod kind;
pub mod lots;
pub mod model;
pub mod plan;
pub mod profile;
#[cfg(test)]
mod properties;
pub mod refusal;
pub mod repair;
pub mod reverse;
pub mod rule;

pub use award::{Awarded, CapReason, EventOutcome, award};
pub use change::{Changed, PointsOrder, apply, expire};
pub use context::{Context, Standing};
pub use health::{HealthStatus, status_of};
pub use import::{Import, ImportRow, Importing, MAX_IMPORT_ROWS, check_rows, import};
pub use kind::{InvalidKind, TransactionType};
pub use lots::{Lot, Lots, MAX_LOTS};
pub use model::{ACCOUNT_KIND, PointsAccount};
pub use plan::PointsPlan;
pub use profile::{MAX_TEACHERS, PointsAction, Profile, ProfileSet, set_profile};
pub use refusal::Refusal;
pub use repair::{Repair, Unrepairable, repair};
pub use reverse::reverse;
pub use rule::{Caps, PointsRule};

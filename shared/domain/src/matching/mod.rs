//! Heart link: asking, scoring, pairing, accepting, expiring.
//!
//! Owns the life of a request from asking to its end. Never performs I/O; the
//! store turns what is decided here into one conditional transaction.

pub mod accept;
pub mod ask;
pub mod cancel;
pub mod estimate;
pub mod expiry;
pub mod filters;
#[cfg(test)]
pub(crate) mod fixture;
pub mod model;
pub mod pair;
mod parting;
pub mod pool;
pub mod preferences;
#[cfg(test)]
mod properties;
pub mod relations;
pub mod score;

pub use accept::{Answered, Refusal, accept, decline, expire_proposal};
pub use ask::{Asked, ask};
pub use cancel::{Cancelled, cancel};
pub use estimate::estimated_wait_seconds;
pub use expiry::{ExpiryReason, RequestChange, is_overdue, request_due_at, sweep_request, total_ends_at};
pub use filters::{compatible, distance_km, is_same_language, relaxes_at};
pub use model::*;
pub(crate) use pair::with_request;
pub use pair::{Pairing, Unpairable, check_ready, pair};
pub use parting::{part, parted_lately};
pub use pool::{PlannedPair, best_pairs, best_partner};
pub use relations::Relations;
pub use score::score;

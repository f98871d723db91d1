//! Jobs: rewards for more people than one call can pay.
//!
//! Owns the life of a job, how a file becomes slices, and what a job counts.
//! Never pays: the payments of a slice are those of `wallet`.

mod lifecycle;
pub mod lines;
pub mod model;
mod progress;
pub mod refusal;
pub mod reward;

pub use lines::{Cut, PART_BYTES, Piece, cut, rewards_in};
pub use model::*;
pub use progress::{SliceOutcome, Step};
pub use refusal::JobRefusal;
pub use reward::{Reward, RewardLine, Unpayable};

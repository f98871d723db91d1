//! Affinity: how attached a user and a device are, on the ledger core.
//!
//! Owns the one way in which a value changes: rules with their cooldowns and
//! caps, adjustments, decay, levels and what reaching them grants. Each is a
//! pure decision on the binding as it was read: what it returns is to be
//! committed in one transaction, on the version read. Never performs I/O.

pub mod adjust;
pub mod apply;
pub mod change;
pub mod decay;
pub mod device;
#[cfg(test)]
mod fixture;
pub mod grant;
pub mod input;
pub mod level;
pub mod log;
pub mod model;
pub mod payout;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod reference_model;
pub mod refusal;
pub mod result;
pub mod rule;
pub mod settings;
#[cfg(test)]
mod simulation;
pub mod starter;
pub mod summary;

pub use adjust::{Adjustment, adjust};
pub use apply::apply;
pub use change::{Changed, Context, Decided, RuleContext};
pub use decay::{Decayed, decay};
pub use device::{Bound, Device, Devices, bind, unbind};
pub use grant::{Grant, GrantId, GrantStatus, Payment, RewardState};
pub use input::{AffinityEvent, EventId, Metadata};
pub use level::{Level, Levels, Reward};
pub use log::LogEntry;
pub use model::{Binding, DailyCounters};
pub use payout::{PayoutAccount, PayoutAccounts, PayoutTerms, Payouts, payout_accounts, plan_payouts};
pub use refusal::Refusal;
pub use result::{ApplyResult, GrantedReward, Outcome, Source};
pub use rule::{Reporter, Rule, RuleKey};
pub use settings::{AffinitySettings, DecaySettings};
pub use starter::{Starter, starter};
pub use summary::AffinitySummary;

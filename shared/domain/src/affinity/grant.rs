//! What reaching a level granted, and what became of its rewards.
//!
//! Owns that a grant is paid once and tried until it is. Never pays: that is
//! the rule of the account that receives.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::affinity::{Binding, GrantedReward, Level, Reward};
use crate::ids::{DeviceId, UserId};
use crate::time::Timestamp;

/// Wait after the first failure, in seconds; doubled with each further one.
const FIRST_WAIT_SECS: u64 = 60;
/// Longest wait between two attempts, in seconds.
const LONGEST_WAIT_SECS: u64 = 86_400;
/// Stands between the parts of an id; no part holds it.
const SEPARATOR: char = '~';

/// Names the grant of a level: there is one for each in the life of a binding.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct GrantId {
    /// Whose.
    pub user_id: UserId,
    /// With which device.
    pub device_id: DeviceId,
    /// For which level, by its id.
    pub level: u32,
}

/// Why a text is no id of a grant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not the id of a grant")]
pub struct InvalidGrantId;

/// What reaching a level granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grant {
    /// Its id.
    pub id: GrantId,
    /// What the level was called then.
    pub level_name: String,
    /// Its number then; absent where that was its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Rises by one with each stored change; 0 before the first.
    pub version: u64,
    /// How far it is paid.
    pub status: GrantStatus,
    /// Each reward with what became of it.
    pub rewards: Vec<RewardState>,
    /// How often paying was tried.
    pub attempts: u32,
    /// When it is tried again; `None` once everything is paid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_attempt_at: Option<Timestamp>,
    /// When the level was reached.
    pub created_at: Timestamp,
    /// The last attempt.
    pub updated_at: Timestamp,
}

/// How far something is paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantStatus {
    /// In full.
    Granted,
    /// Not tried yet.
    Pending,
    /// It was refused, and is tried again.
    Failed,
}

/// A reward of a grant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RewardState {
    /// What it is.
    pub reward: Reward,
    /// How far it is paid.
    pub status: GrantStatus,
    /// The entry that pays it, by its number in the account that received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry_seq: Option<u64>,
    /// Why it was refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// What came of paying one reward.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payment {
    /// The entry that pays it, in the same transaction.
    Paid {
        /// Its number.
        seq: u64,
    },
    /// The account's rules said no.
    Refused {
        /// The code of the refusal.
        code: String,
    },
}

impl Grant {
    /// What `binding` is granted for reaching `level`, of this number and id.
    pub(super) fn new(binding: &Binding, (number, id): (u32, u32), level: &Level, now: Timestamp) -> Self {
        let (user_id, device_id) = (binding.user_id.clone(), binding.device_id.clone());
        let number = Some(number).filter(|number| *number != id);
        let id = GrantId { user_id, device_id, level: id };
        let state = |reward: &Reward| RewardState {
            reward: reward.clone(),
            // A tag is the grant itself.
            status: if matches!(reward, Reward::Tag { .. }) {
                GrantStatus::Granted
            } else {
                GrantStatus::Pending
            },
            entry_seq: None,
            error: None,
        };
        let mut grant = Self {
            id,
            level_name: level.name.clone(),
            number,
            version: 0,
            status: GrantStatus::Granted,
            rewards: level.rewards.iter().map(state).collect(),
            attempts: 0,
            next_attempt_at: None,
            created_at: now,
            updated_at: now,
        };
        grant.sum_up(now);
        grant
    }

    /// The number that the level had when it was reached.
    pub fn level(&self) -> u32 {
        self.number.unwrap_or(self.id.level)
    }

    /// Rewards that are still to be paid, with their places.
    pub fn unpaid(&self) -> impl Iterator<Item = (usize, &Reward)> {
        let open = |(_, state): &(usize, &RewardState)| state.status != GrantStatus::Granted;
        self.rewards.iter().enumerate().filter(open).map(|(place, state)| (place, &state.reward))
    }

    /// The same after an attempt that came to `payments`.
    #[must_use]
    pub fn tried(&self, payments: &[(usize, Payment)], now: Timestamp) -> Self {
        let mut grant = self.clone();
        grant.attempts = grant.attempts.saturating_add(1);
        grant.updated_at = now;
        for (place, payment) in payments {
            let Some(state) = grant.rewards.get_mut(*place) else { continue };
            match payment {
                Payment::Paid { seq } => {
                    (state.status, state.entry_seq, state.error) = (GrantStatus::Granted, Some(*seq), None);
                }
                Payment::Refused { code } => {
                    (state.status, state.error) = (GrantStatus::Failed, Some(code.clone()));
                }
            }
        }
        grant.sum_up(now);
        grant
    }

    fn sum_up(&mut self, now: Timestamp) {
        self.status = self.rewards.iter().map(|state| state.status).max().unwrap_or(GrantStatus::Granted);
        let doublings = self.attempts.saturating_sub(1).min(16);
        let wait = (FIRST_WAIT_SECS << doublings).min(LONGEST_WAIT_SECS);
        self.next_attempt_at = match self.status {
            GrantStatus::Granted => None,
            GrantStatus::Pending => Some(now),
            GrantStatus::Failed => Some(now + Duration::from_secs(wait)),
        };
    }

    /// Its rewards as the answer to an apply tells them: granted, and not yet.
    pub fn told(&self) -> [Vec<GrantedReward>; 2] {
        let told = |state: &RewardState| GrantedReward {
            grant_id: self.id.clone(),
            level: self.level(),
            reward: state.reward.clone(),
            error: match state.status {
                GrantStatus::Granted => None,
                GrantStatus::Pending => Some("pending".to_owned()),
                GrantStatus::Failed => state.error.clone(),
            },
        };
        let (granted, open): (Vec<_>, Vec<_>) =
            self.rewards.iter().partition(|state| state.status == GrantStatus::Granted);
        [granted, open].map(|states| states.into_iter().map(told).collect())
    }
}

impl fmt::Display for GrantId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{SEPARATOR}{}{SEPARATOR}{}", self.user_id, self.device_id, self.level)
    }
}

impl FromStr for GrantId {
    type Err = InvalidGrantId;
    fn from_str(text: &str) -> Result<Self, InvalidGrantId> {
        let parts: Vec<&str> = text.split(SEPARATOR).collect();
        let [user_id, device_id, level] = parts.as_slice() else { return Err(InvalidGrantId) };
        Ok(Self {
            user_id: user_id.parse().map_err(|_| InvalidGrantId)?,
            device_id: device_id.parse().map_err(|_| InvalidGrantId)?,
            level: level.parse().map_err(|_| InvalidGrantId)?,
        })
    }
}

impl TryFrom<String> for GrantId {
    type Error = InvalidGrantId;
    fn try_from(text: String) -> Result<Self, InvalidGrantId> {
        text.parse()
    }
}

impl From<GrantId> for String {
    fn from(id: GrantId) -> String {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::affinity::fixture::{at, binding, money, tag};

    fn grant(rewards: Vec<Reward>) -> Grant {
        Grant::new(
            &binding(5),
            (3, 3),
            &Level { id: None, threshold: 5, name: "Friend".into(), rewards },
            at(0),
        )
    }

    fn refused() -> Payment {
        Payment::Refused { code: "wallet_frozen".into() }
    }

    #[test]
    fn an_id_reads_as_it_is_written() {
        let id = grant(vec![tag("x")]).id;
        assert_eq!(id.to_string(), "ann~cat~3");
        assert_eq!("ann~cat~3".parse(), Ok(id));
        for wrong in ["", "ann~cat", "ann~cat~x", "ann~cat~3~4", "a\tb~cat~3"] {
            assert_eq!(wrong.parse::<GrantId>(), Err(InvalidGrantId), "{wrong}");
        }
    }

    #[test]
    fn a_tag_is_granted_with_the_grant_and_money_once_it_is_paid() {
        assert_eq!(grant(vec![tag("x")]).status, GrantStatus::Granted);
        let open = grant(vec![tag("x"), money(5)]);
        assert_eq!((open.status, open.next_attempt_at), (GrantStatus::Pending, Some(at(0))));
        assert_eq!(open.unpaid().map(|(place, _)| place).collect::<Vec<_>>(), [1]);
        let paid = open.tried(&[(1, Payment::Paid { seq: 9 })], at(1));
        assert_eq!((paid.status, paid.next_attempt_at, paid.attempts), (GrantStatus::Granted, None, 1));
        assert_eq!(paid.rewards[1].entry_seq, Some(9));
        assert_eq!(paid.unpaid().count(), 0);
    }

    #[test]
    fn what_fails_is_told_and_tried_again_ever_later() {
        let mut failed = grant(vec![tag("x"), money(5)]);
        let mut waits = Vec::new();
        for _ in 0..20 {
            failed = failed.tried(&[(1, refused())], at(0));
            waits.push(failed.next_attempt_at.unwrap().since(at(0)).as_secs());
        }
        assert_eq!(waits[..4], [60, 120, 240, 480]);
        assert_eq!(waits[19], LONGEST_WAIT_SECS);
        let [granted, open] = failed.told();
        assert_eq!((granted.len(), open.len()), (1, 1));
        assert_eq!(open[0].error.as_deref(), Some("wallet_frozen"));
        let paid = failed.tried(&[(1, Payment::Paid { seq: 1 })], at(5));
        assert_eq!((paid.status, paid.rewards[1].error.clone()), (GrantStatus::Granted, None));
    }

    #[test]
    fn a_grant_survives_the_way_to_the_store_and_back() {
        let grant = grant(vec![tag("x"), money(5)]).tried(&[(1, refused())], at(1));
        let text = serde_json::to_string(&grant).unwrap();
        assert_eq!(serde_json::from_str::<Grant>(&text).unwrap(), grant);
        let [granted, _] = grant.told();
        let text = serde_json::to_string(&granted[0]).unwrap();
        assert_eq!(text, r#"{"grant_id":"ann~cat~3","level":3,"type":"tag","tag":"x"}"#);
        assert_eq!(serde_json::from_str::<GrantedReward>(&text).unwrap(), granted[0]);
    }
}

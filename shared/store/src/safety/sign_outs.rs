//! Who has signed out everywhere, and when: tokens issued by then hold no more.
//!
//! Owns the instant, which the person's item keeps, and for how long what was read
//! of it is remembered: it is asked with each call.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use heartlink_domain::ids::UserId;
use heartlink_domain::matching::Person;
use heartlink_domain::time::Timestamp;
use lru::LruCache;

use crate::Store;
use crate::error::StoreError;
use crate::retry::Policy;

/// How long an answer is good for. With the 5 s for which API Gateway keeps those of
/// the authorizer, signing out takes hold within 10 s.
const REMEMBERED: Duration = Duration::from_secs(4);
/// People who are remembered.
const PEOPLE: NonZeroUsize = NonZeroUsize::new(16_384).unwrap();

/// What was read last of each person, and when.
pub(crate) struct SignOuts(Mutex<LruCache<UserId, Seen>>);

#[derive(Clone, Copy)]
struct Seen {
    at: Timestamp,
    signed_out_at: Option<Timestamp>,
}

impl Default for SignOuts {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(PEOPLE)))
    }
}

impl SignOuts {
    fn recall(&self, user: &UserId, now: Timestamp) -> Option<Option<Timestamp>> {
        let seen = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(user).copied()?;
        // A clock that went back makes it old as well.
        (seen.at <= now && now < seen.at + REMEMBERED).then_some(seen.signed_out_at)
    }

    fn remember(&self, user: &UserId, seen: Seen) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).put(user.clone(), seen);
    }
}

impl Store {
    /// Notes that tokens issued to `user` until now hold no more. Patient: whoever
    /// signs out has a reason.
    ///
    /// # Errors
    /// The store's.
    pub async fn sign_out(&self, user: &UserId) -> Result<Timestamp, StoreError> {
        let now = self.now();
        let signed_out =
            |person: &Person| Person { signed_out_at: person.signed_out_at.max(Some(now)), ..person.clone() };
        let person = self.person(user).await?;
        self.change_person(person, Policy::Rewards, |person| Some(signed_out(person))).await?;
        self.shared.sign_outs.remember(user, Seen { at: now, signed_out_at: Some(now) });
        Ok(now)
    }

    /// When `user` signed out last, as it was at most four seconds ago.
    ///
    /// # Errors
    /// The store's.
    pub async fn signed_out_at(&self, user: &UserId) -> Result<Option<Timestamp>, StoreError> {
        let now = self.now();
        if let Some(known) = self.shared.sign_outs.recall(user, now) {
            return Ok(known);
        }
        let signed_out_at = self.person(user).await?.signed_out_at;
        self.shared.sign_outs.remember(user, Seen { at: now, signed_out_at });
        Ok(signed_out_at)
    }
}

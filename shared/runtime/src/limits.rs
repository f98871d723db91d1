//! How often a person calls: counted in this process, before an endpoint runs.
//!
//! Exact where one process answers; on AWS each sandbox counts what comes to it, so
//! that a person gets up to as many times the limit as sandboxes are busy.

use std::num::NonZeroUsize;
use std::sync::{Mutex, PoisonError};

use heartlink_domain::ids::UserId;
use heartlink_domain::limits::{Limit, Rate};
use heartlink_domain::roles::{Caller, Role};
use heartlink_domain::settings::LimitSettings;
use heartlink_domain::time::Timestamp;
use lru::LruCache;

use crate::{App, Code, Problem};

/// Buckets that are remembered; of those used longest ago each counts as full.
const BUCKETS: NonZeroUsize = NonZeroUsize::new(65_536).unwrap();

/// When the bucket of each person and kind of call will be full.
#[derive(Debug)]
pub struct Limits(Mutex<LruCache<(UserId, Limit), Timestamp>>);

impl Default for Limits {
    fn default() -> Self {
        Self(Mutex::new(LruCache::new(BUCKETS)))
    }
}

impl Limits {
    fn take(&self, user: &UserId, limit: Limit, rate: Rate, now: Timestamp) -> Result<(), Problem> {
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = (user.clone(), limit);
        match rate.take(buckets.get(&bucket).copied(), now) {
            Ok(full) => {
                buckets.put(bucket, full);
                Ok(())
            }
            Err(wait) => {
                let seconds = u32::try_from(wait.as_millis().div_ceil(1_000)).unwrap_or(u32::MAX);
                Err(Problem::new(Code::RateLimited, "That is too often. Nothing was changed.").after(seconds))
            }
        }
    }
}

impl App {
    /// Counts a call of `caller`. Whoever acts for others (services, teachers, those
    /// who run the system) is not limited.
    ///
    /// # Errors
    /// `rate_limited`.
    pub fn count(&self, caller: &Caller, limit: Limit) -> Result<(), Problem> {
        if caller.roles.iter().any(|role| *role != Role::User) {
            return Ok(());
        }
        let rate = rate(&self.store.settings().limits, limit);
        self.limits.take(&caller.user, limit, rate, self.store.now())
    }
}

fn rate(settings: &LimitSettings, limit: Limit) -> Rate {
    match limit {
        Limit::Ask => settings.ask,
        Limit::Send => settings.send,
        Limit::Typing => settings.typing,
        Limit::Block => settings.block,
        Limit::Transfer => settings.transfer,
        Limit::Bind => settings.bind,
        Limit::Event => settings.event,
        Limit::Feedback => settings.feedback,
        Limit::Connect => settings.connect,
    }
}

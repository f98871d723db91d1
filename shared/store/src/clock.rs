//! The one place that reads the machine's clock. Everything else is handed
//! the [`Timestamp`] it returns.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use heartlink_domain::time::Timestamp;

/// The machine's clock plus an offset that only tests move, or a clock that
/// stands still but for that.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_millis: Arc<AtomicI64>,
    frozen: bool,
}

impl Clock {
    /// A clock that stands at `at` until it is moved, for tests.
    pub fn frozen(at: Timestamp) -> Self {
        Self { offset_millis: Arc::new(AtomicI64::new(at.unix_millis())), frozen: true }
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        let offset = self.offset_millis.load(Ordering::SeqCst);
        if self.frozen {
            return Timestamp::from_unix_millis(offset);
        }
        #[expect(clippy::disallowed_methods, reason = "the one owner of the clock")]
        let since_epoch = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let millis = i64::try_from(since_epoch.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_unix_millis(millis.saturating_add(offset))
    }

    /// Moves the clock forward (`--test-clock` and tests).
    pub fn advance(&self, span: Duration) {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        self.offset_millis.fetch_add(millis, Ordering::SeqCst);
    }
}

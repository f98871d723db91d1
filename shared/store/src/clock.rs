//! The one place that reads the machine's clock. Everything else is handed
//! the [`Timestamp`] it returns.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use heartlink_domain::time::Timestamp;
use tokio::time::Instant;

/// A clock plus an offset that only tests move.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset_millis: Arc<AtomicI64>,
    source: Source,
}

/// What goes on by itself.
#[derive(Debug, Clone, Copy, Default)]
enum Source {
    /// The machine's clock.
    #[default]
    Machine,
    /// Nothing.
    Frozen,
    /// The runtime's clock, which has stood at the offset at this instant.
    Runtime(Instant),
}

impl Clock {
    /// A clock that stands at `at` until it is moved, for tests.
    pub fn frozen(at: Timestamp) -> Self {
        Self { offset_millis: Arc::new(AtomicI64::new(at.unix_millis())), source: Source::Frozen }
    }

    /// A clock that stands at `at` now and goes as the runtime's does: where that
    /// is paused, in virtual time.
    pub fn of_runtime(at: Timestamp) -> Self {
        let offset_millis = Arc::new(AtomicI64::new(at.unix_millis()));
        Self { offset_millis, source: Source::Runtime(Instant::now()) }
    }

    /// The present.
    pub fn now(&self) -> Timestamp {
        let passed = match self.source {
            Source::Machine =>
            {
                #[expect(clippy::disallowed_methods, reason = "the one owner of the clock")]
                SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default()
            }
            Source::Frozen => Duration::ZERO,
            Source::Runtime(began) => began.elapsed(),
        };
        let millis = i64::try_from(passed.as_millis()).unwrap_or(i64::MAX);
        Timestamp::from_unix_millis(millis.saturating_add(self.offset_millis.load(Ordering::SeqCst)))
    }

    /// Moves the clock forward (`--test-clock` and tests).
    pub fn advance(&self, span: Duration) {
        let millis = i64::try_from(span.as_millis()).unwrap_or(i64::MAX);
        self.offset_millis.fetch_add(millis, Ordering::SeqCst);
    }
}

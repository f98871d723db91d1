//! How this machine is: its disk, its streams and what was given up.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock, Weak};

use futures::FutureExt;
use futures::future::BoxFuture;
use heartlink_runtime::vitals::{VitalSigns, Vitals};
use heartlink_store::Store;
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::pump::{DeadLetters, Pump};

/// With less than this free, in bytes, the disk counts as full.
const LEAST_FREE: u64 = 8 * 1024 * 1024;

/// Looks at this machine.
pub(super) struct Machine {
    store: Store,
    dead: DeadLetters,
    /// Where the data are, if on a disk.
    data: Option<PathBuf>,
    /// Weak: the pump's functions hold the machine.
    pump: OnceLock<Weak<Pump>>,
    /// The last look and when it began. Locked during one: however many ask, there
    /// is one at a time.
    last: Mutex<Option<(Instant, VitalSigns)>>,
}

impl Machine {
    pub(super) fn new(store: Store, dead: DeadLetters, data: Option<PathBuf>) -> Self {
        Self { store, dead, data, pump: OnceLock::new(), last: Mutex::new(None) }
    }

    /// Looks at `pump` as well from now on.
    pub(super) fn watch(&self, pump: &Arc<Pump>) {
        // Called once, at the start.
        let _ = self.pump.set(Arc::downgrade(pump));
    }

    async fn now(&self) -> VitalSigns {
        let store = self.store.clone();
        // A task of its own: what a function may do does not concern it.
        let takes_writes = tokio::spawn(async move { store.takes_writes().await }).await;
        let free_bytes = self.data.as_deref().and_then(free_bytes);
        let pump = self.pump.get().and_then(Weak::upgrade);
        VitalSigns {
            writable: takes_writes.unwrap_or(false) && free_bytes.is_none_or(|free| free >= LEAST_FREE),
            free_bytes,
            behind_secs: pump.map_or(0, |pump| pump.lag().as_secs()),
            dead_letters: self.dead.waiting(),
        }
    }
}

impl Vitals for Machine {
    fn look(&self) -> BoxFuture<'_, VitalSigns> {
        async move {
            let asked = Instant::now();
            let mut last = self.last.lock().await;
            if let Some((began, signs)) = *last
                && began >= asked
            {
                return signs;
            }
            let began = Instant::now();
            let signs = self.now().await;
            *last = Some((began, signs));
            signs
        }
        .boxed()
    }
}

#[cfg(unix)]
fn free_bytes(folder: &Path) -> Option<u64> {
    let found = rustix::fs::statvfs(folder).ok()?;
    Some(found.f_bavail.saturating_mul(found.f_frsize))
}

#[cfg(not(unix))]
fn free_bytes(_folder: &Path) -> Option<u64> {
    None
}

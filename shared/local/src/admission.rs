//! How many calls are under way at once. What comes beyond waits for its place a
//! little, and is then turned away, so that nobody waits for an answer that comes
//! too late, and memory has a bound.

use std::sync::Arc;

use heartlink_runtime::{Code, Problem};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

use super::options::CallLimits;

/// The places of calls.
pub(super) struct Admission {
    places: Arc<Semaphore>,
    limits: CallLimits,
}

impl Admission {
    pub(super) fn new(limits: CallLimits) -> Self {
        Self { places: Arc::new(Semaphore::new(limits.at_once)), limits }
    }

    /// A place for a call.
    ///
    /// # Errors
    /// `system_busy`: none was free in time.
    pub(super) async fn call(&self) -> Result<OwnedSemaphorePermit, Problem> {
        let busy = || Problem::new(Code::SystemBusy, "Too many calls at once. Nothing was changed.");
        let place = timeout(self.limits.patience, self.places.clone().acquire_owned()).await;
        place.map_err(|_| busy())?.map_err(|_| busy())
    }

    /// A place for a message of a connection, which waits as its sender does:
    /// nothing more is read from it meanwhile.
    pub(super) async fn message(&self) -> Option<OwnedSemaphorePermit> {
        self.places.clone().acquire_owned().await.ok()
    }
}

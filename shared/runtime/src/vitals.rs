//! How the machine is on which a whole system runs. On AWS there is none, and
//! alarms tell what is said here.

use futures::future::BoxFuture;

/// What the machine is asked.
pub trait Vitals: Send + Sync {
    /// How it is now.
    fn look(&self) -> BoxFuture<'_, VitalSigns>;
}

/// How the machine is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VitalSigns {
    /// Whether the store takes writes.
    pub writable: bool,
    /// Free space where the data are, in bytes; `None` where they are in memory.
    pub free_bytes: Option<u64>,
    /// For how long the oldest change has waited to be told, paired or counted.
    pub behind_secs: u64,
    /// Changes that a function gave up and nobody has played again.
    pub dead_letters: u64,
}

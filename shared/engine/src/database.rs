//! The database under the engine: how it is opened, what keeps it durable and
//! quick, and the chores.
//!
//! Owns the library's storage and its lock file. Never parses a
//! request (see `dispatch`) and never decides who may run when (see `Engine`).

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::Path;
use std::sync::Arc;

use dynoxide::DynoxideError;
use dynoxide::actions::vector_lifecycle::VectorIndexLifecycle;
use dynoxide::storage::Storage;
use dynoxide::storage_backend::Clock;

use crate::copy::{self, Check};
use crate::dispatch::{self, Answer, Operation};
use crate::expiry::{self, Expiring};
use crate::shards::Shards;
use crate::tokens::TokenCache;
use crate::{EngineError, EngineOptions, TimeSource};

/// The one file in a data folder that holds everything.
pub const DATABASE_FILE: &str = "heartlink.db";

/// Locked while an engine has the folder open; the kernel unlocks it when the
/// process ends, however it ends.
const LOCK_FILE: &str = "heartlink.lock";

/// Prepared statements kept. Every table and index needs about five; the
/// library's own default of 16 would have most of them parsed again each time.
const PREPARED_STATEMENTS: usize = 256;

/// Without this index every write to a table with a stream, and every read of
/// the stream, scans all stream records.
const STREAM_POSITION_INDEX: &str = "CREATE INDEX IF NOT EXISTS heartlink_stream_position \
     ON _stream_records (table_name, CAST(sequence_number AS INTEGER))";

/// In WAL mode NORMAL writes every commit to the log before it is answered, so
/// a killed process loses nothing; it leaves out the fsync per commit, which
/// only a loss of power would need.
const DURABILITY: &str = "PRAGMA synchronous = NORMAL";

/// What the library adds to a stored sequence number to make it 21 digits.
const SEQUENCE_NUMBER_OFFSET: u128 = 100_000_000_000_000_000_000;

/// The database and what belongs to it.
pub(crate) struct Database {
    pub(crate) storage: Storage,
    pub(crate) vectors: VectorIndexLifecycle,
    pub(crate) tokens: TokenCache,
    pub(crate) shards: Shards,
    _lock: Option<File>,
}

/// Makes `folder`, for its owner alone, unless it is there.
fn private_folder(folder: &Path) -> std::io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes `file`, unless it is there, and lets nobody but its owner read it; what
/// SQLite puts beside it takes that over.
pub(crate) fn private_file(file: &Path) -> std::io::Result<()> {
    let file = OpenOptions::new().create(true).append(true).open(file)?;
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    #[cfg(not(unix))]
    drop(file);
    Ok(())
}

impl Database {
    pub(crate) fn in_memory(options: EngineOptions) -> Result<Self, EngineError> {
        Self::over(Storage::memory().map_err(failed)?, None, options)
    }

    pub(crate) fn on_disk(dir: &Path) -> Result<Self, EngineError> {
        let folder = |source| EngineError::Folder { path: dir.to_owned(), source };
        private_folder(dir).map_err(folder)?;
        let lock = File::create(dir.join(LOCK_FILE)).map_err(folder)?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => EngineError::InUse { path: dir.to_owned() },
            TryLockError::Error(source) => folder(source),
        })?;
        let file = dir.join(DATABASE_FILE);
        private_file(&file).map_err(folder)?;
        copy::check(dir, Check::Quick)?;
        let file = file.to_str().ok_or_else(|| {
            folder(std::io::Error::new(std::io::ErrorKind::InvalidFilename, "the path is not UTF-8"))
        })?;
        Self::over(Storage::new(file).map_err(failed)?, Some(lock), EngineOptions::default())
    }

    fn over(storage: Storage, lock: Option<File>, options: EngineOptions) -> Result<Self, EngineError> {
        let storage = match options.time {
            Some(time) => storage.with_clock(Arc::new(GivenClock(time))),
            None => storage,
        };
        let connection = storage.conn();
        connection.set_prepared_statement_cache_capacity(PREPARED_STATEMENTS);
        connection
            .execute_batch(DURABILITY)
            .and_then(|()| connection.execute_batch(STREAM_POSITION_INDEX))
            .map_err(|error| failed(error.into()))?;
        expiry::index(&storage).map_err(failed)?;
        Ok(Self {
            storage,
            vectors: VectorIndexLifecycle::new(),
            tokens: TokenCache::default(),
            shards: Shards(options.stream_shards),
            _lock: lock,
        })
    }

    /// Carries out one request. A failure becomes an answer like any other.
    pub(crate) fn execute(&mut self, operation: Operation, body: &str) -> Answer {
        dispatch::execute(self, operation, body)
    }

    /// The tables whose items may expire.
    pub(crate) fn expiring(&self) -> Result<Vec<Expiring>, EngineError> {
        expiry::tables(&self.storage).map_err(failed)
    }

    /// Deletes some of what expired before `now`: how many, and whether there may be more.
    pub(crate) fn expire(&self, expiring: &Expiring, now: u64) -> Result<(usize, bool), EngineError> {
        expiry::step(&self.storage, expiring, now).map_err(failed)
    }

    pub(crate) fn trim_stream(&self, table: &str, sequence_number: &str) -> Result<usize, EngineError> {
        let through = stored_sequence_number(sequence_number)
            .ok_or_else(|| EngineError::SequenceNumber(sequence_number.to_owned()))?;
        self.storage
            .conn()
            .prepare_cached(
                "DELETE FROM _stream_records WHERE table_name = ?1 \
                 AND CAST(sequence_number AS INTEGER) <= ?2 \
                 AND CAST(sequence_number AS INTEGER) < \
                 (SELECT MAX(CAST(sequence_number AS INTEGER)) FROM _stream_records \
                  WHERE table_name = ?1)",
            )
            .and_then(|mut delete| delete.execute((table, through)))
            .map_err(|error| failed(error.into()))
    }

    pub(crate) fn forget_request_tokens(&mut self) {
        self.tokens = TokenCache::default();
    }

    /// Rolls back what a request that panicked left open.
    pub(crate) fn abandon_transaction(&self) {
        if !self.storage.conn().is_autocommit()
            && let Err(error) = self.storage.rollback()
        {
            tracing::error!(%error, "a broken-off transaction could not be rolled back");
        }
    }
}

fn failed(error: DynoxideError) -> EngineError {
    EngineError::Database(error.to_string())
}

/// The number the library stores for a sequence number it has shown.
fn stored_sequence_number(shown: &str) -> Option<i64> {
    let value: u128 = shown.parse().ok()?;
    i64::try_from(value.checked_sub(SEQUENCE_NUMBER_OFFSET)?).ok()
}

/// What stamps stream records where the machine's clock is not to.
struct GivenClock(TimeSource);

impl Clock for GivenClock {
    fn now_unix_secs(&self) -> u64 {
        (self.0)().as_secs()
    }

    fn now_unix_secs_f64(&self) -> f64 {
        (self.0)().as_secs_f64()
    }
}

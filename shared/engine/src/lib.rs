//! The embedded DynamoDB engine: one process, no socket, no set-up.
//!
//! Owns the database (in memory, or one file in a folder), the translation of
//! the AWS SDK's requests into calls on it, and the two chores the service
//! does by itself on AWS: TTL deletion and forgetting old stream records.
//! Never serves the network, never retries, never knows a table of Heartlink's
//! by name, and is never linked into a function that runs on AWS.
//!
//! What it cannot prove, so that no test claims it: it is one serial writer,
//! so it never throttles, never raises `TransactionConflict`, and its indexes
//! are never stale. Those are injected by the test kit.

mod connector;
mod copy;
mod database;
mod dispatch;
mod expiry;
mod shards;
mod tokens;
mod worker;

use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use aws_smithy_runtime_api::client::http::SharedHttpClient;
use tokio::sync::watch;

use crate::connector::EngineClient;
pub use crate::copy::{Check, check, copy};
pub use crate::database::DATABASE_FILE;
use crate::database::Database;
use crate::dispatch::Answer;
use crate::worker::{Gone, Request, Worker};

/// Why an engine could not be opened or could not do a chore.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The data folder could not be created or its lock file not opened.
    #[error("cannot use the data folder {}: {source}", path.display())]
    Folder {
        /// The folder asked for.
        path: PathBuf,
        /// What the operating system said.
        source: std::io::Error,
    },
    /// Another process has the data folder open. Two engines over one file
    /// would each believe their own caches.
    #[error("the data folder {} is in use by another process", path.display())]
    InUse {
        /// The folder asked for.
        path: PathBuf,
    },
    /// The sequence number did not come from one of this engine's streams.
    #[error("not a sequence number of this engine's streams: {0:?}")]
    SequenceNumber(String),
    /// The operating system gave no thread to run requests on.
    #[error("cannot start the embedded engine's thread: {0}")]
    Thread(#[source] std::io::Error),
    /// The database is damaged, or is none.
    #[error(
        "the database {} is damaged: {what}. Move it away and put a backup in its place with `heartlink \
         restore`; docs/one-machine.md says how to save what can be read if there is none",
        path.display()
    )]
    Damaged {
        /// Its file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The database refused or failed.
    #[error("the embedded database failed: {0}")]
    Database(String),
}

/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/on-demand-capacity-mode.html>:
/// a new table takes 4,000 writes a second, which is four partitions' worth.
const NEW_TABLE_SHARDS: NonZeroU32 = NonZeroU32::MIN.saturating_add(3);

/// Most items that one sweep deletes.
pub const MOST_EXPIRED: usize = 100_000;

/// Tells the time since 1970.
pub type TimeSource = Arc<dyn Fn() -> Duration + Send + Sync>;

/// What an engine is opened with.
#[derive(Clone)]
pub struct EngineOptions {
    /// Shards of each stream. Records of one partition key are in one shard.
    pub stream_shards: NonZeroU32,
    /// Stamps and numbers stream records; the machine's clock without one.
    pub time: Option<TimeSource>,
}

impl Default for EngineOptions {
    fn default() -> Self {
        Self { stream_shards: NonZeroU32::MIN, time: None }
    }
}

/// An embedded DynamoDB. Clones, and the HTTP clients made from them, are
/// handles on the same database, which closes with the last of them.
#[derive(Clone)]
pub struct Engine {
    // Declared first, so dropped first: the database closes after its thread.
    worker: Arc<Worker>,
    core: Arc<Core>,
}

/// The database and who is told of writes to it.
struct Core {
    database: Mutex<Database>,
    writes: watch::Sender<u64>,
}

impl Engine {
    /// An empty engine that forgets everything when it is dropped.
    ///
    /// # Errors
    ///
    /// [`EngineError::Database`] if the database cannot be set up.
    pub fn in_memory() -> Result<Self, EngineError> {
        Self::in_memory_with(EngineOptions::default())
    }

    /// The same, with about as many shards for each stream as a new table on AWS
    /// begins with, so that nothing is built on an order that is not there.
    ///
    /// # Errors
    ///
    /// As [`Engine::in_memory`].
    pub fn sharded() -> Result<Self, EngineError> {
        Self::in_memory_with(EngineOptions { stream_shards: NEW_TABLE_SHARDS, time: None })
    }

    /// The same with other than the default options.
    ///
    /// # Errors
    ///
    /// As [`Engine::in_memory`].
    pub fn in_memory_with(options: EngineOptions) -> Result<Self, EngineError> {
        Self::over(Database::in_memory(options)?)
    }

    /// The engine kept in `dir`, created if it is not there. A write that has
    /// been answered survives the death of the process (`kill -9`); the last
    /// moments may be lost if the machine itself loses power.
    ///
    /// # Errors
    ///
    /// [`EngineError::Folder`] if the folder cannot be used,
    /// [`EngineError::InUse`] if another process has it open, and
    /// [`EngineError::Database`] if the file is not such a database.
    pub fn on_disk(dir: &Path) -> Result<Self, EngineError> {
        Self::over(Database::on_disk(dir)?)
    }

    fn over(database: Database) -> Result<Self, EngineError> {
        let core = Arc::new(Core { database: Mutex::new(database), writes: watch::Sender::new(0) });
        let worker = Arc::new(Worker::start(Arc::clone(&core))?);
        Ok(Self { worker, core })
    }

    /// The HTTP client to give the AWS SDK's `dynamodb` and `dynamodbstreams`
    /// clients. It opens no connection: the endpoint, the region and the
    /// credentials configured beside it are required by the SDK, and ignored.
    pub fn http_client(&self) -> SharedHttpClient {
        SharedHttpClient::new(EngineClient::new(self.clone()))
    }

    /// A counter that rises after every successful write, TTL deletions
    /// included, so that a reader of the streams can sleep until there is
    /// something to read.
    pub fn writes(&self) -> watch::Receiver<u64> {
        self.core.writes.subscribe()
    }

    /// Deletes every item whose TTL attribute lies before `now_epoch_secs`
    /// (seconds since 1970), and records the deletions in the streams as the
    /// service's own. Returns how many were deleted.
    ///
    /// Reads only what is due and deletes a few items at a time, in turn with
    /// the requests that wait. After [`MOST_EXPIRED`] it leaves the rest to the
    /// next call.
    ///
    /// # Errors
    ///
    /// [`EngineError::Database`] if the database fails.
    pub async fn sweep_ttl(&self, now_epoch_secs: u64) -> Result<usize, EngineError> {
        let tables = self.run(|core| core.database().expiring()).await?;
        let mut deleted = 0;
        for table in tables {
            let table = Arc::new(table);
            let mut more = true;
            while more && deleted < MOST_EXPIRED {
                let table = Arc::clone(&table);
                let (gone, rest) = self
                    .run(move |core| {
                        let (gone, rest) = core.database().expire(&table, now_epoch_secs)?;
                        if gone > 0 {
                            core.wrote();
                        }
                        Ok((gone, rest))
                    })
                    .await?;
                deleted += gone;
                more = rest;
            }
        }
        Ok(deleted)
    }

    /// Forgets the stream records of `table` up to and including
    /// `sequence_number`, as the service does after a day. The newest record
    /// stays, so that the stream keeps its end. Returns how many went.
    ///
    /// # Errors
    ///
    /// [`EngineError::SequenceNumber`] if the number is not one of this
    /// engine's, [`EngineError::Database`] if the database fails.
    pub fn trim_stream(&self, table: &str, sequence_number: &str) -> Result<usize, EngineError> {
        self.core.database().trim_stream(table, sequence_number)
    }

    /// Forgets every `ClientRequestToken`, as the service does after ten
    /// minutes: the next request with the same token is carried out again.
    pub fn forget_request_tokens(&self) {
        self.core.database().forget_request_tokens();
    }

    async fn answer(&self, request: Request) -> Result<Answer, Gone> {
        self.worker.run(&self.core, move |core| core.execute(&request)).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Core) -> Result<T, EngineError> + Send + 'static,
    ) -> Result<T, EngineError> {
        let done = self.worker.run(&self.core, work).await;
        done.map_err(|gone| EngineError::Database(gone.to_string()))?
    }
}

impl Core {
    /// Carries out one request and says how it is answered.
    fn execute(&self, request: &Request) -> Answer {
        let Some(Ok(body)) = request.body.bytes().map(std::str::from_utf8) else {
            return Answer::unreadable();
        };
        let answer = self.database().execute(request.operation, body);
        if request.operation.writes() && answer.is_success() {
            self.wrote();
        }
        answer
    }

    fn wrote(&self) {
        self.writes.send_modify(|count| *count += 1);
    }

    /// The database, made usable again if an earlier request panicked in it.
    fn database(&self) -> MutexGuard<'_, Database> {
        self.database.lock().unwrap_or_else(|poisoned| {
            self.database.clear_poison();
            let database = poisoned.into_inner();
            database.abandon_transaction();
            database
        })
    }
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

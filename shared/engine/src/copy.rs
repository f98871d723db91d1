//! A database beside an engine that may have it open: whether it is sound, and a
//! copy of it as it stands at one moment.
//!
//! Never waits for the engine and never holds it up: both read a snapshot, as
//! SQLite's write-ahead log allows.

use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::EngineError;
use crate::database::{self, DATABASE_FILE};

/// How long a lock of somebody else's is waited for: nobody holds one for long.
const PATIENCE: Duration = Duration::from_secs(30);

/// How much of a database is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Check {
    /// Every page, once.
    Quick,
    /// Also that every index agrees with its table, which takes several times as long.
    Full,
}

/// Whether the database in `dir` is sound.
///
/// # Errors
/// [`EngineError::Damaged`] if it is not, [`EngineError::Database`] if it cannot be read.
pub fn check(dir: &Path, how: Check) -> Result<(), EngineError> {
    let file = dir.join(DATABASE_FILE);
    let wrong = |error| failed(&file, error);
    let connection = open(&file).map_err(wrong)?;
    let pragma = match how {
        Check::Quick => "PRAGMA quick_check(1)",
        Check::Full => "PRAGMA integrity_check(1)",
    };
    let found: String = connection.query_row(pragma, [], |row| row.get(0)).map_err(wrong)?;
    if found == "ok" {
        return Ok(());
    }
    Err(EngineError::Damaged { path: file, what: found })
}

/// Copies the database in `from` to the folder `to` as it stands at one moment,
/// whoever writes meanwhile. Runs `then` as soon as that moment is fixed.
///
/// # Errors
/// [`EngineError::Folder`] as `then` fails, otherwise as [`check`].
pub fn copy(from: &Path, to: &Path, then: impl FnOnce() -> std::io::Result<()>) -> Result<(), EngineError> {
    let (source_file, target_file) = (from.join(DATABASE_FILE), to.join(DATABASE_FILE));
    let wrong = |error| failed(&source_file, error);
    let source = open(&source_file).map_err(wrong)?;
    // The first read of a transaction fixes what all of it sees.
    source.execute_batch("BEGIN").map_err(wrong)?;
    source.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).map_err(wrong)?;
    let folder = |source| EngineError::Folder { path: to.to_owned(), source };
    then().map_err(folder)?;
    database::private_file(&target_file).map_err(folder)?;
    let written = |error| failed(&target_file, error);
    let mut target = Connection::open(&target_file).map_err(written)?;
    let backup = Backup::new(&source, &mut target).map_err(written)?;
    match backup.step(-1).map_err(wrong)? {
        StepResult::Done => {}
        other => return Err(EngineError::Database(format!("the copy did not end: {other:?}"))),
    }
    drop(backup);
    target.close().map_err(|(_, error)| written(error))?;
    std::fs::File::open(&target_file).and_then(|file| file.sync_all()).map_err(folder)
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        file,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(PATIENCE)?;
    Ok(connection)
}

fn failed(file: &Path, error: rusqlite::Error) -> EngineError {
    match error.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => {
            EngineError::Damaged { path: file.to_owned(), what: error.to_string() }
        }
        _ => EngineError::Database(format!("{}: {error}", file.display())),
    }
}

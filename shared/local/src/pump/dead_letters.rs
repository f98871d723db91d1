//! Where records go that a function refused again and again, and how they come
//! back.
//!
//! Owns the two files of a data folder: the dead letters, and those of them that
//! somebody wants played again. Never decides when a record is given up.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use aws_lambda_events::event::dynamodb::EventRecord;
use heartlink_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use super::records::sequence_number;

/// The dead letters: JSON lines, one each.
pub(crate) const FILE: &str = "dead-letters.jsonl";
/// The same, of those that are to be played again.
pub(crate) const AGAIN: &str = "dead-letters-again.jsonl";

/// A record that was given up.
#[derive(Debug, Serialize, Deserialize)]
pub struct DeadLetter {
    /// The function that could not handle it.
    pub consumer: String,
    /// When it was given up; older versions did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given_up_at: Option<Timestamp>,
    /// What happened.
    pub record: EventRecord,
}

/// The dead letters of a data folder; without one only the log tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeadLetters(Arc<Letters>);

#[derive(Debug, Default)]
struct Letters {
    folder: Option<PathBuf>,
    given_up: AtomicU64,
    /// Lines of the file; locked while one is written.
    waiting: Mutex<u64>,
}

impl DeadLetters {
    /// Those in `folder`.
    ///
    /// # Errors
    /// They cannot be read.
    pub(crate) fn new(folder: Option<PathBuf>) -> io::Result<Self> {
        let waiting = match &folder {
            Some(folder) => count(folder)?,
            None => 0,
        };
        Ok(Self(Arc::new(Letters { folder, waiting: Mutex::new(waiting), ..Letters::default() })))
    }

    /// How many records were given up since the start.
    pub(crate) fn count(&self) -> u64 {
        self.0.given_up.load(Ordering::Relaxed)
    }

    /// How many wait for somebody to look at them.
    pub(crate) fn waiting(&self) -> u64 {
        *self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Gives `record` up for `consumer`: when this returns it is on disk.
    ///
    /// # Errors
    /// It could not be written, and so must not be given up.
    pub(super) fn give_up(&self, consumer: &str, record: &EventRecord, now: Timestamp) -> io::Result<()> {
        let letter =
            DeadLetter { consumer: consumer.to_owned(), given_up_at: Some(now), record: record.clone() };
        self.keep(&serde_json::to_string(&letter)?)?;
        self.0.given_up.fetch_add(1, Ordering::Relaxed);
        let sequence_number = sequence_number(record);
        tracing::error!(consumer, sequence_number, "a stream record was given up");
        Ok(())
    }

    /// Writes a line behind the others, as a whole or not at all.
    pub(super) fn keep(&self, line: &str) -> io::Result<()> {
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(folder) = &self.0.folder else { return Ok(()) };
        let mut file = OpenOptions::new().create(true).append(true).open(folder.join(FILE))?;
        let length = file.metadata()?.len();
        let written = file.write_all(format!("{line}\n").as_bytes()).and_then(|()| file.sync_data());
        if let Err(error) = written {
            // What follows must not hang on half a line.
            file.set_len(length)?;
            return Err(error);
        }
        *waiting += 1;
        Ok(())
    }

    /// The letters that somebody wants played again, if there are any.
    pub(super) fn to_play_again(&self) -> io::Result<Option<impl Iterator<Item = io::Result<String>>>> {
        let Some(folder) = &self.0.folder else { return Ok(None) };
        let file = match File::open(folder.join(AGAIN)) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        // They were taken from the others by another process.
        let mut waiting = self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        *waiting = count(folder)?;
        Ok(Some(BufReader::new(file).lines()))
    }

    /// Forgets the letters that were played again.
    pub(super) fn played(&self) -> io::Result<()> {
        self.0.folder.as_ref().map_or(Ok(()), |folder| fs::remove_file(folder.join(AGAIN)))
    }
}

fn count(folder: &Path) -> io::Result<u64> {
    let mut count = 0;
    for line in lines(folder)? {
        count += u64::from(!line?.trim().is_empty());
    }
    Ok(count)
}

fn lines(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<String>>> {
    let file = match File::open(folder.join(FILE)) {
        Ok(file) => Some(file),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    Ok(file.into_iter().flat_map(|file| BufReader::new(file).lines()))
}

/// The dead letters of the data folder `folder`, the oldest first.
///
/// # Errors
/// The file cannot be read.
pub fn dead_letters(folder: &Path) -> io::Result<impl Iterator<Item = io::Result<DeadLetter>>> {
    let letter = |line: io::Result<String>| Ok(serde_json::from_str(&line?)?);
    Ok(lines(folder)?.map(letter))
}

/// Hands all dead letters of the data folder `folder` to its gateway, which plays
/// them again: now, or when it starts. Returns how many.
///
/// # Errors
/// The last ones are still being played, or the files cannot be used.
pub fn redrive(folder: &Path) -> io::Result<u64> {
    if folder.join(AGAIN).exists() {
        return Err(io::Error::new(
            ErrorKind::AlreadyExists,
            "the gateway has not yet played again what it was given before",
        ));
    }
    let count = count(folder)?;
    if count > 0 {
        fs::rename(folder.join(FILE), folder.join(AGAIN))?;
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(number: &str) -> EventRecord {
        let mut record = EventRecord::default();
        record.change.sequence_number = Some(number.to_owned());
        record
    }

    #[test]
    fn a_letter_is_read_as_it_was_written_and_counted_across_restarts() {
        let folder = tempfile::tempdir().unwrap();
        let letters = DeadLetters::new(Some(folder.path().to_owned())).unwrap();
        let now = Timestamp::from_unix_millis(1_790_000_000_123);
        letters.give_up("fanout", &record("7"), now).unwrap();
        letters.give_up("fanout", &record("8"), now).unwrap();
        assert_eq!((letters.count(), letters.waiting()), (2, 2));
        let restarted = DeadLetters::new(Some(folder.path().to_owned())).unwrap();
        assert_eq!((restarted.count(), restarted.waiting()), (0, 2));
        let read: Vec<_> = dead_letters(folder.path()).unwrap().map(Result::unwrap).collect();
        assert_eq!(read[1].record, record("8"));
        assert_eq!((read[0].consumer.as_str(), read[0].given_up_at), ("fanout", Some(now)));
    }

    #[test]
    fn a_letter_that_cannot_be_written_is_not_given_up() {
        let folder = tempfile::tempdir().unwrap();
        let letters = DeadLetters::new(Some(folder.path().to_owned())).unwrap();
        fs::create_dir(folder.path().join(FILE)).unwrap();
        assert!(letters.give_up("fanout", &record("7"), Timestamp::from_unix_millis(0)).is_err());
        assert_eq!((letters.count(), letters.waiting()), (0, 0));
    }

    #[test]
    fn what_is_being_played_again_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let letters = DeadLetters::new(Some(folder.path().to_owned())).unwrap();
        assert_eq!(redrive(folder.path()).unwrap(), 0, "nothing is there");
        assert!(letters.to_play_again().unwrap().is_none());
        letters.keep("one").unwrap();
        assert_eq!(redrive(folder.path()).unwrap(), 1);
        letters.keep("two").unwrap();
        assert_eq!(redrive(folder.path()).unwrap_err().kind(), ErrorKind::AlreadyExists);
        let again: Vec<_> = letters.to_play_again().unwrap().unwrap().map(Result::unwrap).collect();
        assert_eq!((again, letters.waiting()), (vec!["one".to_owned()], 1));
        letters.played().unwrap();
        assert_eq!(redrive(folder.path()).unwrap(), 1);
    }
}

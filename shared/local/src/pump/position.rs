//! How far a consumer has read each shard of its stream, kept in one file.
//!
//! A position is saved after the batch it covers was processed, never before:
//! a process that dies in between delivers that batch again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

/// How far one shard was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum ShardPosition {
    /// Up to and including this sequence number.
    After(String),
    /// To its end: its children may be read.
    Finished,
}

/// How far a stream was read. A shard that is not listed was not begun.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StreamPosition {
    /// The stream's ARN, which changes when a table is made anew.
    pub(super) stream: String,
    /// By shard.
    pub(super) shards: BTreeMap<String, ShardPosition>,
}

impl StreamPosition {
    /// The sequence number after which to go on in `shard`.
    pub(super) fn after(&self, shard: &str) -> Option<&str> {
        match self.shards.get(shard) {
            Some(ShardPosition::After(number)) => Some(number),
            _ => None,
        }
    }

    /// Whether `shard` was read to its end.
    pub(super) fn is_finished(&self, shard: &str) -> bool {
        self.shards.get(shard) == Some(&ShardPosition::Finished)
    }
}

/// The file of one consumer; without a path, positions end with the process.
#[derive(Debug, Clone)]
pub(super) struct PositionFile(Option<PathBuf>);

impl PositionFile {
    pub(super) fn new(path: Option<PathBuf>) -> Self {
        Self(path)
    }

    /// The position saved last. A file that cannot be read means starting over
    /// from the oldest record: delivered twice is harmless, skipped is not.
    pub(super) fn load(&self) -> StreamPosition {
        let Some(path) = &self.0 else { return StreamPosition::default() };
        let text = match fs::read(path) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return StreamPosition::default(),
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "a stream position cannot be read");
                return StreamPosition::default();
            }
        };
        serde_json::from_slice(&text).unwrap_or_else(|error| {
            tracing::warn!(path = %path.display(), %error, "a stream position is damaged");
            StreamPosition::default()
        })
    }

    /// Replaces the file in one step: whoever reads it finds the old position
    /// or the new one, never half of either.
    ///
    /// # Errors
    /// Whatever the file system says; the old position then stands.
    pub(super) fn save(&self, position: &StreamPosition) -> io::Result<()> {
        let Some(path) = &self.0 else { return Ok(()) };
        let fresh = path.with_extension("tmp");
        fs::write(&fresh, serde_json::to_vec(position)?)?;
        fs::rename(&fresh, path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(number: &str) -> StreamPosition {
        let shards = [("s1".to_owned(), ShardPosition::After(number.to_owned()))];
        StreamPosition { stream: "arn".to_owned(), shards: shards.into() }
    }

    #[test]
    fn what_was_saved_last_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        let file = PositionFile::new(Some(folder.path().join("x.json")));
        assert_eq!(file.load(), StreamPosition::default());
        file.save(&position("1")).unwrap();
        file.save(&position("2")).unwrap();
        assert_eq!(file.load(), position("2"));
        assert_eq!(file.load().after("s1"), Some("2"));
    }

    #[test]
    fn a_process_that_dies_while_writing_leaves_the_old_position() {
        let folder = tempfile::tempdir().unwrap();
        let file = PositionFile::new(Some(folder.path().join("x.json")));
        file.save(&position("1")).unwrap();
        fs::write(folder.path().join("x.tmp"), b"{\"stream\":").unwrap();
        assert_eq!(file.load(), position("1"));
        file.save(&position("2")).unwrap();
        assert_eq!(file.load(), position("2"));
    }

    #[test]
    fn a_position_that_cannot_be_saved_leaves_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        let file = PositionFile::new(Some(path.clone()));
        file.save(&position("1")).unwrap();
        fs::create_dir(path.with_extension("tmp")).unwrap();
        assert!(file.save(&position("2")).is_err());
        assert_eq!(file.load(), position("1"));
    }

    #[test]
    fn a_damaged_file_means_starting_over() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.json");
        fs::write(&path, b"").unwrap();
        assert_eq!(PositionFile::new(Some(path)).load(), StreamPosition::default());
    }

    #[test]
    fn without_a_path_nothing_is_kept() {
        let file = PositionFile::new(None);
        file.save(&position("1")).unwrap();
        assert_eq!(file.load(), StreamPosition::default());
    }
}

//! Where records go that a function refused again and again.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use aws_lambda_events::event::dynamodb::EventRecord;
use serde_json::json;

use super::records::sequence_number;

/// A file of JSON lines, one record each; without a path only the log tells.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeadLetters {
    path: Option<PathBuf>,
    count: Arc<AtomicU64>,
}

impl DeadLetters {
    pub(crate) fn new(path: Option<PathBuf>) -> Self {
        Self { path, count: Arc::default() }
    }

    /// How many records were given up since the start.
    pub(crate) fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// Gives `record` up for `consumer`.
    pub(super) fn send_to_dead_letters(&self, consumer: &str, record: &EventRecord) {
        self.count.fetch_add(1, Ordering::Relaxed);
        let sequence_number = sequence_number(record);
        tracing::error!(consumer, sequence_number, "a stream record was given up");
        let Some(path) = &self.path else { return };
        let line = json!({ "consumer": consumer, "record": record });
        // One write a line, so that lines of several consumers do not mix.
        let written = OpenOptions::new()
            .create(true)
            .append(true)
            .open(path)
            .and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()));
        if let Err(error) = written {
            tracing::error!(path = %path.display(), %error, "the dead letter could not be written");
        }
    }
}

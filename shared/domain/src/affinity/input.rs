//! What a change is asked for with, and the limits of its texts.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use crate::affinity::{Reporter, RuleKey, Source};

/// Longest id of an event, in characters.
pub const MAX_EVENT_ID_CHARS: usize = 128;
/// Largest metadata, in bytes of JSON.
pub const MAX_METADATA_BYTES: usize = 1_000;

/// What happened, as the one entry is told of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AffinityEvent {
    /// The rule that says what it is worth.
    pub rule_key: RuleKey,
    /// Where it comes from.
    pub source: Source,
    /// What tells it from others; the same one counts once a minute.
    pub event_id: Option<EventId>,
    /// What the caller keeps with it.
    pub metadata: Option<Metadata>,
    /// Who says so.
    pub reporter: Reporter,
}

/// What tells an event from others of the same binding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct EventId(String);

impl EventId {
    /// `text` as an id.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: String) -> Result<Self, InvalidText> {
        let fits = (1..=MAX_EVENT_ID_CHARS).contains(&text.chars().count());
        if fits { Ok(Self(text)) } else { Err(InvalidText::EventId) }
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What a binding knows it by: 64 bits of its hash, in hexadecimal. Of the
    /// events of one minute no two share them by chance.
    pub fn mark(&self) -> String {
        Sha256::digest(&self.0).iter().take(8).map(|byte| format!("{byte:02x}")).collect()
    }
}

/// A JSON object that a caller keeps with a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Map<String, Value>", into = "Map<String, Value>")]
pub struct Metadata(Map<String, Value>);

impl Metadata {
    /// As it is written into the log.
    pub fn text(&self) -> String {
        Value::Object(self.0.clone()).to_string()
    }

    /// As it was written into the log.
    pub fn read(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }
}

/// Why a text of an event is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidText {
    /// Of an id.
    #[error("must have 1 to {MAX_EVENT_ID_CHARS} characters")]
    EventId,
    /// Of metadata.
    #[error("must have at most {MAX_METADATA_BYTES} bytes of JSON")]
    Metadata,
}

impl TryFrom<String> for EventId {
    type Error = InvalidText;
    fn try_from(text: String) -> Result<Self, InvalidText> {
        Self::new(text)
    }
}

impl From<EventId> for String {
    fn from(id: EventId) -> String {
        id.0
    }
}

impl TryFrom<Map<String, Value>> for Metadata {
    type Error = InvalidText;
    fn try_from(map: Map<String, Value>) -> Result<Self, InvalidText> {
        let metadata = Self(map);
        let fits = metadata.text().len() <= MAX_METADATA_BYTES;
        if fits { Ok(metadata) } else { Err(InvalidText::Metadata) }
    }
}

impl From<Metadata> for Map<String, Value> {
    fn from(metadata: Metadata) -> Self {
        metadata.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn texts_are_taken_up_to_their_limits() {
        assert!(EventId::new("愛".repeat(128)).is_ok());
        for unfit in [String::new(), "e".repeat(129)] {
            assert_eq!(EventId::new(unfit), Err(InvalidText::EventId));
        }
        let metadata = |chars: usize| serde_json::from_value::<Metadata>(json!({ "k": "x".repeat(chars) }));
        assert!(metadata(992).is_ok());
        assert!(metadata(993).is_err());
    }

    #[test]
    fn an_event_is_known_by_a_short_mark_of_its_own() {
        let mark = |text: &str| EventId::new(text.into()).unwrap().mark();
        assert_eq!(mark("e1").len(), 16);
        assert_ne!(mark("e1"), mark("e2"));
    }
}

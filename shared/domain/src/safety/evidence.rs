//! What of a room is kept with a report.
//!
//! Owns how much that is. A copy: it stays when the room's own messages go.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::rooms::Message;
use crate::time::Timestamp;

/// Messages of a room, its newest, that are kept with a report of it.
pub const MAX_MESSAGES: usize = 50;
/// What all kept texts have together at most, in bytes: an item has 400 KB.
pub const MAX_BYTES: usize = 200_000;

/// The messages that a report is about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// By their number.
    #[serde(default)]
    pub messages: Vec<EvidenceMessage>,
    /// Whether some were left out because all together were too large.
    #[serde(default)]
    pub truncated: bool,
}

/// One of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceMessage {
    /// Its number in the room.
    pub seq: u64,
    /// Who wrote it.
    pub sender: UserId,
    /// As it was written.
    pub text: String,
    /// When.
    pub sent_at: Timestamp,
}

/// Keeps the messages that a report names, and of the newest as many as fit beside
/// them, the latest first.
pub fn gather(named: Vec<Message>, newest: Vec<Message>) -> Evidence {
    let mut kept = BTreeMap::new();
    let (mut bytes, mut truncated) = (0, false);
    let newest = newest.into_iter().take(MAX_MESSAGES);
    for message in named.into_iter().take(MAX_MESSAGES).chain(newest) {
        if kept.contains_key(&message.seq) {
            continue;
        }
        bytes += message.text.len();
        if bytes > MAX_BYTES {
            truncated = true;
            break;
        }
        let Message { seq, sender, text, sent_at, .. } = message;
        kept.insert(seq, EvidenceMessage { seq, sender, text, sent_at });
    }
    Evidence { messages: kept.into_values().collect(), truncated }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::fixture::{at, room_id, user};

    fn message(seq: u64, text: &str) -> Message {
        let (sender, members) = (user("bob"), [user("ann"), user("bob")]);
        let sent_at = at(seq.cast_signed());
        Message {
            room_id: room_id("room"),
            seq,
            sender,
            text: text.into(),
            sent_at,
            client_id: None,
            members,
        }
    }

    fn seqs(evidence: &Evidence) -> Vec<u64> {
        evidence.messages.iter().map(|message| message.seq).collect()
    }

    #[test]
    fn the_newest_are_kept_in_their_order_and_no_more_than_fifty() {
        let newest = (11..=70).rev().map(|seq| message(seq, "x")).collect();
        let evidence = gather(vec![message(3, "earlier"), message(70, "x")], newest);
        assert_eq!(seqs(&evidence), [vec![3], (21..=70).collect()].concat());
        assert!(!evidence.truncated);
    }

    #[test]
    fn what_is_too_large_leaves_out_the_oldest_and_says_so() {
        let long = "語".repeat(2_000);
        let newest = (1..=50).rev().map(|seq| message(seq, &long)).collect();
        let evidence = gather(vec![message(2, &long)], newest);
        let fit = MAX_BYTES / long.len();
        assert_eq!((seqs(&evidence).len(), evidence.truncated), (fit, true));
        assert_eq!((seqs(&evidence)[0], seqs(&evidence)[fit - 1]), (2, 50));
        let bytes: usize = evidence.messages.iter().map(|message| message.text.len()).sum();
        assert!(bytes <= MAX_BYTES);
    }

    #[test]
    fn a_room_where_nobody_spoke_has_no_evidence() {
        assert_eq!(gather(vec![], vec![]), Evidence::default());
    }
}

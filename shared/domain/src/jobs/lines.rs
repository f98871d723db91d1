//! Files of JSON lines: how they are cut into slices, and what a line says.
//!
//! Never reads a file: it is handed parts of one, each complete up to a line
//! break or cut off where the next part begins.

use serde::{Deserialize, Serialize};

use crate::jobs::{Reward, RewardLine, Unpayable};
use crate::problem::FieldProblem;
use crate::settings::WalletSettings;

/// How much of a file is looked at to cut it, at a time. No line is longer.
pub const PART_BYTES: u64 = 1024 * 1024;
/// Longest line that is read as a reward.
pub const MAX_LINE_BYTES: usize = 8 * 1024;
/// From this size on a slice is closed, whatever its number of rewards.
const SLICE_BYTES: u64 = 512 * 1024;
/// Slices that one look makes at most: with the job they are one transaction.
const SLICES_AT_ONCE: usize = 90;
/// Longest part of an error's text that is kept.
const DETAIL_CHARS: usize = 160;

/// A part of a file: whole lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    /// Where it begins, in bytes.
    pub offset: u64,
    /// How long it is, in bytes.
    pub length: u64,
    /// The number of its first line, from 0.
    pub first_line: u64,
}

/// What came of a look at a part of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cut {
    /// Pieces with at least one reward, each with how many it has.
    pub pieces: Vec<(Piece, u64)>,
    /// Where the next look begins, in bytes.
    pub cursor: u64,
    /// The number of the line that begins there.
    pub lines: u64,
}

/// Cuts `part`, which begins at byte `offset` with line `first_line`, into
/// pieces of at most `rewards` rewards. `None` where not even one line ends.
///
/// Blank lines are no rewards. `is_last` says that the file ends with the part.
pub fn cut(part: &[u8], offset: u64, first_line: u64, is_last: bool, rewards: u32) -> Option<Cut> {
    let mut done = Cut { pieces: Vec::new(), cursor: offset, lines: first_line };
    let mut piece = Piece { offset, length: 0, first_line };
    let mut in_piece = 0;
    for line in part.split_inclusive(|byte| *byte == b'\n') {
        if done.pieces.len() >= SLICES_AT_ONCE || (!is_last && !line.ends_with(b"\n")) {
            break;
        }
        piece.length += line.len() as u64;
        in_piece += u64::from(!content(done.lines, line).is_empty());
        done.lines += 1;
        done.cursor = piece.offset + piece.length;
        if in_piece >= u64::from(rewards) || piece.length >= SLICE_BYTES {
            if in_piece > 0 {
                done.pieces.push((piece, in_piece));
            }
            piece = Piece { offset: done.cursor, length: 0, first_line: done.lines };
            in_piece = 0;
        }
    }
    if in_piece > 0 {
        done.pieces.push((piece, in_piece));
    }
    (is_last || done.cursor > offset).then_some(done)
}

/// The rewards of a piece that has these bytes.
pub fn rewards_in(piece: Piece, bytes: &[u8], settings: &WalletSettings) -> Vec<Reward> {
    let mut rewards = Vec::new();
    for (index, line) in (piece.first_line..).zip(bytes.split(|byte| *byte == b'\n')) {
        let line = content(index, line);
        if !line.is_empty() {
            rewards.push(Reward::new(index, read(line), settings));
        }
    }
    rewards
}

/// What line `index` says, without blanks around it and, in the first, the mark
/// of the byte order before it.
fn content(index: u64, line: &[u8]) -> &[u8] {
    let marked = line.strip_prefix(b"\xef\xbb\xbf").filter(|_| index == 0);
    marked.unwrap_or(line).trim_ascii()
}

fn read(line: &[u8]) -> Result<RewardLine, Unpayable> {
    if line.len() > MAX_LINE_BYTES {
        return Err(Unpayable::Malformed { detail: format!("a line has at most {MAX_LINE_BYTES} bytes") });
    }
    let mut json = serde_json::Deserializer::from_slice(line);
    let reward = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let detail = shortened(error.inner().to_string());
        if !error.inner().is_data() {
            return Unpayable::Malformed { detail };
        }
        let path = error.path().to_string();
        let pointer = if path == "." { String::new() } else { format!("/{path}") };
        Unpayable::Invalid { problems: vec![FieldProblem { pointer, detail }] }
    })?;
    match json.end() {
        Ok(()) => Ok(reward),
        Err(error) => Err(Unpayable::Malformed { detail: shortened(error.to_string()) }),
    }
}

fn shortened(text: String) -> String {
    match text.char_indices().nth(DETAIL_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn settings() -> WalletSettings {
        WalletSettings::default()
    }

    /// Everything that a file of these bytes has, looked at in parts.
    fn whole(file: &[u8], part: usize, rewards: u32) -> (Vec<Reward>, u64) {
        let (mut cursor, mut lines) = (0_usize, 0);
        let (mut found, mut counted) = (Vec::new(), 0);
        while cursor < file.len() {
            let end = (cursor + part).min(file.len());
            let cut = cut(&file[cursor..end], cursor as u64, lines, end == file.len(), rewards).unwrap();
            for (piece, count) in cut.pieces {
                let (from, length) = (piece.offset as usize, piece.length as usize);
                let rewards_here = rewards_in(piece, &file[from..from + length], &settings());
                assert_eq!(rewards_here.len() as u64, count);
                assert!(count <= u64::from(rewards));
                counted += count;
                found.extend(rewards_here);
            }
            (cursor, lines) = (cut.cursor as usize, cut.lines);
        }
        (found, counted)
    }

    #[test]
    fn a_reward_is_read_and_what_is_none_says_why() {
        let lines = concat!(
            r#"{"user_id": "ann", "amount": 5, "reference": "r"}"#,
            "\r\n\n",
            r#"{"user_id": "ann", "amount": "5"}"#,
            "\n",
            r#"{"user_id": "ann""#,
            "\n",
            r#"{"user_id": "ann", "amount": 5, "colour": "red"}"#,
            "\n",
            r#"{"user_id": "ann", "amount": 5, "currency": "GOLD"}"#,
            "\n",
            r#"{"user_id": "ann", "amount": 5} {}"#,
        );
        let (found, _) = whole(lines.as_bytes(), 1_000, 3);
        let indexes: Vec<u64> = found.iter().map(|reward| reward.index).collect();
        assert_eq!(indexes, [0, 2, 3, 4, 5, 6]);
        let operation = found[0].operation.as_ref().unwrap();
        assert_eq!((operation.amount.minor(), operation.note.reference.as_deref()), (5, Some("r")));
        let reason = |n: usize| found[n].operation.clone().unwrap_err();
        assert!(matches!(reason(1), Unpayable::Invalid { problems } if problems[0].pointer == "/amount"));
        assert!(matches!(reason(2), Unpayable::Malformed { .. }));
        assert!(
            matches!(reason(3), Unpayable::Invalid { problems } if problems[0].detail.contains("colour"))
        );
        assert!(matches!(reason(4), Unpayable::Refused(_)));
        assert!(matches!(reason(5), Unpayable::Malformed { .. }));
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_first_reward() {
        let (found, _) = whole(b"\xef\xbb\xbf{\"user_id\":\"ann\",\"amount\":1}\n", 100, 1);
        assert!(found[0].operation.is_ok(), "{found:?}");
        for blank in [&b"\xef\xbb\xbf"[..], b"\xef\xbb\xbf\n", b"\xef\xbb\xbf \r\n"] {
            let (found, counted) = whole(blank, 100, 1);
            assert_eq!((found.len(), counted), (0, 0), "{blank:?}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_a_failure_and_not_the_end() {
        let long = format!("{{\"user_id\":\"{}\"}}\n{{\"user_id\":\"ann\",\"amount\":1}}", "x".repeat(9_000));
        let (found, _) = whole(long.as_bytes(), 20_000, 10);
        assert!(
            matches!(&found[0].operation, Err(Unpayable::Malformed { detail }) if detail.contains("8192"))
        );
        assert!(found[1].operation.is_ok());
    }

    #[test]
    fn a_part_in_which_no_line_ends_cannot_be_cut() {
        assert_eq!(cut(b"no line break", 0, 0, false, 10), None);
        assert_eq!(cut(b"no line break", 0, 0, true, 10).unwrap().pieces.len(), 1);
        assert_eq!(cut(b"", 0, 0, true, 10).unwrap().pieces, []);
    }

    proptest! {
        #[test]
        fn every_line_is_in_exactly_one_piece_however_the_file_is_read(
            lines in prop::collection::vec("[a-z ]{0,12}", 0..60),
            part in 16_usize..200,
            rewards in 1_u32..7,
            ends in any::<bool>(),
        ) {
            let mut file = lines.join("\n");
            if ends {
                file.push('\n');
            }
            let (found, counted) = whole(file.as_bytes(), part, rewards);
            let expected: Vec<u64> = (0..)
                .zip(file.split('\n'))
                .filter(|(_, line)| !line.trim().is_empty())
                .map(|(index, _)| index)
                .collect();
            prop_assert_eq!(counted, expected.len() as u64);
            prop_assert_eq!(found.iter().map(|reward| reward.index).collect::<Vec<_>>(), expected);
        }
    }
}

//! The header that names a trace, as X-Ray writes it:
//! `Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1`.
//!
//! Owns how it is read and written. What is malformed is no header; never an
//! error.

use std::fmt;

use heartlink_domain::chance::Chance;
use heartlink_domain::time::Timestamp;

/// Longest text that is looked at.
const LONGEST: usize = 512;
/// Streams that a trace goes through at most: a function that is woken by its
/// own writes must not make a trace without an end.
const MAX_HOPS: u8 = 8;

/// The name of a trace: when it began, and 96 bits of chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TraceId {
    began: u32,
    chance: u128,
}

/// The name of a segment or subsegment within its trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct SegmentId(u64);

/// Which trace a call belongs to, and where in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Header {
    /// The trace.
    pub root: TraceId,
    /// What caused the call.
    pub parent: Option<SegmentId>,
    /// Whether the trace is recorded; `None` where nobody has decided yet.
    pub sampled: Option<bool>,
    /// Streams that it came through.
    hops: u8,
}

impl TraceId {
    /// A new name.
    pub fn generate(now: Timestamp, chance: &mut Chance) -> Self {
        let began = u32::try_from(now.unix_secs()).unwrap_or(0);
        Self { began, chance: chance.bits128() >> 32 }
    }

    fn parse(text: &str) -> Option<Self> {
        let (began, chance) = text.strip_prefix("1-")?.split_once('-')?;
        let began = u32::try_from(hexadecimal(began, 8)?).ok()?;
        Some(Self { began, chance: hexadecimal(chance, 24)? })
    }
}

impl SegmentId {
    /// A new name.
    pub fn generate(chance: &mut Chance) -> Self {
        Self(u64::try_from(chance.bits128() >> 64).unwrap_or_default())
    }

    fn parse(text: &str) -> Option<Self> {
        u64::try_from(hexadecimal(text, 16)?).ok().map(Self)
    }
}

impl Header {
    /// That of a trace which begins, and is recorded.
    pub fn new(root: TraceId) -> Self {
        Self { root, parent: None, sampled: Some(true), hops: 0 }
    }

    /// The header that `text` is. Members that are not known are skipped.
    pub fn parse(text: &str) -> Option<Self> {
        let (mut root, mut parent, mut sampled, mut hops) = (None, None, None, 0);
        for member in text.get(..LONGEST).unwrap_or(text).split(';') {
            let (name, value) = member.trim().split_once('=').unwrap_or((member, ""));
            match name {
                "Root" => root = Some(TraceId::parse(value)?),
                "Parent" if value.is_empty() => {}
                "Parent" => parent = Some(SegmentId::parse(value)?),
                "Sampled" => {
                    sampled = match value {
                        "1" => Some(true),
                        "0" => Some(false),
                        "?" | "" => None,
                        _ => return None,
                    }
                }
                "Hops" => hops = value.parse().ok()?,
                _ => {}
            }
        }
        Some(Self { root: root?, parent, sampled, hops })
    }

    /// What is handed on to whatever `segment` causes.
    #[must_use]
    pub(super) fn below(self, segment: SegmentId) -> Self {
        Self { parent: Some(segment), sampled: Some(true), ..self }
    }

    /// The same on the other side of a stream; `None` where the trace ends.
    pub(super) fn through_stream(self) -> Option<Self> {
        (self.hops < MAX_HOPS).then_some(Self { hops: self.hops + 1, ..self })
    }
}

/// Of exactly so many digits, none of them a sign.
fn hexadecimal(text: &str, digits: usize) -> Option<u128> {
    let is_number = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_number { u128::from_str_radix(text, 16).ok() } else { None }
}

impl fmt::Display for TraceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "1-{:08x}-{:024x}", self.began, self.chance)
    }
}

impl fmt::Display for SegmentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl fmt::Display for Header {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Root={}", self.root)?;
        if let Some(parent) = self.parent {
            write!(f, ";Parent={parent}")?;
        }
        if let Some(sampled) = self.sampled {
            write!(f, ";Sampled={}", u8::from(sampled))?;
        }
        if self.hops > 0 {
            write!(f, ";Hops={}", self.hops)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROOT: &str = "1-5759e988-bd862e3fe1be46a994272793";

    fn with(rest: &str) -> String {
        format!("Root={ROOT};{rest}")
    }

    #[test]
    fn a_header_is_written_as_it_was_read() {
        for text in [
            with("Parent=53995c3f42cd8ad8;Sampled=1"),
            with("Parent=0000000000000001;Sampled=0"),
            with("Sampled=1"),
            with("Parent=53995c3f42cd8ad8;Sampled=1;Hops=3"),
            format!("Root={ROOT}"),
        ] {
            assert_eq!(Header::parse(&text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_others_add_is_skipped_and_spaces_do_not_matter() {
        let text = format!("Self=x; Root={ROOT}; Parent=53995c3f42cd8ad8; Sampled=1;Lineage=25:a87bd80c:0;x");
        let header = Header::parse(&text).unwrap();
        assert_eq!(header.to_string(), with("Parent=53995c3f42cd8ad8;Sampled=1"));
    }

    #[test]
    fn nobody_has_decided_where_nothing_is_said() {
        for rest in ["", "Sampled=?", "Sampled=", "Parent="] {
            let header = Header::parse(&with(rest)).unwrap();
            assert_eq!((header.sampled, header.parent), (None, None), "{rest}");
        }
    }

    #[test]
    fn what_is_malformed_is_no_header() {
        let mut texts = vec![String::new(), ";".into(), "Root".into(), "Root=".into(), ROOT.into()];
        texts.extend(["Sampled=2", "Sampled=true", "Parent=5399", "Hops=-1", "Hops=300"].map(with));
        texts.extend(["Parent=53995c3f42cd8adg", "Parent=+3995c3f42cd8ad8"].map(with));
        for root in [
            "2-5759e988-bd862e3fe1be46a994272793",
            "1-5759e98-bd862e3fe1be46a994272793",
            "1-5759e988-bd862e3fe1be46a99427279",
            "1-5759e988bd862e3fe1be46a994272793",
            "1-5759e988-bd862e3fe1be46a99427279é",
        ] {
            texts.push(format!("Root={root};Sampled=1"));
        }
        texts.push(format!("{};Root={ROOT}", "x".repeat(LONGEST)));
        for text in texts {
            assert_eq!(Header::parse(&text), None, "{text:?}");
        }
        let long = format!("Root={ROOT};{}", "é".repeat(LONGEST));
        assert!(Header::parse(&long).is_some(), "a cut within a character is no panic");
    }

    #[test]
    fn names_are_those_of_the_format_and_tell_when_the_trace_began() {
        let mut chance = Chance::from_seed(7);
        let now = Timestamp::from_unix_millis(1_465_510_280_123);
        let (root, segment) = (TraceId::generate(now, &mut chance), SegmentId::generate(&mut chance));
        assert!(root.to_string().starts_with("1-5759e988-"), "{root}");
        let text = Header::new(root).below(segment).to_string();
        assert_eq!(Header::parse(&text), Some(Header::new(root).below(segment)));
    }

    #[test]
    fn a_trace_ends_after_so_many_streams() {
        let mut header = Header::parse(&with("Sampled=1")).unwrap();
        let mut streams = 0;
        while let Some(next) = header.through_stream() {
            header = Header::parse(&next.to_string()).unwrap();
            streams += 1;
        }
        assert_eq!(streams, MAX_HOPS);
    }
}

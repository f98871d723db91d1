//! Typed identifiers. Generated ones are ULIDs, so they sort by creation time.
//!
//! Never interprets an id beyond its length and characters.

use std::fmt;

use percent_encoding::{percent_decode_str, percent_encode_byte};
use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::chance::Chance;
use crate::time::Timestamp;

/// Longest accepted identifier of anything but a person, in bytes.
pub const MAX_ID_LEN: usize = 128;
/// Longest subject of a token, in characters (OpenID Connect Core 1.0, section 2).
pub const MAX_SUBJECT_CHARS: usize = 255;

/// Why a string is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidId {
    /// Of whatever is not a person.
    #[error("an id has 1 to {MAX_ID_LEN} characters out of A-Z a-z 0-9 . _ @ + = , : -")]
    Thing,
    /// Of a person.
    #[error(
        "the id of a person has 1 to {MAX_SUBJECT_CHARS} printable characters of the Basic Multilingual Plane"
    )]
    Person,
}

/// Characters that stand for themselves in every id.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._@+=,:-".contains(c)
}

fn plain(text: &str) -> Result<String, InvalidId> {
    if text.is_empty() || text.len() > MAX_ID_LEN || !text.chars().all(is_plain) {
        return Err(InvalidId::Thing);
    }
    Ok(text.to_owned())
}

fn is_subject(text: &str) -> bool {
    let is_printable = |c| matches!(c, ' '..='~' | '\u{a0}'..='\u{ffff}');
    (1..=MAX_SUBJECT_CHARS).contains(&text.chars().count()) && text.chars().all(is_printable)
}

/// The id of whom an issuer calls `subject`.
fn escaped(subject: &str) -> Result<String, InvalidId> {
    if !is_subject(subject) {
        return Err(InvalidId::Person);
    }
    let mut id = String::with_capacity(subject.len());
    for c in subject.chars() {
        match u8::try_from(c) {
            Ok(byte) if c.is_ascii() && !is_plain(c) => id.push_str(percent_encode_byte(byte)),
            _ => id.push(c),
        }
    }
    Ok(id)
}

/// The id that `text` names: itself, escapes and all, or a subject as it is.
fn person(text: &str) -> Result<String, InvalidId> {
    let unescaped = percent_decode_str(text).decode_utf8();
    match unescaped {
        Ok(subject) if is_subject(&subject) => escaped(&subject),
        _ => escaped(text),
    }
}

/// A fresh ULID for the instant `now`, from injected chance.
fn ulid(now: Timestamp, chance: &mut Chance) -> String {
    Ulid::from_parts(now.unix_millis().max(0).cast_unsigned(), chance.bits128()).to_string()
}

/// What stands for the caller where a caller names a person.
pub const ME: &str = "me";
/// The name under which a person's id is read: whoever reads what callers send
/// puts the caller's in the place of [`ME`].
pub const PERSON: &str = "Person";

#[derive(Deserialize)]
#[serde(rename = "Person")]
struct PersonText(String);

impl TryFrom<PersonText> for UserId {
    type Error = InvalidId;
    fn try_from(PersonText(text): PersonText) -> Result<Self, InvalidId> {
        text.try_into()
    }
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        id!($(#[$doc])* $name from "String" by plain);
    };
    ($(#[$doc:meta])* $name:ident from $text:literal by $read:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = $text, into = "String")]
        pub struct $name(String);

        impl $name {
            /// A new id that sorts by `now`.
            pub fn generate(now: Timestamp, chance: &mut Chance) -> Self {
                Self(ulid(now, chance))
            }

            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                $read(&text).map(Self)
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                $read(text).map(Self)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// A person, as named by the `sub` claim of the token, which is percent-encoded
    /// where it holds ASCII that no other id has: `auth0|7` is `auth0%7C7`. So no
    /// id holds what keys, cursors and addresses are divided by. Read from either.
    UserId from "PersonText" by person
);

impl UserId {
    /// The id of whom an issuer calls `subject`; here an escape is text like any other.
    ///
    /// # Errors
    /// Nobody can be called so.
    pub fn of_subject(subject: &str) -> Result<Self, InvalidId> {
        if subject == ME {
            return Err(InvalidId::Person);
        }
        escaped(subject).map(Self)
    }

    /// What the issuer calls this person.
    pub fn subject(&self) -> String {
        percent_decode_str(&self.0).decode_utf8_lossy().into_owned()
    }
}
id!(
    /// A heart-link request.
    RequestId
);
id!(
    /// A chat room.
    RoomId
);
id!(
    /// A report of a person.
    ReportId
);
id!(
    /// A WebSocket connection, as named by the gateway.
    ConnectionId
);
id!(
    /// A hold on a wallet.
    HoldId
);
id!(
    /// A job.
    JobId
);
id!(
    /// A document that admins edit: a rule, a plan, settings.
    DocumentName
);
id!(
    /// A class or another group whose points are compared.
    GroupId
);
id!(
    /// A device that somebody is attached to: a companion, toy, pet or character.
    DeviceId
);

//! Typed identifiers. Generated ones are ULIDs, so they sort by creation time.
//!
//! Never interprets an id beyond its length and characters.

use std::fmt;

use serde::{Deserialize, Serialize};
use ulid::Ulid;

use crate::chance::Chance;
use crate::time::Timestamp;

/// Longest accepted identifier, in bytes.
pub const MAX_ID_LEN: usize = 128;

/// Why a string is not an identifier.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an id has 1 to {MAX_ID_LEN} characters out of A-Z a-z 0-9 . _ @ + = , : -")]
pub struct InvalidId;

fn check(text: &str) -> Result<(), InvalidId> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._@+=,:-".contains(c);
    if text.is_empty() || text.len() > MAX_ID_LEN || !text.chars().all(allowed) {
        return Err(InvalidId);
    }
    Ok(())
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
    ($(#[$doc:meta])* $name:ident $(from $text:literal)?) => {
        id!(@ $(#[$doc])* $name, $($text,)? "String");
    };
    (@ $(#[$doc:meta])* $name:ident, $text:literal $(, $_string:literal)?) => {
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
                check(&text).map(|()| Self(text))
            }
        }

        impl std::str::FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                check(text).map(|()| Self(text.to_owned()))
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
    /// A person, as named by the `sub` claim of the token.
    UserId from "PersonText"
);
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

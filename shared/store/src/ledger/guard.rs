//! What a change of an account depends on beyond the items that it reads.
//!
//! Owns the conditions and what their failure means; never a refusal's words.

use heartlink_domain::ids::UserId;
use heartlink_domain::matching::Person;
use heartlink_domain::time::Timestamp;

use crate::error::StoreError;
use crate::keys::Key;
use crate::ledger::commit_batch::BatchOutcome;
use crate::plan::Expect;

/// What must hold of an item that a change neither reads nor writes. It is a
/// condition of the transaction, and costs no read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Guard {
    /// Neither of the two has blocked the other.
    NeitherBlocks(UserId, UserId),
    /// The person is not suspended.
    NotSuspended(UserId),
}

/// Why a [`Guard`] keeps a change off.
pub(crate) enum GuardFailed {
    /// One of the two has blocked the other.
    Blocked,
    /// The person is suspended, until then or for good.
    Suspended(Option<Timestamp>),
}

impl Guard {
    pub(super) fn key(&self) -> Key {
        match self {
            Self::NeitherBlocks(one, other) => Key::relation(one, other),
            Self::NotSuspended(user) => Key::person(user),
        }
    }

    pub(super) fn expect(&self, now: Timestamp) -> Expect {
        match self {
            Self::NeitherBlocks(..) => Expect::NeitherBlocks,
            Self::NotSuspended(_) => Expect::NotSuspended(now),
        }
    }

    /// Why `outcome` is that nothing was stored, if it is because of this.
    pub(super) fn failed(&self, outcome: &BatchOutcome) -> Result<Option<GuardFailed>, StoreError> {
        let Some(lost) = outcome.lost().filter(|lost| lost.concerns(&self.key())) else { return Ok(None) };
        Ok(Some(match self {
            Self::NeitherBlocks(..) => GuardFailed::Blocked,
            Self::NotSuspended(_) => {
                let person: Option<Person> = lost.latest(&self.key())?;
                GuardFailed::Suspended(person.and_then(|person| person.sanction?.until))
            }
        }))
    }
}

//! What a moderator does about somebody.
//!
//! Owns what each kind of sanction bars, in one place. That it bars is a condition
//! of the writes: what a person has asked, and where they are, changes with it.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::matching::{Person, RequestStatus, with_request};
use crate::problem::FieldProblem;
use crate::time::Timestamp;

/// Longest reason of a sanction, in characters.
pub const MAX_REASON_CHARS: usize = 500;

/// The end of what has none.
const FOR_GOOD: &str = "9999-12-31T23:59:59.999Z";

/// What is done about somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SanctionKind {
    /// It is noted, and bars nothing.
    Warned,
    /// They send no messages.
    Muted,
    /// They neither ask, send, bind nor transfer, and have no room.
    Suspended,
    /// The same; meant for good.
    Banned,
}

/// A sanction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sanction {
    /// What is done.
    pub kind: SanctionKind,
    /// When it ends by itself; never if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
    /// Why.
    pub reason: String,
    /// Who imposed it.
    pub by: UserId,
    /// When.
    pub at: Timestamp,
}

/// What a person may not do, and until when; for good if nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum Barred {
    /// Send messages.
    #[error("you may not send messages")]
    Muted {
        /// When that ends.
        until: Option<Timestamp>,
    },
    /// Ask, send, bind and transfer.
    #[error("the account is suspended")]
    Suspended {
        /// When that ends.
        until: Option<Timestamp>,
    },
}

impl Sanction {
    /// Refuses a reason that is blank or too long, and an end that is past.
    ///
    /// # Errors
    /// One problem for each field that is wrong.
    pub fn check(&self) -> Result<(), Vec<FieldProblem>> {
        let mut problems = Vec::new();
        let mut require = |ok: bool, pointer: &str, detail: String| {
            if !ok {
                problems.push(FieldProblem { pointer: pointer.to_owned(), detail });
            }
        };
        let fits = !self.reason.trim().is_empty() && self.reason.chars().count() <= MAX_REASON_CHARS;
        require(fits, "/reason", format!("must have 1 to {MAX_REASON_CHARS} characters and not be blank"));
        require(self.until.is_none_or(|until| until > self.at), "/until", "must be in the future".to_owned());
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// What it bars at `now`.
    pub fn bars(&self, now: Timestamp) -> Option<Barred> {
        let until = self.until;
        if until.is_some_and(|until| until <= now) {
            return None;
        }
        match self.kind {
            SanctionKind::Warned => None,
            SanctionKind::Muted => Some(Barred::Muted { until }),
            SanctionKind::Suspended | SanctionKind::Banned => Some(Barred::Suspended { until }),
        }
    }
}

impl Sanction {
    /// Until when it suspends, as a text that sorts by time; for good is the last
    /// instant there is.
    pub fn suspends_until(&self) -> Option<String> {
        let suspends = matches!(self.kind, SanctionKind::Suspended | SanctionKind::Banned);
        let until = self.until.map_or(FOR_GOOD.to_owned(), |until| until.to_string());
        suspends.then_some(until)
    }
}

impl Barred {
    /// When it ends; never if absent.
    pub const fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Muted { until } | Self::Suspended { until } => *until,
        }
    }
}

/// Refuses one who is suspended whatever only a person in good standing may do.
///
/// # Errors
/// [`Barred::Suspended`].
pub fn may_act(person: &Person, now: Timestamp) -> Result<(), Barred> {
    match person.sanction.as_ref().and_then(|sanction| sanction.bars(now)) {
        Some(barred @ Barred::Suspended { .. }) => Err(barred),
        _ => Ok(()),
    }
}

/// Refuses one who is muted or suspended to send.
///
/// # Errors
/// [`Barred`].
pub fn may_send(person: &Person, now: Timestamp) -> Result<(), Barred> {
    person.sanction.as_ref().and_then(|sanction| sanction.bars(now)).map_or(Ok(()), Err)
}

/// `person` under `sanction`, or under none: who is suspended has no live request.
pub fn sanctioned(person: &Person, sanction: Option<&Sanction>, now: Timestamp) -> Person {
    let person = Person { sanction: sanction.cloned(), ..person.clone() };
    let live = person.request.as_ref().is_some_and(|request| request.status.is_live());
    if live && may_act(&person, now).is_err() {
        return with_request(&person, RequestStatus::Cancelled, None);
    }
    person
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::MatchPreferences;
    use crate::matching::fixture::{at, user, waiting};

    fn sanction(kind: SanctionKind, until: Option<i64>) -> Sanction {
        Sanction { kind, until: until.map(at), reason: "spam".into(), by: user("mod"), at: at(10) }
    }

    fn under(kind: SanctionKind, until: Option<i64>) -> Person {
        sanctioned(&waiting("ann", 0, MatchPreferences::default()), Some(&sanction(kind, until)), at(10))
    }

    #[test]
    fn each_kind_bars_what_it_says_until_it_ends() {
        use SanctionKind::{Banned, Muted, Suspended, Warned};
        for (kind, acts, sends) in
            [(Warned, true, true), (Muted, true, false), (Suspended, false, false), (Banned, false, false)]
        {
            for until in [None, Some(20)] {
                let ann = under(kind, until);
                for (now, over) in [(10, false), (19, false), (20, until.is_some())] {
                    assert_eq!(may_act(&ann, at(now)).is_ok(), acts || over, "{kind:?} {until:?} at {now}");
                    assert_eq!(may_send(&ann, at(now)).is_ok(), sends || over, "{kind:?} {until:?} at {now}");
                }
                assert!(may_send(&ann, at(10)).err().is_none_or(|barred| barred.until() == until.map(at)));
            }
        }
    }

    #[test]
    fn who_is_suspended_waits_for_nobody_and_whoever_else_goes_on() {
        let status = |person: &Person| person.request.as_ref().unwrap().status;
        for kind in [SanctionKind::Suspended, SanctionKind::Banned] {
            assert_eq!(status(&under(kind, None)), RequestStatus::Cancelled);
        }
        for kind in [SanctionKind::Warned, SanctionKind::Muted] {
            assert_eq!(status(&under(kind, None)), RequestStatus::Pending);
        }
        let lifted = sanctioned(&under(SanctionKind::Muted, None), None, at(11));
        assert_eq!((status(&lifted), lifted.sanction), (RequestStatus::Pending, None));
    }

    #[test]
    fn a_sanction_needs_a_reason_and_an_end_to_come() {
        assert_eq!(sanction(SanctionKind::Muted, Some(11)).check(), Ok(()));
        let wrong = Sanction { reason: " ".into(), ..sanction(SanctionKind::Muted, Some(10)) };
        let pointers: Vec<String> = wrong.check().unwrap_err().into_iter().map(|p| p.pointer).collect();
        assert_eq!(pointers, ["/reason", "/until"]);
        let long = Sanction { reason: "é".repeat(501), ..sanction(SanctionKind::Muted, None) };
        assert!(long.check().is_err());
    }
}

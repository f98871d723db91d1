//! Why a room refuses a command, and who may command it at all.
//!
//! Owns the refusals that all verbs share; never phrases them for HTTP.

use crate::ids::UserId;
use crate::problem::FieldProblem;
use crate::rooms::{EndReason, Muted, Room, RoomStatus};
use crate::safety::Barred;
use crate::time::Timestamp;

/// Why a command on a room is refused. A refused command changes nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RoomRefusal {
    /// The caller is not a member, or nobody ever met in the room; to be
    /// answered like a room that does not exist.
    #[error("no such room")]
    NotMember,
    /// The room is over.
    #[error("the room has ended")]
    Ended,
    /// The member is under a sanction.
    #[error("barred: {0}")]
    Barred(Barred),
    /// The member reported as often today as one may.
    #[error("a person makes at most {limit} reports a day")]
    TooManyReports {
        /// [`crate::safety::MAX_REPORTS_PER_DAY`].
        limit: u32,
    },
    /// The input is invalid, in at least one field.
    #[error("invalid input")]
    Invalid(Vec<FieldProblem>),
}

impl Room {
    /// The other member; `None` for somebody who is not a member.
    pub fn partner_of(&self, who: &UserId) -> Option<&UserId> {
        match &self.members {
            [first, second] if first == who => Some(second),
            [first, second] if second == who => Some(first),
            _ => None,
        }
    }

    /// Whether the match was made: the room is open, or was.
    pub fn was_opened(&self) -> bool {
        matches!(self.status, RoomStatus::Active | RoomStatus::Ended)
    }

    /// Why the room ended, as `who` is told it: who was blocked does not learn of it.
    pub fn end_reason_told(&self, who: &UserId) -> Option<EndReason> {
        let reason = self.end_reason?;
        if self.removed {
            return Some(EndReason::Removed);
        }
        let own = self.ended_by.as_ref() == Some(who);
        Some(if reason == EndReason::Blocked && !own { EndReason::Ended } else { reason })
    }

    /// The room with `who` barred from sending, or not.
    #[must_use]
    pub fn with_sender(&self, who: &UserId, barred: Option<Barred>) -> Self {
        let mut muted = self.muted.clone();
        muted.retain(|muted| muted.user_id != *who);
        muted.extend(barred.map(|barred| Muted { user_id: who.clone(), until: barred.until() }));
        Self { muted, ..self.clone() }
    }

    /// Refuses a member who may not send at `now`.
    ///
    /// # Errors
    /// [`RoomRefusal::Barred`].
    pub fn check_sender(&self, who: &UserId, now: Timestamp) -> Result<(), RoomRefusal> {
        let holds = |muted: &&Muted| muted.user_id == *who && muted.until.is_none_or(|until| until > now);
        match self.muted.iter().find(holds) {
            Some(Muted { until, .. }) => Err(RoomRefusal::Barred(Barred::Muted { until: *until })),
            None => Ok(()),
        }
    }

    /// Refuses everybody but the members of a room that was opened.
    ///
    /// # Errors
    /// [`RoomRefusal::NotMember`].
    pub fn check_member(&self, who: &UserId) -> Result<(), RoomRefusal> {
        match self.partner_of(who) {
            Some(_) if self.was_opened() => Ok(()),
            _ => Err(RoomRefusal::NotMember),
        }
    }
}

/// Collects the problems of one input.
#[derive(Debug, Default)]
pub(super) struct Problems(Vec<FieldProblem>);

impl Problems {
    /// Notes a problem unless `ok`.
    pub(super) fn require(&mut self, ok: bool, pointer: &str, detail: impl FnOnce() -> String) {
        if !ok {
            self.0.push(FieldProblem { pointer: pointer.to_owned(), detail: detail() });
        }
    }

    /// Refuses the input if anything was noted.
    pub(super) fn into_result(self) -> Result<(), RoomRefusal> {
        if self.0.is_empty() { Ok(()) } else { Err(RoomRefusal::Invalid(self.0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rooms::fixture;

    #[test]
    fn each_member_is_the_partner_of_the_other_and_a_stranger_has_none() {
        let room = fixture::room(RoomStatus::Active);
        let [ann, bob] = room.members.clone();
        assert_eq!(room.partner_of(&ann), Some(&bob));
        assert_eq!(room.partner_of(&bob), Some(&ann));
        assert_eq!(room.partner_of(&fixture::user("eve")), None);
    }

    #[test]
    fn nobody_is_a_member_of_a_room_that_never_opened() {
        for (status, expected) in [
            (RoomStatus::Proposed, Err(RoomRefusal::NotMember)),
            (RoomStatus::Active, Ok(())),
            (RoomStatus::Ended, Ok(())),
            (RoomStatus::Withdrawn, Err(RoomRefusal::NotMember)),
        ] {
            assert_eq!(fixture::room(status).check_member(&fixture::user("ann")), expected);
        }
    }

    #[test]
    fn only_who_blocked_is_told_of_a_block_and_both_of_any_other_reason() {
        let told = |reason, by: Option<&str>| {
            let ended_by = by.map(fixture::user);
            let room = fixture::room(RoomStatus::Ended);
            let room = Room { end_reason: Some(reason), ended_by, ..room };
            ["ann", "bob"].map(|who| room.end_reason_told(&fixture::user(who)).unwrap())
        };
        assert_eq!(told(EndReason::Blocked, Some("ann")), [EndReason::Blocked, EndReason::Ended]);
        assert_eq!(told(EndReason::Blocked, None), [EndReason::Ended; 2]);
        assert_eq!(told(EndReason::Left, Some("ann")), [EndReason::Left; 2]);
        assert_eq!(told(EndReason::Inactive, None), [EndReason::Inactive; 2]);
    }

    #[test]
    fn a_member_is_muted_alone_until_it_ends_or_is_lifted() {
        use crate::rooms::fixture::{at, user};
        let room = fixture::room(RoomStatus::Active);
        let until = Some(at(20));
        let muted = room.with_sender(&user("ann"), Some(Barred::Muted { until }));
        let refused = Err(RoomRefusal::Barred(Barred::Muted { until }));
        assert_eq!(muted.check_sender(&user("ann"), at(19)), refused);
        assert_eq!(muted.check_sender(&user("ann"), at(20)), Ok(()));
        assert_eq!(muted.check_sender(&user("bob"), at(19)), Ok(()));
        let for_good = muted.with_sender(&user("ann"), Some(Barred::Muted { until: None }));
        assert!(for_good.check_sender(&user("ann"), at(20)).is_err());
        assert_eq!(for_good.with_sender(&user("ann"), None), room);
    }
}

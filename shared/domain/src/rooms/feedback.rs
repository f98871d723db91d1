//! What a member says of a room.
//!
//! Owns what feedback may be; never acts on a report.

use crate::ids::UserId;
use crate::rooms::refusal::Problems;
use crate::rooms::{Feedback, Report, Room, RoomRefusal};
use crate::time::Timestamp;

/// Most tags.
pub const MAX_TAGS: usize = 10;
/// Longest tag, in characters.
pub const MAX_TAG_CHARS: usize = 30;
/// Reports that one member makes of one room at most.
pub const MAX_REPORTS: usize = 10;
/// Longest reason of a report, in characters.
pub const MAX_REASON_CHARS: usize = 2_000;

/// `room` with the feedback of `who`, while it is open or after. It replaces what
/// the same member said before, but for their reports, which are kept.
///
/// # Errors
/// [`RoomRefusal::NotMember`]; [`RoomRefusal::Invalid`] for a rating outside
/// 1 … 5, too many tags or reports, or a tag or reason that is blank or too long.
pub fn give_feedback(
    room: &Room,
    who: &UserId,
    rating: i64,
    tags: Vec<String>,
    report: Option<Report>,
    now: Timestamp,
) -> Result<Room, RoomRefusal> {
    room.check_member(who)?;
    let rating = check(rating, &tags, report.as_ref())?;
    let mut room = room.clone();
    let before = room.feedback.remove(who);
    let (last, mut earlier_reports) =
        before.map_or((None, Vec::new()), |before| (before.report, before.earlier_reports));
    let report = match (report, last) {
        (Some(report), Some(last)) if report != last => {
            earlier_reports.push(last);
            Some(report)
        }
        (report, last) => report.or(last),
    };
    let mut problems = Problems::default();
    problems
        .require(earlier_reports.len() < MAX_REPORTS, "/report", || format!("at most {MAX_REPORTS} reports"));
    problems.into_result()?;
    room.feedback.insert(who.clone(), Feedback { rating, tags, report, earlier_reports, at: now });
    Ok(room)
}

/// The rating as it is stored, if everything is valid.
fn check(rating: i64, tags: &[String], report: Option<&Report>) -> Result<u8, RoomRefusal> {
    let mut problems = Problems::default();
    let stars = u8::try_from(rating).ok().filter(|stars| (1..=5).contains(stars));
    problems.require(stars.is_some(), "/rating", || "must be 1 to 5".to_owned());
    problems.require(tags.len() <= MAX_TAGS, "/tags", || format!("at most {MAX_TAGS} tags"));
    // What lies beyond the limit is one problem, however many there are.
    for (index, tag) in tags.iter().take(MAX_TAGS).enumerate() {
        problems.require(is_text(tag, MAX_TAG_CHARS), &format!("/tags/{index}"), || {
            format!("must have 1 to {MAX_TAG_CHARS} characters and not be blank")
        });
    }
    if let Some(report) = report {
        problems.require(is_text(&report.reason, MAX_REASON_CHARS), "/report/reason", || {
            format!("must have 1 to {MAX_REASON_CHARS} characters and not be blank")
        });
    }
    problems.into_result()?;
    Ok(stars.unwrap_or_default())
}

/// Not blank, and of at most `most` characters.
fn is_text(text: &str, most: usize) -> bool {
    !text.trim().is_empty() && text.chars().count() <= most
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rooms::RoomStatus;
    use crate::rooms::fixture::{at, room, user};

    fn give(
        status: RoomStatus,
        rating: i64,
        tags: &[String],
        reason: Option<String>,
    ) -> Result<Room, RoomRefusal> {
        let report = reason.map(|reason| Report { reason });
        give_feedback(&room(status), &user("ann"), rating, tags.to_vec(), report, at(60))
    }

    fn pointers(result: Result<Room, RoomRefusal>) -> Vec<String> {
        match result.unwrap_err() {
            RoomRefusal::Invalid(problems) => problems.into_iter().map(|problem| problem.pointer).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn feedback_is_kept_with_the_room_and_changes_nothing_else() {
        for status in [RoomStatus::Active, RoomStatus::Ended] {
            let mut after = give(status, 4, &["kind".into()], Some("spam".into())).unwrap();
            assert_eq!(
                after.feedback.remove(&user("ann")),
                Some(Feedback {
                    rating: 4,
                    tags: vec!["kind".into()],
                    report: Some(Report { reason: "spam".into() }),
                    earlier_reports: vec![],
                    at: at(60),
                })
            );
            assert_eq!(after, room(status));
        }
    }

    #[test]
    fn the_latest_feedback_of_a_member_wins_and_leaves_the_others_alone() {
        let before = room(RoomStatus::Ended);
        let one = give_feedback(&before, &user("ann"), 1, vec![], None, at(60)).unwrap();
        let two = give_feedback(&one, &user("bob"), 2, vec![], None, at(61)).unwrap();
        let three = give_feedback(&two, &user("ann"), 5, vec![], None, at(62)).unwrap();
        let ratings: Vec<_> = three.feedback.values().map(|given| given.rating).collect();
        assert_eq!(ratings, [5, 2]);
    }

    #[test]
    fn a_report_is_never_lost_by_what_is_said_later() {
        let given = |room: &Room, reason: Option<&str>| {
            let report = reason.map(|reason| Report { reason: reason.to_owned() });
            give_feedback(room, &user("ann"), 1, vec![], report, at(60))
        };
        let reasons = |room: &Room| -> Vec<String> {
            let Feedback { report, earlier_reports, .. } = room.feedback[&user("ann")].clone();
            earlier_reports.into_iter().chain(report).map(|report| report.reason).collect()
        };
        let mut room = given(&room(RoomStatus::Ended), Some("threats")).unwrap();
        for (reason, expected) in [
            (None, &["threats"][..]),
            (Some("threats"), &["threats"]),
            (Some("worse"), &["threats", "worse"]),
        ] {
            room = given(&room, reason).unwrap();
            assert_eq!(reasons(&room), expected);
        }
        for n in 0..MAX_REPORTS - 2 {
            room = given(&room, Some(&format!("more {n}"))).unwrap();
        }
        assert_eq!(reasons(&room).len(), MAX_REPORTS);
        assert_eq!(pointers(given(&room, Some("one too many"))), ["/report"]);
        assert_eq!(given(&room, None).map(|room| reasons(&room).len()), Ok(MAX_REPORTS));
    }

    #[test]
    fn only_members_of_a_room_that_was_opened_may_give_feedback() {
        for status in [RoomStatus::Proposed, RoomStatus::Withdrawn] {
            assert_eq!(give(status, 9, &[], None), Err(RoomRefusal::NotMember));
        }
        let stranger = give_feedback(&room(RoomStatus::Ended), &user("eve"), 5, vec![], None, at(60));
        assert_eq!(stranger, Err(RoomRefusal::NotMember));
    }

    #[test]
    fn every_invalid_field_is_named_at_once() {
        let mut tags = vec!["ok".to_owned(); 11];
        tags[3] = "é".repeat(31);
        tags[5] = " ".into();
        tags[10] = String::new();
        let refused = give(RoomStatus::Ended, 6, &tags, Some(String::new()));
        assert_eq!(pointers(refused), ["/rating", "/tags", "/tags/3", "/tags/5", "/report/reason"]);
    }

    #[test]
    fn the_longest_of_everything_is_accepted() {
        let tags = vec!["é".repeat(30); 10];
        assert!(give(RoomStatus::Ended, 5, &tags, Some("é".repeat(2_000))).is_ok());
        let longer = give(RoomStatus::Ended, 5, &tags, Some("é".repeat(2_001)));
        assert_eq!(pointers(longer), ["/report/reason"]);
    }

    proptest! {
        #[test]
        fn exactly_the_ratings_one_to_five_are_accepted(rating in prop_oneof![
            -10..20_i64, 250..270_i64, any::<i64>(),
        ]) {
            let given = give(RoomStatus::Ended, rating, &[], None);
            prop_assert_eq!(given.is_ok(), (1..=5).contains(&rating));
            if let Ok(room) = given {
                prop_assert_eq!(i64::from(room.feedback[&user("ann")].rating), rating);
            }
        }
    }
}

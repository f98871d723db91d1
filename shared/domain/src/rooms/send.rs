//! Sending a message.
//!
//! Owns what a message may be and its place in the room's order; never changes
//! the text.

use crate::ids::UserId;
use crate::rooms::refusal::Problems;
use crate::rooms::{Message, Room, RoomRefusal, RoomStatus};
use crate::settings::RoomSettings;
use crate::time::Timestamp;

/// Longest `client_id`, in characters.
pub const MAX_CLIENT_ID_CHARS: usize = 64;

/// The message as the next of `room`, and the room that counts it. Both are to
/// be committed together, on the version of `room` that was read.
///
/// # Errors
/// [`RoomRefusal::NotMember`]; [`RoomRefusal::Invalid`] for a text that is
/// blank or longer than `message_chars`, or a `client_id` that is empty or too
/// long; [`RoomRefusal::Ended`].
pub fn send(
    room: &Room,
    sender: &UserId,
    text: String,
    client_id: Option<String>,
    now: Timestamp,
    settings: &RoomSettings,
) -> Result<(Room, Message), RoomRefusal> {
    room.check_member(sender)?;
    check(&text, client_id.as_deref(), settings)?;
    if room.status != RoomStatus::Active {
        return Err(RoomRefusal::Ended);
    }
    room.check_sender(sender, now)?;
    let room = Room { last_seq: room.last_seq + 1, ..room.clone() };
    let message = Message {
        room_id: room.id.clone(),
        seq: room.last_seq,
        sender: sender.clone(),
        text,
        sent_at: now,
        client_id,
        members: room.members.clone(),
    };
    Ok((room, message))
}

fn check(text: &str, client_id: Option<&str>, settings: &RoomSettings) -> Result<(), RoomRefusal> {
    let most = usize::try_from(settings.message_chars).unwrap_or(usize::MAX);
    let mut problems = Problems::default();
    problems.require(!text.trim().is_empty(), "/text", || "must not be blank".to_owned());
    problems
        .require(text.chars().count() <= most, "/text", || format!("must have at most {most} characters"));
    if let Some(client_id) = client_id {
        let fits = (1..=MAX_CLIENT_ID_CHARS).contains(&client_id.chars().count());
        problems.require(fits, "/client_id", || format!("must have 1 to {MAX_CLIENT_ID_CHARS} characters"));
    }
    problems.into_result()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::rooms::fixture::{at, room, user};

    fn attempt(
        status: RoomStatus,
        sender: &str,
        text: &str,
        client_id: Option<&str>,
    ) -> Result<(Room, Message), RoomRefusal> {
        send(
            &room(status),
            &user(sender),
            text.to_owned(),
            client_id.map(str::to_owned),
            at(9),
            &RoomSettings::default(),
        )
    }

    fn pointers(result: Result<(Room, Message), RoomRefusal>) -> Vec<String> {
        match result.unwrap_err() {
            RoomRefusal::Invalid(problems) => problems.into_iter().map(|problem| problem.pointer).collect(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_message_takes_the_next_number_and_the_room_counts_it() {
        let before = room(RoomStatus::Active);
        let (after, message) = attempt(RoomStatus::Active, "bob", "hi", Some("c1")).unwrap();
        assert_eq!(after, Room { last_seq: 5, ..before.clone() });
        assert_eq!(
            message,
            Message {
                room_id: before.id,
                seq: 5,
                sender: user("bob"),
                text: "hi".into(),
                sent_at: at(9),
                client_id: Some("c1".into()),
                members: before.members,
            }
        );
    }

    #[test]
    fn only_a_member_may_send() {
        let refused = attempt(RoomStatus::Active, "eve", "", None);
        assert_eq!(refused, Err(RoomRefusal::NotMember));
    }

    #[test]
    fn an_ended_room_takes_no_message_and_an_unopened_one_is_no_room() {
        for (status, refusal) in [
            (RoomStatus::Ended, RoomRefusal::Ended),
            (RoomStatus::Proposed, RoomRefusal::NotMember),
            (RoomStatus::Withdrawn, RoomRefusal::NotMember),
        ] {
            assert_eq!(attempt(status, "ann", "hi", None), Err(refusal));
        }
    }

    #[test]
    fn a_blank_text_is_refused() {
        for text in ["", " ", "\n\t ", "\u{3000}"] {
            assert_eq!(pointers(attempt(RoomStatus::Active, "ann", text, None)), ["/text"]);
        }
    }

    #[test]
    fn the_text_is_measured_in_characters_not_bytes() {
        let longest = "愛".repeat(2_000);
        assert!(attempt(RoomStatus::Active, "ann", &longest, None).is_ok());
        let longer = longest + "愛";
        assert_eq!(pointers(attempt(RoomStatus::Active, "ann", &longer, None)), ["/text"]);
    }

    #[test]
    fn every_invalid_field_is_named_at_once() {
        for client_id in [String::new(), "c".repeat(65)] {
            let refused = attempt(RoomStatus::Active, "ann", " ", Some(&client_id));
            assert_eq!(pointers(refused), ["/text", "/client_id"]);
        }
        assert!(attempt(RoomStatus::Active, "ann", "hi", Some(&"c".repeat(64))).is_ok());
    }

    proptest! {
        #[test]
        fn numbers_have_no_gap_and_no_text_is_changed(
            texts in proptest::collection::vec(".{0,20}", 0..30),
        ) {
            let mut current = room(RoomStatus::Active);
            for text in texts {
                let sent = send(
                    &current, &user("ann"), text.clone(), None, at(0), &RoomSettings::default(),
                );
                match sent {
                    Ok((next, message)) => {
                        prop_assert_eq!(message.seq, current.last_seq + 1);
                        prop_assert_eq!(next.last_seq, message.seq);
                        prop_assert_eq!(message.text, text);
                        current = next;
                    }
                    Err(refusal) => {
                        prop_assert!(text.trim().is_empty(), "{text:?}: {refusal:?}");
                    }
                }
            }
        }
    }
}

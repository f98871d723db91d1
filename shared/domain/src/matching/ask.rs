//! Asking for a heart link.
//!
//! Owns what asking gives to whom. Never pairs anybody: see
//! [`mod@crate::matching::pair`].

use std::time::Duration;

use crate::chance::Chance;
use crate::ids::{RequestId, RoomId};
use crate::matching::parting::without_old_partings;
use crate::matching::{MatchPreferences, Person, Request, RequestStatus, is_overdue};
use crate::safety::{Barred, may_act};
use crate::settings::Settings;
use crate::time::Timestamp;

/// What asking comes to.
#[derive(Debug, Clone, PartialEq)]
pub enum Asked {
    /// The person is in an active room already.
    InRoom(RoomId),
    /// The person waits already; the live request stands.
    Live,
    /// The person waits already, in the same place with other preferences from now
    /// on; to be committed.
    Changed(Person),
    /// The person may not.
    Barred(Barred),
    /// The person with a new pending request, to be committed.
    Fresh(Person),
}

/// `me` asks to be paired according to `preferences`, which have been checked.
///
/// A live request that is overdue gives way to a new one at the end of the line.
/// One that still waits takes other preferences; saying none leaves it as it is,
/// and so does a proposal, which was made for the preferences that it has.
pub fn ask(
    me: &Person,
    preferences: MatchPreferences,
    now: Timestamp,
    settings: &Settings,
    chance: &mut Chance,
) -> Asked {
    if let Err(barred) = may_act(me, now) {
        return Asked::Barred(barred);
    }
    if let Some(room_id) = &me.room_id {
        return Asked::InRoom(room_id.clone());
    }
    let live = me.request.as_ref().is_some_and(|request| request.status.is_live());
    if live && !is_overdue(me, now, settings) {
        return changed(me, preferences).map_or(Asked::Live, Asked::Changed);
    }
    let wait = settings.matching.pending_secs.min(settings.matching.pending_total_secs);
    let request = Request {
        id: RequestId::generate(now, chance),
        status: RequestStatus::Pending,
        created_at: now,
        expires_at: now + Duration::from_secs(wait),
        version: 1,
        preferences,
        shard: 0,
        warnings: 0,
        unattended: 0,
        claim: None,
    };
    let me = without_old_partings(me.clone(), now, &settings.matching);
    Asked::Fresh(Person { request: Some(request), ..me })
}

/// `me` with other preferences, if these are others and still make a difference.
fn changed(me: &Person, preferences: MatchPreferences) -> Option<Person> {
    let request = me.request.as_ref().filter(|request| request.status == RequestStatus::Pending)?;
    if preferences == MatchPreferences::default() || preferences == request.preferences {
        return None;
    }
    let version = request.version.saturating_add(1);
    Some(Person { request: Some(Request { preferences, version, ..request.clone() }), ..me.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::fixture::{at, claimed, preferences, request, room_id, user, waiting};

    fn asked(me: &Person, now: i64) -> Asked {
        ask(me, preferences("go", "en"), at(now), &Settings::default(), &mut Chance::from_seed(1))
    }

    fn fresh(me: &Person, now: i64) -> Request {
        let Asked::Fresh(person) = asked(me, now) else { panic!("{:?}", asked(me, now)) };
        assert_eq!(Person { request: me.request.clone(), ..person.clone() }, *me, "only the request changes");
        person.request.unwrap()
    }

    #[test]
    fn a_newcomer_gets_a_pending_request_for_30_minutes() {
        let request = fresh(&Person::new(user("ann")), 7);
        assert_eq!((request.status, request.version, request.warnings), (RequestStatus::Pending, 1, 0));
        assert_eq!((request.created_at, request.expires_at), (at(7), at(7 + 1_800)));
        assert_eq!(request.preferences, preferences("go", "en"));
        assert_eq!(request.claim, None);
    }

    #[test]
    fn who_is_in_a_room_is_shown_it() {
        let ann = Person { room_id: Some(room_id("room")), ..Person::new(user("ann")) };
        assert_eq!(asked(&ann, 0), Asked::InRoom(room_id("room")));
    }

    #[test]
    fn who_waits_already_waits_on_pending_or_claimed() {
        let ann = waiting("ann", 0, preferences("go", "en"));
        assert_eq!(asked(&ann, 100), Asked::Live);
        assert_eq!(asked(&claimed(ann, "bob", 100, false), 110), Asked::Live);
    }

    #[test]
    fn a_request_past_its_time_lives_on_while_its_owner_is_active_within_the_total() {
        let ann = Person { last_activity_at: Some(at(1_799)), ..waiting("ann", 0, preferences("go", "en")) };
        assert_eq!(asked(&ann, 1_801), Asked::Live);
    }

    #[test]
    fn an_overdue_request_gives_way_to_a_fresh_one() {
        let gone = waiting("ann", 0, MatchPreferences::default());
        assert_eq!(fresh(&gone, 1_800).created_at, at(1_800));
        let too_old = Person { last_activity_at: Some(at(3_599)), ..gone };
        assert_eq!(fresh(&too_old, 3_600).created_at, at(3_600));
    }

    #[test]
    fn an_ended_request_gives_way_to_a_fresh_one_of_another_id() {
        let mut ann = waiting("ann", 0, MatchPreferences::default());
        for status in [RequestStatus::Matched, RequestStatus::Expired, RequestStatus::Cancelled] {
            request(&mut ann).status = status;
            let request = fresh(&ann, 1);
            assert_ne!(Some(request.id), ann.request.as_ref().map(|old| old.id.clone()));
        }
    }

    #[test]
    fn a_request_never_expires_after_its_total() {
        let mut settings = Settings::default();
        settings.matching.pending_total_secs = 60;
        let chance = &mut Chance::from_seed(1);
        let Asked::Fresh(ann) =
            ask(&Person::new(user("ann")), MatchPreferences::default(), at(0), &settings, chance)
        else {
            panic!("she had nothing before")
        };
        assert_eq!(ann.request.unwrap().expires_at, at(60));
    }

    #[test]
    fn who_waits_keeps_the_place_and_takes_other_preferences() {
        let settings = Settings::default();
        let again = |me: &Person, wanted| ask(me, wanted, at(10), &settings, &mut Chance::from_seed(1));
        let ann = waiting("ann", 0, preferences("go", "zh"));
        let Asked::Changed(changed) = again(&ann, preferences("go", "en")) else { panic!("not changed") };
        let [before, after] = [request(&mut ann.clone()).clone(), request(&mut changed.clone()).clone()];
        assert_eq!(
            after,
            Request { preferences: preferences("go", "en"), version: before.version + 1, ..before }
        );
        assert_eq!(again(&ann, preferences("go", "zh")), Asked::Live, "the same");
        assert_eq!(again(&ann, MatchPreferences::default()), Asked::Live, "none were said");
        assert_eq!(
            again(&claimed(ann, "bob", 0, false), preferences("go", "en")),
            Asked::Live,
            "a proposal stands"
        );
    }
}

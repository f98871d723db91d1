//! People for the tests of this module. Never part of a build.

use std::time::Duration;

use proptest::prelude::*;

use crate::ids::{RoomId, UserId};
use crate::matching::{Claim, Filters, Location, MatchPreferences, Person, Request, RequestStatus};
use crate::time::Timestamp;

/// Seconds after an arbitrary origin.
pub fn at(secs: i64) -> Timestamp {
    Timestamp::from_unix_millis(1_790_000_000_000 + secs * 1_000)
}

pub fn user(name: &str) -> UserId {
    name.parse().unwrap()
}

pub fn room_id(name: &str) -> RoomId {
    name.parse().unwrap()
}

/// Interests and languages, given as words.
pub fn preferences(interests: &str, languages: &str) -> MatchPreferences {
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect();
    MatchPreferences {
        interests: words(interests),
        languages: words(languages),
        ..MatchPreferences::default()
    }
}

/// Somebody who asked at `asked` and was active then.
pub fn waiting(name: &str, asked: i64, preferences: MatchPreferences) -> Person {
    let request = Request {
        id: format!("request-of-{name}").parse().unwrap(),
        status: RequestStatus::Pending,
        created_at: at(asked),
        expires_at: at(asked + 1_800),
        version: 1,
        preferences,
        shard: 0,
        warnings: 0,
        unattended: 0,
        claim: None,
    };
    Person {
        last_activity_at: Some(at(asked)),
        recent_activity: vec![at(asked)],
        request: Some(request),
        ..Person::new(user(name))
    }
}

/// The request of `person`, to be changed.
pub fn request(person: &mut Person) -> &mut Request {
    person.request.as_mut().unwrap()
}

/// `person` claimed for `partner` at `now`, for 20 s.
pub fn claimed(mut person: Person, partner: &str, now: i64, accepted: bool) -> Person {
    let claim = Claim {
        room_id: room_id("room"),
        partner: user(partner),
        lease_until: at(now) + Duration::from_secs(20),
        accepted,
    };
    let held = request(&mut person);
    held.status = RequestStatus::Matching;
    held.claim = Some(claim);
    person
}

fn some_of(words: [&'static str; 4], most: usize) -> impl Strategy<Value = Vec<String>> {
    proptest::sample::subsequence(words.to_vec(), 0..=most)
        .prop_map(|words| words.into_iter().map(str::to_owned).collect())
}

fn any_place() -> impl Strategy<Value = Option<Location>> {
    proptest::option::of((39.0..41.0, 115.0..118.0).prop_map(|(lat, lon)| Location { lat, lon }))
}

fn any_filters() -> impl Strategy<Value = Filters> {
    let languages = some_of(["en", "fr", "ja", "zh"], 2);
    let interests = some_of(["art", "go", "jazz", "tea"], 1);
    let distance = proptest::option::weighted(0.2, 10.0..200.0);
    let relax = proptest::option::weighted(0.3, 0..200_u64);
    let filters = (languages, distance, interests, relax).prop_map(
        |(languages, max_distance_km, interests, relax_after_seconds)| Filters {
            languages,
            max_distance_km,
            interests,
            relax_after_seconds,
        },
    );
    prop_oneof![Just(Filters::default()), filters]
}

/// Wishes of which a fair share gets along.
pub fn any_preferences() -> impl Strategy<Value = MatchPreferences> {
    let interests = some_of(["art", "go", "jazz", "tea"], 4);
    let languages = some_of(["en", "fr", "ja", "zh"], 3);
    (interests, languages, any_place(), any_filters()).prop_map(
        |(interests, languages, location, filters)| MatchPreferences {
            interests,
            languages,
            location,
            filters,
        },
    )
}

/// Somebody who waits at 1,000 s, in any state of activity and history.
pub fn any_person(
    name: String,
    preferences: impl Strategy<Value = MatchPreferences>,
) -> impl Strategy<Value = Person> {
    let times = (0..1_000_i64, 0..400_i64, proptest::bool::weighted(0.1));
    (times, 0..6_u32, 0..12_usize, preferences).prop_map(
        move |((asked, idle, only_login), matches, often, preferences)| {
            let seen = at(1_000 - idle);
            Person {
                last_activity_at: (!only_login).then_some(seen),
                last_login_at: Some(seen),
                recent_activity: vec![seen; often],
                matches,
                ..waiting(&name, asked, preferences)
            }
        },
    )
}

/// Up to `most` people who wait at 1,000 s, most of whom may be paired then.
pub fn any_pool(most: usize) -> impl Strategy<Value = Vec<Person>> {
    (0..=most).prop_flat_map(|count| {
        (0..count).map(|index| any_person(format!("user-{index}"), any_preferences())).collect::<Vec<_>>()
    })
}

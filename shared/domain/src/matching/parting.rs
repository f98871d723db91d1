//! Two who parted are kept apart for a while, whoever else there is.

use std::time::Duration;

use crate::ids::UserId;
use crate::matching::{Parting, Person};
use crate::settings::MatchingSettings;
use crate::time::Timestamp;

/// Partings that a person keeps at most: the record is read with every look at the pool.
const MAX_PARTINGS: usize = 16;

/// `person`, who parts from `other` at `now`.
pub fn part(person: &Person, other: &UserId, now: Timestamp) -> Person {
    let mut person = person.clone();
    person.partings.retain(|parting| parting.from != *other);
    let surplus = (person.partings.len() + 1).saturating_sub(MAX_PARTINGS);
    person.partings.drain(..surplus);
    person.partings.push(Parting { from: other.clone(), at: now });
    person
}

/// Whether the two parted less than `rematch_after_secs` ago, as either remembers.
pub fn parted_lately(a: &Person, b: &Person, now: Timestamp, settings: &MatchingSettings) -> bool {
    let apart = Duration::from_secs(settings.rematch_after_secs);
    let remembers = |person: &Person, other: &Person| {
        person.partings.iter().any(|parting| parting.from == other.user_id && now < parting.at + apart)
    };
    remembers(a, b) || remembers(b, a)
}

/// `person` without the partings that keep nobody apart any more.
pub(super) fn without_old_partings(
    mut person: Person,
    now: Timestamp,
    settings: &MatchingSettings,
) -> Person {
    let apart = Duration::from_secs(settings.rematch_after_secs);
    person.partings.retain(|parting| now < parting.at + apart);
    person
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::matching::MatchPreferences;
    use crate::matching::fixture::{at, user, waiting};

    fn people() -> [Person; 2] {
        ["ann", "bob"].map(|name| waiting(name, 0, MatchPreferences::default()))
    }

    #[test]
    fn two_are_apart_for_ten_minutes_whichever_of_them_remembers() {
        let settings = MatchingSettings::default();
        let [ann, bob] = people();
        let parted = part(&ann, &bob.user_id, at(100));
        for [one, other] in [[&parted, &bob], [&bob, &parted]] {
            assert!(parted_lately(one, other, at(699), &settings));
            assert!(!parted_lately(one, other, at(700), &settings));
        }
        assert!(!parted_lately(&ann, &bob, at(100), &settings));
        assert_eq!(without_old_partings(parted.clone(), at(699), &settings), parted);
        assert_eq!(without_old_partings(parted, at(700), &settings), ann);
    }

    #[test]
    fn zero_switches_it_off() {
        let settings = MatchingSettings { rematch_after_secs: 0, ..MatchingSettings::default() };
        let [ann, bob] = people();
        assert!(!parted_lately(&part(&ann, &bob.user_id, at(100)), &bob, at(100), &settings));
    }

    #[test]
    fn the_latest_partings_are_kept_each_person_once() {
        let [mut ann, bob] = people();
        for index in 0..20 {
            ann = part(&ann, &user(&format!("user-{index}")), at(index));
        }
        ann = part(&part(&ann, &bob.user_id, at(20)), &bob.user_id, at(21));
        assert_eq!(ann.partings.len(), MAX_PARTINGS);
        assert_eq!(ann.partings.first().unwrap().from, user("user-5"));
        assert_eq!(ann.partings.last(), Some(&Parting { from: bob.user_id, at: at(21) }));
    }
}

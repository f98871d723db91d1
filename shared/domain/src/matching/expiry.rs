//! When a pending request is warned of, renewed or expired.
//!
//! Owns every instant in the life of a pending request. Never touches a claimed
//! one: its lease is a rule of [`mod@crate::matching::accept`].

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::activity::{inactive_at, is_active};
use crate::matching::{Person, Request, RequestStatus};
use crate::settings::{MatchingSettings, Settings};
use crate::time::Timestamp;

/// What a sweep did to a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestChange {
    /// The owner is to be told that it expires soon.
    Warned {
        /// Whole seconds left until `expires_at`.
        seconds_left: u64,
    },
    /// Its owner is still there: it waits on.
    Renewed,
    /// It is over.
    Expired {
        /// Why.
        reason: ExpiryReason,
    },
}

/// Why a request expired.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpiryReason {
    /// Its owner went inactive.
    Inactive,
    /// The total wait is used up.
    TooOld,
    /// Its owner left proposals unattended.
    Unattended,
}

/// The latest request of `person` while it is pending.
fn pending(person: &Person) -> Option<&Request> {
    person.request.as_ref().filter(|request| request.status == RequestStatus::Pending)
}

/// When the total wait of a request is used up.
pub fn total_ends_at(request: &Request, settings: &MatchingSettings) -> Timestamp {
    request.created_at + Duration::from_secs(settings.pending_total_secs)
}

/// Whether the pending request of `person` is as good as expired at `now`,
/// though no sweep has said so yet: past `expires_at`, with its owner inactive
/// or its total wait used up. One of an active owner within the total is not:
/// the sweep renews it.
pub fn is_overdue(person: &Person, now: Timestamp, settings: &Settings) -> bool {
    pending(person).is_some_and(|request| {
        now >= request.expires_at
            && (now >= total_ends_at(request, &settings.matching)
                || !is_active(person, now, &settings.activity))
    })
}

/// What the sweep does to the pending request of `person` at `now`: the person
/// with the request changed, and what changed; `None` if nothing is due.
///
/// A sweep makes one change; call it again until nothing is due. Three calls
/// are always enough.
pub fn sweep_request(
    person: &Person,
    now: Timestamp,
    settings: &Settings,
) -> Option<(Person, RequestChange)> {
    let request = pending(person)?;
    let (changed, change) = if !is_active(person, now, &settings.activity) {
        expire(request, ExpiryReason::Inactive)
    } else if now >= request.expires_at {
        expire_or_renew(request, now, &settings.matching)
    } else {
        warn(request, now, &settings.matching)?
    };
    let changed = Request { version: request.version.saturating_add(1), ..changed };
    Some((Person { request: Some(changed), ..person.clone() }, change))
}

fn expire(request: &Request, reason: ExpiryReason) -> (Request, RequestChange) {
    (Request { status: RequestStatus::Expired, ..request.clone() }, RequestChange::Expired { reason })
}

fn expire_or_renew(
    request: &Request,
    now: Timestamp,
    settings: &MatchingSettings,
) -> (Request, RequestChange) {
    let total = total_ends_at(request, settings);
    if now >= total {
        return expire(request, ExpiryReason::TooOld);
    }
    let expires_at = total.min(now + Duration::from_secs(settings.pending_secs));
    (Request { expires_at, warnings: 0, ..request.clone() }, RequestChange::Renewed)
}

fn warn(request: &Request, now: Timestamp, settings: &MatchingSettings) -> Option<(Request, RequestChange)> {
    // Only the latest of the warnings that are due is worth sending.
    let warnings = match warnings_at(request, settings) {
        [_, last] if last <= now => 2,
        [first, _] if first <= now => 1,
        _ => 0,
    };
    if warnings <= request.warnings {
        return None;
    }
    let seconds_left = request.expires_at.since(now).as_secs();
    Some((Request { warnings, ..request.clone() }, RequestChange::Warned { seconds_left }))
}

/// When the two warnings of `request` are due.
fn warnings_at(request: &Request, settings: &MatchingSettings) -> [Timestamp; 2] {
    [settings.first_warning_secs, settings.last_warning_secs]
        .map(|secs| request.expires_at - Duration::from_secs(secs))
}

/// The next instant at which [`sweep_request`] does something if `person` shows
/// no more activity, which may lie in the past; `None` without a pending
/// request.
pub fn request_due_at(person: &Person, settings: &Settings) -> Option<Timestamp> {
    let request = pending(person)?;
    let [first, last] = warnings_at(request, &settings.matching);
    let warning = match request.warnings {
        0 => first.min(last),
        1 => last,
        _ => request.expires_at,
    };
    // Somebody never seen is not active, whenever one looks.
    let inactive = inactive_at(person, &settings.activity).unwrap_or(request.created_at);
    Some(inactive.min(warning).min(request.expires_at))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::matching::MatchPreferences;
    use crate::matching::fixture::{at, request, waiting};

    const MINUTE: i64 = 60;

    /// Somebody who asked at 0 and was last active at `seen`.
    fn seen(seen: i64) -> Person {
        Person { last_activity_at: Some(at(seen)), ..waiting("ann", 0, MatchPreferences::default()) }
    }

    fn swept(person: &Person, now: i64) -> Option<RequestChange> {
        sweep_request(person, at(now), &Settings::default()).map(|(_, change)| change)
    }

    const INACTIVE: RequestChange = RequestChange::Expired { reason: ExpiryReason::Inactive };
    const TOO_OLD: RequestChange = RequestChange::Expired { reason: ExpiryReason::TooOld };

    #[test]
    fn the_request_of_somebody_inactive_expires() {
        let ann = seen(100);
        assert_eq!(swept(&ann, 399), None);
        assert_eq!(swept(&ann, 400), Some(INACTIVE));
        let (ann, _) = sweep_request(&ann, at(400), &Settings::default()).unwrap();
        let expired = ann.request.as_ref().unwrap();
        assert_eq!((expired.status, expired.version), (RequestStatus::Expired, 2));
        assert_eq!(swept(&ann, 401), None, "an ended request is left alone");
    }

    #[test]
    fn the_request_of_somebody_never_seen_expires_at_once() {
        let ann = Person { last_activity_at: None, ..seen(0) };
        assert_eq!(swept(&ann, 0), Some(INACTIVE));
        assert_eq!(request_due_at(&ann, &Settings::default()), Some(at(0)));
    }

    #[test]
    fn who_has_waited_12_minutes_and_is_active_stays_in_line() {
        assert_eq!(swept(&seen(12 * MINUTE - 30), 12 * MINUTE), None);
        assert!(!is_overdue(&seen(12 * MINUTE - 30), at(12 * MINUTE), &Settings::default()));
    }

    #[test]
    fn the_owner_is_warned_5_minutes_and_1_minute_before_once_each() {
        let settings = Settings::default();
        let mut ann = seen(25 * MINUTE);
        assert_eq!(swept(&ann, 25 * MINUTE - 1), None);
        for (now, seconds_left) in [(25 * MINUTE, 300), (29 * MINUTE, 60)] {
            let (warned, change) = sweep_request(&ann, at(now), &settings).unwrap();
            assert_eq!(change, RequestChange::Warned { seconds_left });
            assert_eq!(swept(&warned, now), None, "once");
            ann = warned;
        }
        assert_eq!(request(&mut ann).warnings, 2);
        assert_eq!(request(&mut ann).version, 3);
    }

    #[test]
    fn a_late_sweep_sends_only_the_last_warning() {
        let settings = Settings::default();
        let now = at(29 * MINUTE + 10) + Duration::from_millis(500);
        let (ann, change) = sweep_request(&seen(29 * MINUTE), now, &settings).unwrap();
        assert_eq!(change, RequestChange::Warned { seconds_left: 49 });
        assert_eq!(sweep_request(&ann, now, &settings), None);
    }

    #[test]
    fn at_30_minutes_an_active_owners_request_is_renewed_with_its_place_in_line() {
        let mut ann = seen(30 * MINUTE - 1);
        request(&mut ann).warnings = 2;
        let (mut ann, change) = sweep_request(&ann, at(30 * MINUTE), &Settings::default()).unwrap();
        assert_eq!(change, RequestChange::Renewed);
        let renewed = request(&mut ann);
        assert_eq!((renewed.created_at, renewed.expires_at), (at(0), at(60 * MINUTE)));
        assert_eq!((renewed.warnings, renewed.version, renewed.status), (0, 2, RequestStatus::Pending));
    }

    #[test]
    fn a_late_renewal_never_exceeds_the_total() {
        let (mut ann, _) = sweep_request(&seen(45 * MINUTE), at(45 * MINUTE), &Settings::default()).unwrap();
        assert_eq!(request(&mut ann).expires_at, at(60 * MINUTE));
    }

    #[test]
    fn at_60_minutes_it_is_too_old_for_the_most_active() {
        let mut ann = seen(60 * MINUTE);
        assert_eq!(swept(&ann, 60 * MINUTE - 1), Some(RequestChange::Renewed));
        assert_eq!(swept(&ann, 60 * MINUTE), Some(TOO_OLD));
        request(&mut ann).expires_at = at(60 * MINUTE);
        request(&mut ann).warnings = 2;
        assert_eq!(swept(&ann, 60 * MINUTE - 1), None);
        assert_eq!(swept(&ann, 60 * MINUTE), Some(TOO_OLD));
    }

    #[test]
    fn only_a_pending_request_is_swept_or_overdue_or_due() {
        let settings = Settings::default();
        let mut ann = seen(0);
        for status in [
            RequestStatus::Matching,
            RequestStatus::Matched,
            RequestStatus::Expired,
            RequestStatus::Cancelled,
        ] {
            request(&mut ann).status = status;
            assert_eq!(sweep_request(&ann, at(99_999), &settings), None);
            assert!(!is_overdue(&ann, at(99_999), &settings));
            assert_eq!(request_due_at(&ann, &settings), None);
        }
        ann.request = None;
        assert_eq!(sweep_request(&ann, at(99_999), &settings), None);
        assert_eq!(request_due_at(&ann, &settings), None);
    }

    #[test]
    fn overdue_is_past_expiry_with_the_owner_gone_or_the_total_used_up() {
        for (last_seen, now, expected) in [
            (0, 29 * MINUTE, false),
            (0, 30 * MINUTE, true),
            (30 * MINUTE, 30 * MINUTE, false),
            (59 * MINUTE, 60 * MINUTE - 1, false),
            (59 * MINUTE, 60 * MINUTE, true),
        ] {
            let overdue = is_overdue(&seen(last_seen), at(now), &Settings::default());
            assert_eq!(overdue, expected, "seen at {last_seen}, now {now}");
        }
    }

    #[test]
    fn it_is_due_at_whatever_comes_first() {
        let due = |person: &Person| request_due_at(person, &Settings::default()).unwrap();
        assert_eq!(due(&seen(0)), at(300));
        let mut ann = seen(28 * MINUTE);
        assert_eq!(due(&ann), at(25 * MINUTE));
        request(&mut ann).warnings = 1;
        assert_eq!(due(&ann), at(29 * MINUTE));
        request(&mut ann).warnings = 2;
        assert_eq!(due(&ann), at(30 * MINUTE));
    }

    fn any_settings() -> impl Strategy<Value = Settings> {
        (1..900_u64, 1..4_000_u64, 1..8_000_u64, 0..600_u64, 0..600_u64).prop_map(
            |(active, pending, total, first, last)| {
                let mut settings = Settings::default();
                settings.activity.active_secs = active;
                settings.matching.pending_secs = pending;
                settings.matching.pending_total_secs = total;
                settings.matching.first_warning_secs = first;
                settings.matching.last_warning_secs = last;
                settings
            },
        )
    }

    proptest! {
        #[test]
        fn nothing_happens_before_it_is_due_and_something_when_it_is(
            settings in prop_oneof![Just(Settings::default()), any_settings()],
            (activity, login) in (proptest::option::of(-600..4_000_i64), proptest::option::of(-900..0_i64)),
            (expires, warnings, early) in (0..4_000_i64, 0..3_u8, 1..100_000_u64),
        ) {
            let mut ann = waiting("ann", 0, MatchPreferences::default());
            ann.last_activity_at = activity.map(at);
            ann.last_login_at = login.map(at);
            request(&mut ann).expires_at = at(expires);
            request(&mut ann).warnings = warnings;
            let due = request_due_at(&ann, &settings).unwrap();
            prop_assert!(sweep_request(&ann, due, &settings).is_some());
            let before = due - Duration::from_millis(early);
            let never_seen = activity.or(login).is_none();
            if !never_seen || before >= at(0) && before < due {
                prop_assert_eq!(sweep_request(&ann, before, &settings), None);
            }
        }

        #[test]
        fn whoever_stays_active_waits_60_minutes_and_is_warned_before_the_end(
            steps in proptest::collection::vec(1..290_i64, 100),
        ) {
            let settings = Settings::default();
            let mut ann = waiting("ann", 0, MatchPreferences::default());
            let mut now = 0;
            let mut warned = false;
            for step in steps {
                now += step;
                ann.last_activity_at = Some(at(now));
                let mut changes = 0;
                while let Some((swept, change)) = sweep_request(&ann, at(now), &settings) {
                    ann = swept;
                    changes += 1;
                    prop_assert!(changes <= 3);
                    match change {
                        RequestChange::Warned { seconds_left } => warned = seconds_left <= 300,
                        RequestChange::Renewed => warned = false,
                        RequestChange::Expired { reason } => {
                            prop_assert_eq!(reason, ExpiryReason::TooOld);
                            prop_assert!(now >= 60 * MINUTE);
                            prop_assert!(warned);
                        }
                    }
                }
                prop_assert_eq!(ann.request.as_ref().unwrap().status.is_live(), now < 60 * MINUTE);
                if now >= 60 * MINUTE { break; }
            }
        }
    }
}

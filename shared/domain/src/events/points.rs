//! What students are told of their points.

use crate::events::{Event, EventData, PointsUpdatedData};
use crate::points::PointsAccount;

/// What the student is told of a change of their account: the points, where a
/// transaction changed them or was added.
pub fn from_points_change(old: Option<&PointsAccount>, new: Option<&PointsAccount>) -> Vec<Event> {
    let Some((account, at)) = new.and_then(|account| Some((account, account.updated_at?))) else {
        return Vec::new();
    };
    let before = old.map_or((0, 0), |old| (old.account.last_seq, old.account.balance));
    if before == (account.account.last_seq, account.account.balance) {
        return Vec::new();
    }
    let said = EventData::PointsUpdated(PointsUpdatedData {
        points: account.account.balance,
        change: account.account.balance.saturating_sub(before.1),
        version: account.version,
        last_seq: account.account.last_seq,
    });
    vec![Event::new(account.student_id.clone(), at, &said)]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::events::EventType;
    use crate::points::{Context, PointsOrder, PointsPlan, Profile, Standing, apply, set_profile};
    use crate::settings::PointsSettings;
    use crate::time::Timestamp;

    fn context() -> Context {
        Context {
            operator: "lee".parse().unwrap(),
            standing: Standing::Teacher,
            idempotency_key: None,
            now: Timestamp::from_unix_millis(1_000),
        }
    }

    fn given(account: &PointsAccount, points: i64) -> PointsAccount {
        let kind = "adjust".parse().unwrap();
        let order = PointsOrder { points, kind, reason: "x".into(), teacher_id: None };
        let plan = PointsPlan::default();
        apply(account, &order, &plan, &context(), &PointsSettings::default()).unwrap().account.committed()
    }

    #[test]
    fn the_student_is_told_the_points_and_what_changed() {
        let first = given(&PointsAccount::new("ann".parse().unwrap()), 5);
        let second = given(&first, -2);
        for (old, new, points, change) in [(None, &first, 5, 5), (Some(&first), &second, 3, -2)] {
            let events = from_points_change(old, Some(new));
            let [event] = events.as_slice() else { panic!("{events:?}") };
            assert_eq!((event.to.as_str(), event.kind), ("ann", EventType::PointsUpdated));
            assert_eq!((&event.data["points"], &event.data["change"]), (&json!(points), &json!(change)));
        }
    }

    #[test]
    fn a_profile_is_none_of_it() {
        let first = given(&PointsAccount::new("ann".parse().unwrap()), 5);
        let profile = Profile { group: "g".parse().ok(), ..Profile::default() };
        let grouped = set_profile(&first, &profile, &context()).unwrap().unwrap().account;
        assert_eq!(from_points_change(Some(&first), Some(&grouped)), Vec::new());
        assert_eq!(from_points_change(Some(&first), None), Vec::new());
    }
}

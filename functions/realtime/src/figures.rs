//! The figures of matching, as the stream shows them: how requests ended, and
//! how long those that were matched had waited.
//!
//! Never counts for a rule: a batch that is delivered again counts again.

use std::time::Duration;

use aws_lambda_events::event::dynamodb::EventRecord;
use heartlink_domain::matching::{Person, RequestStatus};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::App;
use heartlink_runtime::figures::Figure;
use heartlink_runtime::stream::image;

/// Tells how the requests ended that `records` show ending.
pub(crate) fn tell(app: &App, records: &[EventRecord]) {
    let ends: Vec<_> = records.iter().filter_map(end_of).collect();
    let of = |status| ends.iter().filter(move |(ended, _)| *ended == status);
    let millis = |wait: &Duration| u64::try_from(wait.as_millis()).unwrap_or(u64::MAX);
    let waits: Vec<u64> = of(RequestStatus::Matched).map(|(_, wait)| millis(wait)).collect();
    let now = app.store.now();
    for (figure, count) in
        [(Figure::Matched, waits.len()), (Figure::Expired, of(RequestStatus::Expired).count())]
    {
        if count > 0 {
            figure.tell(u64::try_from(count).unwrap_or(u64::MAX), now);
        }
    }
    Figure::TimeToMatch.tell_all(&waits, now);
}

/// How the request ended that `record` shows ending, and how long it had
/// waited, in whole seconds: the stream knows no finer time.
fn end_of(record: &EventRecord) -> Option<(RequestStatus, Duration)> {
    let person: Person = image(&record.change.new_image).ok()??;
    let request = person.request?;
    let before = image::<Person>(&record.change.old_image).ok().flatten().and_then(|old| old.request);
    let had_ended = before.is_some_and(|before| before.id == request.id && before.status == request.status);
    if had_ended || request.status.is_live() {
        return None;
    }
    let at = record.change.approximate_creation_date_time.timestamp_millis();
    Some((request.status, Timestamp::from_unix_millis(at).since(request.created_at)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn image_of(status: &str) -> Value {
        json!({
            "user_id": "ann", "version": 1,
            "request": {
                "id": "01KBD2Z3N8E5X6Q7R8S9T0V1W2", "status": status, "version": 1,
                "created_at": "2026-11-21T10:00:00.000Z", "expires_at": "2026-11-21T10:05:00.000Z",
                "wish": {},
            },
        })
    }

    fn record(old: Option<&str>, new: &str) -> EventRecord {
        let mut record = EventRecord::default();
        let item = |status: &str| serde_dynamo::to_item(image_of(status)).unwrap();
        record.change.old_image = old.map(item).unwrap_or_default();
        record.change.new_image = item(new);
        let at = "2026-11-21T10:00:07Z".parse().unwrap();
        record.change.approximate_creation_date_time = at;
        record
    }

    #[test]
    fn a_match_is_counted_once_with_its_wait() {
        let wait = Duration::from_secs(7);
        assert_eq!(end_of(&record(Some("pending"), "matched")), Some((RequestStatus::Matched, wait)));
        assert_eq!(end_of(&record(None, "matched")), Some((RequestStatus::Matched, wait)));
        assert_eq!(end_of(&record(Some("matched"), "matched")), None);
    }

    #[test]
    fn only_an_end_is_an_end() {
        assert_eq!(end_of(&record(None, "pending")), None);
        assert!(matches!(end_of(&record(Some("pending"), "expired")), Some((RequestStatus::Expired, _))));
    }
}

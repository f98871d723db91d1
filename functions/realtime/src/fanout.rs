//! The stream function that turns changes into feed items and pushes.

use std::collections::BTreeMap;

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use futures::stream::{self, StreamExt};
use heartlink_domain::events::{self, Event};
use heartlink_domain::ids::UserId;
use heartlink_domain::settings::Settings;
use heartlink_runtime::stream::Match::{Exact, Prefix};
use heartlink_runtime::stream::{StreamFilter, UnreadableImage, image, sequence_number};
use heartlink_runtime::trace::{for_record, header_of};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::error::StoreError;
use heartlink_store::keys;
use heartlink_store::permissions;
use heartlink_store::realtime::feed::EventId;
use heartlink_store::tables::Table;
use heartlink_store::trace::Header;
use serde_dynamo::AttributeValue;

use crate::deliver::{frame, push_to};
use crate::{figures, turned_away};

/// The function.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "realtime-fanout",
    table: Table::Matching,
    batch: 200,
    filter: StreamFilter::sort_key(&[Exact(keys::PERSON), Exact(keys::ROOM), Prefix(keys::MESSAGE_PREFIX)]),
    permissions: &[permissions::PUSH, permissions::APPEND_TO_FEED],
    run: |app, event| Box::pin(fanout(app, event)),
};

/// People served at the same time; the events of one person keep their order.
const PEOPLE_AT_ONCE: usize = 32;

pub(crate) fn sort_key(record: &EventRecord) -> String {
    match record.change.keys.get("sk") {
        Some(AttributeValue::S(text)) => text.clone(),
        _ => String::new(),
    }
}

/// What a record means, and to whom.
pub(crate) type EventsOf = fn(&EventRecord, &Settings) -> Result<Vec<Event>, UnreadableImage>;

fn events_of(record: &EventRecord, settings: &Settings) -> Result<Vec<Event>, UnreadableImage> {
    let (old, new) = (&record.change.old_image, &record.change.new_image);
    Ok(match sort_key(record).as_str() {
        keys::PERSON => events::from_person_change(image(old)?.as_ref(), image(new)?.as_ref(), settings),
        keys::ROOM => events::from_room_change(image(old)?.as_ref(), image(new)?.as_ref()),
        _ => image(new)?.as_ref().map(events::from_message).unwrap_or_default(),
    })
}

/// An event with what it is delivered by.
struct Occurrence {
    event: Event,
    id: EventId,
    sequence: String,
    trace: Option<Header>,
}

async fn fanout(app: App, batch: StreamEvent) -> Vec<String> {
    figures::tell(&app, &batch.records);
    let unclosed = turned_away::close(&app, &batch.records).await;
    let mut failed = fan_out(app, batch, events_of).await;
    failed.extend(unclosed);
    failed
}

/// Gives the events that `events_of` sees in each record to those concerned.
/// Returns the sequence numbers of records to be delivered again: of one that
/// cannot be read as well, so that it ends among the dead letters and not nowhere.
pub(crate) async fn fan_out(app: App, batch: StreamEvent, events_of: EventsOf) -> Vec<String> {
    let mut by_person: BTreeMap<UserId, Vec<Occurrence>> = BTreeMap::new();
    let mut failed = Vec::new();
    for record in &batch.records {
        match events_of(record, app.store.settings()) {
            Ok(events) => {
                for occurrence in occurrences(record, events) {
                    by_person.entry(occurrence.event.to.clone()).or_default().push(occurrence);
                }
            }
            Err(error) => {
                tracing::error!(%error, sort_key = sort_key(record), "a record was not read");
                failed.push(sequence_number(record));
            }
        }
    }
    let delivered = stream::iter(by_person)
        .map(|(user, events)| deliver_all(app.clone(), user, events))
        .buffer_unordered(PEOPLE_AT_ONCE)
        .filter_map(std::future::ready);
    failed.extend(delivered.collect::<Vec<_>>().await);
    failed
}

/// The events of `record`, each with an id that says what changed, not how the
/// change came here.
fn occurrences(record: &EventRecord, events: Vec<Event>) -> Vec<Occurrence> {
    let text = |name: &str| match record.change.keys.get(name) {
        Some(AttributeValue::S(text)) => text.as_str(),
        _ => "",
    };
    let version = match record.change.new_image.get("version") {
        Some(AttributeValue::N(version)) => Some(version.as_str()),
        _ => None,
    };
    let mut told: BTreeMap<(UserId, &str), u32> = BTreeMap::new();
    let occurrence = |event: Event| {
        let nth = told.entry((event.to.clone(), event.kind.as_str())).or_default();
        let id = EventId::of_change((text("pk"), text("sk")), version, event.kind, *nth);
        *nth += 1;
        Occurrence { event, id, sequence: sequence_number(record), trace: header_of(record) }
    };
    events.into_iter().map(occurrence).collect()
}

/// Stores and pushes one person's events in order. Returns the sequence number
/// of the first that could not be stored, or whose connections could not be read.
async fn deliver_all(app: App, user: UserId, events: Vec<Occurrence>) -> Option<String> {
    for Occurrence { event, id, sequence, trace } in events {
        if let Err(error) = for_record(trace, deliver(&app, &user, &event, &id)).await {
            tracing::warn!(%error, kind = event.kind.as_str(), "an event was not delivered");
            return Some(sequence);
        }
    }
    None
}

async fn deliver(app: &App, user: &UserId, event: &Event, id: &EventId) -> Result<(), StoreError> {
    let item = match app.store.append_to_feed(event, id).await? {
        Some(item) => Some(item),
        // It was stored before; whether it was pushed then, nobody knows.
        None => app.store.find_in_feed(event, id).await?,
    };
    match item {
        Some(item) => push_to(app, user, &frame(&item)).await,
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use heartlink_domain::events::EventType;
    use serde_json::{Value, json};

    use super::*;

    fn record(sort_key: &str, version: u64, image: Value) -> EventRecord {
        let mut record = EventRecord::default();
        record.change.keys = serde_dynamo::to_item(json!({ "pk": "R#1", "sk": sort_key })).unwrap();
        let mut item: serde_dynamo::Item = serde_dynamo::to_item(image).unwrap();
        item.insert("version".to_owned(), AttributeValue::N(version.to_string()));
        record.change.new_image = item;
        record
    }

    fn ids(record: &EventRecord) -> Vec<EventId> {
        let at = heartlink_domain::time::Timestamp::from_unix_millis(0);
        let event = |kind| Event { to: "ann".parse().unwrap(), kind, at, data: json!({}) };
        let events = [EventType::LevelUp, EventType::LevelUp, EventType::AffinityUpdate].map(event);
        occurrences(record, events.into()).into_iter().map(|occurrence| occurrence.id).collect()
    }

    #[test]
    fn an_event_has_the_id_of_its_change_whatever_record_brings_it() {
        let first = record(keys::ROOM, 1, json!({}));
        let mut again = first.clone();
        again.change.sequence_number = Some("4711".to_owned());
        again.event_source_arn = Some("another shard's".to_owned());
        assert_eq!(ids(&first), ids(&again));
        let mut all = ids(&first);
        all.extend(ids(&record(keys::ROOM, 2, json!({}))));
        all.extend(ids(&record("MSG#1", 1, json!({}))));
        let distinct = all.iter().enumerate().all(|(place, id)| !all[..place].contains(id));
        assert!(distinct, "{all:?}");
    }

    #[test]
    fn a_record_that_cannot_be_read_is_no_record_without_events() {
        for sort_key in [keys::PERSON, keys::ROOM, "MSG#00000000000000000001"] {
            let broken = record(sort_key, 1, json!({ "user_id": 7 }));
            assert!(events_of(&broken, &Settings::default()).is_err(), "{sort_key}");
        }
    }
}

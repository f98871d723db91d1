//! The stream function that turns changes into feed items and pushes.

use std::collections::BTreeMap;

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use futures::stream::{self, StreamExt};
use heartlink_domain::events::{self, Event};
use heartlink_domain::ids::UserId;
use heartlink_domain::settings::Settings;
use heartlink_runtime::stream::Text::{Begins, Is};
use heartlink_runtime::stream::{Wants, image};
use heartlink_runtime::trace::{for_record, header_of};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::error::StoreError;
use heartlink_store::keys;
use heartlink_store::permissions;
use heartlink_store::realtime::feed::Position;
use heartlink_store::tables::Table;
use heartlink_store::trace::Header;

use crate::deliver::{frame, push_to};
use crate::figures;

/// The function. Positions in the feed assume that the records of a shard come
/// in order: its event source mapping must not parallelise within a shard.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "realtime-fanout",
    table: Table::Matching,
    batch: 200,
    wants: Wants::sort_key(&[Is(keys::PERSON), Is(keys::ROOM), Begins(keys::MESSAGE_PREFIX)]),
    permissions: &[permissions::PUSH, permissions::APPEND_TO_FEED],
    run: |app, event| Box::pin(fanout(app, event)),
};

/// People served at the same time; the events of one person keep their order.
const PEOPLE_AT_ONCE: usize = 32;

pub(crate) fn sort_key(record: &EventRecord) -> String {
    match record.change.keys.get("sk") {
        Some(serde_dynamo::AttributeValue::S(text)) => text.clone(),
        _ => String::new(),
    }
}

/// What a record means, and to whom.
fn events_of(record: &EventRecord, settings: &Settings) -> Vec<Event> {
    let change = &record.change;
    match sort_key(record).as_str() {
        keys::PERSON => {
            let (old, new) = (image(&change.old_image), image(&change.new_image));
            events::from_person_change(old.as_ref(), new.as_ref(), settings)
        }
        keys::ROOM => {
            let (old, new) = (image(&change.old_image), image(&change.new_image));
            events::from_room_change(old.as_ref(), new.as_ref())
        }
        _ => image(&change.new_image).as_ref().map(events::from_message).unwrap_or_default(),
    }
}

struct Numbered {
    event: Event,
    source: String,
    position: Position,
    trace: Option<Header>,
}

async fn fanout(app: App, batch: StreamEvent) -> Vec<String> {
    figures::tell(&app, &batch.records);
    fan_out(app, batch, events_of).await
}

/// Gives the events that `events_of` sees in each record to those concerned.
pub(crate) async fn fan_out(
    app: App,
    batch: StreamEvent,
    events_of: fn(&EventRecord, &Settings) -> Vec<Event>,
) -> Vec<String> {
    let mut by_person: BTreeMap<UserId, Vec<Numbered>> = BTreeMap::new();
    for record in &batch.records {
        let sequence = record.change.sequence_number.clone().unwrap_or_default();
        let trace = header_of(record);
        for (part, event) in (0..).zip(events_of(record, app.store.settings())) {
            let source = record.event_source_arn.clone().unwrap_or_default();
            let position = Position { sequence: sequence.clone(), part };
            by_person.entry(event.to.clone()).or_default().push(Numbered { event, source, position, trace });
        }
    }
    stream::iter(by_person)
        .map(|(user, events)| deliver_all(app.clone(), user, events))
        .buffer_unordered(PEOPLE_AT_ONCE)
        .filter_map(std::future::ready)
        .collect()
        .await
}

/// Stores and pushes one person's events in order. Returns the sequence number
/// of the first that could not be stored.
async fn deliver_all(app: App, user: UserId, events: Vec<Numbered>) -> Option<String> {
    for Numbered { event, source, position, trace } in events {
        let delivered = for_record(trace, deliver(&app, &user, &event, &source, &position));
        if let Err(error) = delivered.await {
            tracing::warn!(%error, kind = event.kind.as_str(), "an event was not stored");
            return Some(position.sequence);
        }
    }
    None
}

async fn deliver(
    app: &App,
    user: &UserId,
    event: &Event,
    source: &str,
    position: &Position,
) -> Result<(), StoreError> {
    let Some(item) = app.store.append_to_feed(event, source, position).await? else {
        return Ok(());
    };
    // Stored is delivered: a push that fails is made up for by `resume`.
    if let Err(error) = push_to(app, user, &frame(&item)).await {
        tracing::warn!(%error, "connections could not be looked up");
    }
    Ok(())
}

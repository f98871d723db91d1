//! The stream function that tells owners of changes of their accounts.

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use heartlink_domain::events::{self, Event};
use heartlink_domain::settings::Settings;
use heartlink_runtime::stream::{Text, Wants, image};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::keys;
use heartlink_store::permissions;
use heartlink_store::tables::Table;

use crate::fanout::{fan_out, sort_key};

/// The function. The same holds for its order as for that of `fanout`.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "realtime-ledger",
    table: Table::Ledger,
    batch: 200,
    wants: Wants::sort_key(&[Text::Is(keys::HEAD), Text::Begins(keys::ENTRY_PREFIX)]),
    permissions: &[permissions::PUSH, permissions::APPEND_TO_FEED],
    run: |app, event| Box::pin(ledger(app, event)),
};

/// Of a wallet and of points the head tells, of a binding its log: a head or an
/// entry of another kind of account does not read as one.
fn events_of(record: &EventRecord, _: &Settings) -> Vec<Event> {
    if sort_key(record) != keys::HEAD {
        return image(&record.change.new_image).as_ref().map(events::from_affinity_entry).unwrap_or_default();
    }
    let (old, new) = (&record.change.old_image, &record.change.new_image);
    let mut told = events::from_wallet_change(image(old).as_ref(), image(new).as_ref());
    told.extend(events::from_points_change(image(old).as_ref(), image(new).as_ref()));
    told
}

async fn ledger(app: App, batch: StreamEvent) -> Vec<String> {
    fan_out(app, batch, events_of).await
}

//! The stream function that tells owners of changes of their accounts.

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use heartlink_domain::events::{self, Event};
use heartlink_domain::settings::Settings;
use heartlink_edge::stream::{Text, Wants, image};
use heartlink_edge::{App, StreamRoute};
use heartlink_store::keys;
use heartlink_store::tables::Table;

use crate::fanout::fan_out;

/// The function. The same holds for its order as for that of `fanout`.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "realtime-ledger",
    table: Table::Ledger,
    batch: 200,
    wants: Wants::sort_key(&[Text::Is(keys::HEAD)]),
    run: |app, event| Box::pin(ledger(app, event)),
};

/// A head is that of a wallet, or of another kind of account, which does not
/// read as one.
fn events_of(record: &EventRecord, _: &Settings) -> Vec<Event> {
    let (old, new) = (image(&record.change.old_image), image(&record.change.new_image));
    events::from_wallet_change(old.as_ref(), new.as_ref())
}

async fn ledger(app: App, batch: StreamEvent) -> Vec<String> {
    fan_out(app, batch, events_of).await
}

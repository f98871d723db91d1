//! The stream function that tells owners of changes of their accounts.

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use heartlink_domain::events::{self, Event};
use heartlink_domain::points::PointsAccount;
use heartlink_domain::settings::Settings;
use heartlink_domain::wallet::Wallet;
use heartlink_runtime::stream::{Match, StreamFilter, UnreadableImage, image};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::keys;
use heartlink_store::permissions;
use heartlink_store::tables::Table;
use serde_dynamo::AttributeValue;

use crate::fanout::{fan_out, sort_key};

/// The function.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "realtime-ledger",
    table: Table::Ledger,
    batch: 200,
    filter: StreamFilter::sort_key(&[Match::Exact(keys::HEAD), Match::Prefix(keys::ENTRY_PREFIX)]),
    permissions: &[permissions::PUSH, permissions::APPEND_TO_FEED],
    run: |app, event| Box::pin(ledger(app, event)),
};

/// Of a wallet and of points the head tells, of a binding its log.
fn events_of(record: &EventRecord, _: &Settings) -> Result<Vec<Event>, UnreadableImage> {
    let (old, new) = (&record.change.old_image, &record.change.new_image);
    if sort_key(record) != keys::HEAD {
        return Ok(image(new)?.as_ref().map(events::from_affinity_entry).unwrap_or_default());
    }
    let account = match record.change.keys.get("pk") {
        Some(AttributeValue::S(partition)) => keys::account_in(partition),
        _ => None,
    };
    let Some(account) = account else { return Ok(Vec::new()) };
    Ok(if Wallet::owner_of(&account).is_some() {
        events::from_wallet_change(image(old)?.as_ref(), image(new)?.as_ref())
    } else if PointsAccount::owner_of(&account).is_some() {
        events::from_points_change(image(old)?.as_ref(), image(new)?.as_ref())
    } else {
        Vec::new()
    })
}

async fn ledger(app: App, batch: StreamEvent) -> Vec<String> {
    fan_out(app, batch, events_of).await
}

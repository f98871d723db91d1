//! The stream function that counts reports, and tells their makers that they were
//! decided on.

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use heartlink_domain::events::{self, Event};
use heartlink_domain::settings::Settings;
use heartlink_runtime::figures::Figure;
use heartlink_runtime::stream::{Match, StreamFilter, UnreadableImage, image};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::keys;
use heartlink_store::permissions;
use heartlink_store::tables::Table;

use crate::fanout::fan_out;

/// The function.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "realtime-reports",
    table: Table::Safety,
    batch: 200,
    filter: StreamFilter::sort_key(&[Match::Exact(keys::REPORT)]),
    permissions: &[permissions::PUSH, permissions::APPEND_TO_FEED],
    run: |app, event| Box::pin(reports(app, event)),
};

fn events_of(record: &EventRecord, _: &Settings) -> Result<Vec<Event>, UnreadableImage> {
    let (old, new) = (image(&record.change.old_image)?, image(&record.change.new_image)?);
    Ok(events::from_report_change(old.as_ref(), new.as_ref()))
}

async fn reports(app: App, batch: StreamEvent) -> Vec<String> {
    let made = batch.records.iter().filter(|record| record.change.old_image.is_empty()).count();
    if made > 0 {
        Figure::ReportsMade.tell(u64::try_from(made).unwrap_or(u64::MAX), app.store.now());
    }
    fan_out(app, batch, events_of).await
}

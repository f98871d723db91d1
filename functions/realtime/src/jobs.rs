//! The stream function that tells the makers of jobs how far these are.

use aws_lambda_events::event::dynamodb::{Event as StreamEvent, EventRecord};
use heartlink_domain::events::{self, Event};
use heartlink_domain::settings::Settings;
use heartlink_runtime::stream::{Match, StreamFilter, UnreadableImage, image};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::keys;
use heartlink_store::permissions;
use heartlink_store::tables::Table;

use crate::fanout::fan_out;

/// The function.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "realtime-jobs",
    table: Table::Jobs,
    batch: 200,
    filter: StreamFilter::sort_key(&[Match::Exact(keys::JOB)]),
    permissions: &[permissions::PUSH, permissions::APPEND_TO_FEED],
    run: |app, event| Box::pin(jobs(app, event)),
};

fn events_of(record: &EventRecord, _: &Settings) -> Result<Vec<Event>, UnreadableImage> {
    let (old, new) = (image(&record.change.old_image)?, image(&record.change.new_image)?);
    Ok(events::from_job_change(old.as_ref(), new.as_ref()))
}

async fn jobs(app: App, batch: StreamEvent) -> Vec<String> {
    fan_out(app, batch, events_of).await
}

//! The stream function that pairs those who wait, without anybody polling.

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use heartlink_domain::matching::{Person, RequestStatus};
use heartlink_runtime::stream::{Match, StreamFilter, UnreadableImage, image, sequence_number};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::permissions;
use heartlink_store::tables::Table;

/// The function.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "matching-pair",
    table: Table::Matching,
    batch: 1_000,
    filter: StreamFilter::new_image(&["request", "status"], &[Match::Exact("pending")]),
    permissions: &[permissions::COUNTED_CHANGE, permissions::READ_POOL],
    run: |app, event| Box::pin(pair(app, event)),
};

/// The person whose item the record shows waiting.
fn waiting(record: &EventRecord) -> Result<Option<Person>, UnreadableImage> {
    let is_pending = |person: &Person| {
        person.request.as_ref().is_some_and(|request| request.status == RequestStatus::Pending)
    };
    Ok(image(&record.change.new_image)?.filter(is_pending))
}

/// One run serves the whole batch. Where pairs may be left, or the store
/// failed, the batch is delivered again; so is a record that cannot be read.
async fn pair(app: App, event: Event) -> Vec<String> {
    let (mut woken_by, mut failed) = (Vec::new(), Vec::new());
    for record in &event.records {
        match waiting(record) {
            Ok(person) => woken_by.extend(person),
            Err(error) => {
                tracing::error!(%error, "a record was not read");
                failed.push(sequence_number(record));
            }
        }
    }
    match app.store.pair_waiting(woken_by).await {
        Ok(report) => {
            tracing::info!(
                paired = report.paired,
                lost = report.lost,
                unfinished = report.unfinished,
                "paired"
            );
            if !report.unfinished {
                return failed;
            }
        }
        Err(error) => tracing::warn!(%error, "pairing failed"),
    }
    event.records.iter().map(sequence_number).take(1).collect()
}

//! The stream function that pairs those who wait, without anybody polling.

use aws_lambda_events::event::dynamodb::{Event, EventRecord};
use heartlink_domain::matching::{Person, RequestStatus};
use heartlink_runtime::stream::{Text, Wants};
use heartlink_runtime::{App, StreamRoute};
use heartlink_store::permissions;
use heartlink_store::tables::Table;

/// The function.
pub const ROUTE: StreamRoute = StreamRoute {
    name: "matching-pair",
    table: Table::Matching,
    batch: 1_000,
    wants: Wants::new_image(&["request", "status"], &[Text::Is("pending")]),
    permissions: &[permissions::COUNTED_CHANGE, permissions::READ_POOL],
    run: |app, event| Box::pin(pair(app, event)),
};

/// The person whose item the record shows waiting.
fn waiting(record: &EventRecord) -> Option<Person> {
    let person: Person = heartlink_runtime::stream::image(&record.change.new_image)?;
    let status = person.request.as_ref()?.status;
    (status == RequestStatus::Pending).then_some(person)
}

/// One run serves the whole batch. Where pairs may be left, or the store
/// failed, the batch is delivered again.
async fn pair(app: App, event: Event) -> Vec<String> {
    let woken_by: Vec<Person> = event.records.iter().filter_map(waiting).collect();
    match app.store.pair_waiting(woken_by).await {
        Ok(report) => {
            tracing::info!(
                paired = report.paired,
                lost = report.lost,
                unfinished = report.unfinished,
                "paired"
            );
            if !report.unfinished {
                return Vec::new();
            }
        }
        Err(error) => tracing::warn!(%error, "pairing failed"),
    }
    event.records.into_iter().filter_map(|record| record.change.sequence_number).take(1).collect()
}

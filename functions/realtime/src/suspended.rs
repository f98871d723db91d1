//! The connections of those who were just suspended: told why, and closed.

use aws_lambda_events::event::dynamodb::EventRecord;
use heartlink_domain::matching::Person;
use heartlink_domain::safety::may_act;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::dispatch::socket_error;
use heartlink_runtime::push::PushError;
use heartlink_runtime::stream::{image, sequence_number};
use heartlink_runtime::{App, Problem};
use heartlink_store::error::StoreError;

/// The close code of one who is suspended.
const SUSPENDED: u16 = 4003;

/// Closes the connections of those whom `records` show being suspended. Returns the
/// sequence numbers of records to be delivered again.
pub(crate) async fn close(app: &App, records: &[EventRecord]) -> Vec<String> {
    let mut failed = Vec::new();
    for record in records {
        let Some((person, problem)) = just_suspended(record, app.store.now()) else { continue };
        if let Err(error) = close_all(app, &person, &problem).await {
            tracing::warn!(%error, "connections of one who is suspended are still open");
            failed.push(sequence_number(record));
        }
    }
    failed
}

/// Who is suspended since this record, and what they are told.
fn just_suspended(record: &EventRecord, now: Timestamp) -> Option<(Person, Problem)> {
    if !record.change.new_image.contains_key("sanction") {
        return None;
    }
    let person: Person = image(&record.change.new_image).ok()??;
    let barred = may_act(&person, now).err()?;
    let before: Option<Person> = image(&record.change.old_image).ok()?;
    let new = before.is_none_or(|before| before.sanction != person.sanction);
    new.then(|| (person, barred.into()))
}

async fn close_all(app: &App, person: &Person, problem: &Problem) -> Result<(), StoreError> {
    for connection in app.store.connections_of(&person.user_id).await? {
        let id = connection.connection_id;
        // Whether it hears why or not, it is closed.
        let _ = app.post(&id, socket_error(problem, "").to_string()).await;
        match app.close(&id, SUSPENDED).await {
            Ok(()) | Err(PushError::Gone) => app.store.close_connection(&id).await?,
            Err(PushError::Failed(error)) => return Err(StoreError::Unavailable(error)),
        }
    }
    Ok(())
}

//! Who may have no connection any more, suspended or signed out: told why, and closed.

use aws_lambda_events::event::dynamodb::EventRecord;
use heartlink_domain::matching::Person;
use heartlink_domain::roles::Caller;
use heartlink_domain::safety::may_act;
use heartlink_domain::time::Timestamp;
use heartlink_runtime::dispatch::socket_error;
use heartlink_runtime::push::PushError;
use heartlink_runtime::stream::{image, sequence_number};
use heartlink_runtime::{App, Problem};
use heartlink_store::error::StoreError;

/// The close code of one who has signed out.
const SIGNED_OUT: u16 = 4001;
/// The close code of one who is suspended.
const SUSPENDED: u16 = 4003;

/// Why a connection is closed.
pub(crate) struct TurnedAway {
    code: u16,
    /// What is told before.
    pub(crate) problem: Problem,
}

/// Why `caller` may have no connection at `now`, if `person` says so.
pub(crate) fn turned_away(person: &Person, caller: &Caller, now: Timestamp) -> Option<TurnedAway> {
    if let Err(barred) = may_act(person, now) {
        return Some(TurnedAway { code: SUSPENDED, problem: barred.into() });
    }
    let signed_out = person.signed_out_at.is_some_and(|at| caller.is_issued_by(at));
    signed_out.then(|| TurnedAway { code: SIGNED_OUT, problem: Problem::signed_out() })
}

/// Closes the connections of those whom `records` show being suspended or signing
/// out. Returns the sequence numbers of records to be delivered again.
pub(crate) async fn close(app: &App, records: &[EventRecord]) -> Vec<String> {
    let mut failed = Vec::new();
    for record in records {
        let Some(person) = just_turned_away(record) else { continue };
        if let Err(error) = close_connections(app, &person).await {
            tracing::warn!(%error, "connections of one who is turned away are still open");
            failed.push(sequence_number(record));
        }
    }
    failed
}

/// The person, if this record changes whom to turn away.
fn just_turned_away(record: &EventRecord) -> Option<Person> {
    let new = &record.change.new_image;
    if !["sanction", "signed_out_at"].iter().any(|field| new.contains_key(*field)) {
        return None;
    }
    let person: Person = image(new).ok()??;
    let before: Option<Person> = image(&record.change.old_image).ok()?;
    let same = |before: &Person| {
        (&before.sanction, before.signed_out_at) == (&person.sanction, person.signed_out_at)
    };
    (!before.as_ref().is_some_and(same)).then_some(person)
}

async fn close_connections(app: &App, person: &Person) -> Result<(), StoreError> {
    for connection in app.store.connections_of(&person.user_id).await? {
        let id = connection.connection_id.clone();
        let Some(why) = turned_away(person, &connection.into_caller(), app.store.now()) else { continue };
        // Whether it hears why or not, it is closed.
        let _ = app.post(&id, socket_error(&why.problem, "").to_string()).await;
        match app.close(&id, why.code).await {
            Ok(()) | Err(PushError::Gone) => app.store.close_connection(&id).await?,
            Err(PushError::Failed(error)) => return Err(StoreError::Unavailable(error)),
        }
    }
    Ok(())
}

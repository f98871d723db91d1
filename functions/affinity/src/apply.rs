//! Something happened between a user and a device.

use heartlink_domain::affinity::{AffinityEvent, EventId, Metadata, Reporter, Source};
use heartlink_domain::ids::{DeviceId, DocumentName, UserId};
use heartlink_domain::roles::Role;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::forms;
use crate::input::{order, whose};
use crate::view::ApplyResultView;

/// What happened.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EventBody {
    /// Whose device; the caller's if absent. A service has to name one.
    user_id: Option<UserId>,
    /// With which device.
    device_id: DeviceId,
    /// The rule that says what it is worth.
    rule_key: DocumentName,
    /// Where it comes from.
    source: EventSource,
    /// What tells it from others; the same one counts once in 60 s.
    #[schema(value_type = Option<forms::EventId>)]
    event_id: Option<EventId>,
    /// What is kept with it in the log: an object of at most 1,000 bytes.
    #[schema(value_type = Option<forms::Metadata>)]
    metadata: Option<Metadata>,
}

/// Where an event comes from.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventSource {
    /// Something happened at the device.
    DeviceEvent,
    /// Something happened at the user's phone.
    PhoneEvent,
}

/// Tell what happened
///
/// Cooldown, caps and the event's id are part of the write: however many calls
/// come at once, none exceeds a cap or counts an event twice. A call that
/// changes nothing is answered as well; `outcome` says why. A user may report by
/// rules that say so, and never reaches a level by it that pays money or points.
#[endpoint(
    POST "/v1/affinity/events",
    roles(User, Service),
    limit(Event),
    activity,
    key(optional),
    body(EventBody),
    answers(200 = ApplyResultView: "What came of it."),
    errors(TooManyRequests),
    permissions(IDEMPOTENCY, CHANGE_ACCOUNT, CHANGE_ACCOUNTS, READ_DOCUMENTS)
)]
pub(crate) async fn apply(app: App, request: Request) -> Result<Response, Problem> {
    let EventBody { user_id, device_id, rule_key, source, event_id, metadata } = request.body()?;
    let user = whose(&request, user_id, &[Role::Service], "/user_id")?;
    let reporter = if request.caller()?.is(Role::Service) { Reporter::Service } else { Reporter::User };
    let source = match source {
        EventSource::DeviceEvent => Source::DeviceEvent,
        EventSource::PhoneEvent => Source::PhoneEvent,
    };
    let cause = AffinityEvent { rule_key, source, event_id, metadata, reporter };
    let applied = app.store.apply_affinity(&user, &device_id, &cause, &order(&request)?).await?;
    let applied = applied.map(ApplyResultView::from);
    Ok(Response::ok(&applied.value)?.replayed(&applied))
}

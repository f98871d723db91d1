//! Report somebody.

use heartlink_domain::ids::{ReportId, RoomId, UserId};
use heartlink_domain::safety::{Complaint, Reason};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_runtime::{App, Problem, Request, Response, endpoint};
use heartlink_store::safety::{MadeReport, Subject};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom, and what for. A room or a person is named.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReportBody {
    /// A room that the caller is or was in.
    room_id: Option<RoomId>,
    /// Who is reported: the other one in the room, or anybody.
    user_id: Option<UserId>,
    /// Of what kind it is.
    reason: Reason,
    /// In the caller's words.
    #[schema(min_length = 1, max_length = 2000)]
    text: Option<String>,
    /// The messages that it is about.
    #[serde(default)]
    #[schema(max_items = 50)]
    message_seqs: Vec<u64>,
}

/// What the reporter is told.
#[derive(Debug, Serialize, ToSchema)]
pub struct MadeReportView {
    /// Its id; the event `report_closed` names it.
    id: ReportId,
    /// Who is reported.
    user_id: UserId,
    /// The room that it is about.
    #[schema(required)]
    room_id: Option<RoomId>,
    /// Of what kind it is.
    reason: Reason,
    /// When it was made.
    created_at: Timestamp,
    /// How many messages are kept with it.
    messages_kept: usize,
}

impl From<MadeReport> for MadeReportView {
    fn from(MadeReport { report, messages_kept }: MadeReport) -> Self {
        Self {
            id: report.id,
            user_id: report.user_id,
            room_id: report.room_id,
            reason: report.reason,
            created_at: report.created_at,
            messages_kept,
        }
    }
}

/// Report somebody
///
/// At any time: in the room, after it, or by the name of a person; then it is about
/// the last room of the two. The newest messages of the room, up to 50, and those
/// that are named are kept with the report, whatever becomes of the room. Moderators
/// read it, and nobody else; the caller is told by `report_closed` that it was
/// decided on. One person makes at most 50 reports a day.
#[endpoint(
    POST "/v1/reports",
    roles(User),
    activity,
    key(optional),
    body(ReportBody),
    answers(201 = MadeReportView: "The report."),
    errors(TooManyRequests),
    permissions(IDEMPOTENCY, READ_PEOPLE, READ_RELATIONS, ROOMS_OF_PERSON, MAKE_REPORT)
)]
pub(crate) async fn report(app: App, request: Request) -> Result<Response, Problem> {
    let ReportBody { room_id, user_id, reason, text, message_seqs } = request.body()?;
    let subject = Subject { room_id, user_id };
    let complaint = Complaint { reason, text, message_seqs };
    let made = app.store.report(request.me()?, &subject, &complaint, request.idempotency()?.as_ref()).await?;
    let made = made.map(MadeReportView::from);
    Ok(Response::created(&made.value)?.replayed(&made))
}

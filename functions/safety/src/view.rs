//! Reports as moderators read them.

use heartlink_domain::ids::{ReportId, RoomId, UserId};
use heartlink_domain::safety::{
    Closing, EvidenceMessage, Reason, Report, ReportOutcome, ReportStatus, Sanction, SanctionKind,
};
use heartlink_domain::time::Timestamp;
use heartlink_runtime::wire::*;
use heartlink_store::safety::{ReportWithEvidence, SanctionRecord};
use serde::Serialize;
use utoipa::ToSchema;

/// A report, as moderators read it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportView {
    /// Its id; sorts by the time it was made.
    pub(crate) id: ReportId,
    /// Whether somebody still has to look at it.
    status: ReportStatus,
    /// Who reports.
    reporter: UserId,
    /// Who is reported.
    user_id: UserId,
    /// The room that it is about.
    #[schema(required)]
    room_id: Option<RoomId>,
    /// Of what kind it is.
    reason: Reason,
    /// In the reporter's words.
    #[schema(required)]
    text: Option<String>,
    /// The messages that it names.
    message_seqs: Vec<u64>,
    /// When it was made.
    created_at: Timestamp,
    /// How it was closed; `null` while it is open.
    #[schema(required)]
    closed: Option<ClosingView>,
}

impl From<Report> for ReportView {
    fn from(report: Report) -> Self {
        Self {
            status: report.status(),
            id: report.id,
            reporter: report.reporter,
            user_id: report.user_id,
            room_id: report.room_id,
            reason: report.reason,
            text: report.text,
            message_seqs: report.message_seqs,
            created_at: report.created_at,
            closed: report.closed.map(Into::into),
        }
    }
}

/// A report with the messages that are kept with it.
#[derive(Debug, Serialize, ToSchema)]
pub struct ReportEvidenceView {
    #[serde(flatten)]
    report: ReportView,
    /// The newest messages of the room when the report was made, and those that it
    /// names, by their number.
    messages: Vec<EvidenceMessageView>,
    /// Whether messages were left out because all together were too large.
    truncated: bool,
}

impl From<ReportWithEvidence> for ReportEvidenceView {
    fn from(found: ReportWithEvidence) -> Self {
        Self {
            report: found.report.into(),
            messages: found.evidence.messages.into_iter().map(Into::into).collect(),
            truncated: found.evidence.truncated,
        }
    }
}

heartlink_runtime::wire! {
    /// How a report was closed.
    #[schema(as = Closing)]
    pub struct ClosingView from Closing {
        at: Timestamp, "When.";
        by: UserId, "By whom.";
        outcome: ReportOutcome, "What was done.";
        note: String, "Why.";
    }

    /// What is done about somebody.
    #[schema(as = Sanction)]
    pub struct SanctionView from Sanction {
        kind: SanctionKind, "What.";
        #[schema(required)]
        until: Option<Timestamp>, "When it ends by itself; never if `null`.";
        reason: String, "Why.";
        by: UserId, "Who imposed it.";
        at: Timestamp, "When.";
    }

    /// What was done about somebody, once.
    #[schema(as = SanctionRecord)]
    pub struct SanctionRecordView from SanctionRecord {
        at: Timestamp, "When.";
        by: UserId, "Who did it.";
        #[schema(required)]
        @maybe sanction: Option<SanctionView>, "What was imposed; `null` where it was lifted.";
    }

    /// A message that is kept with a report.
    #[schema(as = EvidenceMessage)]
    pub struct EvidenceMessageView from EvidenceMessage {
        seq: u64, "Its number in the room.";
        sender: UserId, "Who wrote it.";
        text: String, "As it was written.";
        sent_at: Timestamp, "When.";
    }
}

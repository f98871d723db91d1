//! What the reporter is told of a report.

use crate::events::{Event, EventData, ReportClosedData};
use crate::safety::Report;

/// What the reporter is told of a change of their report: that it was decided on, and
/// never how.
pub fn from_report_change(old: Option<&Report>, new: Option<&Report>) -> Vec<Event> {
    let Some((report, closing)) = new.and_then(|report| Some((report, report.closed.as_ref()?))) else {
        return Vec::new();
    };
    if old.is_some_and(|old| old.closed.is_some()) {
        return Vec::new();
    }
    let said = ReportClosedData { report_id: report.id.clone(), room_id: report.room_id.clone() };
    vec![Event::new(report.reporter.clone(), closing.at, &EventData::ReportClosed(said))]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::rooms::fixture::{at, room_id, user};
    use crate::safety::{Reason, ReportOutcome};

    #[test]
    fn the_reporter_alone_is_told_once_and_not_how_it_was_closed() {
        let open = Report {
            id: "r1".parse().unwrap(),
            version: 1,
            reporter: user("ann"),
            user_id: user("bob"),
            room_id: Some(room_id("room")),
            reason: Reason::Scam,
            text: None,
            message_seqs: vec![],
            created_at: at(1),
            closed: None,
        };
        let closed = open.close(&user("mod"), ReportOutcome::Banned, "a scam", at(9)).unwrap();
        assert_eq!(from_report_change(None, Some(&open)), []);
        assert_eq!(from_report_change(Some(&closed), Some(&closed)), []);
        let events = from_report_change(Some(&open), Some(&closed));
        assert_eq!((events.len(), events[0].to.as_str(), events[0].at), (1, "ann", at(9)));
        assert_eq!(events[0].data, json!({ "report_id": "r1", "room_id": "room" }));
    }
}
